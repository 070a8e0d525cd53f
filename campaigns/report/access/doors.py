"""Tokens and share links: made by staff, opened by a secret, ended by their day or by staff.

A secret has 192 random bits; the database holds its SHA-256. So a stolen database opens nothing, and nothing can show a
secret again: who loses it is given another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from campaigns.models import ReachToken, ShareLink, TokenUse
from campaigns.period import today

SECRET_BYTES = 24
LONGEST = dt.timedelta(days=366)  # That a token or link works, before somebody thinks of it again.
KEPT = dt.timedelta(days=365)  # What was asked; and tokens and links after their end.
AnyDoor = TypeVar("AnyDoor", ReachToken, ShareLink)


def make(kind: type[AnyDoor], **fields: Any) -> tuple[AnyDoor, str]:
    """A new door and its secret; raises ValueError in words for people where it can't be, or would never close."""
    if not today() <= fields["expires"] <= today() + LONGEST:
        raise ValueError(f"The last day must lie between today and {today() + LONGEST:%d %B %Y}.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    door = kind(secret_hash=digest(secret), **fields)
    try:
        door.clean_fields()
    except ValidationError as error:
        told = (f"{name}: {' '.join(words)}" for name, words in error.message_dict.items())
        raise ValueError(" ".join(told)) from error
    door.save()
    return door, secret


def find(kind: type[AnyDoor], secret: str) -> AnyDoor | None:
    """The door of a secret, open or not."""
    return kind._default_manager.filter(secret_hash=digest(secret)).first()


def revoke(door: ReachToken | ShareLink) -> None:
    if door.revoked is None:
        door.revoked = timezone.now()
        door.save(update_fields=["revoked"])


def digest(secret: str) -> str:
    # A surrogate has no UTF-8: a strange address is no error of ours.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def purge() -> None:
    """Forget what was asked a year ago, and doors that closed a year ago; a chore of the clock."""
    old = timezone.now() - KEPT
    TokenUse.objects.filter(at__lt=old).delete()
    ended = Q(expires__lt=today() - KEPT) | Q(revoked__lt=old)
    ReachToken.objects.filter(ended).delete()
    ShareLink.objects.filter(ended).delete()
