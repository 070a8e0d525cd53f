"""Reads the tables of a tagged PDF as a screen reader does: by its structure, cell by cell."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

Marked = dict[tuple[int, int], str]  # The words of each marked piece, by page and number.


def tables(content: bytes) -> list[list[list[str]]]:
    """Each table's rows of cells, without its headings and without blanks, which lines may end in."""
    pdf = PdfReader(io.BytesIO(content))
    words = _marked(pdf)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages)}
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    return [
        [cells for row in _below(table, "/TR") if (cells := _cells(row, words, pages))]
        for table in _below(root, "/Table")
    ]


def pictures(element: Any) -> list[str]:
    """What is said in place of each picture."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    own = [element["/Alt"]] if element.get("/S") == "/Figure" else []
    return own + [alt for child in below for alt in pictures(child)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def _cells(row: Any, words: Marked, pages: dict[int, int]) -> list[str]:
    return [squeezed("".join(_words(cell, words, pages, None))) for cell in _below(row, "/TD")]


def _below(element: Any, kind: str) -> Iterator[Any]:
    for child in _children(element):
        if isinstance(child, dict):
            if child.get("/S") == kind:
                yield child
            else:
                yield from _below(child, kind)


def _children(element: Any) -> list[Any]:
    below = element.get("/K", [])
    below = below.get_object() if hasattr(below, "get_object") else below
    below = below if isinstance(below, list) else [below]
    return [child.get_object() if hasattr(child, "get_object") else child for child in below]


def _words(element: Any, words: Marked, pages: dict[int, int], page: int | None) -> Iterator[str]:
    if "/Pg" in element:
        page = pages[element.raw_get("/Pg").idnum]
    if "/MCID" in element:
        yield words[page, int(element["/MCID"])]
        return
    for child in _children(element):
        if isinstance(child, dict):
            yield from _words(child, words, pages, page)
        else:
            yield words[page, int(child)]


def _marked(pdf: PdfReader) -> Marked:
    found: Marked = defaultdict(str)
    for number, page in enumerate(pdf.pages):
        fonts = {
            name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()
        }
        inside: list[int | None] = []
        letters: dict[int, str] = {}
        for operands, operator in ContentStream(page.get_contents(), pdf).operations:
            if operator in (b"BDC", b"BMC"):
                about = operands[1] if len(operands) > 1 else {}
                own = about.get("/MCID") if isinstance(about, dict) else None
                inside.append(inside[-1] if own is None and inside else own)
            elif operator == b"EMC":
                inside.pop()
            elif operator == b"Tf":
                letters = fonts[operands[0]]
            elif operator in (b"TJ", b"Tj") and inside and inside[-1] is not None:
                parts = operands[0] if operator == b"TJ" else operands
                drawn = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
                codes = (int.from_bytes(drawn[at : at + 2]) for at in range(0, len(drawn), 2))
                found[number, int(inside[-1])] += "".join(letters.get(code, "") for code in codes)
    return found


def _letters(font: Any) -> dict[int, str]:
    """What each glyph's number stands for."""
    text = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, said in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, said in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = chr(int(said, 16) + step)
    return letters
