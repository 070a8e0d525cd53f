"""What can't be true, or hardly: each holds the headline back until somebody has written why it may stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from campaigns.models import DeviceEstimate, GuardNote, ManualFigure, Span
from campaigns.report.channels import Side
from campaigns.report.figures import CHANNELS, COLUMNS
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.query import Query
from campaigns.report.shape import Doubt
from campaigns.report.sums import Compared, Earlier, Sums, platform_counts
from livesafe import languages

POPULATION = languages.RESIDENTS
AREA = f"{POPULATION:,} people aged 3 and over live in Leicester, Leicestershire and Rutland (Census 2021)"
# Arrivals may exceed a platform's link clicks, by its unpaid posts and by links sent on. Beyond twice as many, and a
# hundred more, something else is the reason: files that lack days, or a link that stands where it should not.
FAR = 2
MARGIN = 100
# A fivefold change is what a new campaign does too, from a handful: below a hundred there is nothing to compare.
JUMP = 5
BASE = 100
LONGEST = 200  # Characters of `GuardNote.figures`.
STATED = ("platform_impressions", "impressions", "clicks_genuine")  # What the headline's sentence says.


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the guards look at, all of it in the report already."""

    told: Paid
    sums: Compared
    sides: Sequence[Side]
    manual: Sequence[ManualFigure]
    crowds: Sequence[DeviceEstimate]  # See `crowds`.


def crowds(query: Query) -> list[DeviceEstimate]:
    """Windows of the period with more devices than the area has people, even by the lower bound. One query."""
    about = Q(
        window__span=Span.CAMPAIGN,
        window__first__gte=query.period.first,
        window__last__lte=query.period.last,
        dimension="",
        low__gt=POPULATION,
    )
    found = DeviceEstimate.objects.select_related("window").filter(about).order_by("window__first", "pk")
    asked = query.campaigns
    return [one for one in found if asked is None or one.campaign in asked]


def doubts(ground: Ground, grounds: Grounds) -> tuple[Doubt, ...]:
    """One a guard, with the note that somebody wrote for exactly these figures. One query, of the notes.

    `words` are for everybody, so they name no figure of our own: those are in `figures`, which only staff see.
    """
    notes = {(note.guard, note.figures): note for note in _notes(ground.query)}
    found = []
    for guard, words, figures in _found(grounds):
        note = notes.get((guard, figures))
        found.append(Doubt(guard, words, figures, note.words if note else "", _name(note)))
    return tuple(found)


def _notes(query: Query) -> Iterable[GuardNote]:
    return GuardNote.objects.filter(about=query.about).select_related("by")


def _name(note: GuardNote | None) -> str:
    return (note.by.get_full_name() or note.by.get_username()) if note and note.by else ""


def _found(grounds: Grounds) -> Iterator[tuple[str, str, str]]:
    for guard, words, figures in (
        ("population", f"More were reached than there are people: {AREA}.", _over_population(grounds)),
        (
            "frequency",
            "A platform says that it reached more accounts than it showed anything to.",
            _frequency_below_one(grounds.told),
        ),
        (
            "clicks",
            "A platform counts more clicks on a link than it showed it.",
            _clicks_above_impressions(grounds.sides),
        ),
        (
            "arrivals",
            "Far more arrived from a channel than its platform counts clicks: more than twice as many.",
            _arrivals_above_clicks(grounds.sides),
        ),
        (
            "jump-before",
            "A figure is five times that of the period before, or a fifth of it.",
            _jumps(grounds.sums.now, grounds.sums.before),
        ),
        (
            "jump-year",
            "A figure is five times that of the same days a year ago, or a fifth of it.",
            _jumps(grounds.sums.now, grounds.sums.year),
        ),
    ):
        if figures:
            yield guard, words, _short("; ".join(figures))


def _short(figures: str) -> str:
    """What fits a note; a digest stands for the rest, so that a note is still about these figures alone."""
    if len(figures) <= LONGEST:
        return figures
    digest = hashlib.sha256(figures.encode()).hexdigest()[:12]
    return f"{figures[: LONGEST - 14]}… {digest}"


def _over_population(grounds: Grounds) -> list[str]:
    people = [
        f"{one.wording or f'{one.value:,}'} ({one.get_measure_display()}, {one.value:,}), {one.source}"
        for one in grounds.manual
        if one.measure == ManualFigure.Measure.PEOPLE and one.value > POPULATION
    ]
    accounts = [
        f"{one.reach:,} accounts of {one.platform} for {one.campaign}, {one.first} to {one.last}"
        for one in grounds.told.reaches
        if one.reach > POPULATION
    ]
    rows = [
        f"{row.reach:,} accounts of {row.platform} for {row.campaign}, {row.first} to {row.last}"
        for row in grounds.told.rows
        if row.reach is not None and row.reach > POPULATION
    ]
    devices = [
        f"{one.low:,} devices or more for {one.campaign}, {one.window.first} to {one.window.last}"
        for one in grounds.crowds
    ]
    return list(dict.fromkeys([*people, *accounts, *rows, *devices]))


def _frequency_below_one(told: Paid) -> list[str]:
    rows = [
        f"{row.reach:,} accounts, shown {row.impressions:,} times: {row.platform} for {row.campaign}, "
        f"{row.first} to {row.last}"
        for row in told.rows
        if row.reach is not None and row.impressions is not None and row.impressions < row.reach
    ]
    wholes = [
        f"{one.reach:,} accounts, shown {one.impressions:,} times: {one.platform} for {one.campaign}, "
        f"{one.first} to {one.last}"
        for one in told.reaches
        if one.impressions is not None and one.impressions < one.reach
    ]
    return list(dict.fromkeys([*rows, *wholes]))


def _clicks_above_impressions(sides: Iterable[Side]) -> list[str]:
    found = []
    for side in sides:
        # Rows that say only one of the two would make the other look small.
        both = [row for row in side.rows if row.impressions is not None and row.link_clicks is not None]
        shown, clicks = platform_counts(both).values()
        if shown is not None and clicks is not None and clicks > shown:
            found.append(f"{CHANNELS[side.channel]}: shown {shown:,}, clicks {clicks:,}")
    return found


def _arrivals_above_clicks(sides: Iterable[Side]) -> list[str]:
    return [
        f"{CHANNELS[side.channel]}: clicks {side.link_clicks:,}, arrivals {side.arrivals.genuine:,}"
        for side in sides
        if side.link_clicks is not None
        and not side.is_mixed
        and side.arrivals.genuine > max(FAR * side.link_clicks, side.link_clicks + MARGIN)
    ]


def _jumps(now: Sums, earlier: Earlier | None) -> list[str]:
    found = []
    for name in STATED:
        then, figure = earlier.sums.counts.get(name) if earlier else None, now.counts.get(name)
        if then is None or figure is None or then < BASE:
            continue
        if figure >= JUMP * then or figure * JUMP <= then:
            found.append(f"{COLUMNS[name].heading}: {then:,}, then {figure:,}")
    return found
