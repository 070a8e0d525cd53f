"""Why a number of the report is what it is: the tallies and the platforms' rows that add up to it, and what was left out.

Only for the VRN: for others a number has no why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from django.db.models import Q, QuerySet, Sum

from campaigns.models import ACTIONS, OUTTAKES, AdImport, Kind, Source, Tally
from campaigns.period import Period
from campaigns.report import figures
from campaigns.report.filtered import GENUINE_ROW, GROSS_ROW
from campaigns.report.languages import LOCAL_CHANNELS
from campaigns.report.own import UNKNOWN, Ground, label_of
from campaigns.report.paid import META, OF_META, PlatformFigures, paid
from campaigns.report.query import Audience, Dimension, Query
from campaigns.report.shape import Column, Panel, Report, Type, Value
from campaigns.report.sums import earlier
from campaigns.verdict import Verdict

# Which field of a platform's row each figure is.
PLATFORM = {"platform_impressions": "impressions", "platform_link_clicks": "link_clicks", "spend": "spend"}
KINDS: Mapping[str, Sequence[str]] = {
    "impressions": (Kind.IMPRESSION,),
    "visits": (Kind.VISIT,),
    "clicks_gross": (Kind.CLICK,),
    "clicks_genuine": (Kind.CLICK,),
    "actions": sorted(ACTIONS),
    "answers": sorted(OUTTAKES),
}
# What a panel calls a figure of ours by another name.
ALSO = {
    "arrivals": "clicks_genuine",
    "local_arrivals": "clicks_genuine",
    "left_out": "clicks_genuine",
    "clicks": "clicks_genuine",
}
GENUINE = frozenset({str(Verdict.GENUINE)})
INVALID = frozenset(str(one) for one in Verdict) - GENUINE
DIMENSIONS = {one.column: one for one in Dimension if not one.is_time}


@dataclass(frozen=True, slots=True)
class Asked:
    """A number of the report: which figure, of which days, with which labels, one of each."""

    figure: str
    query: Query
    labels: tuple[tuple[Dimension, frozenset[str]], ...] = ()
    currency: str = ""
    verdicts: frozenset[str] | None = GENUINE  # None: all of them.


def asked(query: Query, panel: Panel, row: tuple[Value, ...], column: Column) -> Asked | None:
    """What a cell is a number of; None where it has no rows of its own: a label, a ratio, an estimate, or nothing."""
    value = row[panel.columns.index(column)]
    if query.audience is not Audience.VRN or value is None or isinstance(value, str):
        return None
    labels = dict(_labels(panel, row))
    return _compared(query, labels, column) if panel.name == "whole" else _sum(query, panel, labels, column)


def _compared(query: Query, labels: Mapping[str, str], column: Column) -> Asked | None:
    """In the panel that compares, a row is a figure and a column is a period."""
    before, year = earlier(query.period)
    period = {"this_period": query.period, "previous_period": before, "year_before": year}.get(column.name)
    if period is None or not is_known(figure := labels["measure"]):
        return None
    return Asked(figure, query.during(period), (), labels["currency"], _verdicts(figure))


def _sum(query: Query, panel: Panel, labels: Mapping[str, str], column: Column) -> Asked | None:
    """A number of a panel in which each is a sum of the rows that have its line's labels."""
    figure = ALSO.get(column.name, column.name)
    if panel.name not in BROKEN_DOWN or not is_known(figure):
        return None
    number = Asked(figure, query, verdicts=_verdicts(column.name))
    if column.name == "local_arrivals":
        number = replace(number, labels=((Dimension.CHANNEL, frozenset(LOCAL_CHANNELS)),))
    for name, label in labels.items():
        number = _narrowed(number, panel, name, label)
    return number


# The panels whose numbers are sums of rows with the labels of their line.
BROKEN_DOWN = frozenset({"figures", "channels", "worth", "calendar", "languages", "heat", "filtered"})


def is_known(figure: str) -> bool:
    return figure in KINDS or figure in PLATFORM


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


