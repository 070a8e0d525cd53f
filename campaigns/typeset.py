"""Sets what is printed: a Typst template and its words become a tagged PDF, with the faces of all our scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent / "print"
FACES = HERE / "fonts"
STANDARD = (
    "ua-1"  # PDF/UA: tagged, titled, every picture described. It also refuses a letter that no face has.
)

_NO_FACE = re.compile(r'the text `"(.+?)"` could not be displayed')

Run = dict[str, Any]  # `words`, and whether they are `english`.


class PrintError(ValueError):
    """What can't be set, in words for staff."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF; raises PrintError where it would hold a letter that none of our faces has."""
    try:
        made = _set(template, data, format="pdf", pdf_standards=[STANDARD])
    except typst.TypstError as error:
        if not (found := _NO_FACE.search(str(error))):
            raise
        raise PrintError(f"“{found[1]}” can’t be printed. Take it out of the words and try again.") from error
    return bytes(made)


def picture(template: str, data: Mapping[str, Any], *, dots: float = 60) -> bytes:
    """The first page as a PNG, `dots` an inch."""
    made = _set(template, data, format="png", ppi=dots)
    return made[0] if isinstance(made, list) else made


def _set(template: str, data: Mapping[str, Any], **how: Any) -> Any:
    # A compiler of its own each time: threads set at once, and one costs nothing beside its fonts.
    compiler = typst.Compiler(root=HERE, font_paths=_fonts())
    return compiler.compile(HERE / template, sys_inputs={"data": json.dumps(data)}, **how)


@cache
def _fonts() -> Any:
    """Ours and no others: with a system's own, a server without them would print boxes and say nothing."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FACES])


def lines(markup: str) -> list[list[Run]]:
    """Words as readers' pages mark them, in runs that are English and runs that are not. A text that stands in both
    languages makes two lines."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return [line for line in reader.lines if line]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[Run]] = [[]]
        self._open: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if {"both-told", "draft"} & set((named.get("class") or "").split()):
            self.lines.append([])
        self._open.append(named["lang"] == "en" if "lang" in named else self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.lines[-1]:
            self.lines[-1].append({"words": data, "english": self._open[-1]})
