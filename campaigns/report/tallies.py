"""Tallies added up: whole months from their sums where those are current, all other days one by one. One query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any, TypeAlias, cast

from django.db.models import DateField, Q, QuerySet, Sum, Value

from campaigns import months
from campaigns.models import DaySum, MonthSum, Tally
from campaigns.months import Stretch
from campaigns.period import Period, first_of_month

Total: TypeAlias = dict[str, Any]


def add_up(period: Period, fields: Sequence[str], kept: Q, summed: Collection[Any]) -> list[Total]:
    """`total` for each combination of the fields; of the tallies that `kept` keeps. No fields: one total.

    `month` among the fields is a month's first day. `summed` are the months of whose sums it may be made.
    """
    # Of a day there are sums of all sources and languages together, and no others.
    is_of_days = "day" in fields and not kept and set(fields) <= set(months.OF_DAY)
    stretches = months.stretches(period, summed if is_of_days or "day" not in fields else ())
    first, *others = [
        part.filter(kept).values(*(fields or ["kind"])).annotate(total=Sum("n")).order_by()
        for part in _parts(stretches, by_day=is_of_days, by_month="month" in fields)
    ]
    with months.patiently():
        return _merged(cast("Iterable[Total]", first.union(*others, all=True) if others else first), fields)


def _parts(stretches: Iterable[Stretch], *, by_day: bool, by_month: bool) -> Iterator[QuerySet[Any]]:
    """All summed months; the days of each other month where months are told apart, else of all in a row."""
    known = list(stretches)
    summed = [stretch for stretch in known if stretch.is_summed]
    if summed and by_day:
        in_summed = (Q(day__range=(stretch.first, stretch.last)) for stretch in summed)
        yield DaySum.objects.filter(reduce(or_, in_summed))
    elif summed:
        yield MonthSum.objects.filter(month__in=[stretch.first for stretch in summed])
    if by_month:
        for first, last, is_summed in known:
            if not is_summed:
                month = Value(first_of_month(first), output_field=DateField())
                yield Tally.objects.filter(day__range=(first, last)).annotate(month=month)
        return
    for is_summed, group in groupby(known, key=lambda stretch: stretch.is_summed):
        if not is_summed:
            row = list(group)
            yield Tally.objects.filter(day__range=(row[0].first, row[-1].last))


def _merged(found: Iterable[Total], fields: Sequence[str]) -> list[Total]:
    """What two parts both have is one total."""
    totals: dict[tuple[Any, ...], int] = defaultdict(int)
    for one in found:
        if (
            one["total"] is not None
        ):  # Asked of one month alone, SQL has an answer even where there are no rows.
            totals[tuple(one[name] for name in fields)] += one["total"]
    return [dict(zip(fields, labels, strict=True)) | {"total": total} for labels, total in totals.items()]
