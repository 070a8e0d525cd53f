"""What a file of translations holds, whatever its format: texts on their way out, and texts that came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from livesafe.languages import Language
from livesafe.translations.segments import Segment


class FileRefusedError(Exception):
    """A file of which nothing was stored. `reasons` name lines and say in plain words what is wrong."""

    def __init__(self, name: str, reasons: list[str]) -> None:
        super().__init__(f"{name} was refused:\n" + "\n".join(reasons))
        self.name = name
        self.reasons = reasons


@dataclass(frozen=True)
class Text:
    """A segment on its way out, with the text that the object has for it."""

    segment: Segment
    text: str  # "" where there is none.
    state: str  # "draft", "approved", or "" where there is no text.
    place: str  # Where it stands, in the words of the page's editor.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A page, a service, or the interface's safety words."""

    key: str
    title: str
    notes: tuple[str, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Outgoing:
    language: Language
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        return sum(len(part.texts) for part in self.parts)


@dataclass(frozen=True)
class Inline:
    """An inline element of a text that came back: the English's link, bold word or line break of this number."""

    number: str
    children: tuple[Node, ...] = ()


Node: TypeAlias = "str | Inline"


@dataclass(frozen=True)
class Entry:
    """A text that came back, for the segment that it names. XLIFF's inline elements wait for the English's own tags."""

    line: int
    object_key: str
    path: str
    source: str | tuple[Node, ...]
    text: str | tuple[Node, ...]
    source_hash: str = ""  # Of formats that carry it.


@dataclass(frozen=True)
class Incoming:
    """A file that came back, read and not yet compared. A text that nobody wrote is not among its entries."""

    name: str
    language: Language
    entries: tuple[Entry, ...]
    origin: str = ""  # What the file itself says of who made its texts.
