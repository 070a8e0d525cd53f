"""A segment as a person types it: numbered marks in place of tags, plain signs in place of entities.

In the memory, inline HTML is `Read <a id="1">this</a> &amp; that.`; in the editor it is `Read {1}this{/1} & that.`,
which nobody can break by a lost quote, and which stays readable from right to left. A mark's number is the place of
its tag among the English segment's tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.utils.html import escape

from livesafe.translations.segments import Segment

MARK = re.compile(r"\{(/?)(\d+)(/?)\}")
VOID = {"br"}
MEANS = {"a": "link", "b": "bold", "strong": "bold", "i": "emphasis", "em": "emphasis", "br": "new line"}


@dataclass(frozen=True)
class Mark:
    number: int
    name: str  # Of the tag: "a", "b".
    id: str  # Of the tag in the segment; "" for a tag that had no attributes.

    @property
    def means(self) -> str:
        return MEANS.get(self.name, self.name)

    @property
    def opens(self) -> str:
        return f"{{{self.number}/}}" if self.name in VOID else f"{{{self.number}}}"

    @property
    def closes(self) -> str:
        return "" if self.name in VOID else f"{{/{self.number}}}"

    @property
    def tag(self) -> str:
        attributes = f' id="{escape(self.id)}"' if self.id else ""
        return f"<{self.name}{attributes}/>" if self.name in VOID else f"<{self.name}{attributes}>"


def has_marks(segment: Segment) -> bool:
    """Whether a segment is typed with marks: inline HTML is, unless its own words look like one."""
    return segment.kind == "html" and not MARK.search(segment.source)


def marks(segment: Segment) -> list[Mark]:
    """The marks of an English segment in their order; tags that are alike share one."""
    if not has_marks(segment):
        return []
    found = dict.fromkeys((tag.name, str(tag.get("id", ""))) for tag in _soup(segment.source).find_all(True))
    return [Mark(number, *tag) for number, tag in enumerate(found, start=1)]


def shown(segment: Segment, text: str) -> str:
    """A text of this segment, its English or a translation, as a person reads and types it."""
    if not has_marks(segment):
        return text
    known = {(mark.name, mark.id): mark for mark in marks(segment)}
    return "".join(_shown(node, known) for node in _soup(text).children)


def stored(segment: Segment, typed: str) -> str:
    """What a person typed, in the form of the memory. Marks the English does not have stay as typed: a check names them."""
    text = typed.strip().replace("\r\n", "\n")
    if not has_marks(segment):
        return text
    known = {mark.number: mark for mark in marks(segment)}
    parts, at = [], 0
    for match in MARK.finditer(text):
        parts += [_escaped(text[at : match.start()]), _tag(match, known)]
        at = match.end()
    return "".join([*parts, _escaped(text[at:])])


def bare(segment: Segment, text: str) -> str:
    """A text of the memory without its tags: its words alone."""
    return _soup(text).get_text() if segment.kind == "html" else text


def _shown(node: object, known: dict[tuple[str, str], Mark]) -> str:
    if isinstance(node, Tag):
        inner = "".join(_shown(child, known) for child in node.children)
        mark = known.get((node.name, str(node.get("id", ""))))
        return f"{mark.opens}{inner}{mark.closes}" if mark else inner
    # Of comments and the like nothing is shown; a check has named them.
    return str(node) if type(node) is NavigableString else ""


def _tag(match: re.Match[str], known: dict[int, Mark]) -> str:
    closing, number, _ = match.groups()
    mark = known.get(int(number))
    if mark is None:
        return match[0]
    if mark.name in VOID:
        return mark.tag
    return f"</{mark.name}>" if closing else mark.tag


def _escaped(text: str) -> str:
    """As the English segments escape: what HTML needs and no more, so that an apostrophe stays one."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")
