"""Translations as PO files, out and in: what staff give to a translator, and what comes back.

A file is one language. Its entries carry the segment's place as context; "fuzzy" means that no person has checked it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import checks
from livesafe.translations.columns import Translated, translated_models
from livesafe.translations.models import PastText, Translation
from livesafe.translations.project import project
from livesafe.translations.segments import Segment

ORIGIN = "X-Origin"  # What made the texts of a file, and when.


class FileRefusedError(Exception):
    """A file of which nothing was stored. `reasons` name lines and say in plain words what is wrong."""

    def __init__(self, path: Path, reasons: list[str]) -> None:
        super().__init__(f"{path.name} was refused:\n" + "\n".join(reasons))
        self.reasons = reasons


@dataclass
class Imported:
    """What became of a file's entries."""

    stored: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)  # Left alone: a person wrote or checked what is there.
    gone: list[str] = field(default_factory=list)  # The English has changed since, or is no more.


@dataclass(frozen=True)
class Entry:
    obj: Translated
    segment: Segment
    text: str


def export(objects: Iterable[Translated], language: Language) -> polib.POFile:
    """A PO file of the objects' segments in page order, with this object's own texts where there are any."""
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Project-Id-Version": "LiveSafe",
        "PO-Revision-Date": timezone.now().strftime("%Y-%m-%d %H:%M+0000"),
        "Language": language.code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        ORIGIN: "",
    }
    for obj in objects:
        rows = Translation.objects.filter(object_key=obj.object_key, language=language.code)
        own = {(row.path, row.source_hash): row for row in rows}
        for segment in obj.segments():
            row = own.get((segment.path, segment.hash))
            entry = polib.POEntry(
                msgctxt=f"{obj.object_key}#{segment.path}",
                msgid=segment.source,
                msgstr=row.text if row else "",
                comment=f"{obj} · {segment.policy}" + (" · keep the tags" if segment.kind == "html" else ""),
            )
            if row and row.state != Translation.State.APPROVED:
                entry.flags.append("fuzzy")
            file.append(entry)
    return file


def load(path: Path, *, origin: str = "", user: User | None = None) -> Imported:
    """Store a file's texts as drafts and show readers what they may see. All of a file or nothing.

    Raises FileRefusedError for a file that can't be read, or of which one text breaks a number, tag or name. A text that a
    person wrote or approved is never overwritten. An import approves nothing: a person does that, by name.
    """
    file, language = _read(path)
    origin = origin or file.metadata.get(ORIGIN, "") or f"Imported file {path.name}"
    result = Imported()
    entries = _resolve(file, result)
    reasons = [
        f"line {line}: {problem} ({entry.text[:60]})"
        for line, entry in entries
        for problem in checks.problems(entry.segment.kind, entry.segment.source, entry.text, language.code)
    ]
    if reasons:
        raise FileRefusedError(path, reasons)
    with transaction.atomic():
        _store([entry for _, entry in entries], language, origin, user, result)
    for obj in {entry.obj.object_key: entry.obj for _, entry in entries}.values():
        project(obj, [language])
    return result


def _read(path: Path) -> tuple[polib.POFile, Language]:
    try:
        file = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise FileRefusedError(path, [f"This is not a PO file that can be read: {error}"]) from error
    code = file.metadata.get("Language", "")
    if code not in languages.CODES or code == languages.SOURCE.code:
        raise FileRefusedError(
            path, [f"Its header says Language: “{code}”. It must be one of the site's ten languages."]
        )
    return file, languages.get(code)


def _resolve(file: polib.POFile, result: Imported) -> list[tuple[int, Entry]]:
    """The file's translated entries with the segments that they are for; the rest goes to `result.gone`."""
    wanted = {(entry.msgctxt or "").partition("#")[0] for entry in file}
    found = {obj.object_key: obj for model in translated_models() for obj in model.with_keys(wanted)}
    places: dict[str, dict[tuple[str, str], Segment]] = defaultdict(dict)
    for key, obj in found.items():
        places[key] = {(segment.path, segment.source): segment for segment in obj.segments()}
    entries = []
    for entry in file:
        if entry.obsolete or not (entry.msgstr.strip() or entry.msgstr_plural):
            continue
        key, _, place = (entry.msgctxt or "").partition("#")
        segment = places[key].get((place, entry.msgid))
        if segment is None or entry.msgid_plural:
            result.gone.append(f"line {entry.linenum}: {entry.msgid[:60]}")
        else:
            entries.append((entry.linenum or 0, Entry(found[key], segment, entry.msgstr.strip())))
    return entries


def _store(
    entries: list[Entry], language: Language, origin: str, user: User | None, result: Imported
) -> None:
    keys = {entry.obj.object_key for entry in entries}
    rows = Translation.objects.select_for_update().filter(language=language.code, object_key__in=keys)
    there = {(row.object_key, row.path, row.source_hash): row for row in rows}
    new = []
    for entry in entries:
        row = there.get((entry.obj.object_key, entry.segment.path, entry.segment.hash))
        if row is None:
            new.append(_row(entry, language, origin, user))
        elif row.text == entry.text:
            result.unchanged += 1
        elif row.state != Translation.State.DRAFT or row.made_by_id:
            # Approved by a person, said to be unsafe by one, or written by one: a person must look again.
            result.kept.append(entry.segment.source[:60])
        else:
            _replace(row, entry.text, origin, user)
            result.stored += 1
    result.stored += len(Translation.objects.bulk_create(new))


def _row(entry: Entry, language: Language, origin: str, user: User | None) -> Translation:
    return Translation(
        object_key=entry.obj.object_key,
        language=language.code,
        path=entry.segment.path,
        source_hash=entry.segment.hash,
        kind=entry.segment.kind,
        source=entry.segment.source,
        text=entry.text,
        origin=origin,
        made_by=user,
        # Where no engine offers the language, people alone release; help is shown beside the English at once.
        released=language.deepl is not None or entry.obj.policy == "both",
    )


def _replace(row: Translation, text: str, origin: str, user: User | None) -> None:
    PastText.objects.create(
        translation=row, text=row.text, state=row.state, origin=row.origin, made_by=row.made_by
    )
    row.text, row.origin, row.state, row.made_by = text, origin, Translation.State.DRAFT, user
    row.save()
