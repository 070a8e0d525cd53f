"""What is asked of the report. The same question has the same address on every surface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast
from urllib.parse import parse_qs, urlencode

from campaigns.models import CampaignPlan, Channel
from campaigns.models.ads import KINDS
from campaigns.period import UNITS, Period
from livesafe import languages


class Audience(StrEnum):
    """For whom a report is: the VRN sees every number, others no cell that could point at a few young people."""

    VRN = "vrn"
    OUTSIDE = "outside"


class Dimension(StrEnum):
    """What a report can be broken down by, in the order of its columns."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CAMPAIGN = "campaign"
    AUDIENCE = "audience"
    CHANNEL = "channel"
    KIND = "kind"
    SOURCE = "source"
    CREATIVE = "creative"
    VENUE = "venue"
    LANGUAGE = "language"

    @property
    def is_time(self) -> bool:
        return self.value in UNITS

    @property
    def column(self) -> str:
        return "period" if self.is_time else self.value

    @property
    def filter(self) -> str:
        """What its filter is called in an address, where `audience` says for whom a report is."""
        return "aimed_at" if self is Dimension.AUDIENCE else self.value


# In the order of an address: what was kept with a question must find it again, so another is put at the end.
FILTERS = (
    Dimension.CAMPAIGN,
    Dimension.CHANNEL,
    Dimension.LANGUAGE,
    Dimension.SOURCE,
    Dimension.CREATIVE,
    Dimension.VENUE,
    Dimension.AUDIENCE,
    Dimension.KIND,
)
IN_STAFFS_WORDS = frozenset({Dimension.CREATIVE, Dimension.VENUE})  # “Library, Leicester” is one place.
OF_WHOLE_CAMPAIGNS = frozenset({Dimension.CAMPAIGN, Dimension.AUDIENCE})
USUAL = "this-quarter"
LONGEST = 255  # Letters of a name.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
_KNOWN = {
    Dimension.CHANNEL: frozenset(Channel.values),
    Dimension.LANGUAGE: languages.CODES,
    Dimension.AUDIENCE: frozenset(CampaignPlan.Audience.values),
    Dimension.KIND: frozenset(kind for kind, _ in KINDS),
}


@dataclass(frozen=True, slots=True)
class Query:
    """`only` keeps what has one of the values, for each dimension that it names."""

    period: Period
    by: tuple[Dimension, ...] = ()
    only: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    audience: Audience = Audience.VRN
    since: dt.date | None = None  # Who asks sees no day before it: not even in a comparison.
    aimed: frozenset[str] | None = None  # The campaigns for the audience it asks for: see `targets.aimed`.

    @classmethod
    def parse(cls, asked: Mapping[str, Sequence[str]], *, audience: Audience | None = None) -> Query:
        """The question of an address: `period`, or `from` and `to`; `by`; filters; `audience`.

        Values may be repeated or stand with commas; creatives and places are repeated alone, since their names may
        have commas. `audience` overrules what the address asks for. Names that it doesn't know are left to others.
        Raises ValueError in words for people.
        """
        return cls(
            period=_bounded(_period(asked)),
            by=tuple(parse_dimensions(_values(asked, "by"))),
            only=tuple(
                (name, _checked(name, values)) for name in FILTERS if (values := values_of(asked, name))
            ),
            audience=audience or _audience(asked),
        )

    @classmethod
    def of(cls, address: str, *, audience: Audience | None = None) -> Query:
        """The question of an address's query string; raises ValueError as `parse` does."""
        return cls.parse(parse_qs(address), audience=audience)

    @property
    def address(self) -> str:
        """The query string that asks the same again: canonical, so that equal questions have equal addresses."""
        return urlencode([*self._days, *(("by", name.value) for name in self.by), *self._filters, *self._for])

    @property
    def about(self) -> str:
        """The days and filters alone: what a note on its figures is about, however they are broken down."""
        return urlencode([*self._days, *self._filters])

    @property
    def values(self) -> dict[Dimension, tuple[str, ...]]:
        return dict(self.only)

    @property
    def campaigns(self) -> frozenset[str] | None:
        """The slugs of those that it is about, which may be none of them; None: all."""
        named = self.values.get(Dimension.CAMPAIGN)
        if Dimension.AUDIENCE not in self.values:
            return None if named is None else frozenset(named)
        if self.aimed is None:
            raise LookupError("Nobody has looked up which campaigns are for this audience.")
        return self.aimed if named is None else self.aimed & set(named)

    @property
    def is_of_parts(self) -> bool:
        """Whether it keeps only parts of campaigns."""
        return bool(self.values.keys() - OF_WHOLE_CAMPAIGNS)

    @property
    def is_of_files(self) -> bool:
        """Whether it asks for what was paid for, or was not: nothing that we count ourselves says so."""
        return Dimension.KIND in self.values

    def during(self, period: Period) -> Query:
        """The same question of other days."""
        return replace(self, period=period)

    def sees(self, period: Period) -> bool:
        """Whether who asks may see these days. Where not, a comparison with them is empty, never a nought."""
        return self.since is None or self.since <= period.first

    def broken_down(self, *by: Dimension) -> Query:
        return replace(self, by=by)

    @property
    def _days(self) -> list[tuple[str, str]]:
        if self.period.unit and Period.parse(self.period.name) == self.period:
            return [("period", self.period.name)]
        return [("from", self.period.first.isoformat()), ("to", self.period.last.isoformat())]

    @property
    def _filters(self) -> list[tuple[str, str]]:
        return [(name.filter, value) for name, values in self.only for value in values]

    @property
    def _for(self) -> list[tuple[str, str]]:
        return [] if self.audience is Audience.VRN else [("audience", self.audience.value)]


