"""Tells the translation desk how much pages are read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Sum

from campaigns.models import ReadTally
from campaigns.period import today
from livesafe.translations import readership


def reads(keys: Collection[str]) -> dict[tuple[str, str], int]:
    """Reads by people in the last days, by object key and language. One query; sensitive pages have no tallies."""
    rows = (
        ReadTally.objects.filter(day__gt=today() - timedelta(days=readership.DAYS))
        .values_list("page", "language")
        .annotate(reads=Sum("n"))
    )
    wanted = set(keys)
    found = {(f"page:{page}", language): n for page, language, n in rows}
    return {place: n for place, n in found.items() if place[0] in wanted}
