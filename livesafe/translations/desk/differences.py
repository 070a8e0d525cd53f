"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# A word, a mark of the editor, or a single other sign, with the white space after it.
TOKEN = re.compile(r"(?:\{/?\d+/?\}|[\w'’-]+|[^\w\s])\s*|\s+")


AROUND = {
    "same": "{}",
    # Few screen readers say what was deleted or inserted.
    "gone": '<del><span class="w-sr-only" lang="en" dir="ltr"> (was: </span>{}<span class="w-sr-only">) </span></del>',
    "new": '<ins><span class="w-sr-only" lang="en" dir="ltr"> (now: </span>{}<span class="w-sr-only">) </span></ins>',
}


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
        gone = "".join(before[first:last])
        if (
            gone
            and first
            and before[first - 1][-1].isspace()
            and not (start and after[start - 1][-1].isspace())
        ):
            gone = f" {gone}"  # What comes before it stands as in the newer text, which has no space there.
        parts += [Part("gone", gone), Part("new", "".join(after[start:end]))]
    return [part for part in parts if part.text]


def marked(older: str, newer: str) -> SafeString:
    """The differences as safe HTML."""
    return format_html_join(
        "", "{}", ((format_html(AROUND[part.kind], part.text),) for part in differences(older, newer))
    )
