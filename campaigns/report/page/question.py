"""The question as a form: what can be chosen, what is chosen, and the address that says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from campaigns.models import CampaignPage, Channel, Source
from campaigns.period import Period, label, today
from campaigns.report.figures import AUDIENCES, LABELS, LANGUAGES, PAID_FOR
from campaigns.report.query import FILTERS, USUAL, Audience, Dimension, Query, values_of
from campaigns.report.targets import aimed

OWN_DAYS = "days"
MOVING = {
    "this-quarter": "This quarter",
    "last-quarter": "Last quarter",
    "this-month": "This month",
    "last-month": "Last month",
    "this-year": "This financial year",
    "last-year": "Last financial year",
    "last-week": "Last week",
}
YEARS, QUARTERS, MONTHS = (
    6,
    12,
    24,
)  # So many of each can be chosen by name; any other by its address or days.
NAMES = ("period", "from", "to", "by", *(name.filter for name in FILTERS), "audience")
# The filters in the order of the form.
LEGENDS = {
    Dimension.CAMPAIGN: "Campaigns",
    Dimension.AUDIENCE: "Campaigns for",
    Dimension.CHANNEL: "Channels",
    Dimension.KIND: "Paid or organic",
    Dimension.LANGUAGE: "Page languages",
    Dimension.CREATIVE: "Creatives",
    Dimension.VENUE: "Places",
    Dimension.SOURCE: "Links and placements",
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; `said` is what a closed group says of them."""

    name: str
    legend: str
    choices: tuple[Choice, ...]
    none: str = "all"

    @property
    def is_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def typed(self) -> str:
        """What is chosen, as a field takes it that is typed into."""
        return ", ".join(choice.value for choice in self.choices if choice.chosen)

    @property
    def said(self) -> str:
        chosen = [choice.words for choice in self.choices if choice.chosen]
        return (
            ", ".join(chosen)
            if len(chosen) < 4 and chosen
            else f"{len(chosen)} chosen"
            if chosen
            else self.none
        )


