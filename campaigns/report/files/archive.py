"""A workbook's bytes: the same for the same content, whenever they are made."""

from __future__ import annotations

import datetime as dt
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

OLDEST = (1980, 1, 1, 0, 0, 0)  # Of a ZIP file's entries.


def saved(book: Workbook, made: dt.date) -> bytes:
    """The file, dated by the report's day and not by the clock."""
    book.properties.creator = "LiveSafe"
    book.properties.created = book.properties.modified = dt.datetime(made.year, made.month, made.day)  # noqa: DTZ001
    written = io.BytesIO()
    # `Workbook.save` would write the time.
    ExcelWriter(book, ZipFile(written, "w", ZIP_DEFLATED)).save()
    return _undated(written)


def _undated(written: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with ZipFile(written) as dated, ZipFile(out, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name, OLDEST), dated.read(name), compress_type=ZIP_DEFLATED)
    return out.getvalue()
