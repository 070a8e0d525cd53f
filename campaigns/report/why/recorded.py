"""Why a number is so that nobody added up: what staff wrote, what a census says, what was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from campaigns.models import CampaignPlan, ManualFigure, Source
from campaigns.report import manual
from campaigns.report.figures import CHANNELS, LANGUAGES
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Type
from campaigns.report.why.cell import Cell
from campaigns.report.why.shape import Number, Why, days_words, facts, label, moment_words, name_of
from livesafe import languages
from livesafe.translations.models import Standing

READ = {"machine": "machine draft", "reviewed": "checked by a person"}


@dataclass(frozen=True)
class Recorded(Why):
    """`look_up` gives the number as it is kept, and its record."""

    cell: Cell
    made_of: str
    look_up: Callable[[Cell], tuple[Number, Panel]]

    @property
    def query(self) -> Query:
        return self.cell.query

    @property
    def total(self) -> Number:
        return self._found[0]

    @property
    def made(self) -> str:
        return self.made_of

    @property
    def panels(self) -> Iterable[Panel]:
        return (self._found[1],)

    @cached_property
    def _found(self) -> tuple[Number, Panel]:
        return self.look_up(self.cell)


def planned(cell: Cell) -> Recorded:
    """A target, or a budget."""
    return Recorded(cell, "The plan below says" if _is_of_one(cell) else "The plans below add up to", _plans)


def elsewhere(cell: Cell) -> Recorded:
    return Recorded(cell, "The source below says", _manual)


def census(cell: Cell) -> Recorded:
    return Recorded(cell, "The census says", _speakers)


def made_so_far(cell: Cell) -> Recorded:
    """Links, placements or languages of a campaign."""
    look_up = _languages if cell.labels["measure"] == "languages" else _sources
    return Recorded(cell, "The list below has", look_up)


def _is_of_one(cell: Cell) -> bool:
    return "campaign" in cell.labels or len(cell.query.campaigns or ()) == 1


def _plans(cell: Cell) -> tuple[Number, Panel]:
    measure = cell.labels["measure"]
    is_money = measure in {"budget", "spend"}
    field = "budget" if is_money else measure
    slugs = [cell.labels["campaign"]] if "campaign" in cell.labels else sorted(cell.query.campaigns or ())
    titles = Ground(cell.query).campaigns
    plans = CampaignPlan.objects.filter(campaign__in=slugs).select_related("by").order_by("campaign")
    number = Column("value", "Budget" if is_money else "Target", Type.MONEY if is_money else Type.COUNT)
    panel = Panel(
        "record",
        "What the campaigns set out to do",
        (
            label("campaign", "Campaign"),
            number,
            label("currency", "Currency"),
            label("by", "Added by"),
            label("at", "Added"),
            Column("objective", "Objective", Type.TEXT),
        ),
        tuple(
            (
                titles.get(plan.campaign, plan.campaign),
                getattr(plan, field),
                plan.currency if is_money else None,
                name_of(plan.by),
                moment_words(plan.at),
                plan.objective or None,
            )
            for plan in plans
        ),
        notes=("Campaign plans have every change in their history.",),
    )
    return sum(getattr(plan, field) or 0 for plan in plans), panel


def _manual(cell: Cell) -> tuple[Number, Panel]:
    same = [one for one in manual.figures(cell.query) if one.measure == cell.labels["measure"]]
    one = ManualFigure.objects.select_related("by").get(pk=same[cell.nth].pk)
    titles = Ground(cell.query).campaigns
    pairs = (
        ("As its source says it", one.wording),
        ("Source", one.source),
        ("Of the days", days_words(one.first, one.last)),
        ("Campaign", titles.get(one.campaign, one.campaign) or "all of them"),
        ("Channel", CHANNELS.get(one.channel, one.channel)),
        ("Language", LANGUAGES.get(one.language, one.language)),
        ("Note", one.note),
        ("Added by", name_of(one.by)),
        ("Added", moment_words(one.at)),
    )
    return one.value, facts("Who says so, and who added it", pairs)


def _speakers(cell: Cell) -> tuple[Number, Panel]:
    language = languages.get(cell.labels["language"])
    pairs = (
        ("Language", language.name),
        ("Area", "Leicester, Leicestershire and Rutland"),
        ("People with it as their main language", f"{language.speakers:,}"),
        ("Everybody aged 3 and over there", f"{languages.RESIDENTS:,}"),
        ("Source", language.source),
    )
    return language.speakers, facts("Where it is from", pairs)


def _sources(cell: Cell) -> tuple[Number, Panel]:
    ground, campaign = Ground(cell.query), cell.labels["campaign"]
    wanted = ground.sources if ground.wanted is None else ground.wanted
    of_campaign = [ground.sources[pk] for pk in wanted if ground.sources[pk].campaign == campaign]
    is_links = cell.labels["measure"] == "links"
    kept = [one for one in of_campaign if (one.is_link if is_links else one.placement)]
    panel = Panel(
        "record",
        "Links" if is_links else "Placements on our pages",
        (label("code", "Code"), label("channel", "Channel"), label("place", "For")),
        tuple(sorted(map(_source, kept))),
    )
    return len(kept), panel


def _source(one: Source) -> tuple[str, str, str]:
    return one.code, CHANNELS[one.channel], one.venue or one.creative or one.placement


def _languages(cell: Cell) -> tuple[Number, Panel]:
    page = Ground(cell.query).pages[cell.labels["campaign"]]
    codes = [one.code for one in languages.TARGETS]
    found = Standing.objects.filter(object_key=page.object_key, language__in=codes)
    rows = [(LANGUAGES[one.language], READ[one.state]) for one in found if one.state in READ]
    panel = Panel(
        "record",
        "Languages that its page can be read in",
        (label("language", "Language"), label("state", "Standing")),
        (("English", "as it was written"), *sorted(rows)),
    )
    return len(panel.rows), panel
