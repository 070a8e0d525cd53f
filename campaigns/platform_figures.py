"""What the ad platforms say of our campaigns, ready to be added up: no person's click stands in it twice.

A platform tells of the same people at several grains (the whole, by age, by area). Of one campaign one grain is taken;
the others are kept for who looks them up.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from campaigns.ads.shape import Platform
from campaigns.grains import PlatformFigures, one_grain
from campaigns.imports.stored import META, current
from campaigns.models import AdImport, Channel, PlatformRow
from campaigns.period import LONDON, Period

ONE_DAY = dt.timedelta(days=1)
META_LABEL = "Meta (Instagram and Facebook)"

# In the order of PlatformFigures. Lists come as the text they are stored as: most are empty, and reading every one of
# them takes longer than all the rest.
CALLED = Coalesce(NullIf("ad_campaign__name", Value("")), "campaign_name", output_field=TextField())
COLUMNS = (
    "pk", "ad_campaign__campaign", "ad_campaign_id", CALLED, "campaign_id", "platform", "channel", "kind", "account",
    "first", "last", "grain", Cast("breakdown", TextField()), "impressions", "reach", "link_clicks", "clicks_all",
    "landing_page_views", "video_views", "spend", "currency", Cast("masked", TextField()), "brought_by_id",
    "brought_by__is_demo",
)  # fmt: skip
BREAKDOWN, MASKED = PlatformFigures._fields.index("breakdown"), PlatformFigures._fields.index("masked")


def channel_label(channel: str) -> str:
    return META_LABEL if channel == META else str(Channel(channel).label)


@dataclass(frozen=True, slots=True)
class Told:
    """What the platforms tell of a period. Only `rows` may be added up."""

    rows: tuple[PlatformFigures, ...] = ()
    cut: tuple[PlatformFigures, ...] = ()  # They reach beyond the period, so no part of them can be told.
    unmapped: tuple[PlatformFigures, ...] = ()  # Nobody has said which of our campaigns they are about.
    aside: tuple[PlatformFigures, ...] = ()  # By age, area or hour: people whom `rows` counts already.


def rows(first: dt.date, last: dt.date) -> QuerySet[PlatformRow]:
    """Current rows of ours that lie wholly in a period, of every grain: to be looked up, not to be added up."""
    return current().filter(ad_campaign__is_ours=True, first__gte=first, last__lte=last)


def told(period: Period) -> Told:
    """Everything the platforms tell of a period, from one query."""
    touching = current().filter(ad_campaign__is_ours=True, first__lte=period.last, last__gte=period.first)
    found = touching.order_by("first", "pk").values_list(*COLUMNS).iterator()
    told, aside = one_grain([_figures(values) for values in found], period)
    return Told(
        rows=tuple(row for row in told if row.campaign and row.is_in(period)),
        cut=tuple(row for row in told if row.campaign and not row.is_in(period)),
        unmapped=tuple(row for row in told if not row.campaign),
        aside=tuple(aside),
    )


def _figures(values: tuple[Any, ...]) -> PlatformFigures:
    cells = list(values)
    for index in (BREAKDOWN, MASKED):
        cells[index] = () if cells[index] == "[]" else tuple(map(tuple, json.loads(cells[index])))
    return PlatformFigures._make(cells)


# What a sum can't give ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlatformReach:
    """Accounts that a platform says it reached with one campaign. A platform estimates it, and it can't be added."""

    campaign: str
    platform: str
    kind: str
    first: dt.date
    last: dt.date
    reach: int
    impressions: int | None  # Of the same rows; None where one of them doesn't say.
    import_id: int


def reach(told: Told) -> list[PlatformReach]:
    """The platforms' own reach, where one figure tells the whole of what is asked: a single row, or the total of a file
    that has these rows and no others."""
    groups: dict[tuple[str, str, str], list[PlatformFigures]] = defaultdict(list)
    for row in told.rows:
        groups[row.campaign, row.platform, row.kind].append(row)
    files = _files(groups.values())
    found = []
    for (campaign, platform, kind), group in sorted(groups.items()):
        whole = (
            group[0].reach if len(group) == 1 and group[0].grain == "campaign" else files.get(_file(group))
        )
        if whole is not None:
            first, last = min(row.first for row in group), max(row.last for row in group)
            shown = _shown(group)
            found.append(
                PlatformReach(campaign, platform, kind, first, last, whole, shown, group[0].import_id)
            )
    return found


def _shown(group: Iterable[PlatformFigures]) -> int | None:
    told = [row.impressions for row in group]
    known = [one for one in told if one is not None]
    return sum(known) if len(known) == len(told) else None


Rows = frozenset[int]


def _file(group: Iterable[PlatformFigures]) -> Rows:
    return frozenset(row.row_id for row in group)


def _files(groups: Iterable[Sequence[PlatformFigures]]) -> dict[Rows, int]:
    """The reach in the total of each file whose rows are those of one group."""
    single = {group[0].import_id for group in groups if len({row.import_id for row in group}) == 1}
    totals = {
        imported.pk: reach[0]
        for imported in AdImport.objects.filter(pk__in=single, changed=0, gone=0, same=0).only("totals")
        if len(reach := [total["reach"] for total in imported.totals if total["reach"] is not None]) == 1
    }
    brought: dict[int, set[int]] = defaultdict(set)
    for pk, number in PlatformRow.objects.filter(brought_by__in=totals).values_list("pk", "brought_by_id"):
        brought[number].add(pk)
    return {frozenset(rows): totals[number] for number, rows in brought.items()}


# Up to when ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days that a platform's files are about, all accounts together."""

    platform: Platform
    spans: tuple[tuple[dt.date, dt.date], ...]  # Apart from each other, the earliest first.

    @property
    def first(self) -> dt.date:
        return self.spans[0][0]

    @property
    def until(self) -> dt.date:
        """The last whole day. Later ones are provisional, or not there yet."""
        return self.spans[-1][1]

    def missing(self, period: Period) -> list[tuple[dt.date, dt.date]]:
        """The days of a period, up to the last whole one, that no file is about."""
        end = min(period.last, self.until)
        found, day = [], period.first
        for first, last in self.spans:
            if day > end:
                break
            if day < first:
                found.append((day, min(first - ONE_DAY, end)))
            day = max(day, last + ONE_DAY)
        return found


def coverage() -> dict[Platform, Coverage]:
    """What each platform's imported files are about. The day on which a file was made was not over yet. One query."""
    found: dict[Platform, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for imported in AdImport.objects.filter(state=AdImport.State.DONE).order_by("pk"):
        first, last = imported.covers_first or imported.first, imported.covers_last or imported.last
        if first is None or last is None:
            continue
        made = imported.exported or imported.at.astimezone(LONDON).date()
        if first <= (until := min(last, made - ONE_DAY)):
            found[Platform(imported.platform)].append((first, until))
    return {platform: Coverage(platform, _together(spans)) for platform, spans in found.items()}


def _together(spans: Iterable[tuple[dt.date, dt.date]]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Spans that overlap or follow each other as one."""
    merged: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return tuple(merged)
