"""The sentence that people paste, made of the report's own tables, and what its words mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from campaigns.models import Channel
from campaigns.period import today
from campaigns.report.figures import AUDIENCES, CHANNELS, LANGUAGES
from campaigns.report.paid import META
from campaigns.report.query import Audience, Dimension, Query
from campaigns.report.shape import FEW, Doubt, Headline, Panel, Report, Value

DEFINITION = (
    "“Shown” is what the platforms say of their advertisements and posts. “Seen on our own pages” counts a campaign’s "
    "card or banner of which at least half was in view for one second. A genuine click is a followed link of ours, less "
    "what was left out as invalid traffic. These are acts, not people: one person may act many times. The three are "
    "counted apart and never added to each other."
)
DEMO = "Demo figures, made up for show: "
META_SAID = ("Instagram", "Facebook")
PAID_FOR = {"paid": "what was paid for", "organic": "what nobody paid for"}
OTHERS = "other platforms"
SAID = ("platform_impressions", "impressions", "clicks_genuine")


def headline(report: Report, titles: Mapping[str, str], doubts: tuple[Doubt, ...]) -> Headline:
    """Of the report as its audience sees it, so that the sentence says no more than the tables do."""
    demo = DEMO if report.is_demo else ""
    if report.query.audience is not Audience.VRN:
        doubts = tuple(replace(doubt, figures="") for doubt in doubts)  # Some of them are counts of our own.
    return Headline(demo + sentence(report, titles), DEFINITION, doubts)


def sentence(report: Report, titles: Mapping[str, str]) -> str:
    query = report.query
    if query.period.first > today():
        return f"{query.period.name} has not begun."
    said = {row["measure"]: row["this_period"] for row in report.panel("whole").records}
    parts = [
        _shown(said["platform_impressions"], _platforms(report.panel("channels"))),
        f"seen {_times(said['impressions'])} on our own pages" if _is_said(said["impressions"]) else "",
        f"followed by {_clicks(said['clicks_genuine'])}" if _is_said(said["clicks_genuine"]) else "",
    ]
    told = [part for part in parts if part]
    if not told:
        is_hidden = any(isinstance(said[name], str) for name in SAID)
        little = "too little was counted of {} to be told" if is_hidden else "nothing was counted of {}"
        return f"{_when(query)} {little.format(_whose(query, titles))}."
    were = "was" if len(query.values.get(Dimension.CAMPAIGN, ())) == 1 else "were"
    return f"{_when(query)} {_whose(query, titles)} {were} {_listed(told, comma=True)}."


def _is_said(value: Value) -> bool:
    return isinstance(value, int) or value == FEW


def _shown(value: Value, platforms: Sequence[str]) -> str:
    return f"shown {_times(value)} by {_listed(platforms)}" if _is_said(value) and platforms else ""


def _times(value: Value) -> str:
    return "once" if value == 1 else f"{_number(value)} times"


def _clicks(value: Value) -> str:
    return "one genuine click" if value == 1 else f"{_number(value)} genuine clicks"


def _number(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else "fewer than 10"


def _platforms(channels: Panel) -> list[str]:
    """Those that say they showed something, those that showed most first."""
    shown = [
        (row["platform_impressions"], str(row["channel"]))
        for row in channels.records
        if row["platform_impressions"] not in {None, 0}
    ]
    said: list[str] = []
    for _, name in sorted(shown, key=lambda one: -one[0] if isinstance(one[0], int) else 0):
        said += META_SAID if name == META else [OTHERS if name == Channel.OTHER else CHANNELS.get(name, name)]
    return list(dict.fromkeys(said))


def _whose(query: Query, titles: Mapping[str, str]) -> str:
    slugs = query.values.get(Dimension.CAMPAIGN, ())
    names = _listed([f"“{titles.get(slug, slug)}”" for slug in slugs])
    whose = f"LiveSafe’s campaign{'s' if len(slugs) > 1 else ''} {names}" if slugs else "LiveSafe’s campaigns"
    only = [
        *(CHANNELS[name] for name in query.values.get(Dimension.CHANNEL, ())),
        *(f"pages in {LANGUAGES[code]}" for code in query.values.get(Dimension.LANGUAGE, ())),
        *(f"the link {code}" for code in query.values.get(Dimension.SOURCE, ())),
        *(f"the creative “{name}”" for name in query.values.get(Dimension.CREATIVE, ())),
        *(f"the place “{name}”" for name in query.values.get(Dimension.VENUE, ())),
        *(f"those for {AUDIENCES[name].lower()}" for name in query.values.get(Dimension.AUDIENCE, ())),
        *(PAID_FOR[kind] for kind in query.values.get(Dimension.KIND, ())),
    ]
    return f"{whose} (only {_listed(only)})" if only else whose


def _when(query: Query) -> str:
    first, last = query.period.first, min(query.period.last, max(today(), query.period.first))
    if first == last:
        when = f"On {_day(first)} {first.year}"
    else:
        year = "" if first.year == last.year else f" {first.year}"
        when = f"Between {_day(first)}{year} and {_day(last)} {last.year}"
    return when if query.period.has_ended else f"{when} (so far)"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B}"


def _listed(words: Sequence[str], *, comma: bool = False) -> str:
    """“a, b and c”; with `comma`, of parts that have an “and” of their own: “a, b, and c”."""
    if len(words) < 2:
        return "".join(words)
    before = "," if comma and len(words) > 2 else ""
    return f"{', '.join(words[:-1])}{before} and {words[-1]}"
