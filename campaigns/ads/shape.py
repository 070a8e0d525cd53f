"""The one shape that every platform's export is read into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from campaigns.period import Period

Kind = Literal["paid", "organic"]
Additive = Literal["impressions", "link_clicks", "clicks_all", "landing_page_views", "video_views", "spend"]

LEVELS = ("campaign", "ad_set", "ad", "creative")  # From the whole to its parts.
# What may be added up. Reach may not: one account can be in every row.
COUNTS: tuple[Additive, ...] = (
    "impressions",
    "link_clicks",
    "clicks_all",
    "landing_page_views",
    "video_views",
)
ADDITIVE: tuple[Additive, ...] = (*COUNTS, "spend")


class Platform(StrEnum):
    META = "meta"
    TIKTOK = "tiktok"
    SNAPCHAT = "snapchat"
    GOOGLE = "google"
    LINKEDIN = "linkedin"
    X = "x"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS.get(self, self.value.capitalize())


LABELS = {
    Platform.TIKTOK: "TikTok",
    Platform.GOOGLE: "Google Ads",
    Platform.LINKEDIN: "LinkedIn",
    Platform.OTHER: "another platform",
}


class Reason(NamedTuple):
    """Why a file can't be taken, for the person who sent it."""

    line: int | None  # The row as a spreadsheet numbers it; None: the whole file.
    words: str

    def __str__(self) -> str:
        return self.words if self.line is None else f"Row {self.line}: {self.words}"


class RefusedError(Exception):
    """A file that is not taken; nothing of it may be stored."""

    def __init__(self, reasons: Sequence[Reason], understood: AdFile | None = None) -> None:
        super().__init__("\n".join(map(str, reasons)))
        self.reasons = tuple(reasons)
        self.understood = understood  # What could be read all the same, to show and not to store.


class Level(NamedTuple):
    id: str = ""
    name: str = ""

    @property
    def known_by(self) -> str:
        return self.id or self.name


NONE = Level()  # The file doesn't go down to this level.


class Key(NamedTuple):
    """What makes two rows of two files the same row."""

    platform: Platform
    kind: Kind
    account: str
    levels: tuple[str, ...]
    first: dt.date
    last: dt.date
    breakdown: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AdRow:
    """The figures of one thing on one day or in one period. None: the file doesn't say."""

    platform: Platform
    line: int
    first: dt.date
    last: dt.date
    kind: Kind = "paid"
    account: str = ""  # Its ID, or its name where the file has no ID.
    account_name: str = ""
    campaign: Level = NONE
    ad_set: Level = NONE
    ad: Level = NONE
    creative: Level = NONE
    breakdown: tuple[tuple[str, str], ...] = ()  # Sorted: (("age", "13-17"), ("gender", "female")).
    impressions: int | None = None
    reach: int | None = None
    frequency: Decimal | None = None
    link_clicks: int | None = None
    link_clicks_from: str = ""  # The column that they stand in.
    clicks_all: int | None = None
    landing_page_views: int | None = None
    video_views: int | None = None
    video_views_from: str = ""
    spend: Decimal | None = None
    currency: str = ""  # ISO 4217.
    masked: tuple[tuple[str, int], ...] = ()  # ("link_clicks", 5): the file says only "fewer than 5".
    raw: tuple[tuple[str, str], ...] = ()  # Every column that has no place above, as the file has it.

    @property
    def levels(self) -> tuple[Level, ...]:
        return (self.campaign, self.ad_set, self.ad, self.creative)

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def grain(self) -> tuple[str, ...]:
        """The finest level and the dimensions of a row. Rows of two grains tell of the same people:
        they are never added to each other."""
        finest = [name for name, level in zip(LEVELS, self.levels, strict=True) if level.known_by]
        return (finest[-1] if finest else "account", *(dimension for dimension, _ in self.breakdown))

    @property
    def key(self) -> Key:
        return Key(
            self.platform,
            self.kind,
            self.account,
            tuple(level.known_by for level in self.levels),
            self.first,
            self.last,
            self.breakdown,
        )

    @property
    def says(self) -> tuple[object, ...]:
        """Everything that a report could show; neither its place in the file nor unknown columns."""
        return (
            self.key,
            self.levels,
            self.impressions,
            self.reach,
            self.frequency,
            self.link_clicks,
            self.link_clicks_from,
            self.clicks_all,
            self.landing_page_views,
            self.video_views,
            self.video_views_from,
            self.spend,
            self.currency,
            self.masked,
        )


@dataclass(frozen=True, slots=True)
class Total:
    """A row of the file that adds up others. It is never imported, it proves them."""

    line: int
    label: str
    figures: tuple[tuple[Additive, Decimal], ...]
    reach: int | None  # The platform's own figure for the whole, which no sum can give.
    verified: tuple[Additive, ...]
    rounding: Decimal = Decimal(0)  # By how much the spend of its rows differs, for pennies rounded off.


@dataclass(frozen=True, slots=True)
class AdFile:
    """A file that was understood. `refusals` is empty in every file that `read` returns."""

    name: str
    sha256: str
    platform: Platform
    kind: Kind
    format: str  # How the bytes were read: "UTF-16, tabs".
    header: int
    columns: tuple[tuple[str, str], ...]  # (name in the file, what it is taken for or "")
    preamble: tuple[str, ...] = ()
    time_zone: str = ""  # As the file says it, or "".
    exported: dt.date | None = None
    covers: Period | None = (
        None  # The days that the file or its sender says it is about, with rows or without.
    )
    rows: tuple[AdRow, ...] = ()
    totals: tuple[Total, ...] = ()
    refusals: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(sorted({row.account for row in self.rows} - {""}))

    @property
    def account(self) -> str:
        """The one account of the file; "" where it names none, or several."""
        return self.accounts[0] if len(self.accounts) == 1 else ""

    @property
    def currency(self) -> str:
        return next((row.currency for row in self.rows if row.currency), "")

    @property
    def period(self) -> Period | None:
        if not self.rows:
            return None
        return Period(min(row.first for row in self.rows), max(row.last for row in self.rows))

    def of_account(self, account: str) -> AdFile:
        """The same file, its rows given the account that the file itself doesn't name."""
        return replace(self, rows=tuple(replace(row, account=row.account or account) for row in self.rows))
