"""Inline tags, names and numbers of a segment as the formats' inline elements need them, and back.

A tag has a number: its place among the English's tags. What it is, and where a link leads, never leaves the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag

from livesafe.translations import protected
from livesafe.translations.exchange.document import Inline, Node
from livesafe.translations.segments import Segment

VOID = frozenset({"br", "hr", "img", "wbr", "embed"})
# A figure, a price, a time or a phone number, all of it.
NUMBER = r"[£$€]?\+?\d+(?:[ .,:/-]\d+)*"
# What XML cannot hold. No text needs it.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BrokenTagsError(Exception):
    """The inline elements of a text are not those of its English; the message says which, in plain words."""


@dataclass(frozen=True)
class Code:
    """A tag of the English, around its children; a line break has none."""

    number: str
    name: str
    id: str  # Its number among the tags with attributes; "" for a tag that has none.
    children: tuple[Piece, ...] = ()

    @property
    def is_void(self) -> bool:
        return self.name in VOID

    @property
    def opening(self) -> str:
        own = f' id="{self.id}"' if self.id else ""
        return f"<{self.name}{own}{'/' if self.is_void else ''}>"

    @property
    def closing(self) -> str:
        return "" if self.is_void else f"</{self.name}>"


@dataclass(frozen=True)
class Kept:
    """A name, number or address that is the same in every language."""

    text: str


Piece: TypeAlias = "str | Kept | Code"


def pieces(segment: Segment, text: str | None = None) -> tuple[Piece, ...] | None:
    """The English of a segment in pieces, or a translation of it with the English's numbers on its tags.

    None for a translation whose tags are not the English's.
    """
    if segment.kind == "text":
        return tuple(_marked(segment.source if text is None else text))
    numbers = _Numbers(segment.source)
    try:
        found = tuple(_pieces(_soup(segment.source if text is None else text), numbers))
    except KeyError:
        return None
    return found if numbers.all_given else None


def markup(nodes: Sequence[Node], segment: Segment) -> str:
    """The text of a segment as the memory stores it, from a file's own pieces. Raises BrokenTagsError."""
    if segment.kind == "text":
        if any(isinstance(node, Inline) for node in nodes):
            raise BrokenTagsError("It has links or bold words that the English has not.")
        return "".join(str(node) for node in nodes)
    codes = {code.number: code for code in _codes(pieces(segment) or ())}
    used: list[str] = []
    written = "".join(_written(nodes, codes, used))
    if lost := [code.opening for number, code in codes.items() if number not in used]:
        raise BrokenTagsError(f"The English's {', '.join(lost)} is missing.")
    if len(used) != len(set(used)):
        raise BrokenTagsError("A link or bold word of the English stands in it twice.")
    return written


def normal(segment: Segment, text: str) -> str:
    """The text as it would come back from a file: `<br>` and `<br/>` are the same text."""
    return writable(text if segment.kind == "text" else _soup(text).decode(formatter="minimal"))


def writable(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


class _Numbers:
    """Gives the tags of a text the numbers that the tags of its English have."""

    def __init__(self, source: str) -> None:
        self.free: dict[tuple[str, str], list[str]] = {}
        for number, tag in enumerate(_soup(source).find_all(True), 1):
            self.free.setdefault(_identity(tag), []).append(str(number))

    def give(self, tag: Tag) -> str:
        waiting = self.free[_identity(tag)]
        if not waiting:
            raise KeyError(tag.name)
        return waiting.pop(0)

    @property
    def all_given(self) -> bool:
        return not any(self.free.values())


def _identity(tag: Tag) -> tuple[str, str]:
    return tag.name, str(tag.get("id", ""))


def _soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def _pieces(parent: Tag, numbers: _Numbers) -> Iterator[Piece]:
    for child in parent.children:
        if isinstance(child, Tag):
            number = numbers.give(child)
            yield Code(number, child.name, str(child.get("id", "")), tuple(_pieces(child, numbers)))
        else:
            yield from _marked(str(child))


def _marked(text: str) -> Iterator[Piece]:
    at = 0
    for match in _kept_pattern().finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield Kept(match[0])
        at = match.end()
    if at < len(text):
        yield text[at:]


_patterns: dict[tuple[str, ...], re.Pattern[str]] = {}


def _kept_pattern() -> re.Pattern[str]:
    names = protected.terms()
    if names not in _patterns:
        _patterns.clear()  # The names change seldom, and only the newest are asked for.
        alternatives = "|".join(re.escape(name) for name in names)
        _patterns[names] = re.compile(rf"{protected.URL.pattern}|(?<!\w)(?:{alternatives})(?!\w)|{NUMBER}")
    return _patterns[names]


def _codes(found: Iterable[Piece]) -> Iterator[Code]:
    for piece in found:
        if isinstance(piece, Code):
            yield piece
            yield from _codes(piece.children)


def _written(nodes: Iterable[Node], codes: dict[str, Code], used: list[str]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, Inline):
            yield html.escape(node, quote=False)
            continue
        code = codes.get(node.number)
        if code is None:
            raise BrokenTagsError(f"It has an inline element “{node.number}” that the English has not.")
        used.append(node.number)
        if code.is_void and node.children:
            raise BrokenTagsError(f"There are words inside {code.opening}, which holds none.")
        yield from (code.opening, *_written(node.children, codes, used), code.closing)
