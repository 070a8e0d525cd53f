"""Two imports of the same rows: what is new, the same, changed or gone, and what would be counted twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.ads.limits import REASONS
from campaigns.ads.shape import AdRow, Level, Reason, RefusedError

Days = tuple[dt.date, dt.date]

EVERY = "\0every campaign"


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
    if clashes := [_refusal(old, new) for old, new in _clashes(old_rows, new_rows)]:
        raise RefusedError(clashes[:REASONS])
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
    seen: dict[object, AdRow] = {}
    for row in rows:
        if row.key in seen:
            yield seen[row.key], row
        seen.setdefault(row.key, row)
    yield from ((one, other) for one, other in _clashes(rows, rows) if one.line < other.line)


def _clashes(old_rows: Iterable[AdRow], new_rows: Iterable[AdRow]) -> Iterator[tuple[AdRow, AdRow]]:
    """Pairs that tell of the same people without being the same row."""
    index: dict[object, dict[Days, list[AdRow]]] = defaultdict(lambda: defaultdict(list))
    for row in old_rows:
        for name in {*row.campaign, EVERY} - {""} if row.campaign.known_by else {"", EVERY}:
            index[_alike(row, name)][row.first, row.last].append(row)
    for new in new_rows:
        told: set[int] = set()
        # A row of the whole account contains every campaign.
        for name in {*new.campaign, ""} if new.campaign.known_by else {EVERY}:
            for (first, last), rows in index.get(_alike(new, name), {}).items():
                if last < new.first or new.last < first:
                    continue
                for old in rows:
                    if id(old) not in told and old.key != new.key and _is_part(old, new):
                        told.add(id(old))
                        yield old, new


def _alike(row: AdRow, name: str) -> tuple[object, ...]:
    return (row.platform, row.kind, row.breakdown, name)


def _is_part(one: AdRow, other: AdRow) -> bool:
    """Whether one is the other, or contains it."""
    if one.account and other.account and one.account != other.account:
        return False
    return all(_may_be_one(a, b) for a, b in zip(one.levels, other.levels, strict=True))


def _may_be_one(one: Level, other: Level) -> bool:
    if one.id and other.id:
        return one.id == other.id
    if one.name and other.name:
        return one.name == other.name
    return True
