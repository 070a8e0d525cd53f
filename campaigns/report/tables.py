"""The report's counts as tables: one measure by some dimensions each, and which of them divides which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from campaigns.period import Period
from campaigns.period import label as name_of
from campaigns.report.inference import Cell
from campaigns.report.own import OWN
from campaigns.report.paid import META, OF_META
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import PLATFORM

Address = tuple[int, int, str]  # Panel, row and column.
Labels = tuple[str, ...]

GROSS, GENUINE, LEFT_OUT, LOCAL = "clicks_gross", "clicks_genuine", "left_out", "local_arrivals"
SHARED = frozenset({*OWN, *PLATFORM, LEFT_OUT, LOCAL})  # They mean the same in every panel.
ALSO = {
    ("channels", "arrivals"): GENUINE,
    ("outtakes", "before_answers"): "answers_before",
    ("outtakes", "after_answers"): "answers_after",
}
# Each row of the evaluation is of another measure: these are counted by campaign elsewhere too.
EVALUATED = frozenset({*SHARED, "answers_before", "answers_after", "help_taps", "exits"})
TAPS = frozenset({"help_taps", "exits"})
# Not tables of parts, or looked after by themselves.
APART = frozenset({"whole", "filtered", "reach", "overlap", "manual", "completeness"})
OF_LINK = frozenset({"campaign", "audience", "channel", "source", "creative", "venue"})
SPEAKERS = ("languages", "speakers")  # A census's, and no count of ours.


@dataclass(eq=False)
class Table:
    """One measure by some dimensions: a column of a panel, or those of its rows that have these labels."""

    measure: str
    dimensions: tuple[str, ...]
    cells: dict[Labels, Cell] = field(default_factory=dict)
    addresses: dict[Address, Labels] = field(default_factory=dict)
    _places: dict[int, dict[Labels, Labels] | None] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(cell.value for cell in self.cells.values())

    @property
    def is_plain(self) -> bool:
        """Whether every cell is shown as a number."""
        return all(cell.is_number for cell in self.cells.values())

    def hide(self) -> None:
        for cell in self.cells.values():
            cell.is_hidden = True

    def published(self) -> Iterator[tuple[Address, int | str]]:
        return ((address, self.cells[labels].published) for address, labels in self.addresses.items())


@dataclass(frozen=True, slots=True)
class _Count:
    measure: str
    labels: dict[str, str]
    at: Address
    value: int


def tables(panels: Sequence[Panel]) -> list[Table]:
    """Every count that may be added up, in the tables of its measure; what was asked comes first."""
    found: dict[tuple[int, str, tuple[str, ...]], Table] = {}
    order = sorted(range(len(panels)), key=lambda at: (panels[at].name != "figures", at))
    for count in (count for at in order for count in _counts(at, panels[at])):
        dimensions = tuple(count.labels)
        place = (count.at[0], count.measure, dimensions)
        table = found.setdefault(place, Table(count.measure, dimensions))
        key = tuple(count.labels.values())
        if key in table.cells:
            key = (*key, str(count.at[1]))  # Two rows that nothing tells apart.
        table.cells[key] = Cell(count.value, key)
        table.addresses[count.at] = key
    return list(found.values())


def _counts(at: int, panel: Panel) -> Iterator[_Count]:
    if panel.name in APART:
        return
    names = [one.name for one in panel.columns if _is_part(one, panel)]
    dimensions = [one.name for one in panel.columns if one.type is Type.LABEL and one.name != "currency"]
    for number, row in enumerate(panel.records):
        labels = {name: str(row[name]) for name in dimensions if row[name] is not None}
        for name in names:
            value: Value = row[name]
            if not isinstance(value, int):
                continue
            if panel.name != "evaluation":
                yield _Count(_measure(panel.name, name, labels), labels, (at, number, name), value)
            elif row["measure"] in EVALUATED:
                yield _Count(str(row["measure"]), {"campaign": labels["campaign"]}, (at, number, name), value)


def _is_part(column: Column, panel: Panel) -> bool:
    if column.type is not Type.COUNT or column.of or (panel.name, column.name) == SPEAKERS:
        return False
    # Neither says so, since a row of each is of another sum; but those sums there are.
    return (
        column.is_additive
        or panel.name in {"help", "ages"}
        or (panel.name, column.name) == ("evaluation", "count")
    )


def _measure(panel: str, column: str, labels: dict[str, str]) -> str:
    """What is counted: the same name means the same in every panel.

    Taps for help on campaigns' pages are some of those in all languages, so each quarter of either is a sum by itself;
    so is each breakdown of a platform.
    """
    name = ALSO.get((panel, column), column)
    if panel == "ages":
        return " ".join([f"ages.{column}", *(labels[name] for name in labels if name != "value")])
    if panel == "help":
        days = _days(labels.get("period", ""))
        quarter = name_of(days.first, "quarter") if days else ""
        return " ".join([column, labels.get("counted_by", ""), quarter])
    return name if name in SHARED or name.startswith("answers_") else f"{panel}.{column}"


def places(table: Table, above: Table) -> dict[Labels, Labels] | None:
    """Under which of the other's rows each row stands; None where the one doesn't divide the other."""
    if id(above) not in table._places:
        table._places[id(above)] = _find_places(table, above)
    return table._places[id(above)]


def kin(table: Table) -> set[str]:
    """Its dimensions. Whatever a link is of is one: who knows the links knows which channels a campaign has."""
    return {"link" if name in OF_LINK else name for name in table.dimensions}


def cross(one: Table, other: Table) -> bool:
    """Whether both divide the whole by what they have in common, and neither divides the other."""
    return not kin(one).isdisjoint(kin(other)) and places(one, other) is None and places(other, one) is None


def is_same(one: Table, other: Table) -> bool:
    return one.dimensions == other.dimensions and _values(one) == _values(other)


def _values(table: Table) -> dict[Labels, int]:
    return {labels: cell.value for labels, cell in table.cells.items() if cell.value}


def _find_places(table: Table, above: Table) -> dict[Labels, Labels] | None:
    if not above.dimensions or not set(above.dimensions) <= set(table.dimensions):
        return None
    holders = [_Holders(name, labels) for name, labels in zip(above.dimensions, _labels(above), strict=True)]
    at = [table.dimensions.index(name) for name in above.dimensions]
    found: dict[Labels, Labels] = {}
    sums: dict[Labels, int] = defaultdict(int)
    for labels, cell in table.cells.items():
        place = tuple(holder.of(labels[index]) for holder, index in zip(holders, at, strict=True))
        if place in above.cells:
            found[labels] = place
            sums[place] += cell.value
        elif cell.value:
            return None
    is_finer = table.dimensions != above.dimensions or len(table.cells) > len(above.cells)
    fits = all(total <= above.cells[place].value for place, total in sums.items())
    return found if is_finer and fits else None


def _labels(table: Table) -> list[set[str]]:
    return [{labels[index] for labels in table.cells} for index in range(len(table.dimensions))]


class _Holders:
    """The labels of another table that hold a label: the month of a day, Meta where a file says no more."""

    def __init__(self, dimension: str, known: set[str]) -> None:
        self.dimension = dimension
        self.known = known
        self.found = {label: label for label in known}

    def of(self, label: str) -> str:
        if label not in self.found:
            self.found[label] = self._look(label)
        return self.found[label]

    def _look(self, label: str) -> str:
        if self.dimension == "channel" and label in OF_META:
            return META
        days = _days(label) if self.dimension == "period" else None
        spans = ((other, _days(other)) for other in self.known) if days else ()
        return next((other for other, span in spans if span and days and _holds(span, days)), label)


def _holds(span: Period, days: Period) -> bool:
    return span.first <= days.first and days.last <= span.last


@lru_cache(maxsize=4096)
def _days(name: str) -> Period | None:
    try:
        return Period.parse(name)
    except ValueError:
        return None
