"""Names and numbers that stay the same in every language, and how they are marked inside another one."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.db import DatabaseError
from django.utils.html import escape
from django.utils.safestring import SafeString

# Names of our own and of the field; support services add theirs (content.apps).
TERMS = (
    "LiveSafe",
    "Violence Reduction Network",
    "GOV.UK",
    "WhatsApp",
    "Instagram",
    "TikTok",
    "Snapchat",
    "YouTube",
    "DeepL",
)
DIALABLE = ("999", "101", "111")
WHOLE = r"[£$€]?(?:0\d[\d ]{7,11}\d|116 ?\d{3}|\d+(?:[.,:]\d+)*)"  # A phone number, a price, a figure.
URL = re.compile(r"https?://[^\s<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|co|gov|com|police)(?:\.uk)?\b")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

KEPT_FOR = 60.0  # Seconds in which another process's new name is not yet known here.

_more: list[Callable[[], Iterable[str]]] = []
_known: tuple[float, tuple[str, ...]] = (float("-inf"), ())  # When asked, and what was answered.


def register(names: Callable[[], Iterable[str]]) -> None:
    """Add a source of protected names, asked again each minute and whenever `forget` is called."""
    _more.append(names)


def forget() -> None:
    """Ask the registered sources anew: a support service was renamed."""
    global _known  # noqa: PLW0603 - one small memory of the process.
    _known = (float("-inf"), _known[1])


def terms() -> tuple[str, ...]:
    """All protected names, longest first, so that a name within a longer one is not marked twice."""
    global _known  # noqa: PLW0603
    if time.monotonic() - _known[0] > KEPT_FOR:
        try:
            names = {*TERMS, *(name for more in _more for name in more() if any(c.isalpha() for c in name))}
        except (
            DatabaseError
        ):  # Away: what was known last is better than nothing, and is asked again next time.
            return _known[1] or TERMS
        _known = (time.monotonic(), tuple(sorted(names, key=lambda name: (-len(name), name))))
    return _known[1]


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # A tag is matched first and left alone; then a name; then a whole number, so that 1,999 is no call for help.
    # A name stands escaped in a text as Django escapes it, and in rich text with its apostrophe.
    written = [form for name in names for form in (str(escape(name)), html.escape(name, quote=False))]
    alternatives = "|".join(re.escape(form) for form in dict.fromkeys(written))
    return re.compile(
        rf"(?P<tag><[^>]+>)|(?<!\w)(?P<name>{alternatives})(?!\w)"
        # Arabic and Urdu join a word to the number that follows it.
        rf"|(?<![0-9A-Za-z.,:£$€])(?<!\d[ \u00a0])(?P<number>{WHOLE})(?!\d)"
    )


def mark(markup: str, language: str, *, dialable: bool) -> SafeString:
    """Mark names and numbers in safe HTML written in `language`, so that a screen reader says them right.

    Inside a link nothing becomes a link, and inside an element marked English no name is marked again.
    """
    open_tags: list[tuple[str, bool, bool]] = []  # Name, is it a link, is it marked English.

    def replace(match: re.Match[str]) -> str:
        if tag := match["tag"]:
            return _tag(tag, open_tags)
        in_link = any(link for _, link, _ in open_tags)
        english = language == "en" or any(marked for _, _, marked in open_tags)
        if name := match["name"]:
            return name if english else f'<bdi lang="en" dir="ltr">{name}</bdi>'
        if match["number"] not in DIALABLE:
            return match["number"]
        number = f'<bdi dir="ltr">{match["number"]}</bdi>'
        return f'<a href="tel:{match["number"]}">{number}</a>' if dialable and not in_link else number

    return SafeString(_pattern(terms()).sub(replace, markup))


def _tag(tag: str, open_tags: list[tuple[str, bool, bool]]) -> str:
    name = tag.strip("</>").split(None, 1)[0].lower()
    if tag.startswith("</"):
        while open_tags and open_tags.pop()[0] != name:
            pass
    elif not tag.endswith("/>") and name not in {"br", "hr", "img"}:
        open_tags.append((name, name == "a", 'lang="en"' in tag))
    return tag
