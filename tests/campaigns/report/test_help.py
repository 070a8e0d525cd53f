"""Help taps and exits, in whole months and whole quarters alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from campaigns.models import MonthTally, QuarterTally
from campaigns.report.help import TWICE, by_campaign, help_taps
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, day, look_up, queries, rows, said

pytestmark = pytest.mark.django_db(databases="__all__")


def table(query: Query | str = QUARTER) -> Panel:
    return help_taps(Ground(Query.of(query) if isinstance(query, str) else query))


@pytest.fixture(autouse=True)
def tapped(db: None) -> None:
    for month, campaign, kind, n in [
        ("2026-06-01", "one", "help", 1),
        ("2026-07-01", "one", "help", 2),
        ("2026-07-01", "one", "exit", 4),
        ("2026-09-01", "two", "help", 8),
    ]:
        MonthTally.objects.create(month=day(month), campaign=campaign, kind=kind, n=n)
    for quarter, language, kind, n in [
        ("2026-04-01", "gu", "help", 16),
        ("2026-07-01", "gu", "help", 32),
        ("2026-07-01", "en", "exit", 64),
    ]:
        QuarterTally.objects.create(quarter=day(quarter), language=language, kind=kind, n=n)


def test_they_are_told_by_month_and_campaign_and_by_quarter_and_language(db):
    assert table().rows == (
        ("months", "2026-07", "one", None, 2, 4),
        ("months", "2026-09", "two", None, 8, 0),
        ("quarters", "2026-27-Q2", None, "en", 0, 64),
        ("quarters", "2026-27-Q2", None, "gu", 32, 0),
    )


def test_nobody_is_let_to_add_the_two(db):
    assert TWICE in table().notes
    assert [column.is_additive for column in table().columns[-2:]] == [False, False]


def test_only_whole_months_and_quarters_are_told_and_the_others_named(db):
    asked = table("from=2026-06-15&to=2026-08-31")

    assert rows(asked, "period") == ["2026-07"]
    assert "only a part of them lies in this period: 2026-06." in said(asked)
    assert "only a part of them lies in this period: 2026-27-Q1, 2026-27-Q2." in said(asked)


def test_a_day_holds_neither(db):
    asked = table("period=2026-07-10")

    assert asked.rows == ()
    assert "2026-07." in said(asked)


def test_a_year_holds_its_four_quarters(db):
    assert rows(table("period=2026-27"), "period") == [
        *("2026-06", "2026-07", "2026-09", "2026-27-Q1", "2026-27-Q2", "2026-27-Q2")
    ]


def test_a_campaign_is_known_by_month_alone(db):
    asked = table(f"{QUARTER}&campaign=one")

    assert rows(asked, "period", "campaign") == [("2026-07", "one")]
    assert "By quarter nothing but the language is known" in said(asked)


def test_a_language_is_known_by_quarter_alone(db):
    asked = table(f"{QUARTER}&language=gu")

    assert rows(asked, "period", "language") == [("2026-27-Q2", "gu")]
    assert "By month nothing but the campaign is known" in said(asked)


def test_a_channel_is_known_by_neither(db):
    assert table(f"{QUARTER}&channel=poster").rows == ()


def test_who_may_see_no_earlier_day_sees_no_month_that_began_before(db):
    asked = table(replace(Query.of(QUARTER), since=dt.date(2026, 7, 2)))

    assert rows(asked, "period") == ["2026-09"]


def test_a_campaign_s_taps_are_those_of_its_whole_months(db):
    found = by_campaign(Query.of("from=2026-06-02&to=2026-09-30"))

    assert found == {"one": {"help": 2, "exit": 4}, "two": {"help": 8, "exit": 0}}


def test_the_panel_is_a_query_for_each_of_the_two_tallies(db):
    ground = Ground(Query.of("period=2026-27"))
    look_up(ground)

    assert queries(lambda: help_taps(ground)) == 2
