"""Who or what made a text, when, and who approved it, in words for staff."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format

from livesafe.translations.models import PastText, Translation
from livesafe.translations.review import PERSON


def named(user: User | None, label: str = "") -> str:
    """What staff call somebody; a reviewer link's user has a label, and a deleted account nothing."""
    return label or (user.get_full_name() or user.get_username() if user else "Somebody")


def writer(row: Translation | PastText) -> str:
    """Who or what made a text."""
    if not row.made_by_id and not row.made_as:
        return "A person" if row.origin == PERSON else row.origin
    person = named(row.made_by, row.made_as)
    return person if row.origin == PERSON else f"{row.origin}, brought in by {person}"


def provenance(row: Translation) -> str:
    """Who or what made a text and when, and who approved it."""
    made = f"{writer(row)}, {_day(row.made_at)}"
    if row.state != Translation.State.APPROVED or row.approved_at is None:
        return made
    person = named(row.approved_by, row.approved_as)
    return f"{made} · approved by {person}, {_day(row.approved_at)}"


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
