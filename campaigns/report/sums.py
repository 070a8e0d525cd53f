"""What a period comes to, and the two earlier ones that it is compared with: changes and shares are made of these."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campaigns.ads.shape import Platform
from campaigns.period import Period, today
from campaigns.platform_figures import Coverage
from campaigns.report.own import Ground
from campaigns.report.paid import Paid, PlatformFigures, paid
from campaigns.report.query import Query

PLATFORM = ("platform_impressions", "platform_link_clicks")
_OF_ROW: dict[str, Callable[[PlatformFigures], int | None]] = {
    "platform_impressions": lambda row: row.impressions,
    "platform_link_clicks": lambda row: row.link_clicks,
}


@dataclass(frozen=True, slots=True)
class Sums:
    """`counts` by measure: None where no platform says anything, or before we began to count. `spend` by currency, never
    added to another's."""

    counts: Mapping[str, int | None]
    spend: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier period with its sums; while the asked one runs, only as many days as that has had."""

    period: Period
    sums: Sums
    has_own: bool  # We counted on all of its days.
    is_cut: bool  # Platforms' rows reach beyond it, so they are in none of its sums.
    is_early: bool  # The first file of a platform is about later days than its first.
    is_demo: bool  # Some of the platforms' were made up, for show.


@dataclass(frozen=True, slots=True)
class Compared:
    """None: there is nothing to compare with, since the period hasn't begun or who asks may not see the days."""

    now: Sums
    before: Earlier | None
    year: Earlier | None
    is_so_far: bool


def compared(ground: Ground, told: Paid) -> Compared:
    """Five queries: the tallies of three periods, and the platforms' rows of the two earlier ones; what their files are
    about, once for the whole report."""
    period = ground.query.period
    before, year = (_earlier(ground, one) if one else None for one in earlier(period))
    return Compared(_sums(ground, ground.query, told), before, year, is_so_far=not period.has_ended)


def earlier(period: Period) -> tuple[Period, Period] | tuple[None, None]:
    """The period before and the same a year ago; while a period runs, as many of their first days as it has had.

    None of a period that has not begun: there is nothing to compare.
    """
    if period.first > today():
        return None, None
    whole_ones = period.before, period.a_year_before
    if period.has_ended:
        return whole_ones
    days = (today() - period.first).days + 1
    return _beginning(whole_ones[0], days), _beginning(whole_ones[1], days)


def _sums(ground: Ground, query: Query, told: Paid) -> Sums:
    own = ground.figures(ground.totals("kind", "verdict", query=query), query)
    return Sums(own | platform_counts(told.rows), spend(told.rows))


def _beginning(period: Period, days: int) -> Period:
    return Period(period.first, min(period.last, period.first + dt.timedelta(days=days - 1)))


def _earlier(ground: Ground, period: Period) -> Earlier | None:
    query = ground.query.during(period)
    if not query.sees(period):
        return None
    told = paid(query)
    return Earlier(
        period,
        _sums(ground, query, told),
        has_own=ground.had_begun(period.first),
        is_cut=bool(told.cut),
        is_early=any(period.first < one.first for one in _covering(ground, told)),
        is_demo=any(row.is_demo for row in told.rows),
    )


def _covering(ground: Ground, told: Paid) -> Iterable[Coverage]:
    platforms = {Platform(row.platform) for row in told.rows}
    return (one for platform, one in ground.coverage.items() if platform in platforms)


def platform_counts(rows: Iterable[PlatformFigures]) -> dict[str, int | None]:
    rows = list(rows)
    return {name: total(_OF_ROW[name](row) for row in rows) for name in PLATFORM}


def spend(rows: Iterable[PlatformFigures]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.spend is not None:
            found[row.currency] += row.spend
    return dict(sorted(found.items()))


def total(figures: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def ratio(
    part: int | Decimal | None, of: int | Decimal | None, *, times: int = 100, places: str = "0.1"
) -> Decimal | None:
    """Part in each `times` of the whole, from the sums themselves; None where there is nothing to divide by."""
    if part is None or not of:
        return None
    return (Decimal(part) * times / Decimal(of)).quantize(Decimal(places), ROUND_HALF_UP)


def change(now: int | Decimal | None, then: int | Decimal | None) -> Decimal | None:
    """By how many per cent of what it was."""
    return None if now is None or then is None else ratio(now - then, then)
