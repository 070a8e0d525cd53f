"""Days in London, and the weeks, months and UK financial quarters that reports are asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Unit = Literal["day", "week", "month", "quarter", "year"]
UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}

_supposed: ContextVar[dt.date | None] = ContextVar("supposed", default=None)


def today() -> dt.date:
    """The day it is in London, whatever the server's clock is set to."""
    return _supposed.get() or dt.datetime.now(LONDON).date()


@contextmanager
def suppose(day: dt.date) -> Iterator[None]:
    """Let it be another day for this thread: a dry run is fired on the day of the launch."""
    token = _supposed.set(day)
    try:
        yield
    finally:
        _supposed.reset(token)


def within(day: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a day lies between two others, both included; None is no limit."""
    return (first is None or first <= day) and (last is None or day <= last)


def first_of_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def first_of_quarter(day: dt.date) -> dt.date:
    """Financial quarters begin in April, July, October and January, as calendar quarters do."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def label(day: dt.date, unit: Unit) -> str:
    """The name of the unit that a day falls in: 2026-11-22, 2026-W47, 2026-11, 2026-27-Q3, 2026-27."""
    match unit:
        case "day":
            return day.isoformat()
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{_financial_year(day)}-Q{(day.month - 4) % 12 // 3 + 1}"
        case "year":
            return _financial_year(day)


def _months_on(day: dt.date, months: int) -> dt.date:
    """The last day before the first of the month that is so many months on."""
    at = day.year * 12 + day.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1) - dt.timedelta(days=1)


def _last_year(day: dt.date) -> dt.date:
    """The last day of a month stays the last: 28 February 2027 was 28 February 2026; 2024 had a 29th."""
    if day == _months_on(day, 1):
        return _months_on(day.replace(day=1, year=day.year - 1), 1)
    return day.replace(year=day.year - 1)


def _day_in(unit: Unit, parts: tuple[str, ...]) -> dt.date:
    match unit:
        case "week":
            return dt.date.fromisocalendar(int(parts[0]), int(parts[1]), 1)
        case "quarter":
            year, quarter = int(parts[0]), int(parts[2])
            return dt.date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
        case "month":
            return dt.date.fromisoformat(f"{parts[0]}-01")
        case _:
            return dt.date.fromisoformat(parts[0])


def _financial_year(day: dt.date) -> str:
    """The year from 1 April: 2026-27."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


_NAMED: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("day", re.compile(r"(\d{4}-\d\d-\d\d)", re.ASCII)),
    ("week", re.compile(r"(\d{4})-W(\d\d)", re.ASCII)),
    ("quarter", re.compile(r"(\d{4})-(\d\d)-Q([1-4])", re.ASCII)),
    ("month", re.compile(r"(\d{4}-\d\d)", re.ASCII)),
)
_YEAR = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
EXAMPLES = "2026-27, 2026-27-Q2, 2026-10 for October, 2026-W40, 2026-10-05, this-quarter or last-month"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"The period begins on {self.first} but ends before it, on {self.last}.")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period of a name, as `label` gives them, or `this-` and `last-` with a unit.

        "2009-10" is the month, as ISO 8601 has it; the years up to 2011-12 are asked for by their days. Raises
        ValueError in words for people.
        """
        try:
            return cls._named(text.strip())
        except ValueError:
            raise ValueError(f"“{text[:40]}” is no period. Say {EXAMPLES}.") from None

    @classmethod
    def _named(cls, text: str) -> Period:
        which, _, unit = text.partition("-")
        if which in {"this", "last"} and unit in UNITS:
            now = cls.of(today(), UNITS[unit])
            return now if which == "this" else now.before
        if (found := _YEAR.fullmatch(text)) and not 1 <= int(found[2]) <= 12:
            year = cls.of(dt.date(int(found[1]), 4, 1), "year")
            if label(year.first, "year") == text:
                return year
        for named, pattern in _NAMED:
            if found := pattern.fullmatch(text):
                period = cls.of(_day_in(named, found.groups()), named)
                if label(period.first, named) == text:
                    return period
        raise ValueError(text)

    @classmethod
    def of(cls, day: dt.date, unit: Unit) -> Period:
        """The whole unit that a day falls in."""
        match unit:
            case "day":
                return cls(day, day)
            case "week":
                monday = day - dt.timedelta(days=day.weekday())
                return cls(monday, monday + dt.timedelta(days=6))
            case "month":
                return cls(first_of_month(day), _months_on(day, 1))
            case "quarter":
                return cls(first_of_quarter(day), _months_on(first_of_quarter(day), 3))
            case "year":
                first = dt.date(day.year if day.month >= 4 else day.year - 1, 4, 1)
                return cls(first, _months_on(first, 12))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def unit(self) -> Unit | None:
        """The unit that it is exactly one of."""
        return next((unit for unit in UNITS.values() if self == Period.of(self.first, unit)), None)

    @property
    def name(self) -> str:
        """2026-27-Q2, or the first and last day where it is no whole unit."""
        return label(self.first, self.unit) if self.unit else f"{self.first} to {self.last}"

    @property
    def before(self) -> Period:
        """The one before it: last quarter for a quarter, else as many days."""
        last = self.first - dt.timedelta(days=1)
        if self.unit:
            return Period.of(last, self.unit)
        return Period(last - dt.timedelta(days=self.days - 1), last)

    @property
    def a_year_before(self) -> Period:
        """The same dates a year ago; a whole week is the same week of the year before, by its Monday."""
        if self.unit == "week":
            return Period.of(self.first - dt.timedelta(weeks=52), "week")
        return Period(_last_year(self.first), _last_year(self.last))

    @property
    def has_ended(self) -> bool:
        return self.last < today()

    @classmethod
    def this_quarter(cls) -> Period:
        """The UK financial quarter that today falls in, up to and including today."""
        day = today()
        return cls(first_of_quarter(day), day)
