"""What must be the same in a translation as in its English: tags, numbers, addresses, names, agreed terms."""

from __future__ import annotations

import unicodedata
from collections import Counter

from bs4 import BeautifulSoup

from livesafe import languages
from livesafe.translations import glossary, protected, segments

# A translation in the wrong script was made for the wrong language.
SCRIPTS = {
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Arab": "ARABIC",
    "Beng": "BENGALI",
    "Deva": "DEVANAGARI",
    "Latn": "LATIN",
}


def problems(kind: str, source: str, text: str, language: str) -> list[str]:
    """Why `text` may not be released as the translation of `source`, in plain words; empty where it may."""
    if not text.strip():
        return ["It is empty."]
    found = []
    if any(unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"} and c != "\n" for c in text):
        found.append("It has a character that no text needs.")
    if kind == "html" and segments.has_hidden_parts(text):
        found.append("It has a comment or another hidden part.")
    if kind == "html" and segments.tags(source) != segments.tags(text):
        found.append("Its links or bold words are not those of the English.")
    elif kind == "html" and _has_empty_tags(text) and not _has_empty_tags(source):
        found.append("One of its links, or its bold words, has no words in it.")
    before, after = _plain(kind, source), _plain(kind, text)
    numbers = _lost(protected.NUMBER.findall(before), protected.NUMBER.findall(_latin(after)))
    found += [f"The number {number} is missing or changed." for number in numbers]
    addresses = _lost(protected.URL.findall(before), protected.URL.findall(after))
    found += [f"The address {address} is missing or changed." for address in addresses]
    names = [name for name in protected.terms() if name in before and name not in after]
    found += [f"The name {name} must stay as it is." for name in names]
    if _latin(after) != after:
        found.append("Write numbers with the digits 0 to 9.")
    return found + _script(after, language) + glossary.problems(source, text, language)


def _has_empty_tags(markup: str) -> bool:
    """Whether a link or the like stands around nothing: no reader could tap it, and nothing would be read out."""
    tags = BeautifulSoup(markup, "html.parser").find_all(True)
    return any(tag.name != "br" and not tag.get_text(strip=True) for tag in tags)


def _plain(kind: str, text: str) -> str:
    return BeautifulSoup(text, "html.parser").get_text() if kind == "html" else text


def _lost(before: list[str], after: list[str]) -> list[str]:
    return sorted((Counter(before) - Counter(after)) + (Counter(after) - Counter(before)))


def _latin(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)


def _script(text: str, language: str) -> list[str]:
    text = protected.URL.sub("", text)
    for name in protected.terms():
        text = text.replace(name, "")
    letters = [c for c in text if unicodedata.category(c) in {"Lo", "Ll", "Lu"}]
    script = languages.get(language).script
    if script == "Latn" or not letters:
        return []
    if not any(unicodedata.name(c, "").startswith(SCRIPTS[script]) for c in letters):
        return [f"It has no {SCRIPTS[script].capitalize()} letters."]
    return []
