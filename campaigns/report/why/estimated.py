"""Why an estimate of devices is so: the window that it was made for, its bounds, and what became of its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from campaigns.devices import LG_K, Devices
from campaigns.models import Window
from campaigns.period import Period
from campaigns.report.completeness import OURS
from campaigns.report.query import Dimension, Query
from campaigns.report.reach import DIMENSIONS, ended
from campaigns.report.shape import Panel
from campaigns.report.why.asked import Asked
from campaigns.report.why.cell import Cell
from campaigns.report.why.counted import Counted
from campaigns.report.why.shape import Why, day_words, days_words, facts

EXACT = 2**LG_K
LABELS = ("span", "campaign", "first", "last", "dimension", "label", "other")
NUMBERS = {"low": "lower bound", "estimate": "estimate", "high": "upper bound"}


@dataclass(frozen=True)
class Estimated(Why):
    """`cell` is of the panel of devices, or of overlap."""

    cell: Cell

    @property
    def query(self) -> Query:
        window = self.one.window
        return self.cell.query.during(Period(window.first, window.last))

    @property
    def total(self) -> int:
        found: int = getattr(self.one, self.cell.column.name)
        return found

    @property
    def made(self) -> str:
        return f"When its window was over, the sketches of its days were read once; the {NUMBERS[self.cell.column.name]} is"

    @property
    def parts(self) -> Sequence[tuple[str, Cell]]:
        """Of an overlap, the devices of each of the two."""
        if self.cell.panel.name != "overlap":
            return ()
        record = self.cell.record
        same = {name: record[name] for name in ("span", "campaign", "first", "last", "dimension")}
        return [
            (self.cell.beside(name).said, one)
            for name in ("label", "other")
            for one in self.cell.elsewhere("reach", "estimate", **same, label=record[name])
        ]

    @property
    def panels(self) -> Iterable[Panel]:
        yield facts("Its window, its bounds, and what became of its key", self._facts())
        yield self._visits.left_out("the visits that it is made of")

    @property
    def sources(self) -> frozenset[str]:
        return frozenset({OURS})

    @cached_property
    def one(self) -> Devices:
        labels = tuple(self.cell.labels.get(name, "") for name in LABELS)
        same = [one for one in ended(self.cell.query) if _labels(one) == labels]
        return same[self.cell.nth]

    @property
    def _visits(self) -> Counted:
        """A sketch holds the devices of genuine visits."""
        one, about = self.one, []
        for name, dimension in DIMENSIONS.items():
            if dimension == one.dimension:
                about.append((name, frozenset({one.label, one.other} - {""})))
        if one.campaign:
            about.append((Dimension.CAMPAIGN, frozenset({one.campaign})))
        return Counted(Asked("visits", self.query, tuple(about)))

    def _facts(self) -> Iterator[tuple[str, str]]:
        one, said = self.one, dict(self.cell.said_labels)
        window = one.window
        which = [said[heading] for heading in ("Which", "In both this", "and this") if heading in said]
        yield "Told apart over", f"{window.get_span_display()}: {days_words(window.first, window.last)}"
        yield "Campaign", said.get("Campaign", "all of them together")
        yield "Devices", " and ".join(which) or "all of them"
        yield "Figure", f"{one.estimate:,}; at least {one.low:,}, at most {one.high:,}"
        yield "Error", _error(one)
        yield "Key", _key(window)


def _labels(one: Devices) -> tuple[str, ...]:
    window = one.window
    days = (window.first.isoformat(), window.last.isoformat())
    return (window.span, one.campaign, *days, one.dimension, one.label, one.other)


def _error(one: Devices) -> str:
    if one.low == one.high:
        return f"none: a sketch tells up to {EXACT:,} devices apart one by one"
    share = Decimal((one.high - one.low) * 50) / one.estimate
    return (
        f"about {share.quantize(Decimal('0.1'), ROUND_HALF_UP)} % to either side. A sketch tells up to {EXACT:,} devices "
        "apart one by one; beyond that the bounds hold the truth 95 times in a hundred"
    )


def _key(window: Window) -> str:
    if window.ended is None:
        return "still in use"
    erased = f"; gone from the disk on {day_words(window.erased)}" if window.erased else ""
    return f"deleted on {day_words(window.ended)}, {window.get_ending_display()}{erased}"
