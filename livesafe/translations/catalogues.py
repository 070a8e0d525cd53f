"""The catalogues of the interface's words, held against what the templates and the code ask for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import interface
from livesafe.translations.models import Translation

Word: TypeAlias = tuple[str, str]  # Its context, mostly "", and the English.

ROOT: Path = settings.BASE_DIR
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What Django's own reading of a template leaves: its words in calls, and white space.
CALL = re.compile(rf"\b(pgettext|npgettext|ngettext|gettext|_)\(\s*{LITERAL}(?:,\s*{LITERAL})?")
SAFE_WORD = re.compile(r'{% safe_word "([^"]+)"')
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


@dataclass
class Report:
    """What is wrong with the catalogue of a language, and how far its safety words have come."""

    language: Language
    words: int = 0  # That the interface asks for.
    missing: list[str] = field(default_factory=list)  # Asked for, and not in the catalogue.
    empty: list[str] = field(default_factory=list)  # There without a translation.
    fuzzy: list[str] = field(default_factory=list)  # Made for an older English: readers get the English.
    unused: list[str] = field(default_factory=list)  # There, and asked for by nothing any more.
    broken: list[str] = field(
        default_factory=list
    )  # A placeholder is lost: the page would fail or show a gap.
    safety: int = 0
    safety_approved: int = 0
    differing: list[str] = field(default_factory=list)  # The desk's text goes before the catalogue's.

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.empty or self.fuzzy or self.broken)


def reports(targets: tuple[Language, ...] = languages.TARGETS) -> list[Report]:
    return [report(language) for language in targets]


def report(language: Language) -> Report:
    asked = words()
    found = Report(language, words=len(asked))
    entries = {
        (entry.msgctxt or "", entry.msgid): entry for entry in _catalogue(language) if not entry.obsolete
    }
    found.missing = [_shown(word) for word in sorted(asked - entries.keys())]
    for word, entry in entries.items():
        texts = _texts(entry)
        if word not in asked:
            found.unused.append(_shown(word))
        elif entry.fuzzy:
            found.fuzzy.append(_shown(word))
        elif not all(text.strip() for text in texts):
            found.empty.append(_shown(word))
        elif not _keeps_placeholders(entry, texts):
            found.broken.append(_shown(word))
    _add_safety(found, {word: entry.msgstr for (_, word), entry in entries.items()})
    return found


def _add_safety(found: Report, said: dict[str, str]) -> None:
    hashes = {segment.hash: word for word, segment in interface.segments().items()}
    rows = Translation.objects.filter(
        object_key=interface.OBJECT_KEY, language=found.language.code, source_hash__in=hashes
    )
    found.safety = len(hashes)
    for row in rows:
        found.safety_approved += row.state == Translation.State.APPROVED
        if row.text != said.get(hashes[row.source_hash]):
            found.differing.append(row.source)


def _catalogue(language: Language) -> polib.POFile:
    path = ROOT / "locale" / language.code / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def _texts(entry: polib.POEntry) -> list[str]:
    """One, or one for each plural form."""
    return [str(text) for text in entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def _keeps_placeholders(entry: polib.POEntry, texts: list[str]) -> bool:
    """A plural form for one number alone may say “one” or “two” in place of it."""
    wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    has = [sorted(PLACEHOLDER.findall(text)) for text in texts]
    if entry.msgid_plural:
        return all(set(one) <= set(wanted) for one in has) and has[-1] == wanted
    return has == [wanted]


def _shown(word: Word) -> str:
    return f"{word[1]} ({word[0]})" if word[0] else word[1]


# What the interface asks for ------------------------------------------------------


@lru_cache(maxsize=1)  # Templates and code change with a release alone.
def words() -> frozenset[Word]:
    """Every word that our templates and our code mark for translation."""
    templates = (ROOT / "templates").rglob("*.html")
    found = {word for path in templates for word in words_in_template(path.read_text())}
    code = (path for name in ("livesafe", "campaigns") for path in (ROOT / name).rglob("*.py"))
    return frozenset(found | {word for path in code for word in words_in_python(path.read_text())})


def words_in_template(html: str) -> Iterator[Word]:
    for function, first, second in CALL.findall(templatize(html)):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        yield (texts[0], texts[1]) if function in WITH_CONTEXT else ("", texts[0])
    yield from (("", word) for word in SAFE_WORD.findall(html))


def words_in_python(code: str) -> Iterator[Word]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(word)), *_]) if (
                function in MARKERS
            ):
                yield "", word
            case ast.Call(
                func=ast.Name(id=function),
                args=[ast.Constant(value=str(context)), ast.Constant(value=str(word)), *_],
            ) if function in WITH_CONTEXT:
                yield context, word
