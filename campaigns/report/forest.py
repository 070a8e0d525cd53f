"""A report's counts as trees, one a measure, and every count as others may see it.

Tables that have no dimension in common both divide their measure's whole; a table that divides another's rows hangs
below them. Where two tables cross (channels by language beside languages by month) no tree holds both, so the later one
is hidden if they have a small number at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from campaigns.report.branches import attach, divide, has_place, has_small, share
from campaigns.report.filtered import GENUINE_ROW, GROSS_ROW
from campaigns.report.inference import Cell, is_small, protect
from campaigns.report.shape import Panel
from campaigns.report.tables import (
    GENUINE,
    GROSS,
    LEFT_OUT,
    LOCAL,
    TAPS,
    Address,
    Table,
    is_same,
    kin,
    tables,
)

Published = Mapping[Address, int | str]
SORTS = {"impressions": "impressions", "visits": "visits", "clicks": GENUINE, "actions": "actions"}
COMPARED = ("this_period", "previous_period", "year_before")


def publish(panels: Sequence[Panel]) -> Published:
    """How each cell reads that is a part or the whole of others."""
    forest = _Forest(panels)
    found = dict(forest.of_tables())
    found.update(forest.of_wholes())
    found.update(forest.of_filtered())
    return found


class _Forest:
    def __init__(self, panels: Sequence[Panel]) -> None:
        self.panels = {panel.name: (at, panel) for at, panel in enumerate(panels)}
        self.measures: dict[str, list[Table]] = defaultdict(list)
        for table in tables(panels):
            self.measures[table.measure].append(table)
        self._pair_taps()
        self.wholes = self._wholes()
        self.left_out = self._left_out()
        self.crossing: list[Table] = []
        self._grow()
        for whole in (*self.wholes.values(), *self.left_out.values()):
            protect(whole)
        for table in self.crossing:
            table.hide()
        self._hide_gross()

    # What is known of the panels ----------------------------------------------------

    def records(self, name: str) -> Iterator[tuple[int, int, Mapping[str, object]]]:
        if name in self.panels:
            at, panel = self.panels[name]
            for number, record in enumerate(panel.records):
                yield at, number, record

    def _pair_taps(self) -> None:
        """The evaluation's taps for help are those of all its months: a sum that the months of one quarter divide."""
        for name in TAPS:
            months = [measure for measure in self.measures if measure.startswith(f"{name} months ")]
            if len(months) == 1 and name in self.measures:
                self.measures[months[0]] += self.measures.pop(name)

    def _wholes(self) -> dict[str, Cell]:
        """What each measure comes to: as the panel of wholes says, else as its fullest table does."""
        wholes = {measure: max(table.total for table in found) for measure, found in self.measures.items()}
        for _, _, record in self.records("whole"):
            value = record["this_period"]
            if isinstance(value, int):
                wholes[str(record["measure"])] = value
        return {measure: Cell(value, (measure,)) for measure, value in wholes.items()}

    def _left_out(self) -> dict[str, Cell]:
        """What was left out of each sort of act. Who sees both gross and genuine knows it, unless it is few."""
        found = {}
        sums = {row["what"]: row for _, _, row in self.records("filtered")}
        for sort in self._sorts():
            gross, genuine = sums[GROSS_ROW][sort], sums[GENUINE_ROW][sort]
            if isinstance(gross, int) and isinstance(genuine, int):
                is_known = not is_small(genuine) and not is_small(gross - genuine)
                found[sort] = Cell(gross - genuine, (sort,), is_hidden=not is_known)
        return found

    def _sorts(self) -> list[str]:
        if "filtered" not in self.panels:
            return []
        return [column.name for column in self.panels["filtered"][1].columns if column.name != "what"]

    # Trees --------------------------------------------------------------------------

    def _grow(self) -> None:
        hung = {
            measure: self._choose(found, self._whole_of(measure))
            for measure, found in self.measures.items()
            if measure != GROSS
        }
        local = self._local(hung)
        for measure, found in hung.items():
            whole = self._whole_of(measure)
            for table in found:
                attach(table, found, whole, local if measure == GENUINE else None)
        self.reasons: dict[Address, Cell] = {}
        for sort, whole in self.left_out.items():
            parts = [
                self.reasons.setdefault((at, number, sort), Cell(int(str(row[sort])), (str(row["what"]),)))
                for at, number, row in self.records("filtered")
                if row["what"] not in {GROSS_ROW, GENUINE_ROW} and row[sort] is not None
            ]
            divide(whole, parts)

    def _whole_of(self, measure: str) -> Cell:
        """Reasons and channels divide the same clicks that were left out."""
        if measure == LEFT_OUT and "clicks" in self.left_out:
            return self.left_out["clicks"]
        return self.wholes[measure]

    def _choose(self, found: Sequence[Table], whole: Cell) -> list[Table]:
        """The tables that one tree can hold. What crosses them is left, to be hidden if any of them has a small cell;
        without one nothing about them needs to be looked after."""
        hung: list[Table] = []
        for table in found:
            if not table.dimensions:
                share(table, dict.fromkeys(table.cells, whole))
            elif same := next((one for one in hung if is_same(table, one)), None):
                share(table, same.cells)
            elif has_place(table, hung):
                hung.append(table)
            elif is_small(whole.value) or has_small(
                one for one in found if not kin(one).isdisjoint(kin(table))
            ):
                self.crossing.append(table)
        return hung

    def _local(self, hung: dict[str, list[Table]]) -> Cell | None:
        """What arrived by links in the area is a part of all genuine clicks, and divided by language. Where both are
        divided in one way the difference is told too, so the part is hidden; as it is where links are told apart
        without their channels."""
        if not hung.get(LOCAL):
            return None
        every = hung.get(GENUINE, [])
        blind = [one for one in every if "link" in kin(one) and "channel" not in one.dimensions]
        for table in [*hung[LOCAL]]:
            meets = [*blind, *(one for one in every if not kin(table).isdisjoint(kin(one)))]
            if meets and has_small([*hung[LOCAL], *meets]):
                hung[LOCAL].remove(table)
                self.crossing.append(table)
        return self.wholes[LOCAL]

    # What stands in the cells ---------------------------------------------------------

    def _hide_gross(self) -> None:
        """Gross clicks tell genuine ones where little was left out, so they are shown beside whole numbers alone."""
        whole, clicks = self.wholes.get(GROSS), self.wholes.get(GENUINE)
        left_out = self.left_out.get("clicks") or self.wholes.get(LEFT_OUT)
        if whole:
            few = clicks is not None and is_small(whole.value - clicks.value)
            known = [cell for cell in (clicks, left_out) if cell is not None]
            whole.is_hidden |= few or any(cell.is_hidden or is_small(cell.value) for cell in known)
        for table in self.measures[GROSS]:
            if whole and not table.dimensions:
                share(table, dict.fromkeys(table.cells, whole))
            elif (whole and whole.is_hidden) or not self._is_plain(table):
                table.hide()

    def _is_plain(self, gross: Table) -> bool:
        """Whether it, the genuine clicks beside it and what was left out by channel are all numbers."""
        beside = [table for table in self.measures[GENUINE] if table.dimensions == gross.dimensions]
        return all(table.is_plain for table in (gross, *beside, *self.measures[LEFT_OUT]))

    def of_tables(self) -> Iterator[tuple[Address, int | str]]:
        for found in self.measures.values():
            for table in found:
                yield from table.published()
        for table in self.crossing:
            yield from table.published()

    def of_wholes(self) -> Iterator[tuple[Address, int | str]]:
        rows = {str(row["measure"]): row for _, _, row in self.records("whole")}
        for at, number, row in self.records("whole"):
            measure = str(row["measure"])
            for column in COMPARED:
                value = row[column]
                if isinstance(value, int):
                    cell = self.wholes[measure] if column == "this_period" else Cell(value)
                    if measure == GROSS and column != "this_period":
                        genuine = rows[GENUINE][column]
                        few = isinstance(genuine, int) and (is_small(genuine) or is_small(value - genuine))
                        cell.is_hidden = few
                    yield (at, number, column), cell.published

    def of_filtered(self) -> Iterator[tuple[Address, int | str]]:
        yield from ((address, cell.published) for address, cell in self.reasons.items())
        for at, number, row in self.records("filtered"):
            for sort in self._sorts():
                value = row[sort]
                if isinstance(value, int) and (at, number, sort) not in self.reasons:
                    yield (at, number, sort), self._sum(sort, str(row["what"]), value).published

    def _sum(self, sort: str, what: str, value: int) -> Cell:
        genuine = self.wholes.get(SORTS.get(sort, ""))
        if what == GENUINE_ROW:
            return genuine if genuine and genuine.value == value else Cell(value, is_hidden=self._hides(sort))
        if sort == "clicks" and GROSS in self.wholes and self.wholes[GROSS].value == value:
            return self.wholes[GROSS]
        left_out = self.left_out[sort]
        is_known = not left_out.is_hidden and not is_small(left_out.value)
        return Cell(value, is_hidden=not is_known or bool(genuine and genuine.is_hidden) or self._hides(sort))

    def _hides(self, sort: str) -> bool:
        """All answers are those before and those after, so the sum of both tells of either."""
        answers = [table for name in ("answers_before", "answers_after") for table in self.measures[name]]
        return sort == "answers" and not all(table.is_plain for table in answers)
