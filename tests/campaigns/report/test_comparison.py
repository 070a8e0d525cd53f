"""The whole beside the period before, the same days a year ago, and what campaigns set out to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from campaigns.models import AdImport
from campaigns.period import Period
from campaigns.report.comparison import comparison
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from campaigns.report.sums import change, compared, earlier, ratio
from tests.campaigns.report.conftest import QUARTER, day, look_up, queries, records, rows, said
from tests.campaigns.report.reading import page as opened

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]

ONE = f"{QUARTER}&campaign=one"


def whole(query: Query | str = QUARTER) -> Panel:
    query = Query.of(query) if isinstance(query, str) else query
    ground, told = Ground(query), paid(query)
    return comparison(ground, told, compared(ground, told))


def row(measure: str, query: Query | str = QUARTER) -> dict[str, Any]:
    return records(whole(query), "measure")[measure]


def test_each_measure_has_a_row_and_each_currency_one(told):
    told(impressions=1, spend="1.00")
    told("two", impressions=1, spend="2.00", currency="EUR")

    assert rows(whole(), "measure", "currency") == [
        ("impressions", None),
        ("visits", None),
        ("clicks_gross", None),
        ("clicks_genuine", None),
        ("actions", None),
        ("platform_impressions", None),
        ("platform_link_clicks", None),
        ("spend", "EUR"),
        ("spend", "GBP"),
    ]
    assert rows(whole(), "this_period")[-2:] == [Decimal("2.00"), Decimal("1.00")]


def test_a_period_stands_beside_the_one_before_and_that_of_a_year_ago(count, told):
    count(1, "visit", on="2025-07-01")
    for on, n in [("2026-08-01", 150), ("2026-05-01", 100), ("2025-08-01", 200)]:
        count(n, on=on)
        told(first=on, impressions=n * 10, spend=f"{n}.00")

    clicks = row("clicks_genuine")
    assert (clicks["this_period"], clicks["previous_period"], clicks["year_before"]) == (150, 100, 200)
    assert (clicks["change"], clicks["change_on_year"]) == (Decimal("50.0"), Decimal("-25.0"))
    assert row("platform_impressions")["change"] == Decimal("50.0")
    assert row("spend")["change_on_year"] == Decimal("-25.0")
    assert "Compared with 2026-27-Q1 and 2025-26-Q2." in said(whole())


def test_a_change_from_nought_is_none_and_a_fall_to_nought_is_all(count):
    count(5, on="2025-05-01")
    count(5, on="2026-05-01")
    count(5, "visit", on="2026-08-01")

    assert row("clicks_genuine")["change"] == Decimal("-100.0")
    assert row("visits")["change"] is None


def test_nothing_seems_to_have_grown_since_days_on_which_nobody_counted(count, told):
    count(5, on="2026-05-10")
    count(50, on="2026-08-01")
    told(first="2026-06-15", last="2026-07-14", impressions=3)
    told(first="2026-06-01", impressions=3)
    told(impressions=300)

    clicks, shown = row("clicks_genuine"), row("platform_impressions")
    assert (clicks["this_period"], clicks["previous_period"], clicks["change"]) == (50, 5, None)
    assert (shown["this_period"], shown["previous_period"], shown["change"]) == (300, 3, None)


def test_nothing_seems_to_have_grown_since_days_before_a_platform_s_first_file(told):
    told(first="2026-06-01", impressions=3)
    told(impressions=300)
    AdImport.objects.update(first="2026-06-01", last="2026-09-30")
    assert row("platform_impressions")["change"] is None
    assert "files begin later than 2026-27-Q1" in said(whole())

    AdImport.objects.update(covers_first="2026-04-01", covers_last="2026-09-30")
    assert row("platform_impressions")["change"] == Decimal("9900.0")


def test_days_before_anything_was_counted_are_no_noughts(count):
    count(5, on="2026-05-10")
    count(5, on="2026-08-01")
    clicks = row("clicks_genuine")

    assert (clicks["previous_period"], clicks["year_before"], clicks["change_on_year"]) == (5, None, None)
    assert "Our own counts begin on 2026-05-10, so they don’t hold all of 2026-27-Q1 and 2025-26-Q2." in said(
        whole()
    )


def test_a_period_before_anything_was_counted_has_no_noughts_either(count, told):
    count(5, on="2026-08-01")
    told(first="2026-05-01", impressions=3)
    asked = "period=2026-27-Q1"

    assert row("clicks_genuine", asked)["this_period"] is None
    assert row("platform_impressions", asked)["this_period"] == 3
    assert "begin on 2026-08-01, so they don’t hold all of 2026-27-Q1, 2025-26-Q4 and 2025-26-Q1." in said(
        whole(asked)
    )


def test_a_period_that_counting_began_in_says_so(count):
    count(5, on="2026-08-01")

    assert row("clicks_genuine")["this_period"] == 5
    assert "begin on 2026-08-01, so they don’t hold all of 2026-27-Q2" in said(whole())


def test_a_year_s_two_earlier_periods_are_one(count):
    count(5, on="2025-08-01")

    assert "Compared with 2024-25." in said(whole("period=2025-26"))


def test_a_campaign_whose_start_nobody_said_has_no_run_to_hold_a_target_against(count, page, plan):
    page("one", starts="")
    plan(clicks_genuine=400)
    count(1)

    assert "doesn’t say when it started" in said(whole(ONE))


def test_what_no_platform_says_is_no_nought(told):
    told(impressions=5)

    assert row("platform_link_clicks")["this_period"] is None
    assert row("platform_impressions")["previous_period"] is None


def test_a_change_is_made_of_the_sums_and_rounded_once():
    assert change(2, 3) == Decimal("-33.3")
    assert ratio(1, 3, times=1000, places="0.01") == Decimal("333.33")
    assert ratio(5, 0) is None
    assert change(None, 3) is None


# A period that isn't over


def test_a_running_period_is_compared_with_as_many_days_of_the_earlier_ones(count):
    count(10, on="2026-11-20")
    for on in ("2026-08-22", "2026-08-23"):  # The 53rd day of last quarter, and the one after it.
        count(4, on=on)
    for on in ("2025-11-22", "2025-11-23"):
        count(5, on=on)
    asked = "period=2026-27-Q3"

    clicks = row("clicks_genuine", asked)
    assert (clicks["this_period"], clicks["previous_period"], clicks["year_before"]) == (10, 4, 5)
    assert "2026-07-01 to 2026-08-22 and 2025-10-01 to 2025-11-22" in said(whole(asked))
    assert "This period is not over" in said(whole(asked))


def test_the_beginning_of_a_shorter_period_is_no_longer_than_it():
    with time_machine.travel("2027-03-30T12:00Z", tick=False):
        before, _ = earlier(Period.parse("2027-03"))

    assert before == Period(day("2027-02-01"), day("2027-02-28"))


def test_a_period_that_has_not_begun_is_compared_with_nothing(count):
    count(5, on="2026-11-20")
    asked = whole("period=2026-27-Q4")

    assert set(rows(asked, "previous_period", "year_before", "change")) == {(None, None, None)}
    assert "nothing to compare" in said(asked)


@pytest.mark.parametrize("asked", ["period=2026-27-Q4", "period=2026-11-23", "period=2099-12-31"])
def test_the_page_of_a_period_that_has_not_begun_opens(analyst, count, asked):
    count(5, on="2026-11-20")

    html = opened(analyst, asked)
    assert "nothing to compare" in html
    assert set(rows(whole(asked), "this_period")) == {None}
    assert "No evidence of reach</strong>" not in html


def test_who_may_see_no_earlier_day_gets_no_comparison_with_it(count):
    count(5, on="2026-08-01")
    count(5, on="2026-05-01")
    clicks = row("clicks_genuine", replace(Query.of(QUARTER), since=dt.date(2026, 7, 1)))

    assert clicks["this_period"] == 5
    assert (clicks["previous_period"], clicks["year_before"]) == (None, None)


def test_rows_cut_from_an_earlier_period_are_said(told):
    told(first="2026-06-15", last="2026-07-14", impressions=3)

    assert "reach beyond an earlier period" in said(whole())


# Targets


def test_a_target_is_compared_where_the_period_holds_the_whole_campaign(count, told, page, plan):
    page("one", "2026-07-01", "2026-09-30")
    plan(clicks_genuine=400, platform_impressions=1000, budget=Decimal(200))
    count(100)
    told(impressions=250, spend="150.00")

    clicks, spend = row("clicks_genuine", ONE), row("spend", ONE)
    assert (clicks["target"], clicks["share_of_target"]) == (400, Decimal("25.0"))
    assert row("platform_impressions", ONE)["share_of_target"] == Decimal("25.0")
    assert (spend["target"], spend["share_of_target"]) == (Decimal(200), Decimal("75.0"))
    assert row("visits", ONE)["target"] is None


def test_a_budget_in_another_currency_is_no_target_of_the_spend(told, page, plan):
    page()
    plan(budget=Decimal(200), currency="EUR")
    told(impressions=1, spend="150.00")

    assert rows(whole(ONE), "currency", "this_period", "target", "share_of_target")[-2:] == [
        ("EUR", None, Decimal(200), None),
        ("GBP", Decimal("150.00"), None, None),
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (QUARTER, "choose campaigns"),
        (f"{ONE}&channel=poster", "no part of them"),
        (f"{ONE}&campaign=two", "No targets are set for “two”"),
        ("period=2026-08&campaign=one", "the whole run of “Campaign one” so far, 2026-07-01 to 2026-09-30."),
    ],
)
def test_where_a_target_can_t_be_compared_the_reason_is_said(count, page, plan, asked, reason):
    page()
    plan(clicks_genuine=400)
    count(1)

    assert row("clicks_genuine", asked)["target"] is None
    assert reason in said(whole(asked))


def test_a_running_campaign_is_held_against_its_target_so_far(count, page, plan):
    page("one", "2026-10-01", "2027-02-01")
    plan(clicks_genuine=400)
    count(100, on="2026-11-01")

    assert row("clicks_genuine", "period=2026-27-Q3&campaign=one")["share_of_target"] == Decimal("25.0")


def test_targets_of_two_campaigns_add_up_where_both_have_one(count, page, plan):
    page("one")
    page("two")
    plan("one", clicks_genuine=400, visits=10)
    plan("two", clicks_genuine=100)
    count(100)
    asked = f"{ONE}&campaign=two"

    assert row("clicks_genuine", asked)["target"] == 500
    assert row("visits", asked)["target"] is None
    assert "only a part of the campaigns" in said(whole(asked))


def test_the_panel_is_made_of_a_query_of_tallies_a_period_and_two_of_platforms_rows(count, told):
    for on in ("2025-08-01", "2026-05-01", "2026-08-01"):
        count(1, on=on)
        told(impressions=1, first=on)
    query = Query.of(QUARTER)
    ground, platforms = Ground(query), paid(query)
    look_up(ground)

    assert queries(lambda: comparison(ground, platforms, compared(ground, platforms))) == 5
