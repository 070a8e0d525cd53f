"""The reach report as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from campaigns.reach import Dimension, Reach, columns

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Reach], by: Sequence[Dimension]) -> str:
    """The report as CSV, with one line of column names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns(by))
    writer.writerows([harmless(cell) for cell in row.cells] for row in rows)
    return out.getvalue()


def harmless(cell: str | int) -> str | int:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_table(rows: Sequence[Reach], by: Sequence[Dimension]) -> str:
    """The report for a terminal: labels on the left, figures on the right."""
    lines = [columns(by), *([str(cell) for cell in row.cells] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at < len(by) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
