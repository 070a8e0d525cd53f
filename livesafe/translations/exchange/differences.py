"""A file that came back, compared with what is here: what would be stored, and what would not and why."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import QuerySet

from livesafe.languages import Language
from livesafe.translations import checks, objects
from livesafe.translations.columns import Translated
from livesafe.translations.exchange import inline
from livesafe.translations.exchange.document import Entry, FileRefusedError, Incoming
from livesafe.translations.models import LENT, Translation
from livesafe.translations.segments import Segment

FROM_A_FILE = "Imported file"  # How the origin of a text that staff handed in begins.
State = Translation.State


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # A person wrote, approved or refused what is there.
    GONE = "gone"  # The English has changed since the file was made, or is no more.


STORED = (Verdict.NEW, Verdict.CHANGED)


@dataclass(frozen=True)
class Difference:
    """What would become of one text of the file."""

    verdict: Verdict
    line: int
    key: str
    title: str
    source: str
    text: str
    there: str = ""  # The text that is here now.
    who: str = ""  # Whose text that is, in words, and why it stays.
    segment: Segment | None = None  # None where it is gone.
    row: Translation | None = None  # The row to write: a fresh one for a new text.

    @property
    def shown(self) -> tuple[str, ...]:
        """What a person who confirms has seen of it."""
        path = self.segment.path if self.segment else ""
        return self.verdict, self.key, path, self.source, self.text, self.there, self.who


@dataclass(frozen=True)
class Comparison:
    """What a file would do, or has done. A store does exactly what a comparison of the same fingerprint showed."""

    name: str
    language: Language
    differences: tuple[Difference, ...]

    @cached_property
    def fingerprint(self) -> str:
        told = [self.language.code, *(difference.shown for difference in self.differences)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @cached_property
    def counts(self) -> Counter[Verdict]:
        return Counter(difference.verdict for difference in self.differences)

    @property
    def stored(self) -> int:
        return sum(self.counts[verdict] for verdict in STORED)

    @property
    def unchanged(self) -> int:
        return self.counts[Verdict.UNCHANGED]

    @property
    def kept(self) -> list[Difference]:
        return self.of(Verdict.KEPT)

    @property
    def gone(self) -> list[Difference]:
        return self.of(Verdict.GONE)

    def of(self, *verdicts: Verdict) -> list[Difference]:
        return [difference for difference in self.differences if difference.verdict in verdicts]


def compare(file: Incoming, user: User | None = None, *, lock: bool = False) -> Comparison:
    """What `user`, or a command, would do by handing in the file. A handful of queries, however long the file is.

    Raises FileRefusedError for a file of which one text breaks a number, tag or name. With `lock`, inside a transaction,
    nobody can change the rows until it ends.
    """
    found = _Places(file)
    there = _Memory(file.language, found, lock=lock)
    reasons: list[str] = []
    differences = []
    for entry in file.entries:
        obj, segment = found.of(entry)
        if obj is None or segment is None:
            differences.append(_gone(entry, obj))
            continue
        try:
            text = _text(entry, segment)
        except inline.BrokenTagsError as error:
            reasons.append(f"line {entry.line}: {error} ({segment.source[:60]})")
            continue
        difference = there.judge(entry, obj, segment, text, user)
        differences.append(difference)
        if difference.verdict in STORED:
            problems = checks.problems(segment.kind, segment.source, text, file.language.code)
            reasons += [f"line {entry.line}: {problem} ({text[:60]})" for problem in problems]
    if reasons:
        raise FileRefusedError(file.name, reasons)
    return Comparison(file.name, file.language, tuple(differences))


def _text(entry: Entry, segment: Segment) -> str:
    if isinstance(entry.text, str):
        return entry.text
    if inline.markup(entry.source, segment) != inline.normal(segment, segment.source):
        raise inline.BrokenTagsError("Its English was changed in the file. Leave the source as it is.")
    return inline.markup(entry.text, segment).strip()


def _gone(entry: Entry, obj: Translated | None) -> Difference:
    text, source = _words(entry.text), _words(entry.source)
    return Difference(
        Verdict.GONE, entry.line, entry.object_key, str(obj) if obj else "Not here", source, text
    )


def _words(pieces: object) -> str:
    """The words of a text for which there is no English to say what its tags are."""
    match pieces:
        case str(text):
            return text
        case tuple():
            return "".join(_words(piece) for piece in pieces)
    return _words(getattr(pieces, "children", ()))


class _Places:
    """The segments that a file's entries name, of the live English, and of drafts where the live English has none."""

    def __init__(self, file: Incoming) -> None:
        self.objects = objects.find_all({entry.object_key for entry in file.entries})
        self.segments: dict[str, dict[tuple[str, str], Segment]] = defaultdict(dict)
        for obj in self.objects.values():
            self._add(obj)
        missing = {entry.object_key for entry in file.entries if self.of(entry)[1] is None}
        for key in missing & self.objects.keys():
            drafted = objects.drafted(self.objects[key])
            if drafted is not self.objects[key]:
                self._add(drafted)

    def _add(self, obj: Translated) -> None:
        places = self.segments[obj.object_key]
        for segment in obj.segments():
            # A format carries the hash of the English, or the English itself.
            places.setdefault((segment.path, segment.hash), segment)
            places.setdefault((segment.path, segment.source), segment)

    def of(self, entry: Entry) -> tuple[Translated | None, Segment | None]:
        said = entry.source_hash or entry.source
        places = self.segments.get(entry.object_key, {})
        return self.objects.get(entry.object_key), places.get((entry.path, str(said)))

    @property
    def hashes(self) -> set[str]:
        return {segment.hash for places in self.segments.values() for segment in places.values()}


