"""Reviewer links: made by staff, opened by a person without an account, and ended by time or by staff.

The address holds a secret of 192 random bits; the database holds its SHA-256. A signature would let whoever knows the
site's key open every link, and a new key would close them all; a hash does neither, and needs the row anyway, to revoke.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from livesafe import languages
from livesafe.translations import objects, roles
from livesafe.translations.columns import Translated
from livesafe.translations.models import GRACE, Invitation, Reply

SECRET_BYTES = 24
LONGEST_DAYS = 60
LINKS_KEPT = timedelta(days=90)  # After the link's end: staff can still see who was asked.
REPLIES_KEPT = timedelta(days=365)  # After they were handed in, unless staff still have to answer them.


def invite(**fields: Any) -> tuple[Invitation, str]:
    """A new link and its secret, which nothing can show again: who loses it is given another link."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return Invitation.objects.create(secret_hash=digest(secret), **fields), secret


def revoke(invitation: Invitation) -> None:
    """End a link now. What its user typed and did not hand in is handed in for them."""
    if not invitation.is_over:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    hand_in_typed(Reply.objects.filter(invitation=invitation))


def find(secret: str) -> Invitation | None:
    """The link of a secret, ended or not."""
    return Invitation.objects.filter(secret_hash=digest(secret)).first()


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def approves(invitation: Invitation) -> bool:
    """Whether a link's approvals count. A maker who has left, or may no longer approve, lends no more than they have."""
    maker = invitation.created_by
    return invitation.may_approve and (maker is None or roles.may_approve(maker, invitation.target))


def stand_in_for_nobody(instance: User, **_: Any) -> None:
    """Before an account is deleted: what its links approve waits for staff, as when its owner leaves."""
    Invitation.objects.filter(created_by=instance).update(may_approve=False)


# A page that was open when its link ended ------------------------------------


def opened_mark(invitation: Invitation) -> str:
    """What a form carries to prove that its page was opened while the link was alive."""
    return signing.dumps([invitation.pk, timezone.now().timestamp()], salt="invitation")


def takes_late(invitation: Invitation, mark: str) -> bool:
    """Whether what arrives after the link's end was begun before it, and not too long ago."""
    try:
        number, opened = signing.loads(mark, salt="invitation")
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return (
        number == invitation.pk
        and opened < invitation.ended_at.timestamp()
        and timezone.now() < invitation.ended_at + GRACE
    )


def hand_in_typed(replies: QuerySet[Reply]) -> int:
    """Hand in what was typed under links that have ended."""
    typed = replies.filter(state=Reply.State.TYPING)
    typed.filter(text="", comment="", stamps=[]).delete()
    now = timezone.now()
    english = typed.filter(language=languages.SOURCE.code).update(
        state=Reply.State.NOTED, verdict=Reply.Verdict.STAMPED, late=True, handed_in_at=now
    )
    return english + typed.update(
        state=Reply.State.OPEN, verdict=Reply.Verdict.SUGGEST, late=True, handed_in_at=now
    )


# What a link shows -----------------------------------------------------------


def subject(invitation: Invitation) -> Translated | None:
    """The page that a link is about, live or as last saved; None where it is no more."""
    obj = objects.find(invitation.object_key)
    return obj and as_shown(invitation, obj)


def as_shown(invitation: Invitation, obj: Translated) -> Translated:
    """The page as last saved where the link asks for that, or where readers have none; else as readers have it."""
    is_live = getattr(obj, "live", True)
    draft = invitation.is_english or invitation.shows_draft or not is_live
    return objects.drafted(obj) if draft else obj


# The minute's clock ----------------------------------------------------------


def tidy() -> None:
    """Hand in what ended links left typed; forget links and replies that have had their time."""
    now = timezone.now()
    over = Q(invitation__expires_at__lte=now) | Q(invitation__revoked_at__lte=now)
    hand_in_typed(Reply.objects.filter(over | Q(invitation=None)))
    old = now - LINKS_KEPT
    Invitation.objects.filter(Q(expires_at__lt=old) | Q(revoked_at__lt=old)).delete()
    Reply.objects.filter(handed_in_at__lt=now - REPLIES_KEPT).exclude(state=Reply.State.OPEN).delete()
