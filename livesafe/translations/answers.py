"""What staff do with what came in through reviewer links: take a wording, approve, or dismiss it with a reason."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from livesafe.translations import review
from livesafe.translations.desk import writing
from livesafe.translations.models import Comment, Reply, Translation
from livesafe.translations.replies import place_of
from livesafe.translations.review import By
from livesafe.translations.sheet import fingerprint


class GoneError(Exception):
    """The page, or the English that a reply is about, is no more."""


def waiting(codes: list[str]) -> QuerySet[Reply]:
    """What waits for staff in these languages: what could harm first, then the oldest."""
    urgent = Case(
        When(verdict=Reply.Verdict.UNSAFE, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return Reply.objects.filter(state=Reply.State.OPEN, language__in=codes).order_by(
        urgent, "handed_in_at", "pk"
    )


@transaction.atomic
def take_wording(reply: Reply, user: User, wording: str, *, seen: str, approve: bool) -> None:
    """Store a suggested wording as a draft, and approve it where asked. `seen` names the text that staff had before them.

    The draft is by the link's label where its words are the link's own, by the user who changed them else. Raises
    review.Conflict, review.Refused and GoneError; then nothing is stored.
    """
    place = _place(reply)
    text = writing.stored(place.segment, wording)
    there = place.row.text if place.row else ""
    if place.row and fingerprint(there) != seen:
        raise review.Conflict(place.row)
    own = text == writing.stored(place.segment, reply.text)
    row = review.write(place, text, By(label=reply.label) if own else By(user), seen=there)
    if approve:
        review.approve(_place(reply), By(user), seen=row.text)
    _handled(reply, user, Reply.State.ACCEPTED, "Taken and approved." if approve else "Taken as a draft.")


@transaction.atomic
def approve(reply: Reply, user: User, *, seen: str, reason: str = "") -> None:
    """Approve today's text of a reply's segment: as its sender advised, or though one called it unsafe."""
    place = _place(reply)
    if place.row is None:
        raise review.Refused(["There is no translation yet."])
    if fingerprint(place.row.text) != seen:
        raise review.Conflict(place.row)
    if place.row.state == Translation.State.UNSAFE and reply.verdict != Reply.Verdict.UNSAFE:
        raise review.Refused(["Somebody has called it unsafe. Answer that first, or read why in the editor."])
    review.approve(place, By(user), seen=place.row.text)
    _handled(reply, user, Reply.State.ACCEPTED, f"Approved. {reason}".strip())


@transaction.atomic
def settle(reply: Reply, user: User, reason: str, *, accepted: bool = False) -> None:
    """Close a reply without a change: dismissed for a reason, or dealt with elsewhere. What is unsafe stays so."""
    _handled(reply, user, Reply.State.ACCEPTED if accepted else Reply.State.DISMISSED, reason)


def _place(reply: Reply) -> review.Place:
    place = place_of(reply)
    if place is None:
        raise GoneError("This English is no longer on the page, so its translation can’t be changed.")
    return place


def _handled(reply: Reply, user: User, state: Reply.State, outcome: str) -> None:
    reply.state, reply.outcome = state, outcome
    reply.handled_by, reply.handled_at = user, timezone.now()
    # Not the words: their writer may be changing them at this moment.
    reply.save(update_fields=["state", "outcome", "handled_by", "handled_at"])
    Comment.objects.filter(
        object_key=reply.object_key,
        language=reply.language,
        path=reply.path,
        source_hash=reply.source_hash,
        by_label=reply.label,
        settled_at=None,
    ).update(settled_at=timezone.now())
