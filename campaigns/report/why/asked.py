"""Which rows a sum of the report adds up: of what, of which days, with which labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from campaigns.models import ACTIONS, OUTTAKES, Kind
from campaigns.period import Period
from campaigns.report.filtered import GENUINE_ROW, GROSS_ROW, SORT_OF, UNREAD
from campaigns.report.languages import LOCAL_CHANNELS
from campaigns.report.paid import META, OF_META
from campaigns.report.query import Dimension, Query
from campaigns.report.shape import Panel
from campaigns.report.sums import earlier
from campaigns.report.why.cell import Cell
from campaigns.verdict import Verdict

# Which field of a platform's row each figure is.
PLATFORM = {"platform_impressions": "impressions", "platform_link_clicks": "link_clicks", "spend": "spend"}
BEFORE, AFTER = (sorted(one for one in OUTTAKES if one.startswith(when)) for when in ("before", "after"))
KINDS: Mapping[str, Q] = {
    "impressions": Q(kind=Kind.IMPRESSION),
    "visits": Q(kind=Kind.VISIT),
    "clicks_gross": Q(kind=Kind.CLICK),
    "clicks_genuine": Q(kind=Kind.CLICK),
    "actions": Q(kind__in=sorted(ACTIONS)),
    "answers": Q(kind__in=sorted(OUTTAKES)),
    "before_answers": Q(kind__in=BEFORE),
    "after_answers": Q(kind__in=AFTER),
    UNREAD: ~Q(kind__in=sorted(SORT_OF)),
}
# What a panel calls a figure by another name.
ALSO = {
    "arrivals": "clicks_genuine",
    "local_arrivals": "clicks_genuine",
    "left_out": "clicks_genuine",
    "clicks": "clicks_genuine",
    "answers_before": "before_answers",
    "answers_after": "after_answers",
}
GENUINE = frozenset({str(Verdict.GENUINE)})
INVALID = frozenset(str(one) for one in Verdict) - GENUINE
PERIODS = ("this_period", "previous_period", "year_before")
DIMENSIONS = {one.column: one for one in Dimension if not one.is_time}


@dataclass(frozen=True, slots=True)
class Asked:
    """A sum: which figure, of which days, with which labels, one of each."""

    figure: str
    query: Query
    labels: tuple[tuple[Dimension, frozenset[str]], ...] = ()
    currency: str = ""
    verdicts: frozenset[str] | None = GENUINE  # None: all of them.

    @property
    def is_own(self) -> bool:
        return self.figure in KINDS


def figure(name: str) -> str:
    """What a column or a measure counts; raises LookupError where it is no sum."""
    found = ALSO.get(name, name)
    if found not in KINDS and found not in PLATFORM:
        raise LookupError(name)
    return found


def compared(cell: Cell) -> Asked:
    """In the panel that compares, a row is a figure and a column is a period."""
    before, year = earlier(cell.query.period)
    period = dict(zip(PERIODS, (cell.query.period, before, year), strict=True))[cell.column.name]
    if period is None:
        raise LookupError(cell.column.name)
    measure = figure(cell.labels["measure"])
    return Asked(measure, cell.query.during(period), (), cell.labels["currency"], _verdicts(measure))


def of_campaign(cell: Cell) -> Asked:
    """In the panel of the evaluation, a row is a figure of a campaign."""
    measure, campaign = figure(cell.labels["measure"]), frozenset({cell.labels["campaign"]})
    labels = ((Dimension.CAMPAIGN, campaign),)
    return Asked(measure, cell.query, labels, str(cell.record["currency"] or ""), _verdicts(measure))


def summed(cell: Cell) -> Asked:
    """In every other, a number is the sum of the rows that have its line's labels."""
    name = cell.column.name
    number = Asked(figure(name), cell.query, verdicts=_verdicts(name))
    if name == "local_arrivals":
        number = replace(number, labels=((Dimension.CHANNEL, frozenset(LOCAL_CHANNELS)),))
    for column, label in cell.labels.items():
        number = _narrowed(number, cell.panel, column, label)
    return number


def _verdicts(name: str) -> frozenset[str] | None:
    return {"clicks_gross": None, "left_out": INVALID}.get(name, GENUINE)


def _narrowed(number: Asked, panel: Panel, name: str, label: str) -> Asked:
    """A number of fewer days, or with one label more."""
    if name == "what":
        of = {GROSS_ROW: None, GENUINE_ROW: GENUINE}
        return replace(number, verdicts=of.get(label, frozenset({label})))
    if name in DIMENSIONS:
        is_one = panel.name == "channels" and label == META and OF_META.isdisjoint(panel.column(name))
        together = frozenset({META, *OF_META} if is_one else {label})
        return replace(number, labels=(*number.labels, (DIMENSIONS[name], together)))
    unit = next((one for one in number.query.by if one.is_time), Dimension.DAY)
    try:
        days = Period.parse(label)
    except ValueError:  # A platform's row of more days than that.
        return replace(number, labels=(*number.labels, (unit, frozenset({label}))))
    whole = number.query.period
    both = Period(max(days.first, whole.first), min(days.last, whole.last))
    return replace(number, query=number.query.during(both))
