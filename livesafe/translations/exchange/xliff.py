"""What the two versions of XLIFF share: which version a file is, its units, and the pieces of their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations.exchange.document import Entry, FileRefusedError, Inline, Node
from livesafe.translations.exchange.xml import Element
from livesafe.translations.segments import Segment

# Elements around a stretch, alone in it, and markers that only say something about it.
AROUND, ALONE, MARKERS = frozenset({"g", "pc"}), frozenset({"x", "ph"}), frozenset({"mrk", "sm", "em"})


def id_of(segment: Segment) -> str:
    """The unit's id, unique on its page: a name token, as XLIFF 2 asks."""
    return f"{segment.path}.{segment.hash}"


def lines(*found: str) -> bytes:
    return ("\n".join(found) + "\n").encode()


def language(name: str, at: Element, code: str, *, known: Language | None = None) -> Language:
    """The language of a file by its code or the engine's. Raises FileRefusedError for one that is not the site's."""
    wanted = code.replace("_", "-").lower()
    for found in languages.TARGETS:
        if wanted in {found.code, (found.deepl or found.code).lower()} and known in {None, found}:
            return found
    told = f"Its target language is “{code}”." if code else "It does not say its target language."
    if known:
        raise FileRefusedError(name, [f"line {at.line}: {told} Another part of the file is in {known.name}."])
    codes = ", ".join(found.code for found in languages.TARGETS)
    raise FileRefusedError(name, [f"line {at.line}: {told} It must be one of {codes}."])


def units(parent: Element, name: str) -> Iterator[Element]:
    """The units of a file in order, those within groups too."""
    for child in parent.children:
        if not isinstance(child, Element) or child.namespace != parent.namespace:
            continue
        if child.name == name:
            yield child
        elif child.name == "group":
            yield from units(child, name)


def words(element: Element) -> str:
    return "".join(child if isinstance(child, str) else words(child) for child in element.children)


@dataclass
class Faults:
    """What is wrong with a file, by line; collected, so that a translator can mend all of it at once."""

    name: str
    reasons: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, at: Element, reason: str) -> None:
        self.reasons.append(f"line {at.line}: {reason}")

    def stop(self) -> None:
        if self.reasons:
            raise FileRefusedError(self.name, self.reasons)

    def entry(
        self, file: Element, unit: Element, sources: list[Element], targets: list[Element]
    ) -> Entry | None:
        key, own = file.attributes.get("original", ""), unit.attributes.get("id", "")
        path, _, source_hash = own.rpartition(".")
        if first := self.seen.get((key, own)):
            self.add(unit, f"This text is in the file twice; the first time on line {first}.")
            return None
        self.seen[key, own] = unit.line
        try:
            source, text = _nodes(sources), _nodes(targets)
        except _Foreign as error:
            self.add(unit, str(error))
            return None
        return Entry(unit.line, key, path, source, _trimmed(text), source_hash)


class _Foreign(Exception):  # noqa: N818 - becomes a line of the refusal.
    pass


@dataclass
class _Frame:
    number: str
    nodes: list[Node] = field(default_factory=list)


def _nodes(elements: list[Element]) -> tuple[Node, ...]:
    """The pieces of a text, of which a tool may have made several elements."""
    frames = [_Frame("")]
    for element in elements:
        _walk(element, frames)
    if len(frames) > 1:
        raise _Foreign(f"The inline element “{frames[-1].number}” begins and does not end.")
    return tuple(frames[0].nodes)


def _walk(parent: Element, frames: list[_Frame]) -> None:
    for child in parent.children:
        if isinstance(child, str):
            frames[-1].nodes.append(child)
        elif child.name in MARKERS:
            _walk(child, frames)
        elif child.name in ALONE:
            frames[-1].nodes.append(Inline(child.attributes.get("id", "")))
        elif child.name in AROUND:
            _begin(child.attributes.get("id", ""), frames)
            _walk(child, frames)
            _end(child.attributes.get("id", ""), frames)
        elif child.name in {"sc", "bx"}:
            _begin(child.attributes.get("id", ""), frames)
        elif child.name in {"ec", "ex"}:
            _end(child.attributes.get("startRef") or child.attributes.get("id", ""), frames)
        else:
            raise _Foreign(f"It has an inline element <{child.name}> that no file of ours has.")


def _begin(number: str, frames: list[_Frame]) -> None:
    frames.append(_Frame(number))


def _end(number: str, frames: list[_Frame]) -> None:
    if len(frames) < 2 or frames[-1].number != number:
        raise _Foreign(f"The inline element “{number}” ends where it did not begin.")
    frame = frames.pop()
    frames[-1].nodes.append(Inline(number, tuple(frame.nodes)))


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Without the white space around it that tools like to add."""
    found = list(nodes)
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return tuple(found)
