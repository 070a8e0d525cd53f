"""The glossary that staff keep: what it asks of a translation, in every language, since DeepL has none for five of ours."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError

from livesafe.translations import protected
from livesafe.translations.models import Ruling

REMEMBERED = 30.0  # Seconds in which another process's new ruling is not yet known here.
KEY = "translations-glossary"


@dataclass(frozen=True)
class Agreed:
    """What one language does with one English term."""

    term: str
    never: bool
    text: str = ""
    forms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    note: str = ""


def agreed(language: str) -> list[Agreed]:
    """All rulings that hold in a language, those for the longest terms first."""
    return [ruling for code, ruling in _all() if code == language]


def hits(source: str, language: str) -> list[Agreed]:
    """The rulings of a language that an English text falls under."""
    plain = _plain(source)
    return [ruling for ruling in agreed(language) if _stands(ruling.term, plain)]


def problems(source: str, text: str, language: str) -> list[str]:
    """What the glossary has against `text` as the translation of `source`, in plain words."""
    found = []
    said = _plain(text)
    for ruling in hits(source, language):
        found += [
            f"“{wrong}” misleads as a translation of “{ruling.term}”."
            for wrong in ruling.avoid
            if _stands(wrong, said)
        ]
        if ruling.never:
            # A name that is protected everywhere is another check's business.
            if ruling.term not in protected.terms() and not _stands(ruling.term, said):
                found.append(f"The glossary keeps “{ruling.term}” as it is.")
        elif not any(_stands(form, said) for form in (ruling.text, *ruling.forms)):
            found.append(f"The glossary says “{ruling.text}” for “{ruling.term}”.")
    return found


def entries(language: str) -> dict[str, str]:
    """The language's terms as an engine's glossary takes them."""
    return {ruling.term: ruling.term if ruling.never else ruling.text for ruling in agreed(language)}


def never_translated() -> Iterable[str]:
    """Terms that no language translates: protected like the names of services."""
    rulings = Ruling.objects.select_related("of").exclude(rule=Ruling.Rule.AS, language="")
    rows = [(ruling.of.term, ruling.language, ruling.rule) for ruling in rulings]
    everywhere = {term for term, language, rule in rows if not language and rule == Ruling.Rule.NEVER}
    return everywhere - {term for term, _, rule in rows if rule == Ruling.Rule.AS}


def forget(**_: object) -> None:
    """Read the glossary anew: somebody changed it."""
    cache.delete(KEY)
    protected.forget()


def _all() -> list[tuple[str, Agreed]]:
    found: list[tuple[str, Agreed]] | None = cache.get(KEY)
    if found is None:
        try:
            found = _read()
        except DatabaseError:  # Away: no text is refused for a glossary that can't be asked.
            return []
        cache.set(KEY, found, REMEMBERED)
    return found


def _read() -> list[tuple[str, Agreed]]:
    own: dict[tuple[str, str], Agreed] = {}
    for ruling in Ruling.objects.select_related("of").order_by("-language"):  # Those for every language last.
        codes = [ruling.language] if ruling.language else [code for code, _ in Ruling.CHOICES]
        for code in codes:
            own.setdefault(
                (code, ruling.of.term),
                Agreed(
                    ruling.of.term,
                    ruling.rule == Ruling.Rule.NEVER,
                    ruling.text,
                    _listed(ruling.forms),
                    _listed(ruling.avoid),
                    ruling.of.note,
                ),
            )
    return sorted(((code, ruling) for (code, _), ruling in own.items()), key=lambda pair: -len(pair[1].term))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,،]", text) if part.strip())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", html.unescape(re.sub(r"<[^>]+>", "", text))).replace("’", "'")


def _stands(form: str, text: str) -> bool:
    """Whether a form stands in a text as words of its own, whatever their case; `*` is any ending."""
    form = unicodedata.normalize("NFC", form).replace("’", "'")
    pattern = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    # Arabic and Urdu join “and”, “the” and “for” to the word that follows, Gujarati and Hindi hang vowel signs on it.
    loose = any(unicodedata.bidirectional(c) == "AL" for c in form)
    before = "" if loose else r"(?<!\w)"
    return re.search(rf"{before}{pattern}(?!\w)", text, re.IGNORECASE) is not None
