"""Days as platforms write them. 3/4/2026 is two days until something settles which."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from campaigns.period import Period

Order = Literal["dmy", "mdy"]

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "(" + "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|sept)\\.?"
_CLOCK = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
ISO = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
SLASHED = r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})"
DAY_FIRST = rf"(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (\d{{4}})"
MONTH_FIRST = rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"
_PROSE = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}",
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}",
    *(pattern.replace("(?:", "(").replace("(", "(?:") for pattern in (DAY_FIRST, MONTH_FIRST)),
)
ANY = re.compile("|".join(rf"(?<![\w/-]){pattern}(?![\w/-])" for pattern in _PROSE), re.IGNORECASE)
TWO_DAYS = "can be two days"
NO_DAY = frozenset({"", "-", "--", "—", "n/a", "lifetime", "ongoing", "all", "all time", "total"})


class AmbiguousError(ValueError):
    """A date with two readings."""


@lru_cache(maxsize=4096)  # An export has few days and many rows.
def day(text: str, order: Order | None = None) -> dt.date | None:
    """The day a cell names, None for a cell that names none.

    Raises AmbiguousError for what needs an order, ValueError for what is no day.
    """
    text = " ".join(text.split())
    if text.casefold() in NO_DAY:
        return None
    if found := re.fullmatch(ISO + _CLOCK, text):
        return _date(text, found[1], found[2], found[3])
    if found := re.fullmatch(DAY_FIRST + _CLOCK, text, re.IGNORECASE):
        return _date(text, found[3], _month(found[2]), found[1])
    if found := re.fullmatch(MONTH_FIRST + _CLOCK, text, re.IGNORECASE):
        return _date(text, found[3], _month(found[1]), found[2])
    if found := re.fullmatch(SLASHED + _CLOCK, text):
        return _slashed(text, found, order)
    raise ValueError(f"“{text[:40]}” is not a day.")


def _slashed(text: str, found: re.Match[str], order: Order | None) -> dt.date:
    one, other, year = found[1], found[3], found[4]
    if order is None and int(one) != int(other):
        words = f"“{text}” {TWO_DAYS}, and nothing in the file settles which. Export dates as 2026-12-31."
        raise AmbiguousError(words)
    return _date(text, year, other, one) if order == "dmy" else _date(text, year, one, other)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3].casefold()))


def _date(text: str, year: str, month: str | int, number: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(number))
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a day of the calendar.") from None


def month(text: str) -> Period | None:
    """“September 2026” or “2026-09”, from its first day to its last."""
    text = " ".join(text.split())
    if found := re.fullmatch(rf"{_MONTH} (\d{{4}})", text, re.IGNORECASE):
        first = dt.date(int(found[2]), _month(found[1]), 1)
    elif (found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-0?1)?", text)) and 1 <= int(found[2]) <= 12:
        first = dt.date(int(found[1]), int(found[2]), 1)
    else:
        return None
    return Period(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))


@lru_cache(maxsize=4096)
def mentioned(text: str) -> tuple[str, ...]:
    """Every date in a line of prose, as it stands there."""
    return tuple(found[0] for found in ANY.finditer(text))


def settle(texts: Iterable[str], within: Iterable[Period] = ()) -> Order | None:
    """The order that all the slashed dates of a file have; None where nothing settles it.

    A number above 12 settles it, or a period that only one reading lies in. Raises ValueError where
    the file itself contradicts it.
    """
    slashed = [found for text in texts if (found := re.match(SLASHED, text.strip()))]
    proofs = {_proof(found) for found in slashed} - {None}
    if len(proofs) > 1:
        raise ValueError("some dates have the month first and some the day. Export it in English (UK).")
    if proofs:
        return proofs.pop()
    for period in within:
        fitting = [order for order in ("dmy", "mdy") if all(_lies(found, order, period) for found in slashed)]
        if len(fitting) == 1:
            return "dmy" if fitting == ["dmy"] else "mdy"
    return None


def _proof(found: re.Match[str]) -> Order | None:
    if int(found[1]) > 12:
        return "dmy"
    return "mdy" if int(found[3]) > 12 else None


def _lies(found: re.Match[str], order: str, period: Period) -> bool:
    numbers = (found[3], found[1]) if order == "dmy" else (found[1], found[3])
    try:
        named = dt.date(int(found[4]), int(numbers[0]), int(numbers[1]))
    except ValueError:
        return False
    return period.first <= named <= period.last
