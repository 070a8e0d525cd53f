"""A report says the same whether it adds up days or months' sums, also when counts come late."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import ledger, months
from campaigns.models import DaySum, MonthSum, Source, SummedMonth, Tally
from campaigns.period import Period, first_of_month, label, suppose
from campaigns.report.figures import figures
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.query import Dimension, Query

pytestmark = pytest.mark.usefixtures("demo")
FIRST, TODAY = dt.date(2025, 11, 1), dt.date(2026, 6, 10)
DAYS = st.dates(FIRST, TODAY)
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(*sorted(days)))
LABELS = ("source_id", "language", "kind", "verdict")
ROWS = st.tuples(
    DAYS,
    st.sampled_from([901, 902, 903]),
    st.sampled_from(["en", "gu"]),
    st.sampled_from(["visit", "click"]),
    st.sampled_from(["genuine", "crawler"]),
)
COUNTS = st.dictionaries(ROWS, st.integers(1, 10**10), max_size=40)
FIELDS = st.sets(st.sampled_from([*LABELS, "month", "day"]))


@pytest.fixture
def sources(db: None) -> list[Source]:
    return [
        Source.objects.create(pk=pk, code=f"r{pk}", campaign="make-a-stand", channel=channel)
        for pk, channel in ((901, "tiktok"), (902, "poster"), (903, "poster"))
    ]


def write(counts: dict[tuple[object, ...], int]) -> None:
    """As the writer does."""
    ledger.commit({(Tally, (*row,)): n for row, n in counts.items()})


def by_hand(counts: Counter[tuple[object, ...]], fields: set[str], query: Query) -> dict[object, int]:
    """What the days themselves add up to."""
    channels = {901: "tiktok", 902: "poster", 903: "poster"}
    found: Counter[object] = Counter()
    for (day, *labels), n in counts.items():
        row = dict(zip(LABELS, labels, strict=True)) | {"day": day, "month": first_of_month(day)}
        kept = query.values
        if (
            query.period.first <= day <= query.period.last
            and row["language"] in kept.get(Dimension.LANGUAGE, (row["language"],))
            and channels[row["source_id"]] in kept.get(Dimension.CHANNEL, ("tiktok", "poster"))
        ):
            found[tuple(sorted((name, row[name]) for name in fields))] += n
    return dict(found)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    early=COUNTS,
    late=COUNTS,
    built=st.sets(st.integers(0, 7)),
    rebuilt=st.booleans(),
    period=PERIODS,
    fields=FIELDS,
    filters=st.sampled_from(["", "&language=gu", "&channel=poster", "&channel=tiktok&language=en"]),
)
def test_a_report_of_sums_says_what_the_days_say(
    sources, early, late, built, rebuilt, period, fields, filters
):
    for model in (Tally, MonthSum, DaySum, SummedMonth):
        model.objects.all().delete()
    query = Query.of(f"from={period.first}&to={period.last}{filters}")

    with suppose(TODAY):
        write(early)
        for month in months.stale():
            if (month.month - FIRST.month) % 12 in built:
                months.build(month)
        write(late)
        if rebuilt:
            months.settle()
        totals = Ground(query).totals(*fields)

    said = {tuple(sorted((name, one[name]) for name in fields)): one["total"] for one in totals}
    assert len(said) == len(totals)
    assert said == by_hand(Counter(early) + Counter(late), fields, query)


@pytest.fixture
def october(sources) -> Query:
    """A month that is over and added up."""
    write({(dt.date(2025, 10, day), 901, "en", "visit", "genuine"): 7 for day in range(1, 32)})
    months.build(dt.date(2025, 10, 1))
    return Query.of("period=2025-10")


def visits(query: Query) -> int:
    return sum(one["total"] for one in Ground(query).totals("kind"))


def test_a_month_that_is_over_is_read_from_its_sums(october):
    Tally.objects.all().update(n=1)

    assert visits(october) == 7 * 31


def test_a_part_of_a_month_is_read_from_its_days(october):
    Tally.objects.all().update(n=1)

    assert visits(Query.of("from=2025-10-01&to=2025-10-30")) == 30


def test_days_of_each_source_are_read_from_days(october):
    Tally.objects.all().update(n=1)

    assert {one["total"] for one in Ground(october).totals("day", "source_id")} == {1}


def test_days_of_all_sources_are_read_from_their_sums(october):
    Tally.objects.all().update(n=1)

    assert {one["total"] for one in Ground(october).totals("day", "kind")} == {7}


def test_days_of_some_sources_are_read_from_days(october):
    Tally.objects.all().update(n=1)

    assert {one["total"] for one in Ground(Query.of("period=2025-10&channel=tiktok")).totals("day")} == {1}


def test_a_count_that_comes_late_takes_its_month_out_of_use(october):
    write({(dt.date(2025, 10, 31), 901, "en", "visit", "genuine"): 1})

    assert visits(october) == 7 * 31 + 1
    assert months.stale() == [dt.date(2025, 10, 1)]


def test_a_count_that_is_refused_leaves_its_month_in_use(october):
    day = dt.date(2025, 10, 31)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the database says of it.
        write({(day, 901, "en", "visit", "genuine"): 1, (day, None, "en", "visit", "genuine"): 1})

    assert months.current() == {dt.date(2025, 10, 1)}


def test_todays_counts_cost_no_look_at_months(sources):
    day = dt.date(2026, 6, 10)
    with suppose(day), CaptureQueriesContext(connections["tallies"]) as asked:
        write({(day, 901, "en", "visit", "genuine"): 1})

    assert not [one for one in asked.captured_queries if "summedmonth" in one["sql"]]


def test_the_clock_adds_up_a_month_three_days_after_its_end(sources):
    write({(dt.date(2025, 10, 5), 901, "en", "visit", "genuine"): 1})
    for day, built in ((3, set()), (4, {dt.date(2025, 10, 1)})):
        with suppose(dt.date(2025, 11, day)):
            months.settle()

        assert months.current() == built


def test_months_without_counts_are_added_up_once(sources):
    for month in (3, 6):
        write({(dt.date(2025, month, 5), 901, "en", "visit", "genuine"): 1})
    call_command("month_sums", stdout=StringIO())

    assert months.stale() == []
    assert months.current() == {dt.date(2025, month, 1) for month in range(3, 7)}


def test_a_repair_by_hand_is_found_and_mended(october, capsys):
    call_command("month_sums", "--check")
    Tally.objects.filter(day=dt.date(2025, 10, 5)).update(n=2)
    with pytest.raises(CommandError, match="2025-10"):
        call_command("month_sums", "--check")
    call_command("month_sums", "--rebuild")

    call_command("month_sums", "--check")
    assert visits(october) == 7 * 30 + 2


@pytest.mark.parametrize("unit", [Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR])
def test_quarters_and_years_are_made_of_months(october, unit):
    query = Query.of(f"from=2025-09-05&to=2026-04-06&by={unit.value}")
    with CaptureQueriesContext(connections["tallies"]) as asked:
        panel = figures(Ground(query), Paid())

    assert [row[0] for row in panel.rows] == [label(dt.date(2025, 10, 1), unit.value)]
    assert panel.column("visits") == [7 * 31]
    assert sum("SUM(" in one["sql"] for one in asked.captured_queries) == 1


def test_a_report_of_all_time_asks_no_more_than_one_of_a_month(october, django_assert_max_num_queries):
    with django_assert_max_num_queries(8, connection=connections["tallies"]):
        totals = Ground(Query.of("from=2000-01-01&to=2099-12-31")).totals("month", "kind")

    assert [(one["month"], one["total"]) for one in totals] == [(dt.date(2025, 10, 1), 7 * 31)]


def test_on_sqlite_a_report_takes_no_lock_that_a_visitors_act_would_wait_for(october):
    """A transaction is one there (settings: IMMEDIATE), whether anything is written in it or not."""
    with CaptureQueriesContext(connections["tallies"]) as asked:
        Ground(october).totals("kind", "verdict")

    opens = [one["sql"] for one in asked if one["sql"].startswith(("BEGIN", "SAVEPOINT"))]
    assert len(opens) == (0 if connections["tallies"].vendor == "sqlite" else 1)
