"""Days in London and the UK's financial quarters and years."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from campaigns.period import Period, first_of_month, first_of_quarter, label, today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-28T23:59:59Z", "2026-03-28"),  # The last evening of winter time …
        ("2026-03-29T00:59:59Z", "2026-03-29"),
        ("2026-03-29T22:59:59Z", "2026-03-29"),  # … and the first of summer time: a day of 23 hours.
        ("2026-03-29T23:00:00Z", "2026-03-30"),
        ("2026-10-24T22:59:59Z", "2026-10-24"),
        ("2026-10-24T23:00:00Z", "2026-10-25"),
        ("2026-10-25T23:59:59Z", "2026-10-25"),  # A day of 25 hours.
        ("2026-10-26T00:00:00Z", "2026-10-26"),
    ],
)
def test_a_day_is_a_day_in_london_across_clock_changes(moment, day):
    with time_machine.travel(moment, tick=False):
        assert today() == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "unit", "name"),
    [
        ("2026-11-22", "day", "2026-11-22"),
        ("2026-11-22", "week", "2026-W47"),
        ("2027-01-01", "week", "2026-W53"),  # An ISO week belongs to the year of its Thursday.
        ("2026-11-22", "month", "2026-11"),
        ("2026-04-01", "quarter", "2026-27-Q1"),
        ("2026-09-30", "quarter", "2026-27-Q2"),
        ("2026-12-31", "quarter", "2026-27-Q3"),
        ("2027-03-31", "quarter", "2026-27-Q4"),
        ("2028-02-29", "quarter", "2027-28-Q4"),
        ("2026-03-31", "year", "2025-26"),
        ("2026-04-01", "year", "2026-27"),
        ("2100-01-01", "year", "2099-00"),
    ],
)
def test_a_period_is_named_as_the_uk_names_it(day, unit, name):
    assert label(dt.date.fromisoformat(day), unit) == name


def test_a_quarter_begins_on_the_first_day_of_its_first_month():
    assert first_of_quarter(dt.date(2027, 3, 31)) == dt.date(2027, 1, 1)
    assert first_of_month(dt.date(2028, 2, 29)) == dt.date(2028, 2, 1)


def test_the_usual_period_is_the_quarter_so_far():
    with time_machine.travel("2026-11-22T12:00Z"):
        assert Period.this_quarter() == Period(dt.date(2026, 10, 1), dt.date(2026, 11, 22))


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="begins on 2026-11-22 but ends before it"):
        Period(dt.date(2026, 11, 22), dt.date(2026, 11, 21))


@pytest.mark.parametrize(
    ("name", "first", "last", "before", "a_year_before"),
    [
        ("2026-27-Q2", "2026-07-01", "2026-09-30", "2026-27-Q1", "2025-26-Q2"),
        ("2026-27-Q1", "2026-04-01", "2026-06-30", "2025-26-Q4", "2025-26-Q1"),
        ("2023-24-Q4", "2024-01-01", "2024-03-31", "2023-24-Q3", "2022-23-Q4"),
        ("2026-27", "2026-04-01", "2027-03-31", "2025-26", "2025-26"),
        ("1999-00", "1999-04-01", "2000-03-31", "1998-99", "1998-99"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01", "2023-02"),
        ("2027-02", "2027-02-01", "2027-02-28", "2027-01", "2026-02"),
        ("2025-02", "2025-02-01", "2025-02-28", "2025-01", "2024-02"),
        ("2026-W53", "2026-12-28", "2027-01-03", "2026-W52", "2026-W01"),
        ("2026-03-29", "2026-03-29", "2026-03-29", "2026-03-28", "2025-03-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-10", "2026-10-01", "2026-10-31", "2026-09", "2025-10"),
    ],
)
def test_a_name_is_a_period_with_those_it_is_compared_with(name, first, last, before, a_year_before):
    period = Period.parse(name)

    assert (str(period.first), str(period.last), period.name) == (first, last, name)
    assert (period.before.name, period.a_year_before.name) == (before, a_year_before)


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "year"])
@given(day=st.dates(dt.date(2012, 4, 1), dt.date(2099, 12, 31)))
def test_a_period_is_read_as_it_is_named(unit, day):
    period = Period.of(day, unit)

    assert Period.parse(label(day, unit)) == period
    assert period.first <= day <= period.last
    assert period.before.last + dt.timedelta(days=1) == period.first


def test_a_year_that_is_named_like_a_month_is_asked_for_by_its_days():
    assert Period.parse("2009-10") == Period.of(dt.date(2009, 10, 1), "month")


def test_the_year_of_dates_that_were_a_leap_day_off_is_as_long_as_it_was():
    leap = Period(dt.date(2024, 2, 15), dt.date(2024, 2, 29))

    assert leap.a_year_before == Period(dt.date(2023, 2, 15), dt.date(2023, 2, 28))


def test_the_last_quarter_is_the_one_before_the_day_it_is_asked_on():
    with time_machine.travel("2026-04-01 00:30 +01:00", tick=False):
        assert Period.parse("last-quarter").name == "2025-26-Q4"
        assert Period.parse("this-year").name == "2026-27"


@pytest.mark.parametrize(
    "name", ["", "2026", "2026-13", "2026-27-Q5", "2026-28-Q1", "2026-W54", "last-decade"]
)
def test_a_name_that_is_no_period_is_refused_with_examples(name):
    with pytest.raises(ValueError, match=r"is no period. Say 2026-27"):
        Period.parse(name)
