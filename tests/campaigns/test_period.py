"""Days in London and the UK's financial quarters and years."""

import datetime as dt

import pytest
import time_machine

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
