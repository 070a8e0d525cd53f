"""A panel as the page shows it: each value as people read it, and where its *why* is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.report.shape import Column, Panel, Type, Value

# The address of why a number is so, by panel, row and column; empty for a number without one.
Whys = Callable[[Panel, tuple[Value, ...], Column], str]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column: Column
    why: str = ""
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


def no_why(panel: Panel, row: tuple[Value, ...], column: Column) -> str:
    return ""


def table(panel: Panel, whys: Whys = no_why) -> Table:
    return Table(panel, tuple(tuple(_cells(panel, row, whys)) for row in panel.rows))


def _cells(panel: Panel, row: tuple[Value, ...], whys: Whys) -> list[Cell]:
    return [
        Cell(panel.said(value, column), column, whys(panel, row, column), value is None)
        for column, value in zip(panel.columns, row, strict=True)
    ]
