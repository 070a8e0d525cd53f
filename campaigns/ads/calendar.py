"""Which days a row is about: its own columns, else what the whole file says, else what its sender states."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaigns.ads import dates
from campaigns.ads.layout import DAYS, NAMES, Header, Line
from campaigns.ads.preamble import Preamble
from campaigns.period import Period

ONE_DAY = dt.timedelta(days=1)
LONGEST = dt.timedelta(days=3 * 366)
CLOCK = re.compile(r".+[ T](\d{1,2}:\d{2})(:\d{2}.*)?")
MIDNIGHT = re.compile(r".+[ T]0?0:00(:00(\.0+)?)?")
LAST_MOMENT = re.compile(rf"{MIDNIGHT.pattern}|.+[ T]23:59(:59.*)?")
EARLIEST = dt.date(2004, 1, 1)  # Before there was any of these platforms a date is a slip.
STATE_IT = "State the period when you import it."


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of one file are to be read."""

    order: dates.Order | None
    whole: Period | None  # What the file, its name or its sender says of all rows.
    source: str  # Who says it.
    ends_before: bool | None = None  # Midnight at the end of a row is the end of the day before.
    is_hourly: bool = False  # The day of a row has its hour beside it.
    is_first_day: bool = False  # The day of each row stands for the whole period.

    def of(self, line: Line) -> Period:
        """The days of a row; raises ValueError where they can't be known."""
        period = self._own(line) or self.whole
        if period is None:
            raise ValueError(f"nothing says which days it is about. {STATE_IT}")
        if period.last - period.first > LONGEST or period.first < EARLIEST:
            raise ValueError(f"{period.first} to {period.last} can't be the days of a campaign.")
        if self.whole and not _within(period, self.whole):
            raise ValueError(
                f"its days, {period.first} to {period.last}, are not within those of {self.source}, "
                f"{self.whole.first} to {self.whole.last}."
            )
        return period

    def hour(self, line: Line) -> tuple[tuple[str, str], ...]:
        """The hour of a row as a breakdown; midnight is one only where other rows have other hours."""
        clock = CLOCK.fullmatch(line.get("day"))
        return (("hour", clock[1].zfill(5)),) if self.is_hourly and clock else ()

    def stated(self, line: Line) -> Period | None:
        """The days that a total names, if it names any."""
        try:
            return self._own(line)
        except ValueError:
            return None

    def _own(self, line: Line) -> Period | None:
        if day := self.read(line.get("day")):
            return self.whole if self.is_first_day and self.whole else day
        if week := self.read(line.get("week")):
            last = week.last if week.last > week.first else week.first + 6 * ONE_DAY
            return self._clipped(Period(week.first, last))
        if text := line.get("month"):
            if month := dates.month(text):
                return self._clipped(month)
            raise ValueError(f"“{text[:40]}” is not a month.")
        return self._span(line)

    def _span(self, line: Line) -> Period | None:
        first, last = self.read(line.get("first")), self.read(line.get("last"))
        if not first and not last:
            return None
        if not first or not last:
            raise ValueError("only one end of its period is given.")
        if not line.header.layout.ends_at_midnight:
            return Period(first.first, last.last)
        for field, clock in (("first", MIDNIGHT), ("last", LAST_MOMENT)):
            if CLOCK.fullmatch(line.get(field)) and not clock.fullmatch(line.get(field)):
                words = f"“{line.get(field)}” is in the midst of a day. Export whole days, in the account's time zone."
                raise ValueError(words)
        return Period(first.first, self._end(line, first.first, last.last))

    def _end(self, line: Line, first: dt.date, last: dt.date) -> dt.date:
        if last == first or not MIDNIGHT.fullmatch(line.get("last")):
            return last
        if self.ends_before is None:
            words = f"“{line.get('last')}” may be the end of {last - ONE_DAY} or of {last}. {STATE_IT}"
            raise ValueError(words)
        return last - ONE_DAY * self.ends_before

    def read(self, text: str) -> Period | None:
        """One day, or two with a dash between them."""
        mentioned = dates.mentioned(text)
        ends = [dates.day(part, self.order) for part in (mentioned if len(mentioned) == 2 else [text])]
        return Period(ends[0], ends[-1]) if ends[0] and ends[-1] else None

    def _clipped(self, period: Period) -> Period:
        """The first and last week or month of a report are cut at its ends."""
        if not self.whole or period.last < self.whole.first or self.whole.last < period.first:
            return period
        return Period(max(period.first, self.whole.first), min(period.last, self.whole.last))


