"""A panel as the page shows it: each value as people read it, and where its *why* is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.why.cell import is_number as is_counted

# The addresses of why the numbers of each row are so, all but the column's name; empty for a row without them.
Whys = Callable[[Panel], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column: Column
    why: str = ""
    row: str = ""  # Its row's labels, in words.
    is_unknown: bool = False

    @property
    def is_number(self) -> bool:
        return is_number(self.column)

    @property
    def is_prose(self) -> bool:
        return self.column.type is Type.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    panel: Panel
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> list[tuple[Column, bool]]:
        return [(column, is_number(column)) for column in self.panel.columns]

    @property
    def definitions(self) -> list[Column]:
        return [column for column in self.panel.columns if column.definition]


def is_number(column: Column) -> bool:
    return column.type in {Type.COUNT, Type.MONEY, Type.RATIO}


def no_why(panel: Panel) -> Iterable[str]:
    return ("" for _ in panel.rows)


def table(panel: Panel, whys: Whys = no_why) -> Table:
    rows = zip(panel.rows, whys(panel), strict=True)
    return Table(panel, tuple(tuple(_cells(panel, row, why)) for row, why in rows))


def _cells(panel: Panel, row: tuple[Value, ...], why: str) -> Iterator[Cell]:
    labels = _labels(panel, row) if why else ""
    for value, column in zip(row, panel.columns, strict=True):
        address = f"{why}{column.name}" if why and is_counted(value) else ""
        yield Cell(panel.said(value, column), column, address, labels, value is None)


def _labels(panel: Panel, row: tuple[Value, ...]) -> str:
    first = takewhile(lambda pair: pair[0].type is Type.LABEL, zip(panel.columns, row, strict=True))
    return ", ".join(panel.said(value, column) for column, value in first if value not in {None, ""})
