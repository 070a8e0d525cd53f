"""What the user of a reviewer link has before them: a page's segments in their order, each with what was said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from django.utils.safestring import SafeString

from livesafe.languages import SOURCE, Language
from livesafe.translations import invitations, objects, protected
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.desk import structure, writing
from livesafe.translations.models import Invitation, Reply, Stamp, Translation
from livesafe.translations.segments import Segment

# Parts that mean something in a text are shown as themselves; a link leads nowhere from here.
SHOWN = {"b": "b", "strong": "b", "i": "em", "em": "em", "a": "u", "br": "br"}
HEADINGS = {"headline", "heading", "title"}
REVISIONS_ASKED = 10  # How many drafts back the English of a late reply is looked for.


@dataclass
class Line:
    """One segment with its translation, if it has one, and what this link's user said of it."""

    number: int
    segment: Segment
    language: Language
    place: structure.Place
    row: Translation | None = None
    is_borrowed: bool = False  # A person approved it on another page, for the same English.
    reply: Reply | None = None
    problem: str = ""  # What kept the last hand-in from taking effect, in words for its sender.

    @property
    def text(self) -> str:
        return self.row.text if self.row else ""

    @property
    def seen(self) -> str:
        """Names the text that is shown, so that nobody approves another."""
        return fingerprint(self.text)

    @property
    def english(self) -> SafeString:
        return readable(self.segment.kind, self.segment.source, SOURCE)

    @property
    def told(self) -> SafeString:
        return readable(self.segment.kind, self.text, self.language)

    @property
    def typed(self) -> str:
        """What stands in the box for another wording: what they typed, else the text to change."""
        return (self.reply and self.reply.text) or writing.shown(self.segment, self.text)

    @property
    def is_heading(self) -> bool:
        return self.segment.path.rpartition(".")[2] in HEADINGS

    @property
    def has_marks(self) -> bool:
        return bool(writing.marks(self.segment))

    @property
    def is_answered(self) -> bool:
        return self.reply is not None and self.reply.state != Reply.State.TYPING

    @property
    def is_unsafe(self) -> bool:
        return self.row is not None and self.row.state == Translation.State.UNSAFE

    @property
    def is_approved(self) -> bool:
        return self.row is not None and self.row.state == Translation.State.APPROVED

    @property
    def stamps(self) -> list[tuple[str, str, bool]]:
        given = self.reply.stamps if self.reply else []
        return [(stamp.value, str(stamp.label), stamp in given) for stamp in Stamp]


@dataclass
class Sheet:
    obj: Translated
    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> int:
        return sum(not line.is_answered for line in self.lines)

    @property
    def next(self) -> str:
        """The first part without an answer, as the page names it."""
        return next((f"s{line.number}" for line in self.lines if not line.is_answered), "")

    @property
    def sections(self) -> Iterator[tuple[structure.Landmark, list[Line]]]:
        for landmark, lines in groupby(self.lines, key=lambda line: line.place.landmark):
            yield landmark, list(lines)

    def line(self, path: str, source_hash: str) -> Line | None:
        found = (line for line in self.lines if (line.segment.path, line.segment.hash) == (path, source_hash))
        return next(found, None)


def sheet(invitation: Invitation) -> Sheet | None:
    """The page of a link as it is now; None where the page is no more."""
    obj = invitations.subject(invitation)
    if obj is None:
        return None
    segments = obj.segments()
    where = structure.places(obj, segments)
    rows = {} if invitation.is_english else _rows(obj, segments, invitation.language)
    said = {(reply.path, reply.source_hash): reply for reply in invitation.replies.all()}
    page = Sheet(obj)
    for number, segment in enumerate(segments, start=1):
        key = (segment.path, segment.hash)
        line = Line(
            number, segment, invitation.target, where[segment.path], rows.get(key), reply=said.get(key)
        )
        if line.row is None and (lent := rows.get(("", segment.hash))):
            line.row, line.is_borrowed = lent, True
        page.lines.append(line)
    return page


def segment_of_the_past(invitation: Invitation, path: str, source_hash: str) -> Segment | None:
    """A segment that the page no longer has, from the memory or from a recent draft."""
    row = Translation.objects.filter(
        object_key=invitation.object_key, path=path, source_hash=source_hash
    ).first()
    if row:
        return Segment(path, "html" if row.kind == "html" else "text", row.source)
    for old in _old_drafts(invitation.object_key):
        for segment in old.segments():
            if (segment.path, segment.hash) == (path, source_hash):
                return segment
    return None


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def readable(kind: str, text: str, language: Language) -> SafeString:
    """A text as safe HTML to be read here: bold stays bold, a link is underlined and leads nowhere."""
    soup = BeautifulSoup(text if kind == "html" else "", "html.parser")
    if kind != "html":
        soup.append(text)
    for node in soup.find_all(string=lambda part: isinstance(part, PreformattedString)):
        node.extract()
    for tag in soup.find_all(True):
        _plain(tag)
    return protected.mark(soup.decode(formatter="minimal"), language.code, dialable=False)


def _plain(tag: Tag) -> None:
    tag.attrs = {}
    if tag.name in SHOWN:
        tag.name = SHOWN[tag.name]
    else:
        tag.unwrap()


def _rows(obj: Translated, segments: Iterable[Segment], language: str) -> dict[tuple[str, str], Translation]:
    """The page's own texts by place, and under no place what a person approved elsewhere for the same English."""
    rows = Translation.objects.filter(
        language=language, source_hash__in={segment.hash for segment in segments}
    ).order_by("approved_at", "pk")
    found = {}
    for row in rows:
        if row.object_key == obj.object_key:
            found[row.path, row.source_hash] = row
        elif lent := row.lent:
            found["", row.source_hash] = lent
    return found


def _old_drafts(object_key: str) -> Iterator[Translated]:
    page = objects.find(object_key)
    if isinstance(page, TranslatedPage):
        for revision in page.revisions.order_by("-created_at")[:REVISIONS_ASKED]:
            yield revision.as_object()
