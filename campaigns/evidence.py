"""What a report's figures stand on: what was left out and why, by which rules, and what became of the keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
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
UNREAD = "Reports nobody read"  # Of a flood.
SORTS = list(dict.fromkeys([*GROUPS.values(), UNREAD]))


@dataclass(frozen=True)
class Line:
    """What became of all acts, or of those that one verdict names: a number for each sort of act."""

    name: str
    figures: list[int]
    is_sum: bool = False


@dataclass(frozen=True)
class Evidence:
    period: Period
    lines: list[Line]
    versions: list[str]
    daily: list[Devices]
    distinct: list[Devices]
    windows: list[Window]

    @property
    def headings(self) -> list[str]:
        return SORTS


def evidence(period: Period) -> Evidence:
    """Four queries, however long the period is."""
    ended = devices.ended(period)
    return Evidence(
        period,
        _lines(period),
        rules.used(period),
        [one for one in ended if one.window.span == Span.DAY],
        [one for one in ended if one.window.span == Span.CAMPAIGN],
        devices.windows(period),
    )


def _lines(period: Period) -> list[Line]:
    """Gross, what was left out by each reason that there was, and genuine: each column adds up."""
    found: dict[str, Counter[str]] = {}
    for kind, verdict, total in _totals(period):
        found.setdefault(verdict, Counter())[GROUPS.get(kind, UNREAD)] += total
    gross = sum(found.values(), Counter[str]())
    reasons = [verdict for verdict in Verdict if verdict in found and verdict != Verdict.GENUINE]
    return [
        _line("Gross", gross, is_sum=True),
        *(_line(verdict.replace("_", " ").capitalize(), found[verdict]) for verdict in reasons),
        _line("Genuine", found.get(Verdict.GENUINE, Counter()), is_sum=True),
    ]


def _line(name: str, totals: Counter[str], *, is_sum: bool = False) -> Line:
    return Line(name, [totals[sort] for sort in SORTS], is_sum)


def _totals(period: Period) -> Any:
    tallies = Tally.objects.filter(day__range=(period.first, period.last))
    return tallies.values_list("kind", "verdict").annotate(total=Sum("n")).order_by()
