"""Why a ratio or a difference is so: the numbers of its row that it is made of, each with a why of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from campaigns.report.hiding import MADE
from campaigns.report.query import Query
from campaigns.report.shape import Panel, Value
from campaigns.report.sums import ratio
from campaigns.report.why.cell import Cell
from campaigns.report.why.counted import Counted
from campaigns.report.why.shape import Number, Why

CHANGE = "({0} − {1}) × 100 ÷ {1}"
# By column, of the columns that it says it is made of.
FORMULAS = {
    "gap": "{0} − {1}",
    "arrivals_per_100": "{1} × 100 ÷ {0}",
    "cpm": "{0} × 1,000 ÷ {1}",
    "cpc": "{0} ÷ {1}",
    "cost_per_click": "{0} ÷ {1}",
    "change": CHANGE,
    "change_on_year": CHANGE,
    "share_of_target": "{0} × 100 ÷ {1}",
    "per_1000": "{0} × 1,000 ÷ {1}",
}


@dataclass(frozen=True)
class Made(Why):
    """`whys` gives those of its parts."""

    cell: Cell
    numbers: tuple[Cell, ...]
    result: Number
    whys: Callable[[Cell], Why]

    @property
    def query(self) -> Query:
        return self.cell.query

    @property
    def total(self) -> Number:
        return self.result

    @property
    def made(self) -> str:
        formula = FORMULAS[self.cell.column.name]
        words = formula.format(*map(_called, self.numbers))
        return f"{words}: {formula.format(*(one.said for one in self.numbers))} is"

    @property
    def parts(self) -> Sequence[tuple[str, Cell]]:
        return [(_called(one), one) for one in self.numbers]

    @property
    def panels(self) -> Iterable[Panel]:
        """What was left out of those that we counted."""
        for one, why in self._whys:
            if isinstance(why, Counted):
                yield why.left_out(f"“{_called(one)}”")

    @property
    def sources(self) -> frozenset[str]:
        return frozenset().union(*(why.sources for _, why in self._whys))

    @cached_property
    def _whys(self) -> list[tuple[Cell, Why]]:
        return [(one, self.whys(one)) for one in self.numbers]


def of(cell: Cell, whys: Callable[[Cell], Why]) -> Made:
    make = MADE[cell.panel.name, cell.column.name]
    known = {name: value for name, value in cell.record.items() if not isinstance(value, str)}
    return Made(cell, tuple(map(cell.beside, cell.column.of)), _number(make(known)), whys)


def of_budget(cell: Cell, whys: Callable[[Cell], Why]) -> Made:
    """The share of a campaign's budget that was spent: the budget has a row of its own."""
    spent, campaign = cell.beside("amount"), cell.record["campaign"]
    budget = next(cell.elsewhere("evaluation", "amount", campaign=campaign, measure="budget"))
    return Made(cell, (spent, budget), ratio(_number(spent.value), _number(budget.value)), whys)


def _called(cell: Cell) -> str:
    """What sets it apart from the others of its formula: a budget has the same column as what was spent of it."""
    is_amount = cell.column.name == "amount"
    return cell.beside("measure").said if is_amount else cell.column.heading


def _number(value: Value) -> Number:
    return value if isinstance(value, int | Decimal) else None
