"""XLIFF 1.2, as older tools want it: https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from livesafe import languages
from livesafe.translations.exchange import xliff
from livesafe.translations.exchange.document import Entry, FileRefusedError, Incoming, Outgoing, Part, Text
from livesafe.translations.exchange.inline import Code, Kept, Piece, pieces
from livesafe.translations.exchange.xml import Element, around, empty, escape, tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
# The names that the standard has for tags; others are written x-html-….
TYPES = {
    "a": "link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underlined",
    "br": "lb",
}
STATES = {"approved": "final", "draft": "needs-review-translation", "": "needs-translation"}


def write(document: Outgoing) -> bytes:
    return xliff.lines(
        '<?xml version="1.0" encoding="UTF-8"?>',
        tag("xliff", version="1.2", xmlns=NAMESPACE),
        *(line for part in document.parts for line in _file(part, document.language.code)),
        "</xliff>",
    )


def _file(part: Part, code: str) -> Iterator[str]:
    yield tag(
        "file",
        original=part.key,
        source_language=languages.SOURCE.code,
        target_language=code,
        datatype="html",
        product_name="LiveSafe",
    )
    yield "<header>"
    yield from (around("note", note) for note in (part.title, *part.notes))
    yield "</header>"
    yield "<body>"
    for text in part.texts:
        yield from _unit(text)
    yield "</body>"
    yield "</file>"


def _unit(text: Text) -> Iterator[str]:
    yield tag(
        "trans-unit",
        id=xliff.id_of(text.segment),
        resname=text.place,
        approved="yes" if text.state == "approved" else "no",
        xml__space="preserve",
    )
    yield f"<source>{_inline(pieces(text.segment) or ())}</source>"
    translated = pieces(text.segment, text.text) if text.text else None
    state = text.state if translated else ""
    yield f"{tag('target', state=STATES[state])}{_inline(translated or ())}</target>"
    yield from (around("note", note) for note in text.notes)
    yield "</trans-unit>"


def _inline(found: Iterable[Piece]) -> str:
    return "".join(_piece(piece) for piece in found)


def _piece(piece: Piece) -> str:
    match piece:
        case Kept(text):
            return around("mrk", text, mtype="protected")
        case Code(number, name, is_void=is_void, children=children):
            ctype = TYPES.get(name, f"x-html-{name}")
            if is_void:
                return empty("x", id=number, ctype=ctype)
            return f"{tag('g', id=number, ctype=ctype)}{_inline(children)}</g>"
        case _:
            return escape(piece)


def read(name: str, root: Element) -> Incoming:
    files = list(root.all("file"))
    faults = xliff.Faults(name)
    language = None
    for file in files:
        if file.attributes.get("source-language", "").lower().split("-")[0] != languages.SOURCE.code:
            faults.add(file, "Its source-language must be en.")
        language = xliff.language(name, file, file.attributes.get("target-language", ""), known=language)
    if language is None:
        raise FileRefusedError(name, ["line 1: It has no <file>."])
    units = [
        (file, unit)
        for file in files
        for body in file.all("body")
        for unit in xliff.units(body, "trans-unit")
    ]
    entries = [_entry(file, unit, faults) for file, unit in units]
    faults.stop()
    return Incoming(name, language, tuple(entry for entry in entries if entry))


def _entry(file: Element, unit: Element, faults: xliff.Faults) -> Entry | None:
    source, target = unit.one("source"), unit.one("target")
    if target is None or unit.attributes.get("translate") == "no" or not xliff.words(target).strip():
        return None
    return faults.entry(file, unit, [source] if source else [], [target])
