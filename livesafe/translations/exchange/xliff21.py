"""XLIFF 2.1: https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html. 2.0 reads the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from livesafe import languages
from livesafe.translations.exchange import xliff
from livesafe.translations.exchange.document import Entry, Incoming, Outgoing, Part, Text
from livesafe.translations.exchange.inline import Code, Kept, Piece, pieces
from livesafe.translations.exchange.xml import Element, around, empty, escape, tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
VERSIONS = ("2.0", "2.1")
# What the standard has names for, with the type that each belongs to.
TYPES = {
    "a": ("link", ""),
    "b": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "u": ("fmt", "xlf:u"),
    "br": ("fmt", "xlf:lb"),
}
FIXED = {"canCopy": "no", "canDelete": "no"}


def write(document: Outgoing) -> bytes:
    code = document.language.code
    return xliff.lines(
        '<?xml version="1.0" encoding="UTF-8"?>',
        tag("xliff", version="2.1", xmlns=NAMESPACE, srcLang=languages.SOURCE.code, trgLang=code),
        *(
            line
            for number, part in enumerate(document.parts, 1)
            for line in _file(number, part, document.language.dir)
        ),
        "</xliff>",
    )


def _file(number: int, part: Part, direction: str) -> Iterator[str]:
    yield tag("file", id=f"f{number}", original=part.key, trgDir=direction)
    yield from _notes([("page", part.title), *(("about", note) for note in part.notes)])
    for text in part.texts:
        yield from _unit(text)
    yield "</file>"


def _unit(text: Text) -> Iterator[str]:
    yield tag("unit", id=xliff.id_of(text.segment), name=text.place, xml__space="preserve")
    yield from _notes([("about", note) for note in text.notes])
    translated = pieces(text.segment, text.text) if text.text else None
    state = {"state": "initial"}
    if translated and text.state == "approved":
        state = {"state": "final"}
    elif translated:
        state = {"state": "translated", "subState": "livesafe:unchecked"}
    yield tag("segment", **state)
    # The same piece has the same id in the source and in the target, and no other has it.
    ids = _Ids()
    yield f"<source>{_inline(pieces(text.segment) or (), ids)}</source>"
    if translated:
        ids.again()
        yield f"<target>{_inline(translated, ids)}</target>"
    yield "</segment>"
    yield "</unit>"


def _notes(found: list[tuple[str, str]]) -> Iterator[str]:
    if found:
        yield "<notes>"
        yield from (around("note", text, category=category) for category, text in found)
        yield "</notes>"


class _Ids:
    """Ids for marked names and numbers: m1, m2 …; the same name has the same id in the target."""

    def __init__(self) -> None:
        self.next = count(1)
        self.given: dict[str, list[str]] = {}
        self.waiting: dict[str, list[str]] = {}

    def again(self) -> None:
        self.waiting = {text: list(ids) for text, ids in self.given.items()}

    def of(self, text: str) -> str:
        if self.waiting.get(text):
            return self.waiting[text].pop(0)
        found = f"m{next(self.next)}"
        self.given.setdefault(text, []).append(found)
        return found


def _inline(found: Iterable[Piece], ids: _Ids) -> str:
    return "".join(_piece(piece, ids) for piece in found)


def _piece(piece: Piece, ids: _Ids) -> str:
    match piece:
        case Kept(text):
            return around("mrk", text, id=ids.of(text), translate="no")
        case Code(number, name) as code:
            type_, sub_type = TYPES.get({"strong": "b", "em": "i"}.get(name, name), ("other", ""))
            kind = {"type": type_} | ({"subType": sub_type} if sub_type else {})
            if code.is_void:
                return empty("ph", id=number, disp=code.opening, **FIXED, **kind)
            opening = tag("pc", id=number, dispStart=code.opening, dispEnd=code.closing, **FIXED, **kind)
            return f"{opening}{_inline(code.children, ids)}</pc>"
        case _:
            return escape(piece)


def read(name: str, root: Element) -> Incoming:
    faults = xliff.Faults(name)
    if root.attributes.get("srcLang", "").lower().split("-")[0] != languages.SOURCE.code:
        faults.add(root, "Its srcLang must be en.")
    language = xliff.language(name, root, root.attributes.get("trgLang", ""))
    entries = [_entry(file, unit, faults) for file in root.all("file") for unit in xliff.units(file, "unit")]
    faults.stop()
    return Incoming(name, language, tuple(entry for entry in entries if entry))


def _entry(file: Element, unit: Element, faults: xliff.Faults) -> Entry | None:
    """A tool may have split the unit into segments, and may want their targets in another order."""
    if unit.attributes.get("translate") == "no":
        return None
    parts = [
        child
        for child in unit.children
        if isinstance(child, Element) and child.name in {"segment", "ignorable"}
    ]
    told = [(part, part.one("target")) for part in parts]
    segments = [target for part, target in told if part.name == "segment"]
    if not any(target and xliff.words(target).strip() for target in segments):
        return None
    if not all(target and xliff.words(target).strip() for target in segments):
        faults.add(unit, "Only a part of this text is translated. Translate all of it, or none.")
        return None
    sources = [source for part in parts if (source := part.one("source"))]
    targets = sorted(
        (target or part.one("source") for part, target in told), key=lambda found: _order(found, told)
    )
    return faults.entry(file, unit, sources, [target for target in targets if target])


def _order(found: Element | None, told: list[tuple[Element, Element | None]]) -> int:
    place = next(at for at, (part, target) in enumerate(told, 1) if found in (target, part.one("source")))
    wanted = found.attributes.get("order", "") if found and found.name == "target" else ""
    return int(wanted) if wanted.isascii() and wanted.isdigit() else place
