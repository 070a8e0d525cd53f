"""A sheet of the workbook and its cells: typed, aligned, and never a formula."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from textwrap import wrap as wrapped
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from campaigns.report.files import front
from campaigns.report.files.cells import is_risky, sayable
from campaigns.report.files.table import FIGURES
from campaigns.report.query import Dimension
from campaigns.report.shape import Column, Panel, Report, Type, Value

INK, SURFACE, SUN, LINE = "FF1B1730", "FFF2EFFA", "FFFFD84D", "FF857FA0"
FACE = "Calibri"
TITLE = Font(FACE, 16, bold=True, color=INK)
BOLD = Font(FACE, 11, bold=True, color=INK)
HEAD = PatternFill("solid", fgColor=SURFACE)
BANNER = PatternFill("solid", fgColor=SUN)
UNDERLINE = Border(bottom=Side("thin", color=LINE))
LEFT = Alignment(horizontal="left", vertical="top")
RIGHT = Alignment(horizontal="right", vertical="top")
LEFT_LINES = Alignment(horizontal="left", vertical="top", wrap_text=True)
RIGHT_LINES = Alignment(horizontal="right", vertical="top", wrap_text=True)
BESIDE = Alignment(
    horizontal="left", vertical="top", indent=1
)  # A label must not touch the figure before it.
BESIDE_LINES = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
TITLE_HEIGHT, LINE_HEIGHT = 26, 15.5
FORMATS = {Type.COUNT: "#,##0", Type.MONEY: "#,##0.00", Type.RATIO: "General"}
A_DAY = "yyyy-mm-dd"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# A name may look like a day and be none.
NAMED = frozenset(one.value for one in Dimension if not one.is_time)
LONGEST = 32_767  # Letters that a cell holds.
NARROWEST, WIDEST = 10, 60
LOOKED_AT = 500  # Rows from which the widths are taken.


# How the cells of a column look, by what they hold; openpyxl's own numbers for it.
Styles = dict[tuple[Any, ...], Any]


class TooLongError(ValueError):
    """More than a workbook holds, in words for staff."""


class Sheet:
    """Written from the top down. Says *Demo figures* by itself."""

    def __init__(self, book: Workbook, name: str, report: Report) -> None:
        self.page = book.create_sheet(name)
        self._report = report
        self._at = 0
        self._widths: Sequence[int] = ()
        self.page.page_setup.orientation = "landscape"
        self.page.page_setup.paperSize = 9  # A4
        self.page.page_setup.fitToHeight = 0
        self.page.sheet_properties.pageSetUpPr.fitToPage = True
        self.page.oddFooter.left.text = "LiveSafe, reach" + (", demo figures" if report.is_demo else "")
        self.page.oddFooter.right.text = "&P of &N"

    @property
    def _top(self) -> int:
        """The row of the table's headings."""
        return 3 if self._report.is_demo else 2

    def widths(self, *widths: int) -> None:
        self._widths = widths
        for at, width in enumerate(widths, start=1):
            self.page.column_dimensions[get_column_letter(at)].width = width

    def title(self, words: str, *, freeze: bool = True) -> None:
        """The first rows; the headings that follow stay in sight, on screen and on each printed page."""
        if freeze:
            self.page.freeze_panes = f"A{self._top + 1}"
            self.page.print_title_rows = f"{self._top}:{self._top}"
        title = words_cell(self.page, words)
        title.font = TITLE
        self.add(title, height=TITLE_HEIGHT)
        if self._report.is_demo:
            cells = [
                words_cell(self.page, front.DEMO),
                *(words_cell(self.page, "") for _ in self._widths[1:]),
            ]
            for cell in cells:
                cell.font, cell.fill = BOLD, BANNER
            self.add(*cells)

    def section(self, words: str) -> None:
        self.add(words_cell(self.page, words, bold=True))

    def filter(self, columns: int, rows: int) -> None:
        last = get_column_letter(columns)
        self.page.auto_filter.ref = f"A{self._top}:{last}{self._top + max(rows, 1)}"

    def note(self, words: str) -> None:
        self.gap()
        self.add(words_cell(self.page, words))

    def gap(self) -> None:
        self.add()

    def add(self, *cells: Any, height: float = 0) -> None:
        """A row, as high as its words need: not every program works that out by itself."""
        self._at += 1
        lines = max(map(_lines, cells, self._widths), default=1)
        if height or lines > 1:
            self.page.row_dimensions[self._at].height = height or lines * LINE_HEIGHT
        self.page.append(cells)


