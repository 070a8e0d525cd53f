"""Sums of the months that are over, so that a report adds up months and not days.

The tallies stay the truth. A sum is used only while nothing was added to a day of its month since it was made: who adds
to such a day says so in the same transaction, holding the month's row, and who adds a month up holds it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.models import QuerySet, Sum

from campaigns.models import DaySum, MonthSum, SummedMonth, Tally
from campaigns.period import Period, first_of_month, today
from campaigns.router import ALIAS

# A month is added up three days after its end: machines' clocks differ, but never by so much.
SETTLED = dt.timedelta(days=3)
LABELS = ("source_id", "language", "kind", "verdict")
OF_DAY = ("day", "kind", "verdict")


class Stretch(NamedTuple):
    """Days in a row. `is_summed`: they are a month, and its sums are what they add up to."""

    first: dt.date
    last: dt.date
    is_summed: bool


def over(days: Iterable[dt.date]) -> set[dt.date]:
    """The months of these days that are over by this machine's clock."""
    this = first_of_month(today())
    return {first_of_month(day) for day in days if day < this}


def touch(months: Collection[dt.date]) -> None:
    """Say that the days of these months are being added to: their sums are used by nobody once this is committed.

    In the transaction that adds, before it does.
    """
    SummedMonth.objects.bulk_create(
        [SummedMonth(month=month) for month in sorted(months)],
        update_conflicts=True,
        unique_fields=["month"],
        update_fields=["is_current"],
    )


def settle() -> None:
    """Add up one month that is to be added up, the newest first. For the minute's clock."""
    if waiting := stale():
        build(waiting[-1])


def stale() -> list[dt.date]:
    """The months, oldest first, that ended some days ago and have no current sums."""
    if not (days := counted()):
        return []
    summed = current()
    return [
        month
        for month, *_ in stretches(Period(first_of_month(days.first), days.last), ())
        if month not in summed and Period.of(month, "month").last + SETTLED < today()
    ]


def counted() -> Period | None:
    """From the first day that has a tally to the last. An index knows both."""
    days = Tally.objects.values_list("day", flat=True)
    first, last = days.order_by("day").first(), days.order_by("-day").first()
    return Period(first, last) if first and last else None


def build(month: dt.date) -> None:
    """Add a month up. Who adds to its days meanwhile waits, or was waited for: nothing falls between."""
    days, by_source, by_day = Period.of(month, "month"), ", ".join(LABELS), ", ".join(OF_DAY)
    tallies = f"FROM {Tally._meta.db_table} WHERE day BETWEEN %s AND %s"
    between = [_stored(days.first), _stored(days.last)]
    with transaction.atomic(using=ALIAS), patiently(), connections[ALIAS].cursor() as cursor:
        touch([month])
        MonthSum.objects.filter(month=month).delete()
        DaySum.objects.filter(day__range=(days.first, days.last)).delete()
        cursor.execute(
            f"INSERT INTO {MonthSum._meta.db_table} (month, {by_source}, n) "
            f"SELECT %s, {by_source}, SUM(n) {tallies} GROUP BY {by_source}",
            [_stored(month), *between],
        )
        cursor.execute(
            f"INSERT INTO {DaySum._meta.db_table} ({by_day}, n) "
            f"SELECT {by_day}, SUM(n) {tallies} GROUP BY {by_day}",
            between,
        )
        SummedMonth.objects.filter(month=month).update(is_current=True)


@contextmanager
def patiently() -> Iterator[None]:
    """Statements may take a minute here. Those of readers' acts may not take two seconds.

    Only PostgreSQL needs a transaction for it. With SQLite one would hold the file's only lock for writing: reports would
    wait for each other, and visitors' acts for reports.
    """
    connection = connections[ALIAS]
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=ALIAS), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")
        yield


def _stored(day: dt.date) -> Any:
    return Tally._meta.get_field("day").get_db_prep_save(day, connections[ALIAS])


def current() -> set[dt.date]:
    """The months, by their first days, of whose sums a report may be made."""
    return set(SummedMonth.objects.filter(is_current=True).values_list("month", flat=True))


def stretches(period: Period, summed: Collection[dt.date]) -> Iterator[Stretch]:
    """A period month by month, where `summed` are the months with current sums."""
    first = period.first
    while first <= period.last:
        month = Period.of(first, "month")
        last = min(month.last, period.last)
        yield Stretch(first, last, Period(first, last) == month and first in summed)
        first = last + dt.timedelta(days=1)


def wrong() -> list[dt.date]:
    """The months whose sums pass for current, but aren't what their days add up to now."""
    marked = SummedMonth.objects.filter(is_current=True).order_by("month")
    return [month for month in marked.values_list("month", flat=True) if not _is_right(month)]


def _is_right(month: dt.date) -> bool:
    days = Period.of(month, "month")
    with transaction.atomic(using=ALIAS), patiently():
        marked = SummedMonth.objects.select_for_update().filter(month=month, is_current=True)
        if not list(marked):  # Somebody has just added to it. From here on nobody can.
            return True
        tallies = Tally.objects.filter(day__range=(days.first, days.last))
        sums = MonthSum.objects.filter(month=month).values_list(*LABELS, "n")
        of_days = DaySum.objects.filter(day__range=(days.first, days.last)).values_list(*OF_DAY, "n")
        return _added(tallies, LABELS) == set(sums) and _added(tallies, OF_DAY) == set(of_days)


def _added(tallies: QuerySet[Tally], labels: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return set(tallies.values_list(*labels).annotate(total=Sum("n")).order_by())
