"""What the user of a reviewer link hands in: first it is kept, then it takes effect as far as it may."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import timezone

from livesafe import languages
from livesafe.translations import checks, invitations, objects, review
from livesafe.translations.desk import writing
from livesafe.translations.models import Invitation, Reply, Stamp
from livesafe.translations.review import By
from livesafe.translations.segments import Segment
from livesafe.translations.sheet import Line, Sheet, fingerprint, segment_of_the_past, sheet

LONGEST = 5_000  # Characters of a wording or a comment.
MOST = 2_000  # Replies of one link: pages have far fewer segments, and change a few times.
CHANGED = "This text has changed since you opened the page. Please read it again."
_PATH = re.compile(r"[\w.-]{1,255}")
_HASH = re.compile(r"[0-9a-f]{20}")


class NotTakenError(Exception):
    """A form that no page of this link has made, or that came too late. Nothing was kept."""


@dataclass(frozen=True)
class Said:
    """What a form says, as it was sent."""

    path: str
    source_hash: str
    seen: str  # The fingerprint of the translation its sender had before them.
    opened: str  # Proves that the page was opened before the link ended.
    verdict: str = ""
    text: str = ""
    comment: str = ""
    stamps: tuple[str, ...] = ()
    typing: bool = False  # Sent by the page itself, while its user types.


@dataclass(frozen=True)
class HandedIn:
    """What became of it. `line` is None where the link has ended, or its page no longer has the segment."""

    sheet: Sheet | None
    line: Line | None
    late: bool = False


def hand_in(invitation: Invitation, said: Said) -> HandedIn:
    """Keep what was said; then approve, or take a text back from readers, where the link may. Raises NotTakenError."""
    late = invitation.is_over
    if late and not invitations.takes_late(invitation, said.opened):
        raise NotTakenError
    if not (_PATH.fullmatch(said.path) and _HASH.fullmatch(said.source_hash)):
        raise NotTakenError
    page = sheet(invitation)
    line = page.line(said.path, said.source_hash) if page else None
    # After the end nothing is sent back to be mended: what can be kept is kept.
    asks_back = line is not None and not said.typing and not late
    if line and asks_back and (problem := _refusal(invitation, said, line)):
        # Typed words are kept even where what they were handed in for makes no sense yet.
        line.reply = _typing(_keep(invitation, said, line.segment, line), line)
        line.problem = problem
        return HandedIn(page, line)
    segment = line.segment if line else _past(invitation, said)
    reply = _keep(invitation, said, segment, line)
    if invitation.is_english:
        line_reply = _stamped(reply, late=late)
    elif said.typing and not late:
        line_reply = _typing(reply, line)
    else:
        line_reply = _said(invitation, reply, said, line, late=late)
    if line:
        line.reply = line_reply
    return HandedIn(None, None, late) if late else HandedIn(page, line)


def _refusal(invitation: Invitation, said: Said, line: Line) -> str:
    """Why a hand-in can't be taken as it is, in words for its sender."""
    if invitation.is_english:
        return ""
    if said.verdict not in {Reply.Verdict.APPROVE, Reply.Verdict.SUGGEST, Reply.Verdict.UNSAFE}:
        return "Choose one of the three answers."
    if said.verdict == Reply.Verdict.SUGGEST:
        same = writing.stored(line.segment, said.text[:LONGEST]) == line.text
        return "Write your own wording in the box first." if same or not said.text.strip() else ""
    if line.row is None:
        return "There is no translation here yet. You can write one."
    if said.verdict == Reply.Verdict.APPROVE and said.seen != line.seen:
        return CHANGED
    return ""


def _past(invitation: Invitation, said: Said) -> Segment:
    """The English that a page had when it was opened; unknown English is no reason to lose what was said of it."""
    found = segment_of_the_past(invitation, said.path, said.source_hash)
    return found or Segment(said.path, "text", "")


def _keep(invitation: Invitation, said: Said, segment: Segment, line: Line | None) -> Reply:
    """The words, stored before anything else is done with them."""
    if invitation.replies.count() >= MOST:
        raise NotTakenError
    reply, _ = Reply.objects.get_or_create(  # Two requests may bring a part's first words at once.
        invitation=invitation,
        path=said.path,
        source_hash=said.source_hash,
        defaults={
            "label": invitation.label,
            "object_key": invitation.object_key,
            "language": invitation.language,
            "kind": segment.kind,
            "source": segment.source,
        },
    )
    text = _clean(said.text)
    untouched = line is not None and writing.stored(line.segment, text) == line.text
    reply.text = "" if untouched else text
    reply.comment = _clean(said.comment)
    reply.stamps = [stamp.value for stamp in Stamp if stamp in said.stamps]
    if line and fingerprint(line.text) == said.seen:
        reply.seen = line.text
    reply.save()
    return reply


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]


