"""Draws the tallies of the demo figures. The same days always have the same counts."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from campaigns.demo import days
from campaigns.demo.links import MAKE_A_STAND, Link
from campaigns.models import Channel, Kind
from campaigns.period import Period
from campaigns.verdict import Verdict

Row = tuple[dt.date, Link, str, str, str]  # Day, link, language, kind, verdict.
GROWTH = 1.2  # Of the second year.
SEEN_TO_CLICK = 0.04
CLICK_TO_VISIT = 0.91  # The others went before the page was there.
# What follows a visit, in so many of a hundred.
ACTIONS = {Kind.PLEDGE: 4.5, Kind.SHARE: 1.2, Kind.DOWNLOAD: 0.8}
STORY = {Kind.FINISH: 8.0}
BEFORE, AFTER = (22, 27, 28, 15, 8), (7, 12, 24, 33, 24)  # Answers from 1 to 5.
ANSWER_BEFORE, ANSWER_AFTER = 13.0, 8.0
# Invalid clicks, in so many of a hundred genuine ones.
INVALID: Mapping[str, Mapping[str, float]] = {
    Channel.TIKTOK: {Verdict.PRELOAD: 24, Verdict.NOT_A_BROWSER: 2},
    Channel.INSTAGRAM: {Verdict.LINK_PREVIEW: 9, Verdict.PRELOAD: 4},
    Channel.FACEBOOK: {Verdict.LINK_PREVIEW: 16, Verdict.CRAWLER: 3},
    Channel.SNAPCHAT: {Verdict.LINK_PREVIEW: 6},
    Channel.WHATSAPP: {Verdict.LINK_PREVIEW: 70},
    Channel.EMAIL: {Verdict.AUTOMATION: 35},
    Channel.SITE: {Verdict.CRAWLER: 8, Verdict.STAFF: 1},
}


def draw(period: Period, links: Sequence[Link]) -> Counter[Row]:
    """The tallies of every day of a period."""
    counts: Counter[Row] = Counter()
    second_year = Period.of(period.last, "year").first
    for number, link in enumerate(links):
        chance = Random(f"LiveSafe demo {number}")  # noqa: S311 - for show.
        for offset in range(period.days):
            day = period.first + dt.timedelta(days=offset)
            growth = GROWTH if day >= second_year else 1
            for language, n in _by_language(link, some(chance, _mean(link, day) * growth), chance):
                for kind, verdict, count in _follows(link, n, chance):
                    if count:
                        counts[day, link, language, kind, verdict] += count
    return counts


def some(chance: Random, mean: float) -> int:
    """A number around a mean, as chance has it (Poisson)."""
    if mean > 30:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    left, product = 0, chance.random()
    while product > math.exp(-mean):
        left, product = left + 1, product * chance.random()
    return left


def _mean(link: Link, day: dt.date) -> float:
    mean = link.busy if days.push(link.campaign, day) else link.quiet
    if link.channel == Channel.SCHOOL:
        return mean if days.is_school_day(day) else 0
    weekend = {Channel.POSTER: 0.7, Channel.EMAIL: 0.2}.get(Channel(link.channel), 1.15)
    return mean * (weekend if day.weekday() >= 5 else 1) * _season(day)


def _season(day: dt.date) -> float:
    """Young people are on their phones more in winter: 1.1 in January, 0.9 in July."""
    return 1 + 0.1 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)


def _by_language(link: Link, n: int, chance: Random) -> Iterator[tuple[str, int]]:
    chosen = Counter(chance.choices(list(link.readers), list(link.readers.values()), k=n))
    yield from sorted(chosen.items())


def _follows(link: Link, n: int, chance: Random) -> Iterator[tuple[str, str, int]]:
    """What n people did who saw the card, followed the link or typed the address; and what machines did besides."""
    clicks = n
    if link.channel == Channel.SITE:
        yield Kind.IMPRESSION, Verdict.GENUINE, n
        clicks = _of(n, 100 * SEEN_TO_CLICK, chance)
    visits = n
    if link.channel != Channel.DIRECT:
        yield Kind.CLICK, Verdict.GENUINE, clicks
        for verdict, share in (INVALID.get(link.channel) or {Verdict.CRAWLER: 4}).items():
            yield Kind.CLICK, verdict, _of(clicks, share, chance)
        visits = _of(clicks, 100 * CLICK_TO_VISIT, chance)
    yield Kind.VISIT, Verdict.GENUINE, visits
    yield Kind.VISIT, Verdict.DUPLICATE, _of(visits, 1, chance)
    for kind, share in (ACTIONS | (STORY if link.campaign == MAKE_A_STAND else {})).items():
        yield kind, Verdict.GENUINE, _of(visits, share, chance)
    if link.campaign == MAKE_A_STAND:
        yield from _answers("before", BEFORE, _of(visits, ANSWER_BEFORE, chance), chance)
        yield from _answers("after", AFTER, _of(visits, ANSWER_AFTER, chance), chance)


def _answers(when: str, weights: Sequence[int], n: int, chance: Random) -> Iterator[tuple[str, str, int]]:
    for answer, count in sorted(Counter(chance.choices(range(1, 6), weights, k=n)).items()):
        yield f"{when}_{answer}", Verdict.GENUINE, count


def _of(n: int, share: float, chance: Random) -> int:
    """How many of n, where so many of a hundred do."""
    return sum(chance.random() * 100 < share for _ in range(n))
