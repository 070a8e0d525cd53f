"""The report as a workbook: what it says first, then a sheet a table, a sheet a campaign, and how we counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from openpyxl import Workbook

from campaigns.report.files import archive, front, tabs
from campaigns.report.files.sheets import (
    Sheet,
    Styles,
    TooLongError,
    column_widths,
    figure_cells,
    heading_cells,
    words_cell,
)
from campaigns.report.files.table import DICTIONARY, entries
from campaigns.report.own import UNKNOWN
from campaigns.report.query import Dimension
from campaigns.report.shape import Panel, Report, Value

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CAMPAIGNS = 60  # Sheets; a workbook with more is hard to find one's way in.
MOST_ROWS = 1_000_000  # Excel holds 1,048,576.
NO_CAMPAIGNS = {None, "", UNKNOWN, "not told"}

__all__ = ["CONTENT_TYPE", "TooLongError", "as_workbook"]


def as_workbook(report: Report, edition: str = "") -> bytes:
    """Values without one formula. The same report makes the same bytes. Raises TooLongError, in words for staff."""
    for panel in report.panels:
        if len(panel.rows) > MOST_ROWS:
            raise TooLongError(
                f"“{panel.title}” has {len(panel.rows):,} rows, more than a workbook holds. Take the CSV."
            )
    book, names = Workbook(write_only=True), tabs.Names()
    campaigns = _campaigns(report)
    _front(Sheet(book, names.take("Report"), report), report, edition, campaigns)
    for panel in report.panels:
        _panel(Sheet(book, names.take(panel.title), report), panel)
    for label in campaigns[:MOST_CAMPAIGNS]:
        _campaign(Sheet(book, names.take(_title(report, label)), report), report, label)
    _how(Sheet(book, names.take("How we counted"), report), report)
    _dictionary(Sheet(book, names.take("Columns"), report), report)
    return archive.saved(book, report.made)


def _front(sheet: Sheet, report: Report, edition: str, campaigns: Sequence[str]) -> None:
    sheet.widths(24, 100)
    sheet.title("Reach", freeze=False)
    for name, value in front.facts(report, edition):
        sheet.add(words_cell(sheet.page, name, bold=True), words_cell(sheet.page, value, wrap=True))
    if len(campaigns) > MOST_CAMPAIGNS:
        sheet.note(
            f"{MOST_CAMPAIGNS} of {len(campaigns)} campaigns have a sheet of their own. "
            "Ask for the others one at a time."
        )


def _panel(sheet: Sheet, panel: Panel) -> None:
    sheet.widths(*column_widths(panel))
    sheet.title(panel.title)
    sheet.filter(len(panel.columns), len(panel.rows))
    _table(sheet, panel, panel.rows)
    for note in panel.notes:
        sheet.note(note)


def _campaign(sheet: Sheet, report: Report, label: str) -> None:
    """The rows about one campaign of every table that names campaigns, as they stand there."""
    about = [panel for panel in report.panels if label in _labels(panel)]
    sheet.widths(*_widest(about))
    sheet.title(_title(report, label), freeze=False)
    for panel in about:
        at = [column.name for column in panel.columns].index(Dimension.CAMPAIGN)
        sheet.section(panel.title)
        _table(sheet, panel, [row for row in panel.rows if row[at] == label])
        sheet.gap()


def _table(sheet: Sheet, panel: Panel, rows: Sequence[Sequence[Value]]) -> None:
    sheet.add(*heading_cells(sheet.page, panel))
    styles: Styles = {}
    for row in rows:
        sheet.add(*figure_cells(sheet.page, panel, row, styles))
    if not rows:
        sheet.add(words_cell(sheet.page, panel.empty))


def _how(sheet: Sheet, report: Report) -> None:
    sheet.widths(120)
    sheet.title("How we counted", freeze=False)
    for paragraph in report.how:
        sheet.add(words_cell(sheet.page, paragraph, wrap=True))


def _dictionary(sheet: Sheet, report: Report) -> None:
    """What each column of each table is; the same words as the dictionary beside the CSV."""
    sheet.widths(28, 28, 70, 30, 22, 12)
    sheet.title("Columns")
    sheet.add(*(words_cell(sheet.page, name, head=True) for name in ("table", *DICTIONARY)))
    for panel in report.panels:
        for entry in entries(report.query.audience, panel.columns):
            sheet.add(*(words_cell(sheet.page, part, wrap=True) for part in (panel.title, *entry)))


def _campaigns(report: Report) -> list[str]:
    """The campaigns that a table names, in their order there; none where the report is about one."""
    if len(report.query.values.get(Dimension.CAMPAIGN, ())) == 1:
        return []
    found = dict.fromkeys(label for panel in report.panels for label in _labels(panel))
    return [label for label in found if isinstance(label, str) and label not in NO_CAMPAIGNS]


def _labels(panel: Panel) -> list[Value]:
    names = [column.name for column in panel.columns]
    return panel.column(Dimension.CAMPAIGN) if Dimension.CAMPAIGN in names else []


def _title(report: Report, label: str) -> str:
    titles = (((panel.words or {}).get(Dimension.CAMPAIGN, {})).get(label) for panel in report.panels)
    return next(filter(None, titles), label)


def _widest(panels: Iterable[Panel]) -> list[int]:
    return [max(widths) for widths in zip_longest(*map(column_widths, panels), fillvalue=0)]
