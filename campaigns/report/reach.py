"""Devices of a campaign or a day, each an estimate with its bounds, beside what platforms call their reach.

None of them is ever added to another: the same device may be in two, and two people in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from campaigns import devices
from campaigns.ads.shape import Platform
from campaigns.devices import Devices
from campaigns.models import Span
from campaigns.platform_figures import PlatformReach
from campaigns.report.figures import CHANNELS, LANGUAGES, words
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.query import OF_WHOLE_CAMPAIGNS, Dimension, Query
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import ratio

OURS = "estimate"
NOT_PEOPLE = "Estimated devices, not people: one person may have two, and a school’s tablets may be one."
NEVER_ADDED = "Never add two of them: the same device may be in both."
BOUNDS = "The truth lies between “at least” and “at most” 95 times in a hundred."
OVER = "A window’s devices are told once it is over and its key is gone; until then nobody reads them."

WINDOW = (
    Column("span", "Told apart over", Type.LABEL, "The days over which one device is one: one day, or a campaign’s."),
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page; blank: all of them together."),
    Column("first", "From", Type.LABEL, "The first day of the window."),
    Column("last", "To", Type.LABEL, "Its last day."),
)  # fmt: skip
NUMBERS = (
    Column("low", "At least", definition=BOUNDS, is_additive=False),
    Column("estimate", "Figure", definition=f"{NOT_PEOPLE} {NEVER_ADDED}", is_additive=False),
    Column("high", "At most", definition=BOUNDS, is_additive=False),
)
COLUMNS_OF_REACH = (
    *WINDOW,
    Column("dimension", "Of", Type.LABEL, "Blank: of the whole. Else of one channel, or of one page language."),
    Column("label", "Which", Type.LABEL, "Which channel or language."),
    Column("counted_by", "Counted by", Type.LABEL, "We, as an estimate of devices; or a platform, of its accounts."),
    *NUMBERS,
    Column(
        "frequency",
        "Times each",
        Type.RATIO,
        "How often a platform showed it to each account: its impressions divided by its own reach, of the same rows.",
        is_additive=False,
    ),
)  # fmt: skip
COLUMNS_OF_OVERLAP = (
    *WINDOW,
    Column("dimension", "Of", Type.LABEL, "Channels, or page languages."),
    Column("label", "In both this", Type.LABEL, "One channel or language."),
    Column("other", "and this", Type.LABEL, "Another."),
    *NUMBERS,
)
DIMENSIONS = {Dimension.CHANNEL: "channel", Dimension.LANGUAGE: "language"}


def ended(query: Query) -> list[Devices]:
    """The windows of the question that are over. One query; none where it asks for what no sketch knows."""
    if _asks_beyond(query):
        return []
    return [one for one in devices.ended(query.period) if _is_asked(one, query)]


def _asks_beyond(query: Query) -> bool:
    """Links, creatives, places, and what was paid for."""
    return bool(query.values.keys() - {*OF_WHOLE_CAMPAIGNS, *DIMENSIONS})


def _is_asked(one: Devices, query: Query) -> bool:
    asked = query.values
    about = {name for name in DIMENSIONS if name in asked}
    if query.since and one.window.first < query.since:
        return False
    if query.campaigns is not None and one.campaign not in query.campaigns:
        return False
    # One dimension at a time is known of a device: of a channel's readers in one language nothing is.
    return all(
        len(about) == 1
        and one.dimension == DIMENSIONS[name]
        and {one.label, one.other} - {""} <= set(asked[name])
        for name in about
    )


def reach(ground: Ground, found: Sequence[Devices], told: Paid) -> Panel:
    """Our estimates, then what each platform says; no query of its own for ours, two for the platforms'."""
    rows = [_ours(one) for one in found if not one.other]
    return Panel(
        name="reach",
        title="Devices, and what platforms call reach",
        columns=COLUMNS_OF_REACH,
        rows=(*rows, *(_theirs(one) for one in told.reaches)),
        notes=(*_left_out(ground.query), NOT_PEOPLE, NEVER_ADDED, OVER),
        empty="No window of this period is over, and no platform tells its reach of the whole of it.",
        words=_words(ground),
    )


def overlap(ground: Ground, found: Sequence[Devices]) -> Panel:
    """No query of its own."""
    return Panel(
        name="overlap",
        title="Devices in both of two channels, or of two languages",
        columns=COLUMNS_OF_OVERLAP,
        rows=tuple(_both(one) for one in found if one.other),
        notes=(*_left_out(ground.query), NOT_PEOPLE, NEVER_ADDED, BOUNDS),
        empty="No window of this period is over in which a device was seen in two channels or languages.",
        words=_words(ground),
    )


def _left_out(query: Query) -> Iterator[str]:
    if _asks_beyond(query):
        yield "Our estimates are left out: they know neither links, creatives and places nor what was paid for."


def _window(one: Devices) -> Iterator[Value]:
    yield one.window.span
    yield one.campaign or None
    yield one.window.first.isoformat()
    yield one.window.last.isoformat()


def _ours(one: Devices) -> tuple[Value, ...]:
    about = (one.dimension or None, one.label or None)
    return (*_window(one), *about, OURS, one.low, one.estimate, one.high, None)


def _both(one: Devices) -> tuple[Value, ...]:
    return (*_window(one), one.dimension, one.label, one.other, one.low, one.estimate, one.high)


def _theirs(one: PlatformReach) -> tuple[Value, ...]:
    """A platform tells no bounds."""
    days = (one.first.isoformat(), one.last.isoformat())
    frequency = ratio(one.impressions, one.reach, times=1)
    return (Span.CAMPAIGN, one.campaign, *days, None, None, one.platform, None, one.reach, None, frequency)


def _words(ground: Ground) -> dict[str, dict[str, str]]:
    labels = CHANNELS | LANGUAGES
    return words(ground) | {
        "span": {str(value): str(said) for value, said in Span.choices},
        "label": labels,
        "other": labels,
        "counted_by": {OURS: "us, an estimate of devices", **_platforms()},
    }


def _platforms() -> dict[str, str]:
    return {str(one): f"{one.label}, its own reach" for one in Platform}
