"""What a translator must give back as it was: links, bold, numbers, phones, addresses, names, agreed terms.

Three ways to send a text, tried in this order as far as a language knows them:
  html    the engine keeps tags; what is held stands in <span translate="no">, so it still reads the number beside a noun
  tokens  no tag at all: [[1]] for what is held, [[2]]…[[/2]] for a link or bold words
  bare    {2}…{/2} for links and bold words alone; numbers and names stand in the open
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from livesafe.translations import protected
from livesafe.translations.segments import Segment

Mode = Literal["html", "tokens", "bare"]

EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
TAG = r"</?[a-zA-Z][^>]*>"
PHONE = (
    r"(?:\+44 ?\d{2,4}|0\d{2,4})(?: ?\d{3,4}){1,3}"  # In groups, so that a figure after it is not drawn in.
)
HELD = re.compile(r"<span\b[^>]*\bid=[\"']?k(\d+)[\"']?[^>]*>.*?</span\s*>", re.DOTALL)
# An engine may put spaces in, and write the number in the language's own digits.
TOKENS = {
    "tokens": re.compile(r"\[\s*\[\s*(/?)\s*(\d+)\s*\]\s*\]"),
    "bare": re.compile(r"\{\s*(/?)\s*(\d+)\s*\}"),
}
SHAPES = {"tokens": "[[{}]]", "bare": "{{{}}}"}


class BrokenError(Exception):
    """A placeholder did not come back as it was sent; the words are for staff."""


@dataclass(frozen=True)
class Prepared:
    """A segment as it is sent, with what its placeholders stand for, by number."""

    segment: Segment
    mode: Mode
    text: str
    held: Mapping[int, str]  # What goes back in place of [[1]] or of <span id="k1">.
    closing: Mapping[int, str]  # What goes back in place of [[/1]].
    order: tuple[str, ...]  # Of all placeholders.
    has_words: bool  # Else there is nothing to translate.

    @property
    def cost(self) -> int:
        """How many characters an engine bills for it: tags are free."""
        text = html.unescape(re.sub(r"<[^>]+>", "", self.text)) if self.mode == "html" else self.text
        return len(text)


def modes(*, tags: bool) -> tuple[Mode, Mode]:
    """How the texts of a language are sent, and how those that came back wrong are sent once more."""
    return ("html", "tokens") if tags else ("tokens", "bare")


def prepare(segment: Segment, mode: Mode, agreed: Mapping[str, str] | None = None) -> Prepared:
    """A segment ready to be sent; the terms of `agreed` are held as their agreed translation."""
    return _Writer(segment, mode, agreed or {}).written()


def restore(prepared: Prepared, answer: str) -> str:
    """The translation with everything back in its place. Raises BrokenError where something is missing or doubled."""
    text = _from_html(prepared, answer) if prepared.mode == "html" else _from_tokens(prepared, answer)
    return text.strip()


class _Writer:
    def __init__(self, segment: Segment, mode: Mode, agreed: Mapping[str, str]) -> None:
        self.segment, self.mode = segment, mode
        self.agreed = {term.lower(): text for term, text in agreed.items()}
        self.is_html = segment.kind == "html"
        self.held: dict[int, str] = {}
        self.closing: dict[int, str] = {}
        self.order: list[str] = []
        self.open: list[int] = []  # Tags that wait for their end.

    def written(self) -> Prepared:
        # One form for both kinds: markup with entities, so that a typed "<" is never a tag.
        markup = self.segment.source if self.is_html else html.escape(self.segment.source, quote=False)
        pattern = _pattern(protected.terms(), tuple(self.agreed))
        text = pattern.sub(self._replace, markup)
        rest = pattern.sub(lambda match: "" if match.lastgroup != "entity" else match[0], markup)
        if self.mode != "html":
            text = html.unescape(text)
        return Prepared(
            self.segment,
            self.mode,
            text,
            self.held,
            self.closing,
            tuple(self.order),
            any(c.isalpha() for c in html.unescape(rest)),
        )

    def _replace(self, match: re.Match[str]) -> str:
        found, kind = match[0], match.lastgroup
        if kind == "entity":
            return found
        if kind == "tag":
            return found if self.mode == "html" else self._tag(found)
        if kind == "agreed":
            return self._hold(html.escape(self.agreed[html.unescape(found).lower()], quote=False))
        # What looks like a token is held in every mode.
        return found if self.mode == "bare" and kind != "literal" else self._hold(found)

    def _hold(self, original: str) -> str:
        number = self._number()
        self.held[number] = original
        if self.mode == "html":
            return f'<span translate="no" id="k{number}">{original}</span>'
        return self._token(str(number))

    def _tag(self, tag: str) -> str:
        if not tag.startswith("</"):
            number = self._number()
            self.held[number] = tag
            if not tag.endswith("/>"):
                self.open.append(number)
            return self._token(str(number))
        number = self.open.pop() if self.open else self._number()
        self.closing[number] = tag
        return self._token(f"/{number}")

    def _token(self, inner: str) -> str:
        self.order.append(inner)
        return SHAPES[self.mode].format(inner)

    def _number(self) -> int:
        return len(self.held) + 1


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...], agreed: tuple[str, ...]) -> re.Pattern[str]:
    def either(words: tuple[str, ...]) -> str:
        forms = [form for word in words for form in (html.escape(word, quote=False), word)]
        return "|".join(re.escape(form) for form in dict.fromkeys(forms)) or r"(?!)"

    return re.compile(
        rf"(?P<tag>{TAG})|(?P<entity>&\#?\w+;)|(?P<literal>\[\[.*?\]\]|\{{/?\d+\}})"
        rf"|(?P<email>{EMAIL})|(?P<url>{protected.URL.pattern})"
        rf"|(?<!\w)(?P<name>{either(names)})(?!\w)"
        rf"|(?<!\w)(?P<agreed>(?i:{either(agreed)}))(?!\w)"
        # “16th” and “24h” stay in the open: a number torn from its letters translates to nonsense.
        rf"|(?<![0-9A-Za-z.,:£$€])(?<!\d[ \u00a0])(?P<number>{PHONE}|{protected.WHOLE})(?![\dA-Za-z])"
    )


def _from_html(prepared: Prepared, answer: str) -> str:
    came = sorted(int(number) for number in HELD.findall(answer))
    _compare([str(n) for n in prepared.held], [str(n) for n in came], prepared)
    text = HELD.sub(lambda match: prepared.held[int(match[1])], answer)
    if prepared.segment.kind == "html":
        return text
    if re.search(TAG, text):
        raise BrokenError("It came back with a tag that the English has not.")
    return html.unescape(text)


def _from_tokens(prepared: Prepared, answer: str) -> str:
    pattern = TOKENS[prepared.mode]
    came = [f"{slash}{int(number)}" for slash, number in pattern.findall(answer)]
    _compare(prepared.order, came, prepared)
    _check_nesting(came, prepared)
    is_html = prepared.segment.kind == "html"

    def back(match: re.Match[str]) -> str:
        number = int(match[2])
        original = prepared.closing[number] if match[1] else prepared.held[number]
        return original if is_html else html.unescape(original)

    return pattern.sub(back, html.escape(answer, quote=False) if is_html else answer)


def _compare(sent: object, came: list[str], prepared: Prepared) -> None:
    wanted = sorted(str(number) for number in sent)  # type: ignore[attr-defined]
    if wanted == sorted(came):
        return
    lost = [number for number in wanted if number not in came]
    if lost:
        parts = ", ".join(_named(number, prepared) for number in lost)
        raise BrokenError(f"This did not come back: {parts}.")
    raise BrokenError("A number, name or link came back twice.")


def _named(token: str, prepared: Prepared) -> str:
    original = prepared.held.get(int(token.strip("/")), "")
    return "a link or bold words" if original.startswith("<") else html.unescape(original)


def _check_nesting(tokens: list[str], prepared: Prepared) -> None:
    open_now: list[str] = []
    for token in tokens:
        if token.startswith("/"):
            if not open_now or open_now.pop() != token[1:]:
                raise BrokenError("Its links or bold words begin and end in the wrong places.")
        elif int(token) in prepared.closing:
            open_now.append(token)
