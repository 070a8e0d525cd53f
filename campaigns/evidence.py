"""What a report's figures stand on: what was left out and why, by which rules, and what became of the keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from campaigns import devices, rules
from campaigns.devices import Devices
from campaigns.models import ACTIONS, OUTTAKES, Kind, Span, Tally, Window
from campaigns.period import Period
from campaigns.verdict import Verdict

GROUPS: dict[str, str] = {
    Kind.IMPRESSION: "Seen on our pages",
    Kind.VISIT: "Visits",
    Kind.CLICK: "Clicks",
    **dict.fromkeys(sorted(ACTIONS), "Actions"),
    **dict.fromkeys(sorted(OUTTAKES), "Answers"),
}
UNREAD = "Reports of a flood, shed unread"


@dataclass
class Line:
    """One kind of act: all of it, and what each verdict made of it."""

    name: str
    by_verdict: Counter[str] = field(default_factory=Counter)
    shown: tuple[Verdict, ...] = ()  # The reasons that have a column.

    @property
    def gross(self) -> int:
        return self.by_verdict.total()

    @property
    def genuine(self) -> int:
        return self.by_verdict[Verdict.GENUINE]

    @property
    def left_out(self) -> list[int]:
        return [self.by_verdict[verdict] for verdict in self.shown]


@dataclass(frozen=True)
class Evidence:
    period: Period
    lines: list[Line]
    reasons: tuple[Verdict, ...]
    versions: list[str]
    daily: list[Devices]
    distinct: list[Devices]
    windows: list[Window]

    @property
    def headings(self) -> list[str]:
        return [verdict.replace("_", " ").capitalize() for verdict in self.reasons]


def evidence(period: Period) -> Evidence:
    """Four queries, however long the period is."""
    lines, reasons = _lines(period)
    ended = devices.ended(period)
    return Evidence(
        period,
        lines,
        reasons,
        rules.used(period),
        [one for one in ended if one.window.span == Span.DAY],
        [one for one in ended if one.window.span == Span.CAMPAIGN],
        devices.windows(period),
    )


def _lines(period: Period) -> tuple[list[Line], tuple[Verdict, ...]]:
    lines = {name: Line(name) for name in dict.fromkeys([*GROUPS.values(), UNREAD])}
    for kind, verdict, total in _totals(period):
        lines[GROUPS.get(kind, UNREAD)].by_verdict[verdict] += total
    found = {verdict for line in lines.values() for verdict in line.by_verdict}
    reasons = tuple(verdict for verdict in Verdict if verdict in found - {Verdict.GENUINE})
    for line in lines.values():
        line.shown = reasons
    return list(lines.values()), reasons


def _totals(period: Period) -> Any:
    tallies = Tally.objects.filter(day__range=(period.first, period.last))
    return tallies.values_list("kind", "verdict").annotate(total=Sum("n")).order_by()
