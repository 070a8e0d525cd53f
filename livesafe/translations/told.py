"""A text as readers of one language get it: translated, fallen back to English, or both beside each other.

The columns of a language hold texts in this form, so that a template can mark each part for screen readers.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from livesafe.translations.protected import mark

State = Literal["told", "english", "unchecked", "beside"]

# Private-use characters: no editor types them, and every database stores them.
OPENS: dict[State, str] = {"english": "\ue000", "unchecked": "\ue001", "beside": "\ue002"}
BETWEEN = "\ue003"
MARKS = frozenset({*OPENS.values(), BETWEEN})
_STATES = {mark: state for state, mark in OPENS.items()}


class Outcome(NamedTuple):
    """What readers of a language get for one segment. `text` is None where they get the English alone."""

    state: State
    text: str | None = None


ENGLISH = Outcome("english")


class Told(str):
    """The words in the reader's language, or in English where there are none; prints itself as marked HTML."""

    __slots__ = ("english", "state")

    state: State
    english: str

    def __new__(cls, text: str, state: State = "told", english: str = "") -> Told:
        told = super().__new__(cls, text)
        told.state = state
        told.english = english
        return told

    def __html__(self) -> SafeString:
        return render(self, dialable=False)

    def __reduce__(self) -> tuple[object, ...]:
        return (Told, (str(self), self.state, self.english))

    @property
    def packed(self) -> str:
        """The form that a column stores."""
        match self.state:
            case "told":
                return str(self)
            case "english":
                return f"{OPENS['english']}{self}"
            case state:
                return f"{OPENS[state]}{self.english}{BETWEEN}{self}"


def unpack(stored: str) -> Told:
    """Read a text as a column stores it; a text without marks is in the language of its column."""
    state = _STATES.get(stored[:1])
    if state is None:
        return stored if isinstance(stored, Told) else Told(stored)
    if state == "english":
        return Told(stored[1:], "english", stored[1:])
    english, _, text = stored[1:].partition(BETWEEN)
    return Told(text, state, english)


def typed(text: str) -> str:
    """What a person typed, without the marks, which are not theirs to set, and without what no database stores."""
    return "".join(c for c in text if c not in MARKS and c != "\0")


def pack(source: str, outcome: Outcome) -> str:
    """The stored form of an English text for which readers of a language get `outcome`."""
    if outcome.text is None:
        return Told(source, "english", source).packed
    return Told(outcome.text, outcome.state, source).packed


def render(text: str, *, dialable: bool) -> SafeString:
    """Safe HTML of a text; `dialable` turns emergency numbers into links, which no other link may enclose."""
    language = get_language() or "en"
    if not isinstance(text, Told) or language == "en" or text.state == "told":
        return mark(escape(str(text)), language, dialable=dialable)
    english = mark(escape(text.english), "en", dialable=dialable)
    if text.state == "english":
        return SafeString(f'<span class="english" lang="en" dir="ltr">{english}</span>')
    words = mark(escape(str(text)), language, dialable=dialable)
    return both(english, words, unchecked=text.state == "unchecked")


def both(english: str, words: str, *, unchecked: bool) -> SafeString:
    """The English and the reader's language, both safe HTML, the second marked where no person has checked it."""
    return SafeString(
        f'<span class="both"><span class="both-english" lang="en" dir="ltr">{english}</span> '
        f'<span class="both-told">{chip() if unchecked else ""}{words}</span></span>'
    )


def chip() -> str:
    """The mark of a text that no person has checked, in the reader's language."""
    words = gettext(
        "not checked"
    )  # On a line of its own: the tool that collects words misses it in an f-string.
    return f'<small class="unchecked">{escape(words)}</small> '
