"""Devices of the demo figures: windows that are over, each with the numbers that its sketches would have left."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from campaigns.demo.counts import Row
from campaigns.models import DeviceEstimate, Ending, Kind, Span, Window
from campaigns.period import Period
from campaigns.verdict import Verdict

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "demo-figures.livesafe")
DEVICES = 0.74  # Of a hundred visits of a quarter so many devices.
BOTH = 0.06  # Of the smaller of two labels, so many came by the other as well.
EXACT = 4096  # As many devices a sketch tells apart one by one.

Found = dict[tuple[str, str, str], int]  # (dimension, label, other): devices


def store(counts: Mapping[Row, int], period: Period) -> None:
    """A window for each campaign and financial quarter that is over."""
    for (campaign, first), visits in sorted(_visits(counts).items()):
        quarter = Period.of(first, "quarter")
        if quarter.last >= period.last:
            continue
        ended = quarter.last + dt.timedelta(days=1)
        window, is_new = Window.objects.get_or_create(
            pk=uuid.uuid5(NAMESPACE, f"{campaign} {quarter.name}"),
            defaults={
                "span": Span.CAMPAIGN, "campaign": campaign, "first": quarter.first, "last": quarter.last,
                "ended": ended, "ending": Ending.SCHEDULE, "erased": ended,
            },
        )  # fmt: skip
        if is_new:
            DeviceEstimate.objects.bulk_create(_estimates(window, visits))


def _visits(counts: Mapping[Row, int]) -> dict[tuple[str, dt.date], Counter[tuple[str, str]]]:
    """Genuine visits by channel and language, of each campaign and quarter."""
    found: dict[tuple[str, dt.date], Counter[tuple[str, str]]] = defaultdict(Counter)
    for (day, link, language, kind, verdict), n in counts.items():
        if kind == Kind.VISIT and verdict == Verdict.GENUINE:
            found[link.campaign, Period.of(day, "quarter").first][link.channel, language] += n
    return found


def _estimates(window: Window, visits: Mapping[tuple[str, str], int]) -> Iterator[DeviceEstimate]:
    for (dimension, label, other), estimate in _devices(visits).items():
        doubt = 0 if estimate <= EXACT else round(estimate * 0.03)
        yield DeviceEstimate(
            window=window, campaign=window.campaign, dimension=dimension, label=label, other=other,
            low=estimate - doubt, estimate=estimate, high=estimate + doubt,
        )  # fmt: skip


def _devices(visits: Mapping[tuple[str, str], int]) -> Found:
    found: Found = {("", "", ""): round(sum(visits.values()) * DEVICES * (1 - BOTH))}
    for at, dimension in enumerate(("channel", "language")):
        labels: Counter[str] = Counter()
        for pair, n in visits.items():
            labels[pair[at]] += n
        found |= {(dimension, label, ""): round(n * DEVICES) for label, n in labels.items()}
        for label, other in combinations(sorted(labels), 2):
            both = min(found[dimension, label, ""], found[dimension, other, ""]) * BOTH
            found[dimension, label, other] = round(both)
    return found
