"""Suggestions from the memory: the same English elsewhere, and English that is nearly the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from livesafe.languages import Language
from livesafe.translations.models import Translation
from livesafe.translations.segments import Segment

NEARLY = 70  # Per cent; below it a suggestion costs more time than it saves.
AT_MOST = 3
SURE = {Translation.State.APPROVED: 0, Translation.State.DRAFT: 1}


@dataclass(frozen=True)
class Suggestion:
    row: Translation
    match: int  # Per cent; 100 is the same English to the letter.

    @property
    def is_exact(self) -> bool:
        return self.match == 100


def suggestions(object_key: str, language: Language, segment: Segment) -> list[Suggestion]:
    """The best texts that the memory has for like English elsewhere, the closest first, then the checked.

    Two queries, whatever the memory's size: sources are compared first, and only the rows suggested are loaded whole.
    """
    rows = (
        Translation.objects.filter(language=language.code, kind=segment.kind)
        .exclude(state=Translation.State.UNSAFE)
        .exclude(object_key=object_key, path=segment.path, source_hash=segment.hash)
    )
    known = list(rows.values_list("pk", "source", "state"))
    close = _closest(segment.source, known)
    whole = {
        row.pk: row
        for row in Translation.objects.filter(pk__in=close).select_related("approved_by", "made_by")
    }
    found = [Suggestion(whole[pk], match) for pk, match in close.items() if pk in whole]
    return _each_text_once(found)[:AT_MOST]


def _closest(source: str, known: list[tuple[int, str, str]]) -> dict[int, int]:
    """The keys of the rows whose English is close, best first, with the per cent."""
    sources = {row[0]: row[1] for row in known}
    state = {row[0]: row[2] for row in known}
    found = process.extract(source, sources, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=30)
    matches = {pk: match for text, letters, pk in found if (match := _match(source, text, letters)) >= NEARLY}
    best = sorted(matches, key=lambda pk: (-matches[pk], SURE.get(Translation.State(state[pk]), 2), -pk))
    return {pk: matches[pk] for pk in best}


def _match(source: str, text: str, letters: float) -> int:
    """How alike two English texts are, in per cent: by letters and by whole words alike, since short texts that share
    letters alone help nobody. Only what is the same to the letter is called 100."""
    if text == source:
        return 100
    words = Indel.normalized_similarity(source.casefold().split(), text.casefold().split()) * 100
    return min(int((letters + words) / 2), 99)


def _each_text_once(found: Iterable[Suggestion]) -> list[Suggestion]:
    once: dict[str, Suggestion] = {}
    for suggestion in found:
        once.setdefault(suggestion.row.text, suggestion)
    return list(once.values())
