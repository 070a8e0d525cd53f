"""What the first screen says in a few lines of panels that stand further down: their largest rows, and the way to all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from campaigns.models import Span
from campaigns.report.page.table import Cell, Whys, no_why, table
from campaigns.report.reach import OURS
from campaigns.report.shape import HIDDEN, Panel, Report, Value

LINES = 3
Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    days: str  # Of a window; "" where the figures are of the whole period.
    figures: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """`place` is the section of the page that has all of it, `more` how many rows there has but not here."""

    place: str
    title: str
    lines: tuple[Line, ...]
    more: int
    remark: str


@dataclass(frozen=True, slots=True)
class _Excerpt:
    panel: str
    place: str
    title: str
    figures: Mapping[str, str]  # A column, and what it is called in a line.
    largest: str  # The column by which rows are taken.
    is_taken: Callable[[Record], bool]
    empty: str
    remark: str = ""  # Of every line; where a panel says it row by row, what its first row says.
    says: str = ""


EXCERPTS = (
    _Excerpt(
        "reach",
        "reach",
        "Devices, with bounds",
        {"low": "at least", "estimate": "figure", "high": "at most"},
        "estimate",
        lambda row: row["counted_by"] == OURS and row["span"] == Span.CAMPAIGN and not row["dimension"],
        "None for this question: devices are told for all of a campaign, once its days are over.",
        remark="Devices, not people. Never add two of them.",
    ),
    _Excerpt(
        "channels",
        "channels",
        "Platforms’ clicks and our arrivals",
        {"platform_link_clicks": "link clicks", "arrivals": "arrivals", "gap": "gap"},
        "platform_link_clicks",
        lambda row: row["platform_link_clicks"] is not None,
        "No platform’s file tells link clicks for this question.",
        says="why",
    ),
    _Excerpt(
        "evaluation",
        "help",
        "Help taps",
        {"count": "help taps"},
        "count",
        lambda row: row["measure"] == "help_taps",
        "None for this question: they are counted by campaign and whole month, and by nothing else.",
        remark="In whole months, apart from everything else.",
    ),
    _Excerpt(
        "outtakes",
        "outtakes",
        "What people took from it, from 1 to 5",
        {"before_mean": "mean before", "after_mean": "after", "change": "change"},
        "after_answers",
        lambda row: True,
        "",
    ),
)


def glances(report: Report, whys: Whys = no_why) -> Iterator[Glance]:
    panels = {panel.name: panel for panel in report.panels}
    return (_glance(of, panels[of.panel], whys) for of in EXCERPTS if of.panel in panels)


def _glance(of: _Excerpt, panel: Panel, whys: Whys) -> Glance:
    """Every figure is a cell of the panel as its audience sees it."""
    rows = [
        (record, {cell.column.name: cell for cell in cells})
        for record, cells in zip(panel.records, table(panel, whys).rows, strict=True)
        if of.is_taken(record)
    ]
    rows.sort(key=lambda row: -_size(row[0][of.largest]))
    shown = rows[:LINES]
    return Glance(
        of.place,
        of.title,
        tuple(_line(of, panel, cells) for _, cells in shown),
        len(rows) - len(shown),
        _remark(of, panel, [record for record, _ in shown]),
    )


def _size(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _line(of: _Excerpt, panel: Panel, cells: Mapping[str, Cell]) -> Line:
    label = next(cells[name].text for name in ("campaign", "channel") if name in cells)
    days = f"{cells['first'].text} to {cells['last'].text}" if "first" in cells else ""
    return Line(label, days, tuple((words, cells[name]) for name, words in of.figures.items()))


def _remark(of: _Excerpt, panel: Panel, shown: list[Record]) -> str:
    if not shown:
        return of.empty or panel.empty
    said = str(shown[0].get(of.says) or "")
    return of.remark if said in {"", HIDDEN} else said
