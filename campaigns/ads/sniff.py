"""Bytes become tables of text. The first stage: nothing is known of platforms here."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.ads import workbook
from campaigns.ads.limits import CELL, CELLS, COLUMNS, MEGABYTE, ROWS, SIZE
from campaigns.ads.shape import Reason, RefusedError

DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons"}
EXPORT_AGAIN = "Export it again as CSV or XLSX."
# The first bytes of what people send in place of a table.
STRANGERS = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls), or one with a password. Save it as XLSX or CSV.",
    b"%PDF": f"This is a PDF, not a table. {EXPORT_AGAIN}",
    b"\x1f\x8b": "This file is compressed. Unpack it and send what is inside.",
    b"\x89PNG": f"This is a picture, not a table. {EXPORT_AGAIN}",
    b"\xff\xd8\xff": f"This is a picture, not a table. {EXPORT_AGAIN}",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One reading of a file: a sheet, or a text taken apart at one delimiter."""

    format: str
    rows: tuple[tuple[str, ...], ...]  # Row 1 of a spreadsheet is rows[0].
    widths: tuple[int, ...]  # How many cells each row had, the empty ones at its end included.
    sheet: str = ""
    delimiter: str = ""
    note: str = ""


def file_name(name: str) -> str:
    """A name that is safe to show and to store: no folders, no invisible characters, no more than 150."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    return " ".join(seen.split())[:150].strip(". ") or "unnamed"


def tables(content: bytes) -> list[Table]:
    """Every way to read a file as a table; raises RefusedError where there is none."""
    if not content.strip():
        raise RefusedError([Reason(None, "The file is empty.")])
    if len(content) > SIZE:
        size = f"{len(content) // MEGABYTE} MB"
        raise RefusedError(
            [Reason(None, f"The file has {size}; more than {SIZE // MEGABYTE} MB is not read. Export less.")]
        )
    for start, words in STRANGERS.items():
        if content.startswith(start):
            raise RefusedError([Reason(None, words)])
    if content.startswith(b"PK"):
        return [Table("XLSX", *_bounded(rows), sheet=sheet) for sheet, rows in workbook.sheets(content)]
    text, encoding, note = _text(content)
    if re.match(r"\s*<(!doctype|html|\?xml|table)", text, re.IGNORECASE):
        raise RefusedError([Reason(None, f"This is a web page, not a table. {EXPORT_AGAIN}")])
    return list(_split(text, encoding, note))


def _text(content: bytes) -> tuple[str, str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16", ""
        except UnicodeDecodeError:
            raise RefusedError([Reason(None, f"The file is cut off or damaged. {EXPORT_AGAIN}")]) from None
    if b"\0" in content:
        raise RefusedError([Reason(None, f"This is not a table of text. {EXPORT_AGAIN}")])
    try:
        return content.decode("utf-8-sig"), "UTF-8", ""
    except UnicodeDecodeError:
        note = "The file is not UTF-8, so it was read as Windows-1252. Look at names with accents."
    try:
        return content.decode("cp1252"), "Windows-1252", note
    except UnicodeDecodeError:
        raise RefusedError(
            [Reason(None, f"The letters of this file can't be read. {EXPORT_AGAIN}")]
        ) from None


def _split(text: str, encoding: str, note: str) -> Iterator[Table]:
    """Text at each delimiter that it holds; the header decides between them."""
    stated = re.match(r'"?sep=([,;|\t])"?\r?\n', text)  # Excel's own way to say it.
    delimiters = [stated[1]] if stated else [mark for mark in DELIMITERS if mark in text] or [","]
    refusal: RefusedError | None = None
    read = 0
    for mark in delimiters:
        try:
            rows = _bounded(_parsed(text, mark))
        except RefusedError as refused:
            refusal = refused
            continue
        read += 1
        yield Table(f"{encoding}, {DELIMITERS.get(mark, mark)}", *rows, delimiter=mark, note=note)
    if refusal and not read:
        raise refusal


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield row
            line += 1
    except csv.Error as error:
        words = f"The row can't be taken apart ({error}): the file is cut off or damaged. {EXPORT_AGAIN}"
        raise RefusedError([Reason(line, words)]) from None


def _bounded(rows: Iterable[Sequence[str]]) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """The rows with plain spaces and without empty cells at their ends, within the limits."""
    found: list[tuple[str, ...]] = []
    widths: list[int] = []
    size = 0
    for line, row in enumerate(rows, 1):
        if line > ROWS:
            raise RefusedError([Reason(line, f"More than {ROWS:,} rows are not read. Export fewer days.")])
        size += len(row)
        if size > CELLS:
            words = f"More than {CELLS:,} cells are not read. Export fewer days or columns."
            raise RefusedError([Reason(line, words)])
        cells = [cell if cell.isascii() and cell.isprintable() else tidy(cell) for cell in row]
        cells = [cell.strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > COLUMNS:
            words = f"More than {COLUMNS} columns are not read. Export fewer columns."
            raise RefusedError([Reason(line, words)])
        if any(len(cell) > CELL for cell in cells):
            raise RefusedError([Reason(line, f"A cell holds more than {CELL:,} characters.")])
        found.append(tuple(cells))
        widths.append(len(row))
    return tuple(found), tuple(widths)


def tidy(cell: str) -> str:
    """Text with every kind of space plain and without what can't be seen; its letters stay as they are."""
    kept = (
        " " if unicodedata.category(letter) in {"Zs", "Zl", "Zp", "Cc"} else letter
        for letter in cell
        if letter not in "\ufeff\u200b\u2060\u00ad"
        and not ("\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069")
    )
    return "".join(kept).strip()


def fold(name: str) -> str:
    """A column's name as it is compared: NFKC, single spaces, no capitals."""
    seen = "".join(letter for letter in tidy(name) if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).casefold().split())
