"""The interface's safety words: reviewed in the desk like the segments of a page, and shown as their policy says.

A word's first draft is its entry in the catalogue of a language; what a person stores or approves in the desk goes
before the catalogue.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, trans_real

from livesafe import languages, version
from livesafe.languages import SOURCE, Language
from livesafe.translations.models import PastText, Translation
from livesafe.translations.segments import Policy, Segment

OBJECT_KEY = "interface:safety"
# Of a row that only repeats what a catalogue says; the headers of all ten say the same of themselves.
ORIGIN = "Machine draft in the interface's catalogue, not reviewed by a person"
ASKED_AGAIN = 1.0  # Seconds in which a process may not yet see an approval, or that a word is unsafe.

_sources: list[tuple[Policy, Iterable[str]]] = []
_asked: dict[str, tuple[float, int, dict[str, tuple[str, str]]]] = {}
_own: dict[tuple[str, str], str | None] = {}  # What the catalogues themselves say.


def register(policy: Policy, words: Iterable[str]) -> None:
    """Add safety words and the policy under which readers get them: the apps that say the words know them."""
    _sources.append((policy, words))
    segments.cache_clear()


class SafetyWords:
    """The interface's safety words as one object of the desk, beside pages and snippets: it has what `Translated` has."""

    object_key = OBJECT_KEY
    policy: Policy = "both"
    pk = None
    title = "The interface's safety words"

    def __str__(self) -> str:
        return self.title

    def segments(self) -> list[Segment]:
        return list(segments().values())

    def english(self) -> list[tuple[Any, Any]]:
        """No field of a model: the words are in the templates."""
        return []


@cache
def segments() -> dict[str, Segment]:
    """Every safety word by its English, in the order in which the apps name them."""
    found = {}
    for policy, words in _sources:
        for word in words:
            segment = Segment("", "text", word, policy)
            # "In danger now" and "In danger now?" are two words.
            found[word] = replace(segment, path=f"words.{slugify(word)[:60]}-{segment.hash[:4]}")
    return found


def safe_word(word: str) -> SafeString:
    """A safety word for the reader: checked, or with its English, or in English alone, as its policy says."""
    code = get_language() or SOURCE.code
    if code == SOURCE.code:
        return SafeString(escape(word))
    segment = segments().get(word) or Segment("", "text", word, "both")
    # A word that the memory does not know yet is what its catalogue says, which nobody checked.
    text, state = shown(code).get(segment.hash) or (_catalogue(code).get(word), Translation.State.DRAFT.value)
    if not state or not text:
        return SafeString(f'<span lang="en" dir="ltr">{escape(word)}</span>')
    if state == Translation.State.APPROVED or segment.policy == "label":
        return SafeString(escape(text))
    return SafeString(
        f'<span lang="en" dir="ltr">{escape(word)}</span> <span class="draft">{escape(text)}</span>'
    )


def shown(code: str) -> dict[str, tuple[str, str]]:
    """What readers of a language get for each word that the memory knows, and its state, by source hash."""
    now = version.watch.known.number  # Before the words: a page that is kept under it must hold them all.
    asked_at, asked_for, found = _asked.get(code, (float("-inf"), now, {}))
    if time.monotonic() - asked_at > ASKED_AGAIN or asked_for != now:
        with suppress(DatabaseError):  # Away: what was known last is better than nothing.
            found = _shown(languages.get(code))
        _say(code, found)
        _asked[code] = (time.monotonic(), now, found)
    return found


def _shown(language: Language) -> dict[str, tuple[str, str]]:
    from livesafe.translations.project import Memory

    memory = Memory(SafetyWords(), language)
    found = {}
    for segment in segments().values():
        if row := memory.row(segment):
            text, state = memory.shown(segment)
            unsafe = bool(state) and row.state == Translation.State.UNSAFE
            found[segment.hash] = (text, Translation.State.UNSAFE.value if unsafe else state)
        elif (segment.path, segment.hash) in memory.own:
            found[segment.hash] = ("", "")
    return found


def _say(code: str, found: dict[str, tuple[str, str]]) -> None:
    """Have every template of this process say a person's words in place of the catalogue's.

    Most words stand in attributes, forms and scripts, where only the catalogue is asked.
    """
    catalogue = _catalogue(code)
    for word, segment in segments().items():
        own = _own.setdefault((code, word), catalogue.get(word))
        text, state = found.get(segment.hash, (own, ""))
        if segment.hash not in found or (segment.policy == "both" and state == Translation.State.DRAFT):
            text = own
        elif not state or state == Translation.State.UNSAFE:
            text = word  # Withheld, or said to be unsafe: the English. No draft stands beside it there.
        if text and catalogue.get(word) != text:
            catalogue[word] = text


def forget(targets: Iterable[Language]) -> None:
    """Have readers of these languages get what the memory holds now: in this process at once."""
    codes = [language.code for language in targets]
    ask_again(codes)
    transaction.on_commit(lambda: ask_again(codes))  # A reader may have asked before the commit.


def ask_again(codes: Iterable[str]) -> None:
    for code in codes:
        _asked.pop(code, None)


@transaction.atomic
def learn() -> int:
    """Bring the catalogues' words into the memory as drafts; how many. What a person wrote or checked stays.

    Catalogues change with a release of the site, so this runs after migrations.
    """
    from livesafe.translations.project import project

    count = sum(_learn(language) for language in languages.TARGETS)
    project(SafetyWords())
    return count


def _learn(language: Language) -> int:
    rows = Translation.objects.select_for_update().filter(object_key=OBJECT_KEY, language=language.code)
    there = {(row.path, row.source_hash): row for row in rows}
    new, changed = [], 0
    for word, segment in segments().items():
        text = _in_catalogue(word, language)
        row = there.get((segment.path, segment.hash))
        if not text or (row and row.text == text):
            continue
        if row is None:
            new.append(
                Translation(
                    object_key=OBJECT_KEY,
                    language=language.code,
                    path=segment.path,
                    source_hash=segment.hash,
                    kind=segment.kind,
                    source=segment.source,
                    text=text,
                    origin=ORIGIN,
                )
            )
        elif row.state == Translation.State.DRAFT and row.origin == ORIGIN and not row.approved_text:
            PastText.objects.create(translation=row, text=row.text, state=row.state, origin=row.origin)
            row.text = text
            row.save()
            changed += 1
    return changed + len(Translation.objects.bulk_create(new))


def _in_catalogue(word: str, language: Language) -> str:
    """What the catalogue itself says: a person's word may stand before it."""
    return _own.get((language.code, word)) or _catalogue(language.code).get(word) or ""


def _catalogue(code: str) -> Any:
    """The words of a language in this process, as Django keeps them: what every template and form asks."""
    return trans_real.translation(code)._catalog  # type: ignore[attr-defined]
