"""What sort of day it is: when campaigns are pushed, when schools are closed. The same dates in every year."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from campaigns.demo.links import DONT_CARRY, MAKE_A_STAND
from campaigns.period import Period

YEARS = 2


class Push(NamedTuple):
    """Days from month and day to month and day on which a campaign is advertised."""

    campaign: str
    words: str
    first: tuple[int, int]
    last: tuple[int, int]


PUSHES = (
    Push(DONT_CARRY, "Poster launch", (4, 21), (5, 17)),
    Push(DONT_CARRY, "Summer films", (7, 13), (8, 16)),
    Push(DONT_CARRY, "Autumn films", (11, 9), (11, 22)),
    Push(DONT_CARRY, "Before half-term", (2, 2), (2, 15)),
    Push(MAKE_A_STAND, "Start with two schools", (5, 25), (6, 14)),
    Push(MAKE_A_STAND, "Back to school", (9, 7), (10, 4)),
    Push(MAKE_A_STAND, "Week against bullying", (11, 9), (11, 22)),
    Push(MAKE_A_STAND, "Spring films", (3, 2), (3, 22)),
)
CLOSED = (
    ("Easter holiday", (4, 1), (4, 14)),
    ("Half-term", (5, 25), (5, 31)),
    ("Summer holiday", (7, 12), (8, 26)),
    ("Half-term", (10, 13), (10, 23)),
    ("Christmas holiday", (12, 20), (1, 4)),
    ("Half-term", (2, 14), (2, 22)),
)


def span(yesterday: dt.date) -> Period:
    """Two financial years, of which the second is the one that yesterday falls in."""
    first = Period.of(yesterday, "year").first
    return Period(first.replace(year=first.year - YEARS + 1), yesterday)


def between(day: dt.date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether a day of any year lies between two, also where they lie on both sides of the new year."""
    at = day.month, day.day
    return first <= at <= last if first <= last else at >= first or at <= last


def push(campaign: str, day: dt.date) -> Push | None:
    return next(
        (one for one in PUSHES if one.campaign == campaign and between(day, one.first, one.last)), None
    )


def is_school_day(day: dt.date) -> bool:
    return day.weekday() < 5 and not any(between(day, first, last) for _, first, last in CLOSED)


def spells(first: tuple[int, int], last: tuple[int, int], within: Period) -> list[Period]:
    """The days of each year between two dates, as far as they have come."""
    found = []
    for year in range(within.first.year, within.last.year + 1):
        begins = dt.date(year, *first)
        ends = dt.date(year + (last < first), *last)
        if within.first <= begins <= within.last:
            found.append(Period(begins, min(ends, within.last)))
    return found
