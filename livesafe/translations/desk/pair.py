"""One English segment and what one language has for it, with all that its editor shows beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString

from livesafe.languages import Language
from livesafe.translations import checks
from livesafe.translations.desk import writing
from livesafe.translations.desk.differences import marked
from livesafe.translations.desk.provenance import named, provenance, writer
from livesafe.translations.desk.structure import Place
from livesafe.translations.models import Comment, KeptOut, Reply, Translation, Unfinished
from livesafe.translations.segments import Segment

State = Translation.State
STATES = {
    "todo": "To do",
    "outdated": "English changed",
    "draft": "Draft",
    "approved": "Approved",
    "lent": "Approved elsewhere",
    "unsafe": "Unsafe",
}


@dataclass
class Pair:
    """One English segment and what one language has for it."""

    number: int
    segment: Segment
    place: Place
    language: Language
    row: Translation | None = None  # Of this place, made from today's English.
    lent: Translation | None = None  # Approved elsewhere for the same English.
    previous: Translation | None = None  # Of this place, made from an older English.
    is_outdated: bool = False
    given: str = ""  # What readers get: "", "draft" or "approved".
    comments: list[Comment] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)  # From reviewer links, not yet answered.
    unfinished: Unfinished | None = None  # What this person typed and did not save.
    others: list[Unfinished] = field(default_factory=list)  # … and what others did.
    reads_wrong: int = 0  # How often readers said so of what they get here today.
    kept_out: KeptOut | None = None  # A machine's text that broke something.
    problems: list[str] = field(default_factory=list)
    back: str = ""  # A machine's translation back into English; stored nowhere.
    said: str = ""  # What came of the last thing done here.

    @property
    def id(self) -> str:
        return identify(self.segment)

    @property
    def text(self) -> str:
        """What the memory says here, in its own form."""
        return self.row.text if self.row else ""

    @property
    def seen(self) -> str:
        """What this person had before them when they began to type."""
        return self.unfinished.seen if self.unfinished else self.text

    @property
    def typed(self) -> str:
        """What stands in the box."""
        if self.unfinished:
            return self.unfinished.text
        return writing.shown(self.segment, self.text or (self.lent.text if self.lent else ""))

    @property
    def english(self) -> str:
        return writing.shown(self.segment, self.segment.source)

    @property
    def english_marked(self) -> SafeString:
        """The English with its marks set apart from its words."""
        return SafeString(writing.MARK.sub(r'<span class="mark">\g<0></span>', escape(self.english)))

    @property
    def marks(self) -> list[writing.Mark]:
        return writing.marks(self.segment)

    @property
    def state(self) -> str:
        if self.row:
            return str(self.row.state)
        return "lent" if self.lent else "outdated" if self.is_outdated else "todo"

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def who(self) -> str:
        return provenance(self.row) if self.row else ""

    @property
    def lent_who(self) -> str:
        return provenance(self.lent) if self.lent else ""

    @property
    def writer(self) -> str:
        return writer(self.row) if self.row else ""

    @property
    def previous_who(self) -> str:
        return provenance(self.previous) if self.previous else ""

    @property
    def kept_out_shown(self) -> str:
        return writing.shown(self.segment, self.kept_out.text) if self.kept_out else ""

    @property
    def readers_get(self) -> str:
        """What readers see here now, in words for staff."""
        match self.given:
            case State.APPROVED if self.row and self.row.approved_text:
                return "Readers get the text that was approved before."
            case State.APPROVED:
                older = " It is older than the English." if self.row and self.row.minor_from else ""
                return f"Readers get this text.{older}"
            case State.DRAFT if self.segment.policy == "both":
                return "Readers get the English, and this draft beside it, marked as not checked."
            case State.DRAFT:
                return "Readers get this draft, under the page's notice."
        return "Readers get the English."

    @property
    def rows(self) -> int:
        """Lines of the box, before a script fits it to its words."""
        return max(2, max(len(self.english), len(self.typed)) // 42 + 1)

    @property
    def fingerprint(self) -> str:
        """Names the text that is shown, so that a whole page's approval approves no other."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:20]

    @property
    def needs_text(self) -> bool:
        return self.row is None and self.lent is None

    @property
    def is_draft(self) -> bool:
        return self.row is not None and self.row.state == State.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.row is not None and self.row.state == State.APPROVED

    @property
    def is_unsafe(self) -> bool:
        return self.row is not None and self.row.state == State.UNSAFE

    @property
    def remarks(self) -> list[tuple[Comment, str]]:
        """What was said about it, and by whom."""
        return [(comment, named(comment.by, comment.by_label)) for comment in self.comments]

    @property
    def warnings(self) -> list[tuple[Comment, str]]:
        """Why it was sent back or said to be unsafe, until it is approved again."""
        return [
            (one, who) for one, who in self.remarks if one.settled_at is None and one.why != one.Why.COMMENT
        ]

    @property
    def peers(self) -> list[tuple[Unfinished, str]]:
        return [(one, named(one.user)) for one in self.others]

    @property
    def open_comments(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.settled_at is None]

    @property
    def conflict(self) -> Translation | None:
        """What somebody else stored while this person typed something else."""
        if self.unfinished is None or self.row is None:
            return None
        mine = writing.stored(self.segment, self.unfinished.text)
        return None if self.row.text in {self.unfinished.seen, mine} else self.row

    @property
    def theirs(self) -> str:
        """In a conflict: what the other saved."""
        return writing.shown(self.segment, self.text)

    @property
    def mine_against_theirs(self) -> SafeString:
        return marked(self.theirs, self.typed)

    @property
    def changes(self) -> SafeString:
        """How today's English differs from the one that the previous text was made from."""
        if self.previous is None:
            return SafeString()
        older = Segment(
            self.segment.path, "html" if self.previous.kind == "html" else "text", self.previous.source
        )
        return marked(writing.shown(older, older.source), self.english)

    @property
    def previously(self) -> str:
        return writing.shown(self.segment, self.previous.text) if self.previous else ""

    @property
    def kept_approved(self) -> str:
        """What readers still get while a draft that was written over it waits."""
        return writing.shown(self.segment, self.row.approved_text) if self.row else ""

    def belongs(self, show: str) -> bool:
        match show:
            case "todo":
                return self.needs_text
            case "outdated":
                return self.is_outdated
            case "drafts":
                return self.is_draft
            case "unsafe":
                return self.is_unsafe
            case "comments":
                return bool(self.open_comments or self.replies or self.reads_wrong)
        return True


def identify(segment: Segment) -> str:
    """A short name of a segment for an address: the same as long as its place and its English stay."""
    return hashlib.sha256(f"{segment.path}#{segment.hash}".encode()).hexdigest()[:10]


def check(pair: Pair, text: str) -> list[str]:
    """What keeps a text from being released here; nothing is said of an empty box."""
    segment = pair.segment
    return checks.problems(segment.kind, segment.source, text, pair.language.code) if text.strip() else []
