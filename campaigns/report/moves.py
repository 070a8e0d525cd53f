"""What moved between two versions of a report, cell by cell, for who compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from campaigns.report.shape import Panel, Report, Type, Value

Cell = tuple[tuple[str, ...], str]  # The labels of a row, and the name of a column.
Move = dict[str, Any]
WORDS = ("headline", "provisional", "demo", "how_we_counted")


def moves(before: Report, after: Report) -> list[Move]:
    """`panel`, `row` (its labels), `column`, `before` and `after`; null where there was no such cell. In their order."""
    found = list(_words(before, after))
    panels = {panel.name: panel for panel in (*after.panels, *before.panels)}
    for name in panels:
        found += _of_panel(name, _panel(before, name), _panel(after, name))
    return found


def _words(before: Report, after: Report) -> Iterator[Move]:
    was, now = before.as_data(), after.as_data()
    for name in WORDS:
        if was[name] != now[name]:
            yield _move(name, (), "", _short(was[name]), _short(now[name]))


def _short(said: Any) -> Any:
    """A headline by its sentence; longer words by the fact alone that they changed."""
    if isinstance(said, dict):
        return said["sentence"]
    return None if isinstance(said, list) else said


def _of_panel(name: str, before: Panel | None, after: Panel | None) -> Iterator[Move]:
    was, now = _cells(before), _cells(after)
    for cell in {**now, **was}:
        if was.get(cell) != now.get(cell):
            yield _move(name, *cell, _plain(was.get(cell)), _plain(now.get(cell)))
    notes = [panel.notes if panel else () for panel in (before, after)]
    if notes[0] != notes[1]:
        yield _move(name, (), "notes", *(" ".join(one) for one in notes))


def _cells(panel: Panel | None) -> dict[Cell, Value]:
    """The panel's cells but for the labels before its first figure, which name a row.

    Rows that have the same labels are told apart by their number.
    """
    cells: dict[Cell, Value] = {}
    if panel is None:
        return cells
    named = len(list(takewhile(lambda column: column.type is Type.LABEL, panel.columns)))
    seen: Counter[tuple[str, ...]] = Counter()
    for row in panel.rows:
        labels = tuple(str(value or "") for value in row[:named])
        seen[labels] += 1
        key = (*labels, str(seen[labels])) if seen[labels] > 1 else labels
        cells |= {
            (key, column.name): value
            # What has labels alone, such as a key, moves when it comes or goes.
            for value, column in zip(
                row[named:] or row[:1], panel.columns[named:] or panel.columns[:1], strict=True
            )
        }
    return cells


def _panel(report: Report, name: str) -> Panel | None:
    return next((panel for panel in report.panels if panel.name == name), None)


def _plain(value: Value) -> Any:
    return value if value is None or isinstance(value, int | str) else f"{value:f}"


def _move(panel: str, row: tuple[str, ...], column: str, before: Any, after: Any) -> Move:
    return {"panel": panel, "row": list(row), "column": column, "before": before, "after": after}
