"""A workbook's sheets as text. Nothing in it is computed, fetched or trusted."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

import openpyxl

from campaigns.ads.limits import HARMLESS, MEGABYTE, PARTS, RATIO, SIZE, UNPACKED
from campaigns.ads.shape import Reason, RefusedError

DAMAGED = "The workbook is damaged. Export it again, or save it as CSV."
SHEETS = 50
CHUNK = 65_536


def sheets(content: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each sheet's name and rows; raises RefusedError for what is no workbook, or a trap."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect(archive, len(content))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it doesn't know.
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    except RefusedError:
        raise
    # A hostile workbook can break any part of the reader, which has no exception of its own for it.
    except Exception as error:
        raise RefusedError([Reason(None, DAMAGED)]) from error
    if len(book.worksheets) > SHEETS:
        raise RefusedError([Reason(None, f"The workbook has more than {SHEETS} sheets.")])
    left = Left(SIZE)
    for sheet in book.worksheets:
        # A file may claim a million columns that it doesn't have.
        sheet.reset_dimensions()
        yield sheet.title, _rows(sheet, left)


def _inspect(archive: zipfile.ZipFile, packed: int) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise RefusedError([Reason(None, "This is a ZIP file. Unpack it and send the tables inside.")])
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS or size > UNPACKED or size > max(HARMLESS, RATIO * packed):
        words = f"The workbook unpacks to {size // MEGABYTE} MB in {len(parts)} parts, which no export does."
        raise RefusedError([Reason(None, words)])
    for part in parts:
        with archive.open(part) as stream:
            _refuse_entities(stream)


class _RootReachedError(Exception):
    """The first element: no document type can follow."""


def _refuse_entities(stream: IO[bytes]) -> None:
    """No export declares a document type; what does wants to read files or to fill the memory."""

    def declared(*_: object) -> None:
        words = "The workbook declares XML entities, which no export does. It was not opened."
        raise RefusedError([Reason(None, words)])

    def reached(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = reached
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # Newer parsers put off what a long token holds up.
    except (_RootReachedError, expat.ExpatError):
        return


@dataclass
class Left:
    """Letters that are still read. Cells share their texts: a few bytes can stand for any number of letters."""

    letters: int

    def take(self, row: list[str]) -> list[str]:
        self.letters -= sum(map(len, row))
        if self.letters < 0:
            words = (
                f"The workbook holds more than {SIZE // MEGABYTE} MB of text. Export fewer days or columns."
            )
            raise RefusedError([Reason(None, words)])
        return row


def _rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet, left: Left) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(values_only=True):
            yield left.take([_text(value) for value in row])
    except RefusedError:
        raise
    except Exception as error:  # As above: the sheet is parsed only now.
        raise RefusedError([Reason(None, DAMAGED)]) from error


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case float():
            # What Excel shows: fifteen digits. A longer ID stays visibly broken, as 1.2021E+17.
            return format(value, ".0f") if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case dt.datetime() | dt.date() | dt.time():
            return str(value)
        case int():
            return str(value)
        case _:  # A formula of a kind that has no text.
            return "=?"
