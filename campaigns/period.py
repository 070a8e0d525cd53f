"""Days in London, and the weeks, months and UK financial quarters that reports are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Unit = Literal["day", "week", "month", "quarter", "year"]


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


def _financial_year(day: dt.date) -> str:
    """The year from 1 April: 2026-27."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"The period begins on {self.first} but ends before it, on {self.last}.")

    @classmethod
    def this_quarter(cls) -> Period:
        """The UK financial quarter that today falls in, up to and including today."""
        day = today()
        return cls(first_of_quarter(day), day)