def _typing(reply: Reply, line: Line | None) -> Reply | None:
    """Words still being typed. What waits for staff goes on waiting, with the newer words."""
    if reply.state == Reply.State.OPEN:
        return reply
    if reply.handed_in_at and not reply.text and not reply.comment:
        return reply
    reply.state = Reply.State.TYPING
    reply.save(update_fields=["state"])
    return reply


def _stamped(reply: Reply, *, late: bool) -> Reply | None:
    if not reply.stamps and not reply.comment:
        reply.delete()  # They took their stamps off again.
        return None
    return _close(reply, Reply.State.NOTED, Reply.Verdict.STAMPED, late=late)


def _said(invitation: Invitation, reply: Reply, said: Said, line: Line | None, *, late: bool) -> Reply | None:
    verdict = Reply.Verdict(said.verdict) if said.verdict in Reply.Verdict.values else Reply.Verdict.NONE
    if late and verdict not in {Reply.Verdict.APPROVE, Reply.Verdict.UNSAFE}:
        if not reply.text and not reply.comment:
            reply.delete()
            return None
        verdict = Reply.Verdict.SUGGEST
    was_unsafe = reply.state == Reply.State.OPEN and reply.verdict == Reply.Verdict.UNSAFE
    # Another wording does not call the warning off: staff see both.
    kept = Reply.Verdict.UNSAFE if was_unsafe and verdict == Reply.Verdict.SUGGEST else verdict
    _close(reply, Reply.State.OPEN, kept, late=late)
    if line is None:
        return _outcome(reply, "The English has changed since they read it.")
    match verdict:
        case Reply.Verdict.UNSAFE if not invitation.revoked_at:
            return _take_back(reply, line)
        case Reply.Verdict.APPROVE if invitations.approves(invitation) and not late:
            return _approve(reply, line)
        case Reply.Verdict.SUGGEST:
            wording = writing.stored(line.segment, reply.text)
            found = checks.problems(line.segment.kind, line.segment.source, wording, line.language.code)
            line.problem = " ".join(["Handed in. Our team will look at this:", *found] if found else [])
    return reply


def _take_back(reply: Reply, line: Line) -> Reply:
    """Unsafe: readers lose the text within this call, unless a person has approved another one since."""
    if line.is_approved and line.text != reply.seen:
        return _outcome(reply, "They saw an older text. A person has approved another one since.")
    if place := place_of(reply):
        try:
            line.row = review.mark_unsafe(place, By(label=reply.label), reply.comment)
        except review.Refused as refused:
            return _outcome(reply, " ".join(refused.problems))
    return reply


def _approve(reply: Reply, line: Line) -> Reply:
    """Approved under the link's label, unless staff must look: the text was called unsafe, or breaks a check."""
    place = place_of(reply)
    if place is None or line.is_unsafe:
        return reply
    if line.is_borrowed:
        return _close(reply, Reply.State.APPLIED, Reply.Verdict.APPROVE)  # Approved already, on another page.
    try:
        line.row = review.approve(place, By(label=reply.label), seen=line.text)
    except review.Conflict as conflict:
        line.row, line.problem = conflict.row, CHANGED
        return _outcome(reply, "The text changed while they approved it.")
    except review.Refused as refused:
        line.problem = " ".join(["It waits for our team, because of this:", *refused.problems])
        return _outcome(reply, line.problem)
    return _close(reply, Reply.State.APPLIED, Reply.Verdict.APPROVE)


def place_of(reply: Reply) -> review.Place | None:
    """Where a reply's words belong; None where the page, or this English of it, is no more."""
    obj = objects.find(reply.object_key)
    if obj is None:
        return None
    try:
        return review.place(obj, languages.get(reply.language), reply.path, reply.source_hash)
    except review.Gone:
        return None


def _close(reply: Reply, state: Reply.State, verdict: Reply.Verdict, *, late: bool = False) -> Reply:
    reply.state, reply.verdict, reply.late = state, verdict, late
    reply.handed_in_at = timezone.now()
    reply.outcome, reply.handled_by, reply.handled_at = "", None, None
    reply.save()
    return reply


def _outcome(reply: Reply, words: str) -> Reply:
    reply.outcome = words
    reply.save(update_fields=["outcome"])
    return reply
