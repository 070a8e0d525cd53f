"""What is known of each campaign in a period: what was planned, made, counted and told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campaigns.models import OUTTAKES, CampaignPlan, DeviceEstimate, Source, Span
from campaigns.report.help import by_campaign
from campaigns.report.outtakes import Outtake, of_campaigns
from campaigns.report.own import UNKNOWN, Ground, figures_of
from campaigns.report.paid import Paid, PlatformFigures
from campaigns.report.tallies import Total
from campaigns.report.targets import covers, run
from livesafe import languages
from livesafe.translations.models import Standing


@dataclass(slots=True)
class Effort:
    totals: list[Total] = field(default_factory=list)
    own: Mapping[str, int | None] = field(default_factory=dict)
    rows: list[PlatformFigures] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    devices: list[DeviceEstimate] = field(default_factory=list)
    taps: Mapping[str, int] | None = None
    outtake: Outtake | None = None
    languages: int | None = None
    plan: CampaignPlan | None = None
    is_whole: bool = False  # The period holds all of its run, so that targets may be compared.


def efforts(ground: Ground, told: Paid) -> dict[str, Effort]:
    """By slug: each campaign that has a figure in the period, or a plan for a run that touches it.

    Four queries, however many campaigns: tallies, devices, help taps, and the languages of their pages.
    """
    found: dict[str, Effort] = defaultdict(Effort)
    totals = ground.totals("source_id", "kind", "verdict")
    for total in totals:
        if total["kind"] in OUTTAKES or figures_of(total["kind"], total["verdict"]):
            source = ground.sources.get(total["source_id"])
            found[source.campaign if source else UNKNOWN].totals.append(total)
    for row in told.rows:
        found[row.campaign].rows.append(row)
    for slug, taps in by_campaign(ground.query).items():
        found[slug].taps = taps
    for estimate in _devices(ground):
        found[estimate.campaign].devices.append(estimate)
    for slug in _planned(ground):
        found.setdefault(slug, Effort())
    for slug, outtake in of_campaigns(ground, totals).items():
        found[slug].outtake = outtake
    _look_up(found, ground)
    return dict(found)


def _planned(ground: Ground) -> Iterable[str]:
    asked = ground.query.campaigns
    return [slug for slug in ground.plans if _touches(slug, ground) and (asked is None or slug in asked)]


def _touches(slug: str, ground: Ground) -> bool:
    days, period = run(ground.pages.get(slug)), ground.query.period
    return days is not None and days.first <= period.last and period.first <= days.last


def _look_up(found: Mapping[str, Effort], ground: Ground) -> None:
    kept = ground.sources.keys() if ground.wanted is None else ground.wanted
    for source in map(ground.sources.__getitem__, kept):
        if source.campaign in found:
            found[source.campaign].sources.append(source)
    spoken = _languages(ground, found)
    for slug, one in found.items():
        one.plan = ground.plans.get(slug)
        one.own = ground.figures(one.totals)
        one.languages = spoken.get(slug)
        one.is_whole = not ground.query.is_of_parts and covers(ground.query.period, ground.pages.get(slug))


def _devices(ground: Ground) -> Iterable[DeviceEstimate]:
    """Of a campaign's windows that lie in the period and are over: the numbers that are left of their sketches."""
    query = ground.query
    if query.is_of_parts:
        return []
    found = DeviceEstimate.objects.select_related("window").filter(
        window__span=Span.CAMPAIGN,
        window__ended__isnull=False,
        window__first__gte=max(query.period.first, query.since or query.period.first),
        window__last__lte=query.period.last,
        dimension="",
    )
    if query.campaigns is not None:
        found = found.filter(campaign__in=query.campaigns)
    return found.order_by("window__first", "pk")


def _languages(ground: Ground, slugs: Iterable[str]) -> dict[str, int]:
    """In how many languages each campaign's page can be read today, English among them."""
    keys = {ground.pages[slug].object_key: slug for slug in slugs if slug in ground.pages}
    count = dict.fromkeys(keys.values(), 1)
    codes = [language.code for language in languages.TARGETS]
    for standing in Standing.objects.filter(object_key__in=keys, language__in=codes):
        count[keys[standing.object_key]] += standing.state in {"machine", "reviewed"}
    return count
