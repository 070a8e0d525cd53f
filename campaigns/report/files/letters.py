"""Letters that no face of the PDF has: each stands as its name, so that a title with a picture in it stops no report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
# Joiners and other signs that can't be seen, but between letters that they shape.
SHAPED = "\u0600-\u0dff"
STRAY_SIGNS = re.compile(
    f"(?<![{SHAPED}])[\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f]|[\u200b-\u200d](?![{SHAPED}])"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


def described(part: Any, missing: Callable[[set[str]], list[str]]) -> tuple[Any, list[str]]:
    """Words, lists and all, with the names of letters in place of those that `missing` finds; and these names."""
    part = _changed(part, _tamed)
    names = {letter: name(letter) for letter in missing(set(_foreign(part))) if not letter.isascii()}
    return _changed(part, lambda text: _renamed(text, names)), sorted(set(filter(None, names.values())))


def plainest(part: Any) -> Any:
    """The same, with nothing left that could not be set: for words of which even their parts can't be."""
    return _changed(part, lambda text: "".join(one if one.isascii() else name(one) for one in text))


def name(letter: str) -> str:
    """What a letter is called, in brackets: [party popper]. "" for what can't be seen."""
    seen = [one for one in letter if unicodedata.category(one) not in UNSEEN]
    return f"[{', '.join(map(_called, seen))}]" if seen else ""


def _called(letter: str) -> str:
    told = unicodedata.name(letter, "")
    # An ideograph's name is its number, after words that help nobody.
    return told.lower() if told and not told.startswith("CJK") else f"U+{ord(letter):04X}"


def _tamed(text: str) -> str:
    """Without signs that nobody sees, and with the names of marks that stand on a letter of another script."""
    if text.isascii():
        return text
    text = STRAY_SIGNS.sub("", text)
    before = ""
    parts = []
    for letter in text:
        is_mark = unicodedata.category(letter).startswith("M")
        parts.append(name(letter) if is_mark and _script(letter) != _script(before) else letter)
        before = letter
    return "".join(parts)


def _script(letter: str) -> int:
    """Nearly: scripts have 128 places each from Devanagari on; before it, Latin with its marks, and Arabic."""
    code = ord(letter) if letter else 0
    return code >> 7 if code >= 0x900 else -1 if code < 0x590 else 0


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for letter in sorted(names, key=len, reverse=True):
        text = text.replace(letter, names[letter])
    return text


def _foreign(part: Any) -> Iterator[str]:
    """The words anywhere in it that have a letter beyond ASCII, and each such letter by itself."""
    for text in _texts(part):
        for word in text.split():
            if not word.isascii():
                yield word
                yield from (one for one in word if not one.isascii() and unicodedata.category(one)[0] != "M")


def _texts(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Mapping():
            for value in part.values():
                yield from _texts(value)
        case list() | tuple():
            for value in part:
                yield from _texts(value)


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    match part:
        case str():
            return change(part)
        case Mapping():
            return {key: _changed(value, change) for key, value in part.items()}
        case list() | tuple():
            return [_changed(value, change) for value in part]
        case _:
            return part
