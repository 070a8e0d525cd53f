"""In which order people read the panels, and what stands above each. A panel that is named nowhere is shown too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaigns.report.page.table import Table, Whys, no_why, table
from campaigns.report.shape import Report


@dataclass(frozen=True, slots=True)
class Place:
    """A section of the page: its panels, the charts above them, and a sentence on how to read them."""

    name: str
    title: str
    panels: tuple[str, ...]
    charts: tuple[str, ...] = ()
    intro: str = ""
    is_folded: bool = False  # Long tables that the chart above says in short.


KEY = "whole"  # Shown as the key figures of the first screen.
ORDER = (
    Place("whole", "Compared", ("whole",)),
    Place(
        "time",
        "Day by day",
        ("calendar",),
        ("time", "calendar"),
        "What was counted on each day in London, and what staff noted for it.",
        is_folded=True,
    ),
    Place("figures", "Broken down", ("figures",)),
    Place(
        "channels",
        "Channels, and the gap",
        ("channels", "kinds"),
        ("channels",),
        "The platforms’ own figures and ours count different things, so they stand side by side and are never mixed.",
    ),
    Place("worth", "What it cost", ("worth",)),
    Place(
        "languages",
        "Languages: whom did we miss?",
        ("languages", "heat"),
        ("languages", "heat"),
        "Arrivals by tracked local links for every 1,000 people in Leicester, Leicestershire and Rutland whose main "
        "language it is. “No evidence of reach” says that nothing was counted, not that nobody was reached.",
    ),
    Place("reach", "Devices", ("reach",)),
    Place(
        "overlap", "Overlap", ("overlap",), ("overlap",), "Devices that were seen in both.", is_folded=True
    ),
    Place("outtakes", "What people took from it", ("outtakes",)),
    Place("help", "Help", ("help",)),
    Place("evaluation", "Evaluation", ("evaluation",)),
    Place("manual", "Figures from elsewhere", ("manual",)),
    Place("ages", "Ages and areas, as platforms say", ("ages",)),
)
# What the figures stand on, after everything that is about reach.
GROUND = (
    Place("completeness", "Complete up to", ("completeness",)),
    Place("filtered", "What was left out, and why", ("filtered",)),
    Place("keys", "Keys", ("keys",)),
    Place("rules", "Rules", ("rules",)),
)


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Section:
    place: Place
    tables: tuple[Table, ...]
    charts: tuple[Picture, ...] = ()


def sections(
    report: Report, whys: Whys = no_why, charts: Mapping[str, Picture] | None = None
) -> Iterator[Section]:
    """The report's sections in their order, without those that have no panel. `charts` are those that can be drawn."""
    drawn = charts or {}
    panels = {panel.name: panel for panel in report.panels}
    named = {name for place in (*ORDER, *GROUND) for name in place.panels}
    others = [Place(one.name, one.title, (one.name,)) for one in report.panels if one.name not in named]
    for place in (*ORDER, *others, *GROUND):
        found = tuple(table(panels[name], whys) for name in place.panels if name in panels)
        if found:
            yield Section(place, found, tuple(drawn[name] for name in place.charts if name in drawn))
