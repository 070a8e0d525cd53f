"""What the counting stood on: which rules told people from machines, and what became of the keys of the sketches."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns import devices, rules
from campaigns.models import Ending, Span, Window
from campaigns.report.figures import words
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Type, Value

COLUMNS_OF_KEYS = (
    Column("span", "Told apart over", Type.LABEL, "One day, or the days of a campaign."),
    Column("campaign", "Campaign", Type.LABEL, "Blank: all of them, for a day."),
    Column("first", "From", Type.LABEL, "The first day that the key was for."),
    Column("last", "To", Type.LABEL, "Its last day."),
    Column("ended", "Ended", Type.LABEL, "When the key was deleted; blank: it is in use."),
    Column("ending", "How", Type.LABEL, "On schedule, or lost with the database’s unlogged tables."),
    Column("erased", "Gone from the disk", Type.LABEL, "When nothing of it was left on the disk either."),
)
COLUMNS_OF_RULES = (
    Column("version", "Rules", Type.LABEL, "Number and fingerprint of the rules, and their lists."),
)


def keys(ground: Ground) -> Panel:
    """One query: the windows that touch the period, oldest first."""
    return Panel(
        name="keys",
        title="What became of the keys",
        columns=COLUMNS_OF_KEYS,
        rows=tuple(_row(one) for one in devices.windows(ground.query.period) if _is_asked(one, ground.query)),
        notes=("A key tells devices apart for the days of its window. Without it nothing does.",),
        empty="No key was made for this period.",
        words=words(ground)
        | {
            "span": {str(value): str(said) for value, said in Span.choices},
            "ending": {str(value): str(said) for value, said in Ending.choices},
        },
    )


def _is_asked(window: Window, query: Query) -> bool:
    """A day's key is that of every campaign."""
    asked = query.campaigns
    is_seen = query.since is None or window.first >= query.since
    return is_seen and (asked is None or window.campaign in {"", *asked})


def _row(one: Window) -> tuple[Value, ...]:
    return tuple(_values(one))


def _values(one: Window) -> Iterator[Value]:
    yield one.span
    yield one.campaign or None
    for day in (one.first, one.last, one.ended):
        yield day.isoformat() if day else None
    yield one.ending or None
    yield one.erased.isoformat() if one.erased else None


def used_rules(ground: Ground) -> Panel:
    """One query."""
    return Panel(
        name="rules",
        title="Rules that told people from machines",
        columns=COLUMNS_OF_RULES,
        rows=tuple((version,) for version in rules.used(ground.query.period)),
        notes=("Oldest first. A day on which the rules changed was judged by both.",),
        empty="Nothing was judged in this period.",
    )
