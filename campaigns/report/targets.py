"""What campaigns set out to do. A target is for a whole campaign: no part of one is ever made up for a shorter time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from campaigns.models import CampaignPage, CampaignPlan
from campaigns.period import LONDON, Period, today
from campaigns.report.own import Ground
from campaigns.report.query import Dimension, Query

MEASURES = ("platform_impressions", "impressions", "visits", "clicks_genuine", "actions")
PART = "Targets are for whole campaigns, so they are compared with no part of them: neither a channel nor a language."


@dataclass(frozen=True, slots=True)
class Targets:
    counts: Mapping[str, int] = field(default_factory=dict)
    budget: Mapping[str, Decimal] = field(default_factory=dict)  # By currency.
    notes: tuple[str, ...] = ()  # Why there are none, or not of everything.


def run(page: CampaignPage | None) -> Period | None:
    """The days of a campaign so far; None before it starts, or where nobody can say when it did."""
    if page is None:
        return None
    starts = page.starts or (page.first_published_at and page.first_published_at.astimezone(LONDON).date())
    ends = min(page.ends or today(), today())
    return Period(starts, ends) if starts and starts <= ends else None


def covers(period: Period, page: CampaignPage | None) -> bool:
    """Whether a period holds all that a campaign has been so far."""
    days = run(page)
    return days is not None and period.first <= days.first and days.last <= period.last


def aimed(query: Query) -> Query:
    """The question with the campaigns that are for the audience it asks for. One query, or none where it asks for none
    or that is known already."""
    asked = query.values.get(Dimension.AUDIENCE)
    if asked is None or query.aimed is not None:
        return query
    plans = CampaignPlan.objects.filter(audience__in=asked)
    return replace(query, aimed=frozenset(plans.values_list("campaign", flat=True)))


def targets(ground: Ground) -> Targets:
    """Those of the campaigns that the question names, added up; no query that the ground hasn't made."""
    slugs = sorted(ground.query.campaigns or ())
    if not slugs:
        return Targets(notes=("Targets are for whole campaigns: choose campaigns to compare with theirs.",))
    if ground.query.is_of_parts:
        return Targets(notes=(PART,))
    if without := [slug for slug in slugs if slug not in ground.plans]:
        return Targets(notes=(f"No targets are set for {_names(without, ground)}.",))
    if beyond := [slug for slug in slugs if not covers(ground.query.period, ground.pages.get(slug))]:
        return Targets(notes=tuple(_beyond(slug, ground) for slug in beyond))
    return _sums([ground.plans[slug] for slug in slugs])


def _beyond(slug: str, ground: Ground) -> str:
    words = f"Targets are not compared: the period doesn’t hold the whole run of {_names([slug], ground)}"
    if days := run(ground.pages.get(slug)):
        return f"{words} so far, {days.first} to {days.last}."
    return f"{words}, whose page doesn’t say when it started."


def _sums(plans: list[CampaignPlan]) -> Targets:
    """A measure has a target where each of the campaigns has one, and a budget where all are in one currency."""
    each = {name: [getattr(plan, name) for plan in plans] for name in MEASURES}
    counts = {name: sum(values) for name, values in each.items() if None not in values}
    partly = [name for name, values in each.items() if name not in counts and any(values)]
    budgets = [plan.budget for plan in plans if plan.budget is not None]
    currencies = {plan.currency for plan in plans}
    is_one = len(currencies) == 1 and len(budgets) == len(plans)
    notes = ("Some targets are set for only a part of the campaigns, and are left out.",) if partly else ()
    return Targets(counts, {currencies.pop(): sum(budgets, Decimal(0))} if is_one else {}, notes)


def _names(slugs: Iterable[str], ground: Ground) -> str:
    return ", ".join(f"“{ground.campaigns.get(slug, slug)}”" for slug in slugs)
