"""What a reader could work out of small numbers, and what else must go so that nobody can.

A cell is shown as an interval: `<10` is 1 to 9, a number is all that rounds to it, `hidden` is anything. Cells that
add up to another cell bound one another. What is left to a small one is worked out exactly: each cell is a part of one
whole at most, so the cells form trees, and in a tree bounds that hold along every branch hold together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.report.shape import FEW, HIDDEN

SMALL = 10  # What is below it, and no nought, is small.
BASE = 5
LEAST = 4  # So many values a small cell could have, at least, for all that is shown.
ANY = 10**15

Interval = tuple[int, int]


def rounded(value: int) -> int:
    """To the nearest five, downwards below nought as well: a gap may be negative."""
    return (value + BASE // 2) // BASE * BASE


def is_small(value: int) -> bool:
    return 0 < value < SMALL


@dataclass(eq=False)
class Cell:
    """A number of the report. It may be the whole of several groups, each of which divides it in another way."""

    value: int
    label: tuple[str, ...] = ()
    is_hidden: bool = False
    groups: list[list[Cell]] = field(default_factory=list)

    @property
    def published(self) -> int | str:
        if self.is_hidden:
            return HIDDEN
        return FEW if is_small(self.value) else rounded(self.value)

    @property
    def is_number(self) -> bool:
        return not self.is_hidden and not is_small(self.value)

    @property
    def interval(self) -> Interval:
        if self.is_hidden:
            return (0, ANY)
        if self.value == 0:
            return (0, 0)
        if is_small(self.value):
            return (1, SMALL - 1)
        middle = rounded(self.value)
        return (max(SMALL, middle - BASE // 2), middle + BASE // 2)

    def hide(self) -> None:
        """Hide it, and one part of each of its groups: else their sum would tell it again."""
        self.is_hidden = True
        for group in self.groups:
            if all(not part.is_hidden for part in group):
                numbers = [part for part in group if part.is_number and part.value]
                for part in [min(numbers, key=_order)] if numbers else group:
                    if part.value:
                        part.hide()


def protect(whole: Cell) -> None:
    """Hide what must be hidden below a whole, and the whole itself where nothing else helps."""
    while weak := list(_weak(whole, known(whole, possible(whole)))):
        before = [cell for cell in cells(whole) if cell.is_hidden]
        told = {id(part) for _, _, part in weak}
        for parent, group, part in weak:
            if id(parent) in told:
                continue  # What helps its parent may be enough.
            if remedy := _remedy(parent, group, part):
                remedy.hide()
        if len(before) == sum(cell.is_hidden for cell in cells(whole)):
            for cell in cells(whole):
                cell.is_hidden = True
            return


def possible(cell: Cell) -> Interval:
    """What a cell can be for all that is shown of it and below it."""
    low, high = cell.interval
    for group in cell.groups:
        parts = [possible(part) for part in group]
        low = max(low, sum(part[0] for part in parts))
        high = min(high, sum(part[1] for part in parts))
    return low, high


def known(cell: Cell, interval: Interval) -> Interval:
    """What its parts may come to. A number is taken for known to the unit: whatever says more of it says no more than
    that, and what divides it in another way is left as it is."""
    return (cell.value, cell.value) if cell.is_number else interval


def cells(whole: Cell) -> Iterator[Cell]:
    yield whole
    for group in whole.groups:
        for part in group:
            yield from cells(part)


def left(whole: Cell) -> Iterator[tuple[Cell, list[Cell], Cell, Interval]]:
    """For each part below a whole: its parent, its group, and what it could be."""
    yield from _left(whole, known(whole, possible(whole)))


def _left(whole: Cell, allowed: Interval) -> Iterator[tuple[Cell, list[Cell], Cell, Interval]]:
    for group in whole.groups:
        parts = [possible(part) for part in group]
        least, most = sum(part[0] for part in parts), sum(part[1] for part in parts)
        for part, (low, high) in zip(group, parts, strict=True):
            interval = (max(low, allowed[0] - (most - high)), min(high, allowed[1] - (least - low)))
            yield whole, group, part, interval
            yield from _left(part, known(part, interval))


def _weak(whole: Cell, allowed: Interval) -> Iterator[tuple[Cell, list[Cell], Cell]]:
    """The small cells that could be told too well, one of each group."""
    seen: set[int] = set()
    for parent, group, part, (low, high) in _left(whole, allowed):
        if is_small(part.value) and high - low + 1 < LEAST and id(group) not in seen:
            seen.add(id(group))
            yield parent, group, part


def _remedy(parent: Cell, group: list[Cell], weak: Cell) -> Cell | None:
    """The least loss that helps: another number, another small cell, the cell itself, a nought, the whole."""
    for part in group:
        # Hidden, but all that it is made of is shown.
        if (
            part is not weak
            and part.is_hidden
            and any(not any(one.is_hidden for one in own) for own in part.groups)
        ):
            return part
    others = [part for part in group if part is not weak and not part.is_hidden]
    numbers = [part for part in others if part.is_number and part.value]
    small = [part for part in others if is_small(part.value)]
    noughts = [part for part in others if not part.value]
    for choice in (numbers, small, [] if weak.is_hidden else [weak], noughts):
        if choice:
            return min(choice, key=_order)
    return None if parent.is_hidden else parent


def _order(cell: Cell) -> tuple[int, tuple[str, ...]]:
    return rounded(cell.value), cell.label
