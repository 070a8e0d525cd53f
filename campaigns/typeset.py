"""Sets what is printed: a Typst template and its words become a tagged PDF, with the faces of all our scripts."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
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
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")

# Hebrew and all that follows it up to the punctuation that scripts share: nearly every script with shaped letters.
_JOINING = re.compile("[\u0590-\u1fff\u2c00-\ud7ff\uf900-\U0010ffff]")
_SIZE = re.compile(r'viewBox="[^"]*"')
DOTS = 200  # An inch: a picture for print.

Run = dict[str, Any]  # `words`, and whether they are `english`.


class PrintError(ValueError):
    """What can't be set, in words for staff."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"“{missing[0]}” can’t be printed. Take it out of the words and try again.")
        self.missing = missing  # All letters that none of our faces has.


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF; raises PrintError where it would hold a letter that none of our faces has."""
    try:
        made = _set(template, data, format="pdf", pdf_standards=[STANDARD])
    except typst.TypstError as error:
        if not (missing := [_unescaped(text) for text in _NO_FACE.findall(error.diagnostic)]):
            raise
        raise PrintError(missing) from error
    return bytes(made)


def _unescaped(text: str) -> str:
    """The letters that the compiler's message quotes: it says \\u{200d} for what can't be seen."""
    text = _CODE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace('\\"', '"').replace("\\\\", "\\")


def picture(template: str, data: Mapping[str, Any], *, dots: float = 60) -> bytes:
    """The first page as a PNG, `dots` an inch."""
    made = _set(template, data, format="png", ppi=dots)
    return made[0] if isinstance(made, list) else made


def missing(words: Iterable[str]) -> list[str]:
    """The letters of these words that none of our faces has."""
    try:
        pdf("probe.typ", {"words": sorted(set(words))})
    except PrintError as error:
        return list(error.missing)
    return []


def printable(drawing: str) -> str:
    """A drawing that a tagged PDF takes: where its letters join or combine, as a picture of dots.

    The compiler writes what such letters stand for beside words of its own, and not beside those of a drawing.
    """
    if not _JOINING.search(drawing):
        return drawing
    size = _SIZE.search(drawing)
    dots = base64.b64encode(picture("picture.typ", {"svg": drawing}, dots=DOTS)).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size[0] if size else ""}>'
        f'<image width="100%" height="100%" href="data:image/png;base64,{dots}"/></svg>'
    )


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
