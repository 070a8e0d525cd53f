"""The four forms that a report leaves in, each by the ending of its file's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.report.files import data, paper, table, workbook
from campaigns.report.shape import Report


@dataclass(frozen=True, slots=True)
class Form:
    words: str
    content_type: str
    make: Callable[[Report], bytes]


FORMS = {
    "pdf": Form("PDF", paper.CONTENT_TYPE, paper.as_pdf),
    "xlsx": Form("Excel workbook", workbook.CONTENT_TYPE, workbook.as_workbook),
    "csv": Form("CSV", table.CONTENT_TYPE, table.as_csv),
    "json": Form("JSON", data.CONTENT_TYPE, data.as_bytes),
}
