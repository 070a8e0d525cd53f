"""A panel of the report as tidy CSV, and the words that say what its columns are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from campaigns.report.files.cells import harmless
from campaigns.report.query import Audience
from campaigns.report.shape import FEW, HIDDEN, Column, Panel, Report, Type

CONTENT_TYPE = "text/csv; charset=utf-8"
# Without it Excel reads a file as Western European and shows Gujarati as rubbish. Python, R and others skip it.
MARK = "\ufeff"
DEMO = Column(
    "demo", "Demo figures", Type.LABEL, "Stands in each row of a report that holds figures made up for show."
)
DEMO_FIGURES = "demo figures"
DICTIONARY = ("name", "meaning", "type", "unit", "additive")
TYPES = {
    Type.LABEL: "text",
    Type.TEXT: "text",
    Type.COUNT: "integer",
    Type.MONEY: "decimal",
    Type.RATIO: "decimal",
}
UNITS = {Type.COUNT: "number", Type.MONEY: "the row’s currency", Type.RATIO: "ratio"}
FIGURES = frozenset(UNITS)


def as_csv(report: Report, panel: str = "figures") -> bytes:
    """The panel as a file. Raises KeyError for a panel that the report hasn't."""
    return (MARK + text(report, panel)).encode()


def text(report: Report, panel: str = "figures") -> str:
    """One line of names, then a line a row: labels and figures as they are in JSON, nothing added up or rounded.

    An empty cell was not counted or can't be known. Demo figures say so in a last column.
    """
    table = report.panel(panel)
    demo = [DEMO_FIGURES] if report.is_demo else []
    names = [column.name for column in _columns(report, table)]
    return _written([names, *([*map(harmless, row), *demo] for row in table.rows)])


def dictionary(report: Report, panel: str = "figures") -> bytes:
    """What each column of the panel's CSV is, as CSV."""
    return (MARK + dictionary_text(report, panel)).encode()


def dictionary_text(report: Report, panel: str = "figures") -> str:
    return _written([DICTIONARY, *entries(report.query.audience, _columns(report, report.panel(panel)))])


def markdown(report: Report) -> str:
    """The dictionary of every table, as the documentation has it."""
    parts = []
    for panel in report.panels:
        lines = [DICTIONARY, ["---"] * len(DICTIONARY), *entries(report.query.audience, panel.columns)]
        rows = ("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        parts.append("\n".join([f"### {panel.name}: {panel.title}", "", *rows]))
    return "\n\n".join(parts)


def entries(audience: Audience, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """`DICTIONARY` of each of these columns."""
    return [_entry(column, audience) for column in columns]


def _columns(report: Report, panel: Panel) -> Sequence[Column]:
    return (*panel.columns, DEMO) if report.is_demo else panel.columns


def _entry(column: Column, audience: Audience) -> tuple[str, ...]:
    is_figure = column.type in FIGURES
    hides = is_figure and audience is Audience.OUTSIDE
    return (
        column.name,
        column.definition or column.heading,
        f"{TYPES[column.type]}, “{FEW}” or “{HIDDEN}”" if hides else TYPES[column.type],
        UNITS.get(column.type, ""),
        ("yes" if column.is_additive and column.type is not Type.RATIO else "no") if is_figure else "",
    )


def _written(lines: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def for_terminal(report: Report, panel: str = "figures") -> str:
    """Labels on the left, figures on the right, each as people read it."""
    table = report.panel(panel)
    lines = [[column.name for column in table.columns], *shown_rows(table)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    is_figure = [column.type in FIGURES for column in table.columns]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if figure else cell.ljust(width)
            for cell, width, figure in zip(line, widths, is_figure, strict=True)
        ).rstrip()
        for line in lines
    )


def shown_rows(panel: Panel) -> list[list[str]]:
    """The panel's cells as page and paper have them."""
    return [
        [panel.said(value, column) for value, column in zip(row, panel.columns, strict=True)]
        for row in panel.rows
    ]
