"""The key figures of the first screen: each measure's number beside those that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from campaigns.report.page.table import Cell, Whys, no_why, table
from campaigns.report.shape import Column, Panel, Report, Value
from campaigns.report.worth import COSTS

NUMBER = "this_period"
# What the first screen shows, in this order; the rest is in the table.
FIRST = ("platform_impressions", "impressions", "clicks_genuine", "visits", "actions", "spend")
# Each with the column that says it in per cent, and whether that is a change rather than a share.
BESIDE = (
    ("previous_period", "change", True),
    ("year_before", "change_on_year", True),
    ("target", "share_of_target", False),
)


@dataclass(frozen=True, slots=True)
class Beside:
    heading: str
    cell: Cell
    per_cent: Cell


@dataclass(frozen=True, slots=True)
class KeyFigure:
    name: str
    currency: str
    cell: Cell
    beside: tuple[Beside, ...] = ()
    section: str = ""  # Where it is told by itself.


def key_figures(panel: Panel, whys: Whys = no_why) -> Iterator[KeyFigure]:
    """Those of the first measures of which anything is known."""
    names = [column.name for column in panel.columns]
    lines = [
        (FIRST.index(str(row[0])), cells, row)
        for cells, row in zip(table(panel, whys).rows, panel.rows, strict=True)
        if row[0] in FIRST
    ]
    for _, cells, row in sorted(lines, key=lambda line: line[0]):
        by_name = dict(zip(names, cells, strict=True))
        if by_name[NUMBER].is_unknown:
            continue
        record = dict(zip(names, row, strict=True))
        currency = record.get("currency")
        yield KeyFigure(
            by_name["measure"].text, str(currency or ""), by_name[NUMBER], tuple(_beside(by_name, record))
        )


def cost_figures(report: Report, whys: Whys = no_why) -> Iterator[KeyFigure]:
    """Each cost that is known, with its currency."""
    for panel in report.panels:
        if panel.name == "worth":
            for cells in table(panel, whys).rows:
                by_name = {cell.column.name: cell for cell in cells}
                currency = by_name["currency"].text
                known = (by_name[one.name] for one in COSTS if not by_name[one.name].is_unknown)
                yield from (KeyFigure(one.column.heading, currency, one, section="worth") for one in known)


def _beside(cells: dict[str, Cell], record: dict[str, Value]) -> Iterator[Beside]:
    for name, share, is_change in BESIDE:
        if not cells[name].is_unknown:
            yield Beside(
                cells[name].column.heading,
                cells[name],
                replace(cells[share], text=per_cent(record[share], cells[share].column, is_change=is_change)),
            )


def per_cent(value: Value, column: Column, *, is_change: bool) -> str:
    if not isinstance(value, Decimal):
        return ""
    sign = "+" if is_change and value > 0 else ""
    return f"{sign}{value.normalize():,f} %".replace("-", "−")
