"""Help taps and exits, which are counted more coarsely than anything else: whole months, and whole quarters."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Sum

from campaigns.models import MonthTally, QuarterTally, Tap
from campaigns.period import Period, Unit, label
from campaigns.report.figures import words
from campaigns.report.own import Ground
from campaigns.report.query import Dimension, Query
from campaigns.report.shape import Column, Panel, Type, Value

MONTHS, QUARTERS = "months", "quarters"
TWICE = "The same taps are counted by month and campaign and by quarter and language: never add the two."

TABLE = (
    Column("counted_by", "Counted by", Type.LABEL, TWICE),
    Column("period", "Period", Type.LABEL, "A whole month, or a whole financial quarter."),
    Column("campaign", "Campaign", Type.LABEL, "Blank in rows by quarter: those know no campaign."),
    Column("language", "Page language", Type.LABEL, "Blank in rows by month: those know no language."),
    Column("help_taps", "Help taps", definition="Somebody tapped a way to help on a page.", is_additive=False),
    Column("exits", "Exits", definition="Somebody left a page by its quick exit.", is_additive=False),
)  # fmt: skip

Key = tuple[str, str, str, str]


def help_taps(ground: Ground) -> Panel:
    """Two queries, since there are two tallies, which nobody could join."""
    query = ground.query
    counts: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Tap.values, 0))
    for key, kind, n in (*_by_month(query), *_by_quarter(query)):
        counts[key][kind] = n
    return Panel(
        name="help",
        title="Help taps and exits",
        columns=TABLE,
        rows=tuple(_row(key, counts[key]) for key in sorted(counts)),
        notes=(TWICE, *_left_out(query)),
        empty="No help tap or exit was counted in a whole month or quarter of this period.",
        words=words(ground)
        | {"counted_by": {MONTHS: "month and campaign", QUARTERS: "quarter and language"}},
    )


def by_campaign(query: Query) -> dict[str, dict[str, int]]:
    """Help taps and exits of each campaign in the whole months of a period. One query, or none."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Tap.values, 0))
    for (_, _, campaign, _), kind, n in _by_month(query):
        found[campaign][kind] += n
    return dict(found)


def _by_month(query: Query) -> Iterator[tuple[Key, str, int]]:
    months = _whole(query, "month")
    if not months or query.is_of_parts:
        return
    found = MonthTally.objects.filter(month__in=months)
    if query.campaigns is not None:
        found = found.filter(campaign__in=query.campaigns)
    for month, campaign, kind, n in found.values_list("month", "campaign", "kind").annotate(total=Sum("n")):
        yield (MONTHS, label(month, "month"), campaign, ""), kind, n


def _by_quarter(query: Query) -> Iterator[tuple[Key, str, int]]:
    quarters = _whole(query, "quarter")
    if not quarters or query.values.keys() - {Dimension.LANGUAGE}:
        return
    found = QuarterTally.objects.filter(quarter__in=quarters)
    if asked := query.values.get(Dimension.LANGUAGE):
        found = found.filter(language__in=asked)
    for first, language, kind, n in found.values_list("quarter", "language", "kind").annotate(total=Sum("n")):
        yield (QUARTERS, label(first, "quarter"), "", language), kind, n


def _row(key: Key, counts: dict[str, int]) -> tuple[Value, ...]:
    return (*(part or None for part in key), counts[Tap.HELP], counts[Tap.EXIT])


def _units(period: Period, unit: Unit) -> Iterator[Period]:
    """Every month or quarter that a period touches."""
    one = Period.of(period.first, unit)
    while one.first <= period.last:
        yield one
        one = Period.of(one.last + dt.timedelta(days=1), unit)


def _is_whole(one: Period, query: Query) -> bool:
    return query.period.first <= one.first and one.last <= query.period.last and query.sees(one)


def _whole(query: Query, unit: Unit) -> list[dt.date]:
    """The first days of those that lie wholly in the period."""
    return [one.first for one in _units(query.period, unit) if _is_whole(one, query)]


def _left_out(query: Query) -> Iterable[str]:
    if query.is_of_parts:
        yield "By month nothing but the campaign is known, so those rows are left out here."
    else:
        yield from _partly(query, "month")
    if query.values.keys() - {Dimension.LANGUAGE}:
        yield "By quarter nothing but the language is known, so those rows are left out here."
    else:
        yield from _partly(query, "quarter")


def _partly(query: Query, unit: Unit) -> Iterable[str]:
    partly = [one.name for one in _units(query.period, unit) if not _is_whole(one, query)]
    if partly:
        yield f"Left out, since only a part of them lies in this period: {', '.join(partly)}."
