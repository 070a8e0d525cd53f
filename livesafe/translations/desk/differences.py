"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# A word, a mark of the editor, or a single other sign, with the white space after it.
TOKEN = re.compile(r"(?:\{/?\d+/?\}|[\w'’-]+|[^\w\s])\s*|\s+")


class Part(NamedTuple):
    """A stretch of text that both texts have, that only the older has, or that only the newer has."""

    kind: Literal["same", "gone", "new"]
    text: str


def differences(older: str, newer: str) -> list[Part]:
    """The newer text with what it lost and gained, in reading order. Spaces alone are no difference."""
    before, after = TOKEN.findall(older), TOKEN.findall(newer)
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    parts = []
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            parts.append(Part("same", "".join(after[start:end])))
            continue
        parts.append(Part("gone", "".join(before[first:last])))
        parts.append(Part("new", "".join(after[start:end])))
    return [part for part in parts if part.text]
