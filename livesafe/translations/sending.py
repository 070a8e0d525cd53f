"""A section's way through the engine: placeholders in, sent, placeholders out, checked, stored; what is wrong once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from livesafe.languages import Language
from livesafe.translations import account, brief, checks, engine, glossary, placeholders, review
from livesafe.translations.columns import Translated
from livesafe.translations.engine import EngineError
from livesafe.translations.placeholders import BrokenError, Mode, Prepared
from livesafe.translations.segments import Segment

UNCHANGED = "As the English: nothing to translate"  # The origin of a text that is a name or a number alone.

# What came back wrong twice, with why, in words for staff.
Left: TypeAlias = dict[Segment, tuple[str, list[str]]]


class Sender:
    """Sends one object's segments into one language. `told` hears of each answer what was billed for it."""

    def __init__(self, obj: Translated, language: Language, *, told: Callable[[int], None]) -> None:
        self.obj, self.language, self.told = obj, language, told
        self.formality = brief.formality(obj)
        self.modes = placeholders.modes(tags=account.capabilities(language).tags)
        self.glossary = account.glossary_of(language)
        self.known: dict[
            str, tuple[str, str]
        ] = {}  # Text and origin by source hash: a page says some things twice.

    def translate(self, section: brief.Section) -> Left:
        """Store the section's texts that came back right, at once or the second time; returns the others."""
        repeated = [segment for segment in section.segments if segment.hash in self.known]
        for segment in repeated:
            text, origin = self.known[segment.hash]
            review.store_engine(self.obj, self.language, [(segment, text)], origin)
        new = [segment for segment in section.segments if segment.hash not in self.known]
        left = self._attempt(new, section.context, self.modes[0])
        if left:
            left = self._attempt(list(left), section.context, self.modes[1], second=True)
        return left

    def _attempt(self, segments: list[Segment], context: str, mode: Mode, *, second: bool = False) -> Left:
        prepared = [self._prepare(segment, mode, second=second) for segment in segments]
        answers, origin = self._send([one for one in prepared if one.has_words], context)
        good: list[tuple[Segment, str]] = []
        unchanged: list[tuple[Segment, str]] = []
        wrong: Left = {}
        for one in prepared:
            text, why = self._judge(one, answers)
            if why:
                wrong[one.segment] = (text, why)
            else:
                (good if one.has_words else unchanged).append((one.segment, text))
        review.store_engine(self.obj, self.language, good, origin)
        self.known |= {segment.hash: (text, origin) for segment, text in good}
        review.store_engine(self.obj, self.language, unchanged, UNCHANGED)
        return wrong

    def _prepare(self, segment: Segment, mode: Mode, *, second: bool) -> Prepared:
        # The first time the engine finds the agreed words by itself; the second time they are put in their place.
        agreed = {
            ruling.term: ruling.term if ruling.never else ruling.text
            for ruling in glossary.hits(segment.source, self.language.code)
            if ruling.never or second
        }
        return placeholders.prepare(segment, mode, agreed)

    def _send(self, prepared: list[Prepared], context: str) -> tuple[dict[str, str | EngineError], str]:
        """The engine's answers by source hash; equal texts are sent once."""
        once = list({one.segment.hash: one for one in prepared}.values())
        if not once:
            return {}, ""
        try:
            answer = engine.translate(
                [one.text for one in once],
                self.language,
                markup=once[0].mode == "html",
                context=context,
                formality=self.formality,
                glossary=self.glossary,
            )
        except EngineError as error:
            if error.reason not in {"refused", "too_large"}:
                raise
            if len(once) == 1:
                return {once[0].segment.hash: error}, ""
            middle = len(once) // 2  # One text is at fault: find it, and let the others through.
            first, origin = self._send(once[:middle], context)
            rest, other = self._send(once[middle:], context)
            return first | rest, origin or other
        self.told(answer.billed)
        return {one.segment.hash: text for one, text in zip(once, answer.texts, strict=True)}, answer.origin

    def _judge(self, one: Prepared, answers: dict[str, str | EngineError]) -> tuple[str, list[str]]:
        """The finished text, and why it can't be stored."""
        segment = one.segment
        if not one.has_words:
            return segment.source, []
        answer = answers[segment.hash]
        if isinstance(answer, EngineError):
            return "", [answer.words]
        try:
            text = placeholders.restore(one, answer)
        except BrokenError as broken:
            return answer, [str(broken)]
        return text, checks.problems(segment.kind, segment.source, text, self.language.code)
