"""What was counted day by day, beside what staff noted for the days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from django.db.models import Q

from campaigns.models import Annotation
from campaigns.period import Period, Unit, label, today
from campaigns.report.figures import COLUMNS
from campaigns.report.own import Ground, figures_of
from campaigns.report.shape import Column, Panel, Type, Value

LONGEST = 92  # Days that have a row each: no quarter is longer. Beyond it a row is a week.
SO_FAR = "not over yet"  # What happened on the day that still goes on, before what staff noted for it.
FIGURES = ("impressions", "visits", "clicks_genuine", "actions")
TABLE = (
    Column("period", "Day", Type.LABEL, "A day in London, or a week from Monday: 2026-W47."),
    *(COLUMNS[name] for name in FIGURES),
    Column(
        "noted",
        "What happened",
        Type.TEXT,
        f"What staff noted for these days; {SO_FAR}: more will be counted.",
    ),
)


def calendar(ground: Ground) -> Panel:
    """One query of tallies and one of notes. Days on which nothing was counted have noughts, but for
    those before counting began; days to come have no row."""
    days = _days(ground)
    unit: Unit = "day" if ground.query.period.days <= LONGEST else "week"
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for total in ground.totals("day", "kind", "verdict"):
        for figure in figures_of(total["kind"], total["verdict"]):
            if figure in FIGURES:
                counts[label(total["day"], unit)][figure] += total["total"]
    noted = list(_noted(ground)) if days else []
    return Panel(
        name="calendar",
        title="Day by day" if unit == "day" else "Week by week",
        columns=TABLE,
        rows=tuple(
            (name, *_counted(counts[name], group[-1], ground), _words(group, noted))
            for name, of_name in groupby(days, lambda day: label(day, unit))
            for group in [list(of_name)]
        ),
        notes=(*_notes(ground.query.period, unit), *ground.left_out),
        empty="No day of this period has come yet.",
    )


def _days(ground: Ground) -> list[dt.date]:
    """Those that have come, and that who asks may see."""
    period = ground.query.period
    first = max(period.first, ground.query.since or period.first)
    last = min(period.last, today())
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _noted(ground: Ground) -> Iterator[Annotation]:
    query = ground.query
    found = Q(first__lte=query.period.last, last__gte=query.period.first)
    if query.campaigns is not None:
        found &= Q(campaign__in=["", *query.campaigns])
    return Annotation.objects.filter(found).iterator()


def _counted(counts: Mapping[str, int], last: dt.date, ground: Ground) -> Iterable[int | None]:
    return counts.values() if ground.had_begun(last) else [None] * len(FIGURES)


def _words(days: Sequence[dt.date], noted: Sequence[Annotation]) -> Value:
    """None where nobody noted anything, and the days are over."""
    said = [note.words for note in noted if note.first <= days[-1] and days[0] <= note.last]
    return "; ".join([SO_FAR, *said] if days[-1] == today() else said) or None


def _notes(period: Period, unit: Unit) -> tuple[str, ...]:
    if unit == "day":
        return ()
    return (f"By week, since the period has more than {LONGEST} days. Weeks at its ends may be cut.",)
