"""Which column of a table means what: the facts about a platform, and how a header is read by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from campaigns.ads.dates import Order
from campaigns.ads.numbers import CURRENCIES
from campaigns.ads.shape import LEVELS, Kind, Platform
from campaigns.ads.sniff import fold

Columns = Mapping[str, tuple[str, ...]]

NAMES = tuple(f"{level}_{part}" for level in LEVELS for part in ("id", "name"))
ACCOUNT = ("account_id", "account_name")
DAYS = ("day", "week", "month", "first", "last")
FIGURES = ("impressions", "reach", "link_clicks", "clicks_all", "landing_page_views", "video_views")
FIELDS = (*ACCOUNT, *NAMES, *DAYS, *FIGURES, "frequency", "spend", "currency", "time_zone")
BLANK = frozenset({"", "-", "--", "—", "–"})

IN_HEADERS = CURRENCIES - {"ALL"}  # “Clicks (all)” are not counted in Albanian lek.

TOTAL = re.compile(r"(grand )?totals?|summary|(grand )?total of [\d,]+ results?", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """A platform's way to export. Names of columns are folded; of several, the first found is taken."""

    platform: Platform
    columns: Columns
    fingerprints: frozenset[str] = frozenset()  # Columns that no other platform has.
    breakdowns: Mapping[str, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()  # Known, and kept as they are: ratios, states, budgets.
    kind: Kind = "paid"
    totals: re.Pattern[str] = TOTAL
    unclear: Mapping[str, str] = field(default_factory=dict)  # Columns left alone, with the reason.
    forbidden: Mapping[str, str] = field(default_factory=dict)  # Columns that make a file useless.
    levels: Callable[[Collection[str]], Columns] | None = None  # Where a header decides what names mean.
    clicks: Callable[[Line], tuple[str, str]] | None = None  # Link clicks that stand in another column.
    ends_at_midnight: bool = False  # “2026-09-30 00:00:00” may end the 29th or the 30th.
    dated_first_day: bool = False  # Without a breakdown by day every row carries the period's first day.
    order: Order | None = None
    account: str = ""
    time_zone: str = ""

    @property
    def known(self) -> frozenset[str]:
        names = {name for names in self.columns.values() for name in names}
        levels = self.levels({"ad set name"}) if self.levels else {}
        names |= {name for names in levels.values() for name in names}
        return frozenset({*names, *self.breakdowns, *self.others, *self.fingerprints, *self.unclear})


def base(name: str) -> tuple[str, str]:
    """A column's folded name without its currency, and the currency: “Amount spent (GBP)”."""
    folded = fold(name)
    if (found := re.fullmatch(r"(.+?) ?\(([a-z]{3})\)", folded)) and found[2].upper() in IN_HEADERS:
        return found[1], found[2].upper()
    return folded, ""


@dataclass(frozen=True)
class Header:
    """The header of one file, understood."""

    names: tuple[str, ...]
    at: Mapping[str, int]
    breakdowns: Mapping[int, str]
    currency: str
    layout: Layout

    @classmethod
    def of(cls, names: tuple[str, ...], layout: Layout) -> Header:
        """Raises ValueError where a column that is needed stands there twice, or one that spoils the rest."""
        bases = [base(name) for name in names]
        folded = [name for name, _ in bases]
        for name, words in layout.forbidden.items():
            if name in folded:
                raise ValueError(words)
        columns = dict(layout.columns)
        if layout.levels:
            columns.update(layout.levels(folded))
        at: dict[str, int] = {}
        for field_, candidates in columns.items():
            if found := next((name for name in candidates if name in folded), None):
                at[field_] = folded.index(found)
                if folded.count(found) > 1:
                    raise ValueError(f"the column “{names[at[field_]]}” stands there twice.")
        taken = set(at.values())
        breakdowns = {
            index: layout.breakdowns[name]
            for index, name in enumerate(folded)
            if name in layout.breakdowns and index not in taken
        }
        currency = bases[at["spend"]][1] if "spend" in at else ""
        return cls(names, at, breakdowns, currency, layout)

    @property
    def has_levels(self) -> bool:
        return any(name in self.at for name in NAMES)

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        means = {index: field_ for field_, index in self.at.items()} | dict(self.breakdowns)
        return tuple((name, means.get(index, "")) for index, name in enumerate(self.names))

    def name(self, field_: str) -> str:
        return self.names[self.at[field_]]


@dataclass(frozen=True)
class Line:
    """A row below the header."""

    number: int
    cells: tuple[str, ...]
    header: Header

    def get(self, field_: str) -> str:
        """What stands in a column, as it stands there; "" for a column that the file doesn't have."""
        index = self.header.at.get(field_)
        return "" if index is None else self.cell(index)

    def cell(self, index: int) -> str:
        return self.cells[index] if index < len(self.cells) else ""

    def name(self, field_: str) -> str:
        text = self.get(field_)
        return "" if text in BLANK else text

    def column(self, folded: str) -> str:
        """What stands in a column that the layout gives no field to."""
        index = next((i for i, name in enumerate(self.header.names) if fold(name) == folded), None)
        return "" if index is None else self.cell(index)

    @property
    def breakdown(self) -> tuple[tuple[str, str], ...]:
        cells = ((dimension, self.cell(index)) for index, dimension in self.header.breakdowns.items())
        return tuple(sorted(
            (dimension, value) for dimension, value in cells
            if value not in BLANK and value.casefold() != "all"
        ))  # fmt: skip

    @property
    def raw(self) -> tuple[tuple[str, str], ...]:
        taken = {*self.header.at.values(), *self.header.breakdowns}
        return tuple(
            (name, cell)
            for index, name in enumerate(self.header.names)
            if index not in taken and (cell := self.cell(index))
        )
