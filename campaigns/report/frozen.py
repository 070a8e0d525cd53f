"""Reports that were frozen: each is a text with a hash, from which every file can be made again and never differs."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from campaigns.models import FrozenReport
from campaigns.period import LONDON, today
from campaigns.report import build
from campaigns.report.files import data
from campaigns.report.moves import moves
from campaigns.report.query import Query
from campaigns.report.shape import Report

LONGEST = 1000  # Letters of a question; the models' own.
TRIES = 3  # Two people may freeze the same at once.


def freeze(query: Query, by: User | None) -> FrozenReport:
    """The report as it is now, kept for good. `is_new` says whether that made a version: without a change it makes none.

    A period that is not over may be frozen, and says that it is provisional. Raises ValueError in words for people.
    """
    if query.period.first > today():
        raise ValueError(f"{query.period.name} has not begun, so there is nothing to freeze.")
    if len(query.address) > LONGEST:
        raise ValueError("That is too long a question. Choose fewer campaigns, channels or links.")
    content = data.as_json(build.report(query))
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _kept(query, content, by)
        except IntegrityError:
            continue  # Somebody else took this number.
    raise ValueError("Somebody else is freezing the same report. Try again.")


def read(frozen: FrozenReport) -> Report:
    """The report as it was: every file that is made of it is the same for ever."""
    return data.read(frozen.content)


def verify(frozen: FrozenReport) -> bool:
    """Whether the content is what was frozen, and is still understood as it was."""
    return hash_of(frozen.content) == frozen.content_hash and data.as_json(read(frozen)) == frozen.content


def edition(frozen: FrozenReport) -> str:
    """What a file of it says of its version."""
    return f"{frozen.version}, frozen on {frozen.at.astimezone(LONDON).date()}, SHA-256 {frozen.content_hash}"


def latest(query: Query) -> FrozenReport | None:
    return FrozenReport.objects.filter(query=query.address).order_by("-version").first()


def hash_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _kept(query: Query, content: str, by: User | None) -> FrozenReport:
    before = latest(query)
    if before and _timeless(before.content) == _timeless(content):
        return before
    after = data.read(content)
    frozen = FrozenReport(
        query=query.address,
        audience=query.audience.value,
        version=before.version + 1 if before else 1,
        content=content,
        content_hash=hash_of(content),
        moved=moves(read(before), after) if before else [],
        is_demo=after.is_demo,
        by=by,
    )
    frozen.save()
    frozen.is_new = True
    return frozen


def _timeless(content: str) -> dict[str, Any]:
    """All of it but the day on which it was made."""
    told: dict[str, Any] = json.loads(content)
    return told | {"made": None}
