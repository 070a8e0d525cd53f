"""Names and numbers that stay the same in every language, and how they are marked inside another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

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
PHONE = re.compile(r"(?<![\d£])(?:\+44[\d ]{9,12}|0\d[\d ]{7,11}\d|116 ?\d{3}|999|101|111)(?!\d)")
URL = re.compile(r"https?://[^\s<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|co|gov|com|police)(?:\.uk)?\b")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

_more: list[Callable[[], Iterable[str]]] = []


def register(names: Callable[[], Iterable[str]]) -> None:
    """Add a source of protected names, asked again whenever `forget` is called."""
    _more.append(names)


def forget() -> None:
    """Ask the registered sources anew: a support service was renamed."""
    terms.cache_clear()
    _pattern.cache_clear()


@cache
def terms() -> tuple[str, ...]:
    """All protected names, longest first, so that a name within a longer one is not marked twice."""
    names = {*TERMS, *(name for names in _more for name in names() if any(c.isalpha() for c in name))}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _pattern() -> re.Pattern[str]:
    # A tag is matched first and left alone; then a name; then an emergency number.
    names = "|".join(re.escape(name.replace("'", "&#x27;")) for name in terms())
    return re.compile(
        rf"(?P<tag><[^>]+>)|(?<!\w)(?P<name>{names})(?!\w)|(?<![\d£])(?P<number>999|101|111)(?!\d)"
    )


def mark(html: str, language: str, *, dialable: bool) -> SafeString:
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
        number = f'<bdi dir="ltr">{match["number"]}</bdi>'
        return f'<a href="tel:{match["number"]}">{number}</a>' if dialable and not in_link else number

    return SafeString(_pattern().sub(replace, html))


def _tag(tag: str, open_tags: list[tuple[str, bool, bool]]) -> str:
    name = tag.strip("</>").split(None, 1)[0].lower()
    if tag.startswith("</"):
        while open_tags and open_tags.pop()[0] != name:
            pass
    elif not tag.endswith("/>") and name not in {"br", "hr", "img"}:
        open_tags.append((name, name == "a", 'lang="en"' in tag))
    return tag
