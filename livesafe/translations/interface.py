"""The interface's safety words, and under which conditions readers get them in their language."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from livesafe.languages import SOURCE
from livesafe.translations.models import Translation
from livesafe.translations.segments import Segment

OBJECT_KEY = "interface:safety"
REMEMBERED = 30  # Seconds in which an approval, or its withdrawal, may not yet be seen.


def safe_word(word: str) -> SafeString:
    """The reader's word where a person approved today's text, else the English with the draft beside it."""
    code = get_language() or SOURCE.code
    translated = gettext(word)
    if code == SOURCE.code or translated == approved(code).get(Segment("", "text", word).hash):
        return SafeString(escape(translated))
    english = f'<span lang="en" dir="ltr">{escape(word)}</span>'
    return SafeString(
        english if translated == word else f'{english} <span class="draft">{escape(translated)}</span>'
    )


def approved(code: str) -> dict[str, str]:
    """The safety words that people approved in a language, by source hash."""
    key = f"interface-approved-{code}"
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        rows = Translation.objects.filter(
            object_key=OBJECT_KEY, language=code, state=Translation.State.APPROVED
        )
        found = dict(rows.values_list("source_hash", "text"))
        cache.set(key, found, REMEMBERED)
    return found
