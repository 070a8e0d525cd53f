"""How many devices: sketches read as numbers with bounds.

Devices are not people, and one school's tablets may be one device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from datasketches import compact_theta_sketch, theta_intersection, theta_union
from django.db import transaction
from django.db.models import Q

from campaigns.models import DeviceEstimate, SketchPart, Span, Window
from campaigns.period import Period
from campaigns.router import ALIAS

LG_K = (
    12  # 4,096 hashes: exact up to as many devices, within about 3 % of any number (two standard deviations).
)
DEVIATIONS = 2

# A campaign ("" for all), a dimension, a label, and another label where both are asked for.
Name = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Devices:
    """Devices in one window; `low` and `high` hold the truth 95 times in a hundred. Never to be added up."""

    window: Window
    campaign: str
    dimension: str
    label: str
    other: str
    low: int
    estimate: int
    high: int

    @property
    def what(self) -> str:
        """Which of the campaign's devices these are, in words; a day has all campaigns together as well."""
        if not self.dimension:
            return "all"
        return f"{self.label} and {self.other}, both" if self.other else self.label

    @property
    def is_final(self) -> bool:
        """Whether the window is over and its key gone; until then the number still grows."""
        return self.window.ended is not None


def measure(window: Window) -> None:
    """Store what a window's sketches say. Done again, it says the same again."""
    rows = [
        DeviceEstimate(
            window=window,
            campaign=campaign,
            dimension=dimension,
            label=label,
            other=other,
            low=low,
            estimate=estimate,
            high=high,
        )
        for (campaign, dimension, label, other), (low, estimate, high) in _numbers(window).items()
    ]
    with transaction.atomic(using=ALIAS):
        DeviceEstimate.objects.filter(window=window).delete()
        DeviceEstimate.objects.bulk_create(rows)


def devices(period: Period, *, span: Span, campaign: str | None = None) -> list[Devices]:
    """The estimates of every window that lies in the period, by window; of one campaign, where it is named.

    A window that began before the period or ends after it is left out: its devices can't be told apart by day.
    """
    windows = Window.objects.filter(span=span, first__gte=period.first, last__lte=period.last).order_by(
        "first", "campaign", "pk"
    )
    found = []
    for window in windows.prefetch_related("estimates"):
        stored = {
            (row.campaign, row.dimension, row.label, row.other): (row.low, row.estimate, row.high)
            for row in window.estimates.all()
        }
        numbers = stored or ({} if window.ended else _numbers(window))
        found += [
            Devices(window, *name, *number)
            for name, number in sorted(numbers.items())
            if campaign is None or name[0] == campaign
        ]
    return found


def ended(period: Period) -> list[Devices]:
    """The final estimates of every window that lies in the period, from one query.

    A day's channels, languages and overlaps are given where that day alone is asked for: they are many.
    """
    rows = DeviceEstimate.objects.select_related("window").exclude(window__ended=None)
    rows = rows.filter(window__first__gte=period.first, window__last__lte=period.last)
    if period.first != period.last:
        rows = rows.filter(Q(window__span=Span.CAMPAIGN) | Q(dimension=""))
    order = ("window__first", "window__campaign", "window", "campaign", "dimension", "label", "other")
    return [
        Devices(
            row.window,
            row.campaign,
            row.dimension,
            row.label,
            row.other,
            row.low,
            row.estimate,
            row.high,
        )
        for row in rows.order_by(*order)
    ]


def windows(period: Period) -> list[Window]:
    """The windows that touch a period, for the audit: which key was born when, and what became of it."""
    return list(
        Window.objects.filter(first__lte=period.last, last__gte=period.first).order_by(
            "first", "campaign", "pk"
        )
    )


def _numbers(window: Window) -> dict[Name, tuple[int, int, int]]:
    """Unions per campaign, channel and language, and the overlaps of every two channels and every two languages."""
    by_name: dict[Name, list[Any]] = defaultdict(list)
    for part in SketchPart.objects.filter(window=window.pk).iterator():
        sketch = compact_theta_sketch.deserialize(bytes(part.sketch))
        for campaign in dict.fromkeys((part.campaign, window.campaign)):
            by_name[campaign, "", "", ""].append(sketch)
            by_name[campaign, "channel", part.channel, ""].append(sketch)
            by_name[campaign, "language", part.language, ""].append(sketch)
    unions = {name: _union(sketches) for name, sketches in by_name.items()}
    return {name: _bounds(sketch) for name, sketch in (unions | _overlaps(unions)).items()}


def _union(sketches: Iterable[Any]) -> Any:
    union = theta_union(LG_K)
    for sketch in sketches:
        union.update(sketch)
    return union.get_result()


def _overlaps(unions: Mapping[Name, Any]) -> dict[Name, Any]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for campaign, dimension, label, _ in unions:
        if dimension:
            groups[campaign, dimension].append(label)
    found = {}
    for (campaign, dimension), labels in groups.items():
        for label, other in combinations(sorted(labels), 2):
            both = theta_intersection()
            both.update(unions[campaign, dimension, label, ""])
            both.update(unions[campaign, dimension, other, ""])
            found[campaign, dimension, label, other] = both.get_result()
    return found


def _bounds(sketch: Any) -> tuple[int, int, int]:
    return (
        int(sketch.get_lower_bound(DEVIATIONS)),
        round(sketch.get_estimate()),
        -int(-sketch.get_upper_bound(DEVIATIONS) // 1),
    )
