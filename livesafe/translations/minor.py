"""A change of the English, text by text: which text took the place of which, and what a minor edit keeps."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rapidfuzz import fuzz

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import checks
from livesafe.translations.columns import Translated
from livesafe.translations.models import Translation
from livesafe.translations.project import Memory, english_now
from livesafe.translations.segments import Segment

ALIKE = 60  # Per cent. Paragraphs that have less in common did not come from each other.
State = Translation.State
Key: TypeAlias = tuple[str, str]  # Path and hash.


@dataclass
class Effect:
    """What readers of one language get where the English changes: today, and once it is published."""

    language: Language
    falls: list[Segment] = field(default_factory=list)  # In their language today, in English then.
    new: list[Segment] = field(default_factory=list)  # In English today or not there, in English then.
    ready: list[Segment] = field(default_factory=list)  # A translation of the new English is there.
    kept: list[Segment] = field(default_factory=list)  # Of those that fall, what a minor edit would keep.

    @property
    def critical(self) -> list[Segment]:
        return [segment for segment in self.falls if segment.policy != "label"]

    @property
    def falls_anyway(self) -> int:
        """How many fall back even through a minor edit: a number, a name or a link changed in them."""
        return len(self.falls) - len(self.kept)


def effects(draft: Translated, targets: Iterable[Language] = languages.TARGETS) -> list[Effect]:
    """What publishing this draft would do to each language. One query a language."""
    before, after = english_now(draft.object_key), draft.segments()
    origins = pairs(before, after)
    known = {key(segment) for segment in before}
    changed = [segment for segment in after if key(segment) not in known]
    return [_effect(draft, language, before, changed, origins) for language in targets]


def _effect(
    draft: Translated,
    language: Language,
    before: Sequence[Segment],
    changed: Sequence[Segment],
    origins: dict[Key, Segment],
) -> Effect:
    memory = Memory(draft, language, [*before, *changed])
    effect = Effect(language)
    for segment in changed:
        origin = origins.get(key(segment))
        if memory.shown(segment)[1]:
            effect.ready.append(segment)
        elif origin is None or not memory.shown(origin)[1]:
            effect.new.append(segment)
        else:
            effect.falls.append(segment)
            if _fits(memory, origin, segment):
                effect.kept.append(segment)
    return effect


def base(found: Iterable[Segment]) -> str:
    """A name for exactly this English. A choice of "minor edit" holds against one base and no other."""
    whole = "\0".join(sorted(f"{segment.path}\0{segment.hash}" for segment in found))
    return hashlib.sha256(whole.encode()).hexdigest()[:20]


def carry(live: Translated) -> None:
    """Keep the texts of the English before for the live English that took its place; readers are told that they are older.

    Goes before the projection, which forgets what the English was. A text that would break a number, a name or a link
    of the new English is not kept, nor one that is unsafe; one prepared for the new English stays as it is.
    """
    before, after = english_now(live.object_key), live.segments()
    origins = pairs(before, after)
    changed = [segment for segment in after if key(segment) in origins]
    if not changed:
        return
    for language in languages.TARGETS:
        memory = Memory(live, language, [*before, *after])
        Translation.objects.bulk_create(
            _kept(memory, origins[key(segment)], segment)
            for segment in changed
            if key(segment) not in memory.own and _fits(memory, origins[key(segment)], segment)
        )


def _fits(memory: Memory, origin: Segment, segment: Segment) -> bool:
    row = memory.row(origin)
    text, state = memory.shown(origin)
    if row is None or not state or row.state == State.UNSAFE:
        return False
    return not checks.problems(segment.kind, segment.source, text, memory.language.code)


def _kept(memory: Memory, origin: Segment, segment: Segment) -> Translation:
    text, state = memory.shown(origin)
    row = memory.row(origin)
    assert row is not None  # noqa: S101 - _fits asked.
    approved = state == State.APPROVED
    return Translation(
        object_key=memory.key,
        language=memory.language.code,
        path=segment.path,
        source_hash=segment.hash,
        kind=segment.kind,
        source=segment.source,
        text=text,
        origin=row.origin,
        state=state,
        made_by_id=row.made_by_id,
        made_as=row.made_as,
        approved_by_id=row.approved_by_id if approved else None,
        approved_as=row.approved_as if approved else "",
        approved_at=row.approved_at if approved else None,
        minor_from=row.minor_from or row.source_hash,
    )


def pairs(before: Iterable[Segment], after: Iterable[Segment]) -> dict[Key, Segment]:
    """The segment of the English before from which each changed segment came, by the path and hash of the new one.

    A text that is alone at its path came from the one that was there; paragraphs of one rich text share a path, and come
    from the likest that is gone.
    """
    before, after = list(before), list(after)
    stayed = {key(segment) for segment in before} & {key(segment) for segment in after}
    gone, came = _by_path(before, stayed), _by_path(after, stayed)
    # How many paragraphs a text has had, those that stayed too: beside them, one that came need not be one that went.
    most = Counter(s.path for s in before) | Counter(s.path for s in after)
    found: dict[Key, Segment] = {}
    for path, new in came.items():
        old = gone.get(path, [])
        if most[path] == 1:
            found |= {key(segment): origin for segment, origin in zip(new, old, strict=False)}
        else:
            found |= _likest(new, old)
    return found


def _likest(new: list[Segment], old: list[Segment]) -> dict[Key, Segment]:
    """The closest pairs first; each paragraph gives its text to one alone."""
    found: dict[Key, Segment] = {}
    likeness = [(fuzz.ratio(a.source, b.source), key(a), b) for a in new for b in old]
    for per_cent, at, origin in sorted(likeness, key=lambda pair: pair[0], reverse=True):
        if per_cent >= ALIKE and at not in found and origin not in found.values():
            found[at] = origin
    return found


def key(segment: Segment) -> Key:
    return segment.path, segment.hash


def _by_path(found: Iterable[Segment], without: set[Key]) -> dict[str, list[Segment]]:
    grouped: dict[str, list[Segment]] = defaultdict(list)
    for segment in found:
        if key(segment) not in without:
            grouped[segment.path].append(segment)
    return grouped
