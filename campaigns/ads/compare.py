"""Two imports of the same rows: what is new, the same, changed or gone, and what would be counted twice."""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.ads.limits import REASONS
from campaigns.ads.shape import AdRow, Key, Reason, RefusedError


@dataclass(frozen=True, slots=True)
class Comparison:
    new: tuple[AdRow, ...]
    same: tuple[AdRow, ...]
    changed: tuple[tuple[AdRow, AdRow], ...]  # (before, after)
    gone: tuple[AdRow, ...]


def compare(old_rows: Sequence[AdRow], new_rows: Sequence[AdRow]) -> Comparison:
    """What an import would do to earlier rows; raises RefusedError where it would count something twice.

    An earlier row is gone where the new file tells of its campaign, at its grain and around its days,
    but no longer of it. A campaign that the new file doesn't mention was filtered out, not deleted.
    """
    clashes = itertools.islice(_clashes(old_rows, new_rows), REASONS)
    if reasons := [_refusal(old, new) for old, new in clashes]:
        raise RefusedError(reasons)
    before = {row.key: row for row in old_rows}
    after = {row.key: row for row in new_rows}
    both = [(before[key], row) for key, row in after.items() if key in before]
    scope = _scope(new_rows)
    return Comparison(
        new=tuple(row for key, row in after.items() if key not in before),
        same=tuple(new for old, new in both if old.says == new.says),
        changed=tuple((old, new) for old, new in both if old.says != new.says),
        gone=tuple(row for key, row in before.items() if key not in after and _in_scope(row, scope)),
    )


Scope = tuple[set[tuple[object, ...]], AdRow, AdRow]


def _scope(rows: Sequence[AdRow]) -> Scope | None:
    if not rows:
        return None
    campaigns = {_campaign(row) for row in rows}
    return campaigns, min(rows, key=lambda row: row.first), max(rows, key=lambda row: row.last)


def _campaign(row: AdRow) -> tuple[object, ...]:
    return (row.platform, row.kind, row.account, row.campaign.known_by, row.grain, row.is_day)


def _in_scope(row: AdRow, scope: Scope | None) -> bool:
    return (
        scope is not None
        and _campaign(row) in scope[0]
        and scope[1].first <= row.first
        and row.last <= scope[2].last
    )


def _refusal(old: AdRow, new: AdRow) -> Reason:
    name = new.campaign.name or new.campaign.id or "the account"
    if (old.first, old.last) == (new.first, new.last):
        words = "an earlier import has it at another level, or known by name alone"
    else:
        words = f"an earlier import has it for {old.first} to {old.last}"
    return Reason(
        new.line,
        f"“{name}”, {new.first} to {new.last}: {words}, so days would be counted twice. "
        "Undo that import first, or export the same days and columns.",
    )


def within(rows: Sequence[AdRow]) -> Iterator[tuple[AdRow, AdRow]]:
    """Rows of one file that tell of the same thing: twice the same, or with days in common."""
    seen: dict[Key, AdRow] = {}
    for row in rows:
        if row.key in seen:
            yield seen[row.key], row
        seen.setdefault(row.key, row)
    yield from ((one, other) for one, other in _clashes(rows, rows) if one.line < other.line)


def _clashes(old_rows: Iterable[AdRow], new_rows: Iterable[AdRow]) -> Iterator[tuple[AdRow, AdRow]]:
    """Pairs that tell of the same people without being the same row."""
    shapes: dict[Shape, list[AdRow]] = defaultdict(list)
    for row in old_rows:
        shapes[_shape(row)].append(row)
    indexes: dict[tuple[Shape, Shape], dict[object, _Timeline]] = {}
    for new in new_rows:
        shape = _shape(new)
        for other, rows in shapes.items():
            if (other, shape) not in indexes:
                indexes[other, shape] = _indexed(rows, _common(other, shape))
            timeline = indexes[other, shape].get(_thing(new, _common(other, shape)))
            for old in timeline.around(new) if timeline else ():
                if old.key != new.key and _may_be_one_account(old, new):
                    yield old, new


# Which levels have an ID, and which a name. Rows of one file have one or two shapes.
Shape = tuple[tuple[bool, bool], ...]
# By what rows of two shapes know the same thing, at each level: its ID, its name, or nothing.
Common = tuple[int | None, ...]


def _shape(row: AdRow) -> Shape:
    return tuple((bool(level.id), bool(level.name)) for level in row.levels)


def _common(one: Shape, other: Shape) -> Common:
    """A level that one of them doesn't have, or knows in another way, cannot tell them apart."""
    return tuple(
        next((part for part in (0, 1) if a[part] and b[part]), None) for a, b in zip(one, other, strict=True)
    )


def _thing(row: AdRow, common: Common) -> object:
    parts = zip(row.levels, common, strict=True)
    return (
        row.platform,
        row.kind,
        row.breakdown,
        *(level[part] for level, part in parts if part is not None),
    )


def _indexed(rows: Iterable[AdRow], common: Common) -> dict[object, _Timeline]:
    things: dict[object, list[AdRow]] = defaultdict(list)
    for row in rows:
        things[_thing(row, common)].append(row)
    return {thing: _Timeline(found) for thing, found in things.items()}


class _Timeline:
    """Rows by their days, so that a year of days is not walked for each of them."""

    def __init__(self, rows: Iterable[AdRow]) -> None:
        self.rows = sorted(rows, key=lambda row: row.first)
        self.firsts = [row.first for row in self.rows]
        self.longest = max(row.last - row.first for row in self.rows)

    def around(self, new: AdRow) -> Iterator[AdRow]:
        start = bisect.bisect_left(self.firsts, new.first - self.longest)
        end = bisect.bisect_right(self.firsts, new.last)
        return (row for row in self.rows[start:end] if row.last >= new.first)


def _may_be_one_account(one: AdRow, other: AdRow) -> bool:
    return not one.account or not other.account or one.account == other.account
