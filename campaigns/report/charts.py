"""The report's charts, drawn as SVG in the process: each shows one panel's values, and computes none of its own.

They hold no style and no script. What tells two things apart is never colour alone: it is said in words, in place, or drawn
filled and hollow. Grounds are white, so that they read on paper and on a dark screen alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import vl_convert
from django.core.cache import cache

from campaigns.report.drawings import (
    Drawing,
    by_channel,
    by_language,
    by_time,
    calendar,
    overlap,
    specification,
)
from campaigns.report.shape import Panel, Report, plain

KEPT = 60 * 60 * 24  # Seconds. Other data have another address, so none of it is ever stale.
EDITION = "1"  # It changes when a chart is drawn differently.


def svg(name: str, report: Report) -> bytes:
    """A chart of a report, from the cache where its data were drawn before. Raises KeyError for one it hasn't."""
    address = _address(name, data_hash(name, report))
    picture: bytes | None = cache.get(address)
    if picture is None:
        picture = _drawn(name, report)
        cache.set(address, picture, KEPT)
    return picture


def drawn(name: str, data: str) -> bytes | None:
    """A chart that was drawn for these data, if it is still there."""
    found: bytes | None = cache.get(_address(name, data)) if data.isalnum() and len(data) < 65 else None
    return found


def drawable(report: Report) -> tuple[str, ...]:
    """The charts that the report has something for."""
    return tuple(
        name
        for name in CHARTS
        if (panel := _panel(name, report)) and len(panel.rows) <= CHARTS[name].most and _has_numbers(panel)
    )


def data_hash(name: str, report: Report) -> str:
    panel = report.panel(CHARTS[name].panel)
    rows = [[plain(value) for value in row] for row in panel.rows]
    told = json.dumps([EDITION, name, title(name, report), rows], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def title(name: str, report: Report) -> str:
    demo = " (demo figures)" if report.is_demo else ""
    return f"{CHARTS[name].title}, {report.query.period.name}{demo}"


def description(name: str) -> str:
    """What a chart shows, for who can't see it; its table has the numbers."""
    return CHARTS[name].description


def _address(name: str, data: str) -> str:
    return f"reach-chart:{name}:{data}"


def _panel(name: str, report: Report) -> Panel | None:
    return next((panel for panel in report.panels if panel.name == CHARTS[name].panel), None)


def _has_numbers(panel: Panel) -> bool:
    """Whether anything but noughts would be drawn: an empty chart looks like a broken one."""
    return any(isinstance(value, int | Decimal) and value > 0 for row in panel.rows for value in row)


def _drawn(name: str, report: Report) -> bytes:
    drawing = CHARTS[name].draw(report.panel(CHARTS[name].panel))
    picture: str = vl_convert.vegalite_to_svg(specification(drawing))
    return _named(picture, title(name, report), description(name)).encode()


def _named(picture: str, words: str, more: str) -> str:
    """With a name and a description of its own, and no parts that a screen reader would read one by one."""
    start, rest = picture.split(">", 1)
    return (
        f'{start} role="img" aria-labelledby="title desc"><title id="title">{escape(words)}</title>'
        f'<desc id="desc">{escape(more)}</desc>{rest}'
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """How a panel is drawn; of more than `most` rows nobody could read a picture."""

    panel: str
    title: str
    description: str
    draw: Callable[[Panel], Drawing]
    most: int = 400


CHARTS: dict[str, Chart] = {
    "time": Chart(
        "calendar",
        "Seen on our pages and genuine clicks, day by day",
        "Two lines over the days, one above the other, each with a scale of its own. Dotted lines are notes.",
        by_time,
    ),
    "channels": Chart(
        "channels",
        "Link clicks as platforms say, and arrivals as we counted",
        "Two bars a channel: hollow what the platform says, filled what we counted.",
        by_channel,
    ),
    "languages": Chart(
        "languages",
        "Arrivals per 1,000 speakers of each language",
        "A cell a language. The darker it is, the more arrived; a dashed one has no evidence of reach.",
        by_language,
    ),
    "heat": Chart(
        "heat",
        "Arrivals per 1,000 speakers, by campaign",
        "A cell for each language and campaign. The darker it is, the more arrived; dashed: no evidence of reach.",
        by_language,
        most=8 * 11,
    ),
    "calendar": Chart(
        "calendar",
        "Genuine clicks on each day",
        "A cell a day in columns of weeks. The darker it is, the more clicks were counted.",
        calendar,
    ),
    "overlap": Chart(
        "overlap",
        "Devices seen in both",
        "A cell for each two, with the estimate and its bounds. The darker it is, the more devices.",
        overlap,
        most=150,
    ),
}
