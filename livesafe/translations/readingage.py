"""How old a reader has to be to read English with ease, and what of it reads too hard to be worth a machine's money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
        for sentence in _SENTENCE_ENDS.split(plain(segment)):
            found = sentence.split()
            if any(any(c.isalnum() for c in word) for word in found):
                sentences += 1
                words += len(found)
                letters += sum(c.isalnum() for c in sentence)
    if words < 30:
        return None
    return max(ceil(4.71 * letters / words + 0.5 * words / sentences - 21.43), 1) + 5


@dataclass(frozen=True)
class TooHard:
    """English that a machine would turn into something as hard in every language."""

    # Of the whole page or snippet; None where it is at the aim or below, or too short to say.
    age: int | None
    # The paragraphs above the aim that are long enough to say, hardest first.
    parts: list[tuple[int, Segment]]


def too_hard(whole: Iterable[Segment], sent: Iterable[Segment]) -> TooHard | None:
    """What reads above the aim: a page or snippet as a whole, or a paragraph of it that is to be sent; None for neither."""
    once = {segment.hash: segment for segment in sent}
    age = reading_age(whole) if once else None
    parts = [(of_it, one) for one in once.values() if (of_it := reading_age([one]) or 0) > AIM]
    if (age or 0) <= AIM and not parts:
        return None
    return TooHard(age if (age or 0) > AIM else None, sorted(parts, key=lambda part: -part[0]))


def plain(segment: Segment) -> str:
    """The words of a segment without its tags."""
    if segment.kind != "html":
        return segment.source
    return BeautifulSoup(segment.source, "html.parser").get_text(" ")
