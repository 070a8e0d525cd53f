"""The one shape of a report. Page, CSV, XLSX, PDF and JSON show these values, and compute none of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from campaigns.report.query import Query

SCHEMA = "1"  # Of `Report.as_data`. It changes when a name or meaning does, not when a panel is added.
FEW = "<10"  # What stands for 1 to 9 outside the VRN.
HIDDEN = "hidden"  # What stands for a cell that would give one of those away.
# None: nobody counted it, or it can't be known. It is no nought.
Value: TypeAlias = int | Decimal | str | None


class Type(StrEnum):
    LABEL = "label"
    COUNT = "count"
    MONEY = "money"  # In the currency of the row's `currency`.
    RATIO = "ratio"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the column's in every file and in JSON; `heading` is for people."""

    name: str
    heading: str
    type: Type = Type.COUNT
    definition: str = ""
    # Whether the whole is the sum of its parts. Devices, ratios and what platforms call reach are not.
    is_additive: bool = True
    # The columns that its value is made of, in the same row: who knows all but one of them knows that one too.
    of: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "type": self.type.value,
            "definition": self.definition,
            "additive": self.is_additive,
            "of": list(self.of),
        }


@dataclass(frozen=True, slots=True)
class Panel:
    """A table of the report. Each row has a value for each column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = "Nothing was counted in this period."
    # Words in place of what labels are in files ("tiktok" → "TikTok"), by column.
    words: Mapping[str, Mapping[str, str]] | None = None

    def column(self, name: str) -> list[Value]:
        at = [column.name for column in self.columns].index(name)
        return [row[at] for row in self.rows]

    @property
    def records(self) -> list[dict[str, Value]]:
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def said(self, value: Value, column: Column) -> str:
        """A value as page and paper have it: words in place of labels, figures as `shown` gives them."""
        words = (self.words or {}).get(column.name, {})
        return words.get(value, value) if isinstance(value, str) else shown(value, column)

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "columns": [column.name for column in self.columns],
            "rows": [[plain(value) for value in row] for row in self.rows],
            "notes": list(self.notes),
            "empty": self.empty,
            "dictionary": [column.as_data() for column in self.columns],
            "words": self._words_used(),
        }

    def _words_used(self) -> dict[str, dict[str, str]]:
        """The words of labels that stand in a row, and of no others: a title may be nobody else's to know."""
        used = {column.name: set(self.column(column.name)) for column in self.columns}
        kept = {
            name: {label: said for label, said in words.items() if label in used.get(name, ())}
            for name, words in (self.words or {}).items()
        }
        return {name: words for name, words in kept.items() if words}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a guard holds the headline back, and the note that explains it, once somebody wrote one."""

    guard: str
    words: str
    figures: str
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence ready to paste, and what its words mean. Withheld while a doubt has no note."""

    sentence: str
    definition: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_withheld(self) -> bool:
        return any(not doubt.note for doubt in self.doubts)

    @property
    def shown(self) -> str:
        return "" if self.is_withheld else self.sentence

    def as_data(self) -> dict[str, Any]:
        return {
            "sentence": self.shown or None,
            "definition": self.definition,
            "withheld": self.is_withheld,
            "doubts": [
                {"guard": one.guard, "words": one.words, "note": one.note or None} for one in self.doubts
            ],
        }


@dataclass(frozen=True, slots=True)
class Report:
    query: Query
    made: dt.date
    headline: Headline
    panels: tuple[Panel, ...]
    is_demo: bool = False  # Some of its figures were made up, for show: every surface says so.
    is_provisional: bool = True
    how: tuple[str, ...] = ()  # How we counted, a paragraph each.

    @property
    def figures(self) -> Panel:
        """What was asked, broken down as it was asked."""
        return self.panel("figures")

    def panel(self, name: str) -> Panel:
        """Raises KeyError for a panel that the report hasn't."""
        return {panel.name: panel for panel in self.panels}[name]

    def as_data(self) -> dict[str, Any]:
        """What the JSON API answers and a frozen report keeps: strings for money, so that no penny is lost."""
        return {
            "schema": SCHEMA,
            "query": self.query.address,
            "audience": self.query.audience.value,
            "period": {
                "name": self.query.period.name,
                "first": self.query.period.first.isoformat(),
                "last": self.query.period.last.isoformat(),
            },
            "made": self.made.isoformat(),
            "demo": self.is_demo,
            "provisional": self.is_provisional,
            "headline": self.headline.as_data(),
            "panels": [panel.as_data() for panel in self.panels],
            "how_we_counted": list(self.how),
        }


def plain(value: Value) -> int | str | None:
    """A value as CSV and JSON carry it: a Decimal by all its digits, never as 1E+3."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def shown(value: Value, column: Column) -> str:
    """A value as people read it, the same on page and paper: 2,500,000; £ is the currency column's to say."""
    match value:
        case None:
            return "–"
        case bool() | str():
            return str(value)
        case int():
            return f"{value:,}"
        case Decimal() if column.type in {Type.MONEY, Type.COUNT}:  # Among counts, a row that has a currency.
            return f"{value:,.2f}"
        case _:
            return f"{value.normalize():,f}"
