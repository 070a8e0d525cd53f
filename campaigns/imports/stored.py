"""A row of a file as the database keeps it, and back, so that a later file can be held against it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from campaigns.ads.shape import ADDITIVE, LEVELS, AdRow, Level, Platform
from campaigns.models import AdCampaign, AdImport, Channel, PlatformRow

META = "meta"  # Instagram and Facebook together, where a file doesn't say which: no channel of our own links.
CHANNELS = {
    Platform.TIKTOK: Channel.TIKTOK,
    Platform.SNAPCHAT: Channel.SNAPCHAT,
    Platform.X: Channel.X,
    Platform.LINKEDIN: Channel.OTHER,
    Platform.OTHER: Channel.OTHER,
}
PUBLISHERS = {"facebook": Channel.FACEBOOK, "instagram": Channel.INSTAGRAM}
# What Google calls the kind of a campaign that shows films.
FILMS = ("video", "youtube")
PLAIN = (
    *(name for name in ADDITIVE if name != "spend"),
    "platform", "kind", "account", "account_name", "first", "last", "is_day", "reach", "frequency",
    "link_clicks_from", "video_views_from", "spend", "currency", "line",
)  # fmt: skip


def digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str, ensure_ascii=False).encode()).hexdigest()


def key_hash(row: AdRow) -> str:
    return digest(*row.key)


def as_stored(row: AdRow, brought_by: AdImport, ad_campaign: AdCampaign) -> PlatformRow:
    levels: dict[str, Any] = {}
    for name, level in zip(LEVELS, row.levels, strict=True):
        levels |= {f"{name}_id": level.id, f"{name}_name": level.name}
    return PlatformRow(
        key_hash=key_hash(row),
        brought_by=brought_by,
        ad_campaign=ad_campaign,
        channel=channel(row),
        grain="/".join(row.grain),
        breakdown=[list(pair) for pair in row.breakdown],
        masked=[list(pair) for pair in row.masked],
        raw=[list(pair) for pair in row.raw],
        **levels,
        **{name: getattr(row, name) for name in PLAIN},
    )


def as_read(stored: PlatformRow) -> AdRow:
    values = {name: getattr(stored, name) for name in PLAIN if name != "is_day"}
    levels = {name: Level(getattr(stored, f"{name}_id"), getattr(stored, f"{name}_name")) for name in LEVELS}
    return AdRow(
        **values | levels | {"platform": Platform(stored.platform)},
        breakdown=tuple((dimension, value) for dimension, value in stored.breakdown),
        masked=tuple((figure, limit) for figure, limit in stored.masked),
        raw=tuple((column, cell) for column, cell in stored.raw),
    )


def channel(row: AdRow) -> str:
    """Which of our channels a row is about, as far as its own columns say it."""
    breakdown = dict(row.breakdown)
    match row.platform:
        case Platform.META:
            return PUBLISHERS.get(breakdown.get("publisher", "").casefold(), META)
        case Platform.GOOGLE:
            said = breakdown.get("network") or next(
                (cell for column, cell in row.raw if column.casefold() == "campaign type"), ""
            )
            films = row.kind == "organic" or any(word in said.casefold() for word in FILMS)
            return Channel.YOUTUBE if films else Channel.GOOGLE
    return CHANNELS[row.platform]


def current() -> QuerySet[PlatformRow]:
    return PlatformRow.objects.filter(replaced_by=None)


def beside(rows: Iterable[AdRow]) -> QuerySet[PlatformRow]:
    """The current rows that a file's rows could be the same as, or count twice: of its platform and days, and of its
    accounts, or of any where one of both doesn't say."""
    rows = list(rows)
    if not rows:
        return current().none()
    accounts = {row.account for row in rows}
    found = current().filter(
        platform=rows[0].platform,
        kind=rows[0].kind,
        first__lte=max(row.last for row in rows),
        last__gte=min(row.first for row in rows),
    )
    return found if "" in accounts else found.filter(account__in=[*accounts, ""])
