"""The reach report, last stage of counting: the tallies of a period, added up by what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, get_args

from django.db.models import Sum

from campaigns import period as periods
from campaigns.models import ACTIONS, Kind, Source, Tally
from campaigns.period import Period, Unit
from campaigns.traffic import Verdict

__all__ = ["FIGURES", "Dimension", "Period", "Reach", "columns", "figures_of", "parse_dimensions", "reach"]


class Dimension(StrEnum):
    """What a report can be broken down by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CAMPAIGN = "campaign"
    CHANNEL = "channel"
    SOURCE = "source"
    LANGUAGE = "language"

    @property
    def is_time(self) -> bool:
        return self.value in UNITS

    @property
    def column(self) -> str:
        return "period" if self.is_time else self.value


UNITS = get_args(Unit)
OF_SOURCE = {Dimension.CAMPAIGN, Dimension.CHANNEL, Dimension.SOURCE}
FIGURES = ("impressions", "visits", "clicks_gross", "clicks_genuine", "actions")
UNKNOWN = "unknown"  # A source that was taken out of the database by hand.


@dataclass(slots=True)
class Reach:
    """One row. All figures but `clicks_gross` are genuine only; `labels` are by column."""

    labels: dict[str, str]
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))

    @property
    def cells(self) -> list[str | int]:
        return [*self.labels.values(), *self.figures.values()]


def parse_dimensions(names: Iterable[str]) -> list[Dimension]:
    """The dimensions of these names in the order of the columns; raises ValueError in words for people."""
    asked = set()
    for name in filter(None, names):
        try:
            asked.add(Dimension(name))
        except ValueError:
            raise ValueError(f"“{name}” is not one of {', '.join(Dimension)}.") from None
    if sum(dimension.is_time for dimension in asked) > 1:
        raise ValueError(f"Choose one of {', '.join(UNITS)}.")
    return [dimension for dimension in Dimension if dimension in asked]


def columns(by: Sequence[Dimension]) -> list[str]:
    return [*(dimension.column for dimension in by), *FIGURES]


def reach(period: Period, *, by: Sequence[Dimension] = ()) -> list[Reach]:
    """Add up the tallies of a period, in the order of the labels. One query in each database.

    A label for which nothing was counted has no row; without `by` there is always one row.
    """
    sources = _sources() if OF_SOURCE & set(by) else {}
    rows: dict[tuple[str, ...], Reach] = {}
    if not by:
        rows[()] = Reach({})
    for tally in _tallies(period, by):
        figures = figures_of(tally["kind"], tally["verdict"])
        if not figures:
            continue  # Filtered traffic that no column shows makes no row of noughts.
        labels = {dimension.column: _label(dimension, tally, sources) for dimension in by}
        row = rows.setdefault(tuple(labels.values()), Reach(labels))
        for figure in figures:
            row.figures[figure] += tally["total"]
    return [rows[key] for key in sorted(rows)]


def _tallies(period: Period, by: Sequence[Dimension]) -> Iterable[dict[str, Any]]:
    asked = ["kind", "verdict"]
    if any(dimension.is_time for dimension in by):
        asked.append("day")
    if OF_SOURCE & set(by):
        asked.append("source_id")
    if Dimension.LANGUAGE in by:
        asked.append("language")
    tallies = Tally.objects.filter(day__range=(period.first, period.last))
    return tallies.values(*asked).annotate(total=Sum("n")).order_by()


def _sources() -> dict[int, Source]:
    return Source.objects.in_bulk()


def _label(dimension: Dimension, tally: dict[str, Any], sources: dict[int, Source]) -> str:
    if dimension.is_time:
        return periods.label(tally["day"], dimension.value)  # type: ignore[arg-type]
    if dimension is Dimension.LANGUAGE:
        return str(tally["language"])
    source = sources.get(tally["source_id"])
    if source is None:
        return UNKNOWN
    return str(getattr(source, "code" if dimension is Dimension.SOURCE else dimension.value))


def figures_of(kind: str, verdict: str) -> list[str]:
    """The figures that a tally of this kind and verdict is part of."""
    is_genuine = verdict == Verdict.GENUINE
    match kind:
        case Kind.CLICK:
            return ["clicks_gross", "clicks_genuine"] if is_genuine else ["clicks_gross"]
        case Kind.IMPRESSION if is_genuine:
            return ["impressions"]
        case Kind.VISIT if is_genuine:
            return ["visits"]
        case _ if is_genuine and kind in ACTIONS:
            return ["actions"]
        case _:
            return []