def parse_dimensions(names: Iterable[str]) -> list[Dimension]:
    """The dimensions of these names in the order of the columns; raises ValueError in words for people."""
    asked = set()
    for name in filter(None, names):
        try:
            asked.add(Dimension(name))
        except ValueError:
            raise ValueError(f"“{name[:40]}” is not one of {', '.join(Dimension)}.") from None
    if sum(dimension.is_time for dimension in asked) > 1:
        raise ValueError(f"Choose one of {', '.join(UNITS)}.")
    return [dimension for dimension in Dimension if dimension in asked]


def values_of(asked: Mapping[str, Sequence[str]], name: Dimension) -> list[str]:
    """The values of a filter, each once and in order."""
    if name in IN_STAFFS_WORDS:
        return sorted({value.strip() for value in asked.get(name.filter, ()) if value.strip()})
    return _values(asked, name.filter)


def _values(asked: Mapping[str, Sequence[str]], name: str) -> list[str]:
    found = (part.strip() for value in asked.get(name, ()) for part in value.split(","))
    return sorted({part for part in found if part})


def _one(asked: Mapping[str, Sequence[str]], name: str) -> str:
    return next((value.strip() for value in reversed(asked.get(name, ())) if value.strip()), "")


def _period(asked: Mapping[str, Sequence[str]]) -> Period:
    first, last = _one(asked, "from"), _one(asked, "to")
    if not first and not last:
        return Period.parse(_one(asked, "period") or USUAL)
    if not (first and last):
        raise ValueError("Say both the first day and the last.")
    return Period(_day(first), _day(last))


def _bounded(period: Period) -> Period:
    """A typing error of a thousand years has no year before it to compare with."""
    if period.first < EARLIEST or period.last > LATEST:
        raise ValueError(f"The report knows days from {EARLIEST} to {LATEST}.")
    return period


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is no day. Say it as 2026-10-05.") from None


def _audience(asked: Mapping[str, Sequence[str]]) -> Audience:
    text = _one(asked, "audience") or Audience.VRN
    try:
        return Audience(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not one of {', '.join(Audience)}.") from None


def _checked(name: Dimension, values: list[str]) -> tuple[str, ...]:
    known = _KNOWN.get(name)
    if known and (strange := [value for value in values if value not in known]):
        raise ValueError(f"“{strange[0][:40]}” is no {name.filter}. Say one of {', '.join(sorted(known))}.")
    if any(len(value) > LONGEST or not value.isprintable() for value in values):
        raise ValueError(f"That is no {name.filter}: it is too long, or has characters that no name has.")
    return tuple(values)


def lists(asked: Any) -> dict[str, list[str]]:
    """Django's `request.GET` as `Query.parse` takes it."""
    return cast("dict[str, list[str]]", dict(asked.lists()))
