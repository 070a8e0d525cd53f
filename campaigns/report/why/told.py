"""Why a platform's figure is so: the rows of its files, as they were exported, and who brought the files in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaigns.ads.shape import Platform
from campaigns.grains import PlatformFigures
from campaigns.models import AdImport
from campaigns.platform_figures import PlatformReach
from campaigns.report import ages
from campaigns.report.figures import COLUMNS, paid_label
from campaigns.report.figures import words as words_of
from campaigns.report.own import Ground
from campaigns.report.paid import Paid, paid
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import ratio
from campaigns.report.why.asked import PLATFORM, Asked
from campaigns.report.why.cell import Cell
from campaigns.report.why.shape import Listed, Number, Why, days_words, label, moment_words, name_of

LABELS = (
    label("days", "Days"),
    label("campaign", "Campaign"),
    label("platform", "Platform"),
    label("kind", "Paid or organic"),
)
OF = label("of", "Of")
REACH = Column("reach", "Its own reach")
FILES = (
    label("name", "File"),
    label("at", "Brought in"),
    label("by", "By"),
    Column("sha256", "SHA-256", Type.TEXT),
)


@dataclass(frozen=True)
class OfFiles(Why):
    about: Query
    columns: tuple[Column, ...]  # What is shown of each row.

    @property
    @abstractmethod
    def found(self) -> Sequence[PlatformFigures]:
        """The rows that the number is made of."""

    @property
    def query(self) -> Query:
        return self.about

    @property
    def rows(self) -> Listed:
        panel = Panel(
            "rows",
            "Its rows",
            (*LABELS, *self._of, *self.columns, *self._currency, label("file", "File")),
            notes=("As the platform exported them.",),
            words=words_of(self.ground) | {"platform": {str(one): one.label for one in Platform}},
        )
        return Listed(panel, self.found, self._said)

    @property
    def panels(self) -> Iterable[Panel]:
        files = self.imports.values()
        told = ((file.name, moment_words(file.at), name_of(file.by), file.sha256) for file in files)
        return (Panel("files", "The files they came in", FILES, tuple(told)),)

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(row.platform for row in self.found)

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.about)

    @cached_property
    def paid(self) -> Paid:
        return paid(self.about)

    @cached_property
    def imports(self) -> dict[int, AdImport]:
        """The files that the rows came in, with who brought them."""
        return AdImport.objects.select_related("by").in_bulk({row.import_id for row in self.found})

    @property
    def _of(self) -> tuple[Column, ...]:
        return (OF,) if any(row.breakdown for row in self.found) else ()

    @property
    def _currency(self) -> tuple[Column, ...]:
        return (COLUMNS["currency"],) if any(one.type is Type.MONEY for one in self.columns) else ()

    def _said(self, row: PlatformFigures) -> tuple[Value, ...]:
        file = self.imports.get(row.import_id)
        return (
            days_words(row.first, row.last),
            row.campaign,
            row.platform,
            row.kind,
            *(", ".join(value for _, value in row.breakdown) or None for _ in self._of),
            *(_figure(row, one) for one in self.columns),
            *(row.currency for _ in self._currency),
            file.name if file else "a file that is gone",
        )


def _figure(row: PlatformFigures, column: Column) -> Number:
    found: Number = getattr(row, PLATFORM.get(column.name, column.name))
    return found


@dataclass(frozen=True)
class Told(OfFiles):
    """The sum of one column of some rows."""

    choose: Callable[[Paid, Ground], Iterable[PlatformFigures]]

    @cached_property
    def total(self) -> Number:
        return sum(_figure(row, self.columns[0]) or 0 for row in self.found)

    @property
    def made(self) -> str:
        return "The rows below add up to"

    @cached_property
    def found(self) -> Sequence[PlatformFigures]:
        return list(self.choose(self.paid, self.ground))


def summed(asked: Asked) -> Told:
    """Of the rows with the labels of a sum."""
    field = PLATFORM[asked.figure]

    def choose(told: Paid, ground: Ground) -> Iterable[PlatformFigures]:
        for row in told.rows:
            is_told = getattr(row, field) is not None and asked.currency in {"", row.currency}
            if is_told and all(paid_label(name, row, ground) in one for name, one in asked.labels):
                yield row

    return Told(asked.query, (COLUMNS[asked.figure],), choose)


def by_age(cell: Cell) -> Told:
    """Of the rows that tell of an age, an area or a gender."""
    wanted = tuple(cell.labels.values())

    def choose(told: Paid, ground: Ground) -> Iterable[PlatformFigures]:
        return next((rows for labels, rows in ages.cells(ground, told) if labels == wanted), ())

    return Told(cell.query, (COLUMNS[cell.column.name],), choose)


@dataclass(frozen=True)
class Reached(OfFiles):
    """What a platform calls its reach of a campaign, or its impressions divided by that."""

    cell: Cell

    @classmethod
    def of(cls, cell: Cell) -> Reached:
        return cls(cell.query, (COLUMNS["platform_impressions"], REACH), cell)

    @cached_property
    def one(self) -> PlatformReach:
        names = ("campaign", "counted_by", "first", "last")
        wanted = [self.cell.labels[name] for name in names]
        same = [
            one
            for one in self.paid.reaches
            if [one.campaign, one.platform, str(one.first), str(one.last)] == wanted
        ]
        return same[self.cell.nth]

    @cached_property
    def found(self) -> Sequence[PlatformFigures]:
        one = self.one
        about = (one.campaign, one.platform, one.kind)
        return [row for row in self.paid.rows if (row.campaign, row.platform, row.kind) == about]

    @property
    def total(self) -> Number:
        return ratio(self.one.impressions, self.one.reach, times=1) if self.is_frequency else self.one.reach

    @property
    def made(self) -> str:
        if self.is_frequency:
            return f"{self.one.impressions:,} times shown ÷ its reach, {self.one.reach:,}, is"
        if len(self.found) == 1:
            return "The row below says that its reach is"
        return "The file says in its total that the reach of these rows together is"

    @property
    def is_frequency(self) -> bool:
        return self.cell.column.name == "frequency"
