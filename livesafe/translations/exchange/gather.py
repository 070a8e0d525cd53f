"""What goes out to translators: segments in page order, each with its text, its place and what to know about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from livesafe.languages import Language
from livesafe.translations.columns import Translated
from livesafe.translations.desk.structure import Place, places
from livesafe.translations.exchange.document import Outgoing, Part, Text
from livesafe.translations.models import LENT, Translation, TranslatorsNote
from livesafe.translations.segments import Segment

Which: TypeAlias = Literal["all", "todo"]
POLICIES = {
    "label": "Readers see a draft of this with a notice that nobody has checked it.",
    "both": "Safety: until a person approves the translation, readers see it beside the English.",
    "hold": "Safety: readers see the English until a person approves the translation.",
}
TAGS = "Keep the tags as they are: they are links, bold words and line breaks."
UNSAFE = (
    "A reviewer said that the translation there was is unsafe. The desk takes a new one; a file does not."
)
Rows: TypeAlias = dict[tuple[str, str, str], Translation]


def gather(objects: Iterable[Translated], language: Language, which: Which = "all") -> Outgoing:
    """The segments of these objects; with "todo" those that no person has approved. Three queries."""
    listed = list(objects)
    keys = {obj.object_key for obj in listed}
    rows = {
        (row.object_key, row.path, row.source_hash): row
        for row in Translation.objects.filter(language=language.code, object_key__in=keys)
    }
    segments = {obj.object_key: obj.segments() for obj in listed}
    elsewhere = _approved_elsewhere(segments.values(), language) if which == "todo" else set()
    notes = {note.object_key: note for note in TranslatorsNote.objects.filter(object_key__in=keys)}
    parts = []
    for obj in listed:
        key = obj.object_key
        wanted = [
            segment
            for segment in segments[key]
            if which == "all" or not _is_done(key, segment, rows, elsewhere)
        ]
        where = places(obj, wanted)
        texts = tuple(_text(key, segment, _where(where[segment.path]), rows) for segment in wanted)
        if texts:
            parts.append(Part(key, str(obj), _about(notes.get(key)), texts))
    return Outgoing(language, tuple(parts))


def _approved_elsewhere(segments: Iterable[Collection[Segment]], language: Language) -> set[str]:
    """The source hashes for which some object has an approved text: readers get it everywhere."""
    hashes = {segment.hash for of_one in segments for segment in of_one}
    lent = Translation.objects.filter(LENT, language=language.code)
    return hashes & set(lent.values_list("source_hash", flat=True))


def _is_done(key: str, segment: Segment, rows: Rows, elsewhere: set[str]) -> bool:
    row = rows.get((key, segment.path, segment.hash))
    return segment.hash in elsewhere if row is None else row.state == Translation.State.APPROVED


def _text(key: str, segment: Segment, place: str, rows: Rows) -> Text:
    row = rows.get((key, segment.path, segment.hash))
    notes = [POLICIES[segment.policy]]
    if segment.kind == "html" and "<" in segment.source:
        notes.append(TAGS)
    if row is None:
        return Text(segment, "", "", place, tuple(notes))
    if row.state == Translation.State.UNSAFE:
        return Text(segment, "", "", place, (*notes, UNSAFE))
    return Text(segment, row.text, row.state, place, tuple(notes))


def _where(place: Place) -> str:
    """Its section and its name there: "Step by step “If you are hurt” › Step 2"."""
    heading = f" “{place.landmark.heading}”" if place.landmark.heading else ""
    return f"{place.landmark.name}{heading} › {place.name}"


def _about(note: TranslatorsNote | None) -> tuple[str, ...]:
    if note is None:
        return ()
    told = []
    if note.audience:
        told.append(f"Who reads it: {note.audience}")
    if note.register:
        told.append(f"How it speaks: {note.register}")
    told += [
        f"Explain, never translate word by word: {term}{f' ({meaning})' if meaning else ''}"
        for term, meaning in note.explained().items()
    ]
    return tuple(told)