def _lines(cell: Any, width: int) -> int:
    if not (isinstance(cell.value, str) and cell.alignment.wrap_text):
        return 1
    return sum(max(len(wrapped(line, max(width - 2, 1))), 1) for line in cell.value.split("\n"))


def words_cell(page: Any, words: str, *, bold: bool = False, head: bool = False, wrap: bool = False) -> Any:
    cell = _cell(page, _typed(words, may_be_day=True))
    cell.alignment = LEFT_LINES if wrap or head else LEFT
    if bold or head:
        cell.font = BOLD
    if head:
        cell.fill, cell.border = HEAD, UNDERLINE
    return cell


def heading_cells(page: Any, panel: Panel) -> list[Any]:
    cells = []
    for at, column in enumerate(panel.columns):
        cell = words_cell(page, column.heading, head=True)
        cell.alignment = RIGHT_LINES if column.type in FIGURES else BESIDE_LINES if at else LEFT_LINES
        cells.append(cell)
    return cells


def figure_cells(page: Any, panel: Panel, row: Sequence[Value], styles: Styles) -> list[Any]:
    """`styles` remembers what a column's cells look like: to work it out for each one takes ten times as long."""
    cells = []
    for at, (value, column) in enumerate(zip(row, panel.columns, strict=True)):
        cell = _figure(page, panel, value, column)
        look = (panel.name, at, type(value), cell.data_type, cell.quotePrefix)
        if look not in styles:
            _style(cell, value, column, at)
            styles[look] = cell._style
        cell._style = styles[look]
        cells.append(cell)
    return cells


def _style(cell: Any, value: Value, column: Column, at: int) -> None:
    lines = column.type is Type.TEXT
    left = (BESIDE_LINES if lines else BESIDE) if at else (LEFT_LINES if lines else LEFT)
    cell.alignment = RIGHT if column.type in FIGURES else left
    if isinstance(value, int | Decimal):
        cell.number_format = _format(value, column)


def _figure(page: Any, panel: Panel, value: Value, column: Column) -> Any:
    if isinstance(value, str):
        may_be_day = column.type not in FIGURES and column.name not in NAMED
        return _cell(page, _typed(panel.said(value, column), may_be_day=may_be_day))
    return _cell(page, value)


def _format(value: Value, column: Column) -> str:
    if column.type is Type.COUNT and isinstance(value, Decimal):
        return FORMATS[Type.MONEY]  # As `shown` has it.
    return FORMATS.get(column.type, "General")


def _typed(words: str, *, may_be_day: bool) -> str | dt.date:
    if may_be_day and DAY.fullmatch(words):
        try:
            return dt.date.fromisoformat(words)
        except ValueError:
            return words
    return words


def _cell(page: Any, value: int | Decimal | str | dt.date | None) -> Any:
    """A cell whose text is text, whatever it begins with."""
    if isinstance(value, str):
        value = sayable(value)[:LONGEST]
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_risky(value)  # Else a spreadsheet would run it once somebody edits the cell.
    elif isinstance(value, dt.date):
        cell.number_format = A_DAY
    return cell


def column_widths(panel: Panel) -> list[int]:
    return [_width(panel, at, column) for at, column in enumerate(panel.columns)]


def _width(panel: Panel, at: int, column: Column) -> int:
    words: Iterable[str] = (panel.said(row[at], column) for row in panel.rows[:LOOKED_AT])
    longest = max([len(word) for word in column.heading.split()] + [len(word) for word in words])
    return min(max(longest + 3, NARROWEST), WIDEST)