def of(
    header: Header, lines: Sequence[Line], said: Preamble, named: Preamble, asked: Period | None
) -> Calendar:
    """Settle how dates are read; raises ValueError where the file contradicts itself or its sender."""
    cells = [cell for line in lines for field in DAYS if (cell := line.get(field))]
    ours = [text for text in (said.first, said.last) if text]
    known = [period for period in (asked, _period(named, None)) if period]
    order = header.layout.order or dates.settle([*cells, *ours], [*_plainly(said), *known])
    # Whoever renames a file does not change its days, so its own dates come before its name.
    by_name = None if cells or ours else _period(named, None)
    whole, source = _whole(_period(said, order), by_name, asked)
    clocks = {clock[1].zfill(5) for line in lines if (clock := CLOCK.fullmatch(line.get("day")))}
    calendar = Calendar(order, whole, source, is_hourly=bool(clocks - {"00:00"}))
    if header.layout.ends_at_midnight:
        return replace(calendar, ends_before=_ends_before(lines, calendar))
    if header.layout.dated_first_day:
        return _dated_first_day(lines, calendar)
    return calendar


def _whole(said: Period | None, named: Period | None, asked: Period | None) -> tuple[Period | None, str]:
    found, source = (said, "the file's first lines") if said else (named, "the days in the file's name")
    if found and asked and found != asked:
        raise ValueError(
            f"{source} say {found.first} to {found.last}, but you state {asked.first} to {asked.last}."
        )
    return (asked, "the period you state") if asked else (found, source)


def _period(said: Preamble, order: dates.Order | None) -> Period | None:
    if not said.first or not said.last:
        return None
    try:
        first, last = dates.day(said.first, order), dates.day(said.last, order)
    except dates.AmbiguousError as error:
        raise ValueError(f"{error} {STATE_IT}") from None
    return Period(first, last) if first and last and first <= last else None


def _plainly(said: Preamble) -> Iterable[Period]:
    """The period of the first lines where no order is needed to read it."""
    try:
        period = _period(said, None)
    except ValueError:
        return
    if period:
        yield period


def _ends_before(lines: Sequence[Line], calendar: Calendar) -> bool | None:
    """Whether midnight ends the day before: it must where the next row of the same thing begins on that day."""
    try:
        spans = [
            (_thing(line), calendar.read(line.get("first")), calendar.read(line.get("last")))
            for line in lines
        ]
    except ValueError:
        return None
    begun = {(thing, first) for thing, first, last in spans if first != last}
    if begun & {(thing, last) for thing, first, last in spans if first != last}:
        return True
    lasts = [last.last for _, _, last in spans if last]
    if calendar.whole and lasts:
        last = max(lasts)
        return {calendar.whole.last: False, calendar.whole.last + ONE_DAY: True}.get(last)
    return None


def _thing(line: Line) -> tuple[object, ...]:
    return (*map(line.name, NAMES), line.breakdown)


def _dated_first_day(lines: Sequence[Line], calendar: Calendar) -> Calendar:
    try:
        named = {calendar.read(line.get("day")) for line in lines} - {None}
    except ValueError:
        return calendar
    if len(named) != 1:
        return calendar
    day = named.pop()
    if calendar.whole is None:
        raise ValueError(
            "every row has the same day, which may stand for a whole period, and the lines that say so are gone. "
            f"{STATE_IT}"
        )
    is_first_day = day is not None and day.first == calendar.whole.first
    return replace(calendar, is_first_day=is_first_day)


def _within(period: Period, whole: Period) -> bool:
    return whole.first <= period.first and period.last <= whole.last
