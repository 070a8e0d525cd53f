"""Other tallies that a report could stand for: every count of it as a sum of tallies, and a search for tallies that fit.

Knows nothing of how cells are hidden: it takes what is shown for a system of bounds, and asks what else solves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaigns.report.shape import FEW, HIDDEN, Panel, Report, Type, Value

Key = tuple[str, ...]  # Panel, labels, column.
MOST = 60  # No tally of these worlds is larger.
TRIES = 150  # Of a search; one that has tried so many in vain proves nothing.


def counts(report: Report) -> dict[Key, Value]:
    """Every count that is a sum of tallies, by where it stands."""
    return {key: value for panel in report.panels for key, value in _counts(panel)}


def _counts(panel: Panel) -> Iterator[tuple[Key, Value]]:
    labels = [one.name for one in panel.columns if one.type is Type.LABEL and one.name != "currency"]
    for record in panel.records:
        for column in panel.columns:
            is_made = column.of or column.name in {"speakers", "target"}
            about = record.get("measure") in {"links", "placements", "languages"}
            if column.type is Type.COUNT and not is_made and not about and record[column.name] is not None:
                yield (
                    (panel.name, *(str(record[name]) for name in labels), column.name),
                    record[column.name],
                )


def bounds(shown: Value) -> tuple[int, int]:
    if shown == HIDDEN:
        return 0, 10**9
    if shown == FEW:
        return 1, 9
    assert isinstance(shown, int)
    return (0, 0) if shown == 0 else (max(10, shown - 2), shown + 2)


@dataclass(frozen=True)
class Bound:
    """A sum of tallies, and what is shown of it."""

    parts: tuple[int, ...]
    low: int
    high: int


class World:
    """The truth, and what is shown of it."""

    def __init__(self, truth: Sequence[int], sums: Mapping[Key, tuple[int, ...]], shown: Mapping[Key, Value]):
        self.truth = list(truth)
        by_parts: dict[tuple[int, ...], tuple[int, int]] = {}
        for key, parts in sums.items():
            low, high = bounds(shown.get(key, 0))
            before = by_parts.get(parts, (0, 10**9))
            by_parts[parts] = (max(low, before[0]), min(high, before[1]))
        self.bounds = [Bound(parts, low, high) for parts, (low, high) in by_parts.items()]
        self.of: dict[int, list[Bound]] = defaultdict(list)
        for bound in self.bounds:
            for part in bound.parts:
                self.of[part].append(bound)

    def small(self) -> list[Bound]:
        return [bound for bound in self.bounds if 0 < sum(self.truth[part] for part in bound.parts) < 10]

    def could_be(self, bound: Bound, enough: int) -> set[int]:
        """Values of a sum that nothing shown refutes; `enough` of them at most."""
        true = sum(self.truth[part] for part in bound.parts)
        found: set[int] = set()
        for value in sorted(range(1, 19), key=lambda value: (value > 9, abs(value - true))):
            if len(found) < enough and self._fits(Bound(bound.parts, value, value)):
                found.add(value)
        return found

    def _fits(self, wanted: Bound) -> bool:
        self.tries = 0
        domains = [(0, MOST)] * len(self.truth)
        return self._search(domains, [*self.bounds, wanted]) or self.tries > TRIES

    def _search(self, domains: list[tuple[int, int]], every: list[Bound]) -> bool:
        self.tries += 1
        if self.tries > TRIES or not narrow(domains, every):
            return False
        open_ones = [at for at, (low, high) in enumerate(domains) if low < high]
        if not open_ones:
            return True
        at = min(open_ones, key=lambda at: domains[at][1] - domains[at][0])
        low, high = domains[at]
        for value in sorted(range(low, high + 1), key=lambda value: abs(value - self.truth[at])):
            tried = [*domains]
            tried[at] = (value, value)
            if self._search(tried, every):
                return True
        return False


def narrow(domains: list[tuple[int, int]], every: Sequence[Bound]) -> bool:
    """Take from each tally what no sum allows; False where nothing is left of one."""
    changed = True
    while changed:
        changed = False
        for bound in every:
            least = sum(domains[part][0] for part in bound.parts)
            most = sum(domains[part][1] for part in bound.parts)
            if least > bound.high or most < bound.low:
                return False
            if least >= bound.low and most <= bound.high:
                continue
            for part in bound.parts:
                low, high = domains[part]
                better = (max(low, bound.low - (most - high)), min(high, bound.high - (least - low)))
                if better != (low, high):
                    if better[0] > better[1]:
                        return False
                    least += better[0] - low
                    most += better[1] - high
                    domains[part] = better
                    changed = True
    return True
