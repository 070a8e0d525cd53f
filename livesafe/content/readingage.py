"""How old a reader has to be to read a page with ease."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from bs4 import BeautifulSoup

from livesafe.translations.segments import Segment

AIM = 11  # Young people's and parents' pages: reading age 9 to 11.
_SENTENCE_ENDS = re.compile(r"[.!?:…]+(?:\s|$)")


def reading_age(segments: Iterable[Segment]) -> int | None:
    """The reading age of English segments in years; None for fewer than 30 words, which say nothing.

    Automated Readability Index (Smith and Senter, 1967): the score, rounded up, is a US school grade, and its readers
    are four to five years older; the older is given. Letters and words are counted, not syllables, so the figure is
    the same everywhere. A heading or list item is a sentence.
    """
    letters = words = sentences = 0
    for segment in segments:
        text = (
            BeautifulSoup(segment.source, "html.parser").get_text(" ")
            if segment.kind == "html"
            else segment.source
        )
        for sentence in _SENTENCE_ENDS.split(text):
            found = sentence.split()
            if any(any(c.isalnum() for c in word) for word in found):
                sentences += 1
                words += len(found)
                letters += sum(c.isalnum() for c in sentence)
    if words < 30:
        return None
    return max(ceil(4.71 * letters / words + 0.5 * words / sentences - 21.43), 1) + 5