@dataclass(frozen=True)
class Question:
    """What an address asks. Values are kept as they were typed, so that a mistake can be mended where it is."""

    asked: Mapping[str, Sequence[str]]

    @cached_property
    def query(self) -> Query:
        """Raises ValueError in words for people."""
        return aimed(Query.parse(dict(self.pairs_by_name())))

    @property
    def wrong(self) -> str:
        """What is wrong with it, in words for people; "" where it makes sense."""
        try:
            Query.parse(dict(self.pairs_by_name()))
        except ValueError as error:
            return str(error)
        return ""

    @property
    def page(self) -> str:
        """Where its report stands, or what is wrong with it."""
        address = reverse("reach_report")
        return f"{address}?{self.address}" if self.address else address

    @property
    def address(self) -> str:
        """The query string without what is empty or overruled. Periods that move on by themselves stay so."""
        return urlencode([(name, value) for name, values in self.pairs_by_name() for value in values])

    def pairs_by_name(self) -> Iterator[tuple[str, list[str]]]:
        asked = {name: _filled(self.asked.get(name, ())) for name in NAMES}
        if self._asks_own_days:
            asked["period"] = []
        else:
            asked["from"] = asked["to"] = []
        if asked["audience"] == [Audience.VRN.value]:
            asked["audience"] = []
        yield from ((name, values) for name, values in asked.items() if values)

    @property
    def _asks_own_days(self) -> bool:
        """Days count where they are chosen, where no period is, or where they alone were changed."""
        period, before = self.one("period"), self.one("was")
        has_days = bool(self.one("from") or self.one("to"))
        return period == OWN_DAYS or (has_days and (not period or period == before))

    def one(self, name: str) -> str:
        return next((value.strip() for value in reversed(self.asked.get(name, ())) if value.strip()), "")

    @property
    def period(self) -> str:
        return OWN_DAYS if self._asks_own_days else self.one("period") or USUAL

    @property
    def days(self) -> tuple[str, str]:
        return (self.one("from"), self.one("to")) if self._asks_own_days else ("", "")

    @property
    def audience(self) -> str:
        return self.one("audience") or Audience.VRN.value

    @property
    def by(self) -> list[str]:
        return [part.strip() for value in self.asked.get("by", ()) for part in value.split(",")]

    @cached_property
    def periods(self) -> list[tuple[str, list[Choice]]]:
        """Groups of periods for a `select`; a period that is none of them is the first."""
        groups = [(heading, dict(choices)) for heading, choices in _periods(today())]
        if not any(self.period in choices for _, choices in groups):
            groups.insert(0, ("Asked for", {self.period: self.period}))
        return [
            (heading, [Choice(value, words, value == self.period) for value, words in choices.items()])
            for heading, choices in groups
        ]

    @property
    def breakdown(self) -> Group:
        names = [name for name in Dimension if not name.is_time]
        choices = (Choice(name.value, LABELS[name.value], name.value in self.by) for name in names)
        return Group("by", "Broken down by", tuple(choices), "not broken down")

    @property
    def units(self) -> list[Choice]:
        units = [name.value for name in Dimension if name.is_time]
        chosen = next((unit for unit in units if unit in self.by), "")
        words = {"quarter": "Financial quarter", "year": "Financial year"}
        return [
            Choice("", "The whole period", not chosen),
            *(Choice(unit, words.get(unit, capfirst(unit)), unit == chosen) for unit in units),
        ]

    @property
    def said(self) -> str:
        """What is chosen beside the period, on one line."""
        unit = next((choice.words.lower() for choice in self.units if choice.chosen and choice.value), "")
        by = [
            *([f"by {unit}"] if unit else []),
            *(f"by {choice.words.lower()}" for choice in self.breakdown.choices if choice.chosen),
        ]
        groups = [f"{group.legend.lower()}: {group.said}" for group in self.filters if group.is_chosen]
        whom = "for others" if self.audience == Audience.OUTSIDE else "for the VRN"
        return "; ".join([", ".join(by) or "not broken down", *(groups or ["all of it"]), whom])

    @cached_property
    def filters(self) -> list[Group]:
        """Two queries."""
        creatives, places = Source.objects.made_for()
        known: dict[Dimension, Mapping[str, str]] = {
            Dimension.CAMPAIGN: dict(CampaignPage.objects.order_by("title").values_list("slug", "title")),
            Dimension.CHANNEL: {value: capfirst(words) for value, words in Channel.choices},
            Dimension.LANGUAGE: LANGUAGES,
            Dimension.CREATIVE: {name: name for name in creatives},
            Dimension.VENUE: {name: name for name in places},
            Dimension.AUDIENCE: AUDIENCES,
            Dimension.KIND: PAID_FOR,
        }
        return [self._filter(name, known.get(name, {})) for name in LEGENDS]

    def _filter(self, name: Dimension, known: Mapping[str, str]) -> Group:
        chosen = values_of(self.asked, name)
        choices = dict(known) | {value: value for value in chosen if value not in known}
        return Group(
            name.filter,
            LEGENDS[name],
            tuple(Choice(value, words, value in chosen) for value, words in choices.items()),
        )


def _filled(values: Iterable[str]) -> list[str]:
    return [value.strip() for value in values if value.strip()]


def _periods(day: dt.date) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "Moves on by itself", list(MOVING.items())
    yield "Financial years", [(one.name, one.name) for one in _back(Period.of(day, "year"), YEARS)]
    yield (
        "Financial quarters",
        [
            (one.name, f"{one.name.replace('-Q', ' Q')}, {one.first:%B} to {one.last:%B %Y}")
            for one in _back(Period.of(day, "quarter"), QUARTERS)
        ],
    )
    yield "Months", [(one.name, f"{one.first:%B %Y}") for one in _back(Period.of(day, "month"), MONTHS)]
    yield "Days", [(OWN_DAYS, "Days of your own")]


def _back(period: Period, many: int) -> Iterator[Period]:
    for _ in range(many):
        yield period
        period = period.before


def words_of(period: Period) -> str:
    """A period as a heading says it."""
    days = f"{day_words(period.first)} to {day_words(period.last)}"
    match period.unit:
        case "day":
            return day_words(period.first)
        case "month":
            return f"{period.first:%B %Y}"
        case "quarter" | "year" as unit:
            return f"{label(period.first, unit).replace('-Q', ' Q')}, {days}"
        case _:
            return days


def day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
