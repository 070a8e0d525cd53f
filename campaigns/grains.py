"""Platforms' rows as the report adds them up, and the choice among those that count the same people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from campaigns.period import Period


class PlatformFigures(NamedTuple):
    """A current row of an import. None: the platform doesn't say."""

    row_id: int
    campaign: str  # The slug of ours; "" where nobody has said which it is.
    ad_campaign_id: int
    name: str  # What the platform calls the campaign.
    platform_id: str  # The campaign's ID there.
    platform: str
    channel: str
    kind: str  # paid or organic
    account: str
    first: dt.date
    last: dt.date
    grain: str  # "campaign", "ad/age/gender"
    breakdown: tuple[tuple[str, str], ...]
    impressions: int | None
    reach: int | None  # Of this row alone: it may never be added to another's.
    link_clicks: int | None
    clicks_all: int | None
    landing_page_views: int | None
    video_views: int | None
    spend: Decimal | None
    currency: str
    masked: tuple[tuple[str, int], ...]  # Figures that the platform hides, and below what they are.
    import_id: int
    is_demo: bool

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dimension for dimension, _ in self.breakdown)

    def is_in(self, period: Period) -> bool:
        return period.first <= self.first and self.last <= period.last


def one_grain(
    found: Sequence[PlatformFigures], period: Period
) -> tuple[list[PlatformFigures], list[PlatformFigures]]:
    """The rows that count everybody once, and the others.

    Rows within the period come before those that reach beyond it, then rows without a breakdown. Where there are none
    for some days, that breakdown is taken which shows most: platforms hide small cells, so the fullest hides least.
    """
    taken: list[PlatformFigures] = []
    aside: list[PlatformFigures] = []
    for group in _things(found):
        grains = _grains(group, period)
        if len(grains) == 1:
            taken += group
            continue
        days = _Days()
        for rows in sorted(grains, key=partial(_preference, period)):
            free = [row for row in rows if not days.meet(row)]
            taken += free
            aside += [row for row in rows if days.meet(row)]
            days.add(free)
    return sorted(taken, key=lambda row: (row.first, row.row_id)), aside


def _things(found: Iterable[PlatformFigures]) -> Iterable[list[PlatformFigures]]:
    """Rows of one campaign of a platform, whether its files know it by ID or by name, with their account or without."""
    names: dict[tuple[str, str, str], str] = {}
    found = list(found)
    for row in found:
        if row.platform_id and row.name:
            names.setdefault((row.platform, row.kind, row.platform_id), row.name)
    things: dict[Hashable, list[PlatformFigures]] = defaultdict(list)
    for row in found:
        id_ = (row.platform, row.kind, row.platform_id)
        name = row.name or names.get(id_) or f"#{row.platform_id or row.ad_campaign_id}"
        things[row.platform, row.kind, name.casefold()].append(row)
    return [part for group in things.values() for part in _accounts(group)]


def _accounts(group: list[PlatformFigures]) -> Iterable[list[PlatformFigures]]:
    """Two accounts may call a campaign the same; a row that names no account may be of either."""
    accounts: dict[str, list[PlatformFigures]] = defaultdict(list)
    for row in group:
        accounts[row.account].append(row)
    return [group] if "" in accounts else accounts.values()


def _grains(group: Iterable[PlatformFigures], period: Period) -> Collection[list[PlatformFigures]]:
    grains: dict[Hashable, list[PlatformFigures]] = defaultdict(list)
    for row in group:
        grains[row.dimensions, row.is_in(period)].append(row)
    return grains.values()


def _preference(
    period: Period, rows: Sequence[PlatformFigures]
) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    seen = sum(row.impressions or row.video_views or 0 for row in rows)
    dimensions = rows[0].dimensions
    return (not rows[0].is_in(period), bool(dimensions), -seen, len(dimensions), dimensions)


class _Days:
    """Days that a campaign's rows have told of."""

    def __init__(self) -> None:
        self.told: set[int] = set()

    def add(self, rows: Iterable[PlatformFigures]) -> None:
        for row in rows:
            self.told.update(range(row.first.toordinal(), row.last.toordinal() + 1))

    def meet(self, row: PlatformFigures) -> bool:
        return not self.told.isdisjoint(range(row.first.toordinal(), row.last.toordinal() + 1))
