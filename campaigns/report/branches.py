"""How a table of a report's counts hangs in the tree of its measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from campaigns.report.inference import Cell, is_small
from campaigns.report.languages import LOCAL_CHANNELS
from campaigns.report.tables import Labels, Table, cross, places


def has_small(found: Iterable[Table]) -> bool:
    return any(is_small(cell.value) for table in found for cell in table.cells.values())


def share(table: Table, cells: Mapping[Labels, Cell]) -> None:
    table.cells = {labels: cells.get(labels, cell) for labels, cell in table.cells.items()}


def has_place(table: Table, hung: Sequence[Table]) -> bool:
    """Whether it crosses no table, and those above each table are still a chain."""
    if any(cross(table, other) for other in hung):
        return False
    return all(_is_chain(_above(one, (*hung, table))) for one in (*hung, table))


def _above(table: Table, others: Sequence[Table]) -> list[Table]:
    return [one for one in others if one is not table and places(table, one) is not None]


def _is_chain(found: Sequence[Table]) -> bool:
    return all(
        one is other or places(one, other) is not None or places(other, one) is not None
        for one in found
        for other in found
    )


def attach(table: Table, hung: Sequence[Table], whole: Cell, local: Cell | None) -> None:
    """Make the table's cells the parts of the table next above it, or of the whole."""
    above = _above(table, hung)
    # The finest of them divides all the others.
    parent = next((one for one in above if len(_above(one, above)) == len(above) - 1), None)
    if parent is None:
        if local and "channel" in table.dimensions:
            _split(table, whole, local)
        else:
            divide(whole, list(table.cells.values()))
        return
    mapped = places(table, parent) or {}
    groups: dict[Labels, list[Cell]] = defaultdict(list)
    for labels, place in mapped.items():
        groups[place].append(table.cells[labels])
    for place, parts in groups.items():
        divide(parent.cells[place], parts)


def _split(table: Table, whole: Cell, local: Cell) -> None:
    """Between all clicks and the channels stand those of the area, which the languages divide as well."""
    at = table.dimensions.index("channel")
    here = [cell for labels, cell in table.cells.items() if labels[at] in LOCAL_CHANNELS]
    there = [cell for labels, cell in table.cells.items() if labels[at] not in LOCAL_CHANNELS]
    rest = Cell(sum(cell.value for cell in there), ("elsewhere",), is_hidden=True)
    local.is_hidden = True  # No cell shows it.
    divide(whole, [local, rest])
    divide(local, here)
    divide(rest, there)


def divide(whole: Cell, parts: list[Cell]) -> None:
    """Add a group; what its parts don't come to is in no row."""
    rest = whole.value - sum(part.value for part in parts)
    whole.groups.append([*parts, Cell(rest, is_hidden=True)] if rest > 0 else parts)