class _Memory:
    """What is in the memory for the places of a file."""

    def __init__(self, language: Language, places: _Places, *, lock: bool) -> None:
        self.language = language
        rows = Translation.objects.filter(language=language.code)
        own = rows.filter(object_key__in=places.objects.keys()).order_by("pk")
        if lock:
            own = own.select_for_update(of=("self",))
        self.own = {
            (row.object_key, row.path, row.source_hash): row
            for row in own.select_related("made_by", "approved_by")
        }
        self.unsafe = set(rows.filter(state=State.UNSAFE).values_list("source_hash", "text"))
        self.approved = _approved(rows, places.hashes - {row.source_hash for row in self.own.values()})

    def judge(
        self, entry: Entry, obj: Translated, segment: Segment, text: str, user: User | None
    ) -> Difference:
        row = self.own.get((obj.object_key, segment.path, segment.hash))
        # Where a page has no text of its own, its readers get one that a person approved elsewhere.
        held = row or self.approved.get(segment.hash)
        there = held.text if held else ""
        verdict, who = Verdict.NEW, ""
        if (segment.hash, text) in self.unsafe and there != text:
            why = "A reviewer said that the words of the file are unsafe"
            return Difference(
                Verdict.KEPT, entry.line, obj.object_key, str(obj), segment.source, text, there, why, segment
            )
        if held and inline.normal(segment, there) == inline.normal(segment, text):
            verdict = Verdict.UNCHANGED
        elif held and (who := _why_kept(held, user, elsewhere=row is None)):
            verdict = Verdict.KEPT
        elif row:
            verdict = Verdict.CHANGED
        row = row or _fresh(obj, segment, self.language)
        return Difference(
            verdict, entry.line, obj.object_key, str(obj), segment.source, text, there, who, segment, row
        )


def _approved(rows: QuerySet[Translation], hashes: set[str]) -> dict[str, Translation]:
    """What people approved for these sources, the newest of each, wherever it is."""
    approved = rows.filter(LENT).order_by("approved_at", "pk")
    newest = {of: pk for pk, of in approved.values_list("pk", "source_hash") if of in hashes}
    found = rows.select_related("approved_by").in_bulk(newest.values())
    return {row.source_hash: lent for row in found.values() if (lent := row.lent)}


def _fresh(obj: Translated, segment: Segment, language: Language) -> Translation:
    return Translation(
        object_key=obj.object_key,
        language=language.code,
        path=segment.path,
        source_hash=segment.hash,
        kind=segment.kind,
        source=segment.source,
    )


def _why_kept(row: Translation, user: User | None, *, elsewhere: bool) -> str:
    """Who stands behind a text that no file may overwrite; "" for a machine's draft, or a file's that `user` handed in."""
    where = " on another page" if elsewhere else ""
    if row.state == State.APPROVED:
        return f"Approved{where} by {_named(row.approved_by, row.approved_as)}"
    if row.state == State.UNSAFE:
        return "A reviewer said that the text there is unsafe"
    if row.approved_text:
        return (
            f"Written over an approved text by {_named(row.made_by, row.made_as)}, and waiting for approval"
        )
    if not row.is_by_person:
        return ""
    if user is not None and row.made_by_id == user.pk and row.origin.startswith(FROM_A_FILE):
        return ""  # A newer file of the same person.
    return f"Written by {_named(row.made_by, row.made_as)}"


def _named(user: User | None, label: str) -> str:
    return label or (
        user.get_full_name() or user.get_username() if user else "somebody whose account is gone"
    )