@dataclass(frozen=True)
class Why:
    """What a number is made of. Each part is at most one query, asked when it is shown."""

    asked: Asked
    ground: Ground

    @classmethod
    def of(cls, asked: Asked) -> Why:
        return cls(asked, Ground(asked.query))

    @property
    def is_own(self) -> bool:
        return self.asked.figure in KINDS

    @property
    def tallies(self) -> QuerySet[Tally]:
        """The rows that are in the number, oldest first."""
        rows = self._acts
        if self.asked.verdicts is not None:
            rows = rows.filter(verdict__in=self.asked.verdicts)
        return rows.order_by("day", "source_id", "language", "kind", "verdict")

    @cached_property
    def left_out(self) -> list[tuple[str, int]]:
        """Acts of the same sort with the same labels that are not genuine, by reason."""
        found = self._acts.exclude(verdict=Verdict.GENUINE).values_list("verdict").annotate(total=Sum("n"))
        by_reason: dict[str, int] = dict(found.order_by())
        return [(reason, by_reason[reason]) for reason in Verdict if reason in by_reason]

    @cached_property
    def rows(self) -> list[PlatformFigures]:
        """The rows of platforms' files that are in the number."""
        name = PLATFORM[self.asked.figure]
        return [
            row
            for row in paid(self.asked.query).rows
            if getattr(row, name) is not None and self._has_labels(row)
        ]

    @cached_property
    def imports(self) -> dict[int, AdImport]:
        """The files that the rows came in, with who brought them."""
        return AdImport.objects.select_related("by").in_bulk({row.import_id for row in self.rows})

    @cached_property
    def total(self) -> int | Decimal:
        """The sum of the rows; the number shown, if all is well."""
        if self.is_own:
            return self.tallies.aggregate(total=Sum("n"))["total"] or 0
        return sum(getattr(row, PLATFORM[self.asked.figure]) for row in self.rows)

    @property
    def _acts(self) -> QuerySet[Tally]:
        """Every act of the figure's sort with the number's labels, genuine or not."""
        period = self.asked.query.period
        kept = Q(day__range=(period.first, period.last), kind__in=KINDS[self.asked.figure])
        if spoken := self.asked.query.values.get(Dimension.LANGUAGE):
            kept &= Q(language__in=spoken)
        return Tally.objects.filter(kept & self._of_language & self._of_sources)

    @property
    def _of_language(self) -> Q:
        return Q(*(("language__in", one) for name, one in self.asked.labels if name is Dimension.LANGUAGE))

    @property
    def _of_sources(self) -> Q:
        about = [(name, one) for name, one in self.asked.labels if name in figures.OF_SOURCE]
        if not about:
            return Q() if self.ground.wanted is None else Q(source_id__in=self.ground.wanted)
        wanted = self.ground.sources if self.ground.wanted is None else self.ground.wanted
        kept = Q(source_id__in=[pk for pk in wanted if self._is_about(self.ground.sources[pk], about)])
        if self.ground.wanted is None and all(UNKNOWN in one for _, one in about):
            kept |= ~Q(source_id__in=list(self.ground.sources))
        return kept

    def _is_about(self, source: Source, about: list[tuple[Dimension, frozenset[str]]]) -> bool:
        return all(self._label(source, name) in one for name, one in about)

    def _label(self, source: Source, name: Dimension) -> str:
        if name is not Dimension.AUDIENCE:
            return label_of(source, name)
        plan = self.ground.plans.get(source.campaign)
        return plan.audience if plan else figures.NOT_TOLD

    def _has_labels(self, row: PlatformFigures) -> bool:
        if self.asked.currency not in {"", row.currency}:
            return False
        return all(figures.paid_label(name, row, self.ground) in one for name, one in self.asked.labels)


def find(
    report: Report, panel: str, labels: Sequence[str], column: str
) -> tuple[Panel, tuple[Value, ...], Column]:
    """The cell of a panel whose row has these labels; raises LookupError where the report has none."""
    found = report.panel(panel)
    for row in found.rows:
        if labels_of(found, row) == tuple(labels):
            for one in found.columns:
                if one.name == column:
                    return found, row, one
    raise LookupError(column)


def labels_of(panel: Panel, row: tuple[Value, ...]) -> tuple[str, ...]:
    """What tells a row from every other of its panel, whatever else is counted later."""
    return tuple(label for _, label in _labels(panel, row))


def _labels(panel: Panel, row: tuple[Value, ...]) -> list[tuple[str, str]]:
    """The labels that a row begins with, by column."""
    first = takewhile(lambda pair: pair[0].type is Type.LABEL, zip(panel.columns, row, strict=True))
    return [(column.name, "" if cell is None else str(cell)) for column, cell in first]
