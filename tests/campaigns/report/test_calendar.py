"""A row a day, or a week of long periods, with what staff noted for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.models import Annotation
from campaigns.report.calendar import SO_FAR, calendar
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, day, look_up, queries, rows, said

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]


def table(address: str = QUARTER) -> Panel:
    return calendar(Ground(Query.of(address)))


def note(words: str, first: str, last: str = "", campaign: str = "") -> None:
    Annotation.objects.create(words=words, first=day(first), last=day(last or first), campaign=campaign)


def test_each_day_that_has_come_has_its_row_with_noughts_where_nothing_was_counted(count):
    count(5, on="2026-07-01")
    count(7, "visit", on="2026-07-01")
    count(3, verdict="crawler", on="2026-07-02")

    assert rows(table("from=2026-07-01&to=2026-07-02"), "period", "visits", "clicks_genuine") == [
        ("2026-07-01", 7, 5),
        ("2026-07-02", 0, 0),
    ]


def test_days_before_counting_began_have_no_noughts_and_keep_their_notes(count):
    count(5, on="2026-07-02")
    note("Poster launch", "2026-07-01")

    assert rows(table("from=2026-07-01&to=2026-07-02"), "clicks_genuine", "noted") == [
        (None, "Poster launch"),
        (5, None),
    ]


@pytest.mark.parametrize(
    ("address", "days"), [("period=this-week", 7), ("period=2026-W48", 0), ("period=2026-11", 22)]
)
def test_days_to_come_have_no_row(count, address, days):
    count(5, on="2026-07-01")

    assert len(table(address).rows) == days


def test_today_is_not_over_and_says_so(count):
    count(5, on="2026-11-22")
    note("Half-term", "2026-11-21", "2026-11-22")

    assert rows(table("from=2026-11-21&to=2026-11-25"), "noted") == ["Half-term", f"{SO_FAR}; Half-term"]


@pytest.mark.parametrize("clocks_change", ["2026-03-29", "2026-10-25"])
def test_a_month_in_which_the_clocks_change_has_all_its_days_once(count, clocks_change):
    count(1, on="2026-01-01")
    count(9, on=clocks_change)
    month = table(f"period={clocks_change[:7]}")

    assert len(set(month.column("period"))) == len(month.rows) == 31
    assert [row for row in rows(month, "period", "clicks_genuine") if row[1]] == [(clocks_change, 9)]


@pytest.mark.parametrize(
    ("last", "unit", "count_of_rows"), [("2026-03-31", "day", 90), ("2026-04-03", "week", 14)]
)
def test_more_days_than_a_quarter_has_are_told_by_week(count, last, unit, count_of_rows):
    count(4, on="2026-01-01")
    count(5, on="2026-01-04")
    asked = table(f"from=2026-01-01&to={last}")

    assert len(asked.rows) == count_of_rows
    assert rows(asked, "period", "clicks_genuine")[0] == (
        ("2026-W01", 9) if unit == "week" else ("2026-01-01", 4)
    )
    assert ("By week" in said(asked)) == (unit == "week")


def test_notes_are_of_their_days_and_of_the_campaigns_that_are_asked_for(count):
    count(1, on="2026-06-01")
    note("Before", "2026-06-30")
    note("Film of one", "2026-07-01", campaign="one")
    note("Film of two", "2026-07-01", campaign="two")
    note("Everybody's", "2026-06-20", "2026-07-02")

    asked = "from=2026-07-01&to=2026-07-03"
    assert rows(table(asked), "noted") == ["Everybody's; Film of one; Film of two", "Everybody's", None]
    assert rows(table(f"{asked}&campaign=two"), "noted")[0] == "Everybody's; Film of two"


def test_who_may_see_no_earlier_day_has_no_row_of_one(count):
    count(1, on="2026-07-01")
    query = replace(Query.of(QUARTER), since=day("2026-09-29"))

    assert rows(calendar(Ground(query)), "period") == ["2026-09-29", "2026-09-30"]


def test_the_panel_is_a_query_of_tallies_and_one_of_notes(count):
    for on in ("2026-07-01", "2026-08-01"):
        count(1, on=on)
        note("Something", on)
    ground = Ground(Query.of(QUARTER))
    look_up(ground)

    assert queries(lambda: calendar(ground)) == 2
