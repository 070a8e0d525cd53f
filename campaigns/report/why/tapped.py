"""Why a number of help taps or exits is so: its coarse tallies, by month and campaign or by quarter and language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.text import capfirst

from campaigns.models import MonthTally, QuarterTally, Tap
from campaigns.period import Period
from campaigns.report.completeness import OURS
from campaigns.report.figures import LANGUAGES
from campaigns.report.help import MONTHS
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Value
from campaigns.report.why.cell import Cell
from campaigns.report.why.shape import Listed, Why, label

KINDS = {"help_taps": Tap.HELP, "exits": Tap.EXIT}
ROWS = Panel(
    "rows",
    "Its rows",
    (label("period", "Period"), label("about", "Of"), label("kind", "What"), Column("n", "Number")),
    notes=(
        "A number a month and campaign, and one a quarter and page language: no day, link or place is kept with them.",
        "What machines did is not among them: of taps and exits only genuine ones are counted at all.",
    ),
    empty="There is none: nobody did this, which is why the number is nought.",
)


@dataclass(frozen=True)
class Tapped(Why):
    """`found` are tallies of months, or of quarters: the two count the same taps."""

    about: Query
    found: QuerySet[MonthTally] | QuerySet[QuarterTally]

    @property
    def query(self) -> Query:
        return self.about

    @property
    def total(self) -> int:
        return self.found.aggregate(total=Sum("n"))["total"] or 0

    @property
    def made(self) -> str:
        return "The rows below add up to"

    @property
    def rows(self) -> Listed:
        titles = Ground(self.about).campaigns

        def say(row: MonthTally | QuarterTally) -> tuple[Value, ...]:
            what = capfirst(row.get_kind_display())
            if isinstance(row, MonthTally):
                return f"{row.month:%B %Y}", titles.get(row.campaign, row.campaign), what, row.n
            quarter = Period.of(row.quarter, "quarter").name
            return quarter, LANGUAGES.get(row.language, row.language), what, row.n

        return Listed(ROWS, self.found, say)

    @property
    def sources(self) -> frozenset[str]:
        return frozenset({OURS})


def of_row(cell: Cell) -> Tapped:
    labels, kind = cell.labels, KINDS[cell.column.name]
    first = Period.parse(labels["period"]).first
    if labels["counted_by"] == MONTHS:
        months = MonthTally.objects.filter(month=first, campaign=labels["campaign"], kind=kind)
        return Tapped(cell.query, months.order_by("pk"))
    quarters = QuarterTally.objects.filter(quarter=first, language=labels["language"], kind=kind)
    return Tapped(cell.query, quarters.order_by("pk"))


def of_campaign(cell: Cell) -> Tapped:
    """In the whole months that the report tells of."""
    campaign, measure = cell.labels["campaign"], cell.labels["measure"]
    found = MonthTally.objects.filter(
        month__in=list(_months(cell, campaign, measure)), campaign=campaign, kind=KINDS[measure]
    )
    return Tapped(cell.query, found.order_by("month", "pk"))


def _months(cell: Cell, campaign: str, measure: str) -> Iterator[dt.date]:
    for one in cell.elsewhere("help", measure, counted_by=MONTHS, campaign=campaign):
        yield Period.parse(one.labels["period"]).first
