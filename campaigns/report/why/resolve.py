"""From a number of the report to its why, by the panel that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaigns.report.query import Audience
from campaigns.report.reach import OURS
from campaigns.report.why import answered, asked, made, recorded, tapped, told
from campaigns.report.why.asked import Asked
from campaigns.report.why.cell import Cell
from campaigns.report.why.counted import Counted
from campaigns.report.why.estimated import Estimated
from campaigns.report.why.shape import Why

Rule = Callable[[Cell], Why]


def why(cell: Cell) -> Why:
    """Raises LookupError for an audience outside the VRN, and for what is no number."""
    if cell.query.audience is not Audience.VRN or not cell.is_number:
        raise LookupError(cell.column.name)
    return PANELS[cell.panel.name](cell)


def _sum(number: Asked) -> Why:
    return Counted(number) if number.is_own else told.summed(number)


def _row(cell: Cell) -> Why:
    """Where each number is the sum of what has its line's labels, or is made of such sums."""
    if cell.column.of:
        return made.of(cell, why)
    if cell.column.name == "speakers":
        return recorded.census(cell)
    return _sum(asked.summed(cell))


def _compared(cell: Cell) -> Why:
    if cell.column.of:
        return made.of(cell, why)
    if cell.column.name == "target":
        return recorded.planned(cell)
    return _sum(asked.compared(cell))


def _devices(cell: Cell) -> Why:
    is_ours = cell.labels.get("counted_by", OURS) == OURS
    return Estimated(cell) if is_ours else told.Reached.of(cell)


def _answers(cell: Cell) -> Why:
    if cell.column.name == "change":
        means = cell.beside("before_mean"), cell.beside("after_mean")
        before, after = (answered.Mean.of(_answers_of(one)) for one in means)
        return answered.Change(before, after, means)
    number = _answers_of(cell)
    return answered.Mean.of(number) if cell.column.name.endswith("_mean") else Counted(number)


def _answers_of(cell: Cell) -> Asked:
    """The answers that a number of them or their mean is of."""
    return asked.summed(cell.beside(cell.column.name.replace("_mean", "_answers")))


def _evaluated(cell: Cell) -> Why:
    measure = cell.labels["measure"]
    if cell.column.name == "share_of_target":
        return made.of_budget(cell, why) if measure == "spend" else made.of(cell, why)
    if cell.column.name == "target" or measure == "budget":
        return recorded.planned(cell)
    if cell.column.name == "mean":
        return answered.Mean.of(asked.of_campaign(cell))
    if rule := MEASURES.get(measure):
        return rule(cell)
    return _sum(asked.of_campaign(cell))


def _window(cell: Cell) -> Why:
    """The devices of one of a campaign's windows, which has a row of its own among all devices."""
    column = "estimate" if cell.column.name == "count" else cell.column.name
    known = {"span": "campaign", "campaign": cell.labels["campaign"], "dimension": None, "counted_by": OURS}
    return Estimated(list(cell.elsewhere("reach", column, **known))[cell.nth])


MEASURES: Mapping[str, Rule] = {
    "links": recorded.made_so_far,
    "placements": recorded.made_so_far,
    "languages": recorded.made_so_far,
    "devices": _window,
    "help_taps": tapped.of_campaign,
    "exits": tapped.of_campaign,
}
PANELS: Mapping[str, Rule] = {
    "figures": _row,
    "whole": _compared,
    "channels": _row,
    "kinds": _row,
    "worth": _row,
    "languages": _row,
    "heat": _row,
    "reach": _devices,
    "overlap": _devices,
    "calendar": _row,
    "filtered": _row,
    "help": tapped.of_row,
    "outtakes": _answers,
    "evaluation": _evaluated,
    "manual": recorded.elsewhere,
    "ages": told.by_age,
}
