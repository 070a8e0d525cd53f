"""The ad platforms' figures of a report, with its filters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from campaigns.report.query import Dimension, Query

META = "meta"  # Instagram and Facebook together, where a file doesn't say which. No channel of our links.


class PlatformFigures(Protocol):
    """A current row of an import: the figures of one of our campaigns on one day or in one period."""

    campaign: str
    platform: str
    channel: str
    kind: str  # paid or organic
    first: dt.date
    last: dt.date
    impressions: int | None
    link_clicks: int | None
    video_views: int | None
    spend: Decimal | None
    currency: str
    import_id: int


@dataclass(frozen=True, slots=True)
class Paid:
    rows: tuple[PlatformFigures, ...] = ()
    cut: tuple[PlatformFigures, ...] = ()  # They reach beyond the period, so no part of them can be told.


def paid(query: Query) -> Paid:
    """One query."""
    if query.values.keys() & {Dimension.LANGUAGE, Dimension.SOURCE}:
        return Paid()  # No file names the language of a page, or a link of ours.
    return Paid()
