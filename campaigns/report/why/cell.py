"""Where a number stands in the report: its panel, the labels of its row, and its column. Its address says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Report, Type, Value

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    report: Report
    panel: Panel
    at: int  # Which row.
    column: Column

    @property
    def query(self) -> Query:
        return self.report.query

    @property
    def record(self) -> dict[str, Value]:
        return dict(zip((one.name for one in self.panel.columns), self.panel.rows[self.at], strict=True))

    @property
    def value(self) -> Value:
        return self.record[self.column.name]

    @property
    def is_number(self) -> bool:
        return is_number(self.value)

    @property
    def currency(self) -> str:
        """Of an amount of money; else blank."""
        is_money = isinstance(self.value, Decimal) and self.column.type is not Type.RATIO
        return str(self.record.get("currency") or "") if is_money else ""

    @property
    def labels(self) -> dict[str, str]:
        """Those that its row begins with, by column."""
        return dict(_labels(self.panel, self.panel.rows[self.at]))

    @property
    def said(self) -> str:
        return self.panel.said(self.value, self.column)

    @property
    def said_labels(self) -> Pairs:
        """Each label of its row with its heading, without those that are blank."""
        first = takewhile(lambda one: one.type is Type.LABEL, self.panel.columns)
        return [
            (column.heading, self.panel.said(self.record[column.name], column))
            for column in first
            if self.record[column.name] not in {None, ""}
        ]

    @property
    def nth(self) -> int:
        """How many rows above it have the same labels."""
        same = labels_of(self.panel, self.panel.rows[self.at])
        return sum(labels_of(self.panel, row) == same for row in self.panel.rows[: self.at])

    def beside(self, name: str) -> Cell:
        """Another cell of its row."""
        return replace(self, column=next(one for one in self.panel.columns if one.name == name))

    def elsewhere(self, panel: str, column: str, **known: Value) -> Iterator[Cell]:
        """The cells of a column, in the rows of any panel that have these values."""
        other = self.report.panel(panel)
        to = next(one for one in other.columns if one.name == column)
        for at, record in enumerate(other.records):
            if all(record[name] == value for name, value in known.items()):
                yield Cell(self.report, other, at, to)


def is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal)


def find(report: Report, panel: str, labels: Sequence[str], column: str, nth: int = 0) -> Cell:
    """The number of a panel in the row with these labels, of several such rows the nth from nought; raises LookupError
    where the report has none."""
    found = report.panel(panel)
    rows = [at for at, row in enumerate(found.rows) if labels_of(found, row) == tuple(labels)]
    for one in found.columns:
        if one.name == column:
            cell = Cell(report, found, rows[nth], one)
            if cell.is_number:
                return cell
    raise LookupError(column)


def names(panel: Panel) -> Iterator[Pairs]:
    """What names each row of a panel in an address, in their order."""
    seen = Counter[tuple[str, ...]]()
    for row in panel.rows:
        labels = labels_of(panel, row)
        yield [*(("row", one) for one in labels), *([("nth", str(seen[labels]))] if seen[labels] else [])]
        seen[labels] += 1


def labels_of(panel: Panel, row: tuple[Value, ...]) -> tuple[str, ...]:
    """What tells a row from others of its panel, whatever else is counted later."""
    return tuple(label for _, label in _labels(panel, row))


def _labels(panel: Panel, row: tuple[Value, ...]) -> Pairs:
    first = takewhile(lambda pair: pair[0].type is Type.LABEL, zip(panel.columns, row, strict=True))
    return [(column.name, "" if cell is None else str(cell)) for column, cell in first]
