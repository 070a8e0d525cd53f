"""Platforms' figures come into the report with its filters, and what is missing is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.models import AdCampaign
from campaigns.report.paid import Paid, notes, paid
from campaigns.report.query import Query
from campaigns.report.shape import HIDDEN
from tests.campaigns.report.conftest import QUARTER, ask, day, rows

pytestmark = pytest.mark.django_db(databases="__all__")


def shown(address: str = QUARTER) -> list[int | None]:
    return [row.impressions for row in paid(Query.of(address)).rows]


def why(address: str = QUARTER) -> str:
    query = Query.of(address)
    return " ".join(notes(query, paid(query)))


def test_rows_of_the_period_are_in_and_others_are_not(told):
    for n, first in enumerate(["2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"], start=1):
        told(first=first, impressions=n)

    assert shown() == [2, 3]


def test_a_row_that_reaches_beyond_the_period_is_left_out_and_named(told):
    told(first="2026-06-15", last="2026-07-14", impressions=5)
    told(first="2026-08-01", last="2026-08-31", impressions=7)

    assert shown() == [7]
    assert "2026-06-15 to 2026-07-14" in why()


def test_a_campaign_s_rows_alone_where_it_is_asked_for(told):
    told("one", impressions=1)
    told("two", impressions=2)

    assert shown(f"{QUARTER}&campaign=two") == [2]


def test_a_channel_s_rows_alone_where_it_is_asked_for(told):
    told(channel="tiktok", impressions=1)
    told("two", channel="snapchat", platform="snapchat", impressions=2)

    assert shown(f"{QUARTER}&channel=snapchat") == [2]


def test_meta_s_rows_are_neither_instagram_s_nor_facebook_s_but_both(told):
    told(channel="meta", platform="meta", impressions=1)

    assert shown(f"{QUARTER}&channel=instagram") == []
    assert "Instagram and Facebook together" in why(f"{QUARTER}&channel=instagram")
    assert shown(f"{QUARTER}&channel=instagram&channel=facebook") == [1]
    assert why(f"{QUARTER}&channel=instagram&channel=facebook") == ""


@pytest.mark.parametrize("filter_", ["language=gu", "source=pstr2"])
def test_no_file_knows_a_page_s_language_or_a_link(told, filter_, django_assert_num_queries):
    told(impressions=1)

    with django_assert_num_queries(0):
        assert shown(f"{QUARTER}&{filter_}") == []
    assert "neither the page’s language nor our links" in why(f"{QUARTER}&{filter_}")


def test_what_nobody_gave_to_a_campaign_is_left_out_without_its_name(told):
    told("one", impressions=1)
    AdCampaign.objects.update(campaign="", name="A secret campaign")

    assert shown() == []
    assert "nobody has said yet" in why()
    assert "secret" not in why()


def test_another_s_campaign_in_the_same_account_is_no_figure_of_ours(told):
    told("one", impressions=1)
    AdCampaign.objects.update(campaign="", is_ours=False)

    assert (shown(), why()) == ([], "")


def test_rows_by_age_are_not_added_to_the_whole(told):
    told(impressions=100)
    for age in ("13-17", "18-24"):
        told(impressions=50, grain="campaign/age", breakdown=[["age", age]])
    found = paid(Query.of(QUARTER))

    assert [row.impressions for row in found.rows] == [100]
    assert [row.impressions for row in found.aside] == [50, 50]


def test_what_a_platform_masks_is_in_no_sum_and_said(told):
    told(impressions=100, link_clicks=None, masked=[["link_clicks", 5]])

    assert "fewer than" in why()


def test_advertisements_and_posts_that_nobody_paid_for_are_said_to_be_together(told):
    told("one", impressions=1)
    assert why() == ""

    told("two", kind="organic", impressions=2)
    assert "advertisements and of posts that nobody paid for, together" in why()
    assert (why(f"{QUARTER}&campaign=one"), why(f"{QUARTER}&campaign=two")) == ("", "")


def test_who_may_see_no_earlier_day_sees_no_earlier_row(told):
    told(first="2026-07-10", impressions=1)
    told(first="2026-08-10", impressions=2)
    query = replace(Query.of(QUARTER), since=dt.date(2026, 8, 1))

    assert [row.impressions for row in paid(query).rows] == [2]


def test_the_platforms_figures_are_one_query(told, django_assert_num_queries):
    for number in range(1, 10):
        told(first=f"2026-08-0{number}", impressions=number)

    with django_assert_num_queries(1):
        assert sum(filter(None, shown())) == 45


def test_a_platform_s_own_reach_is_that_of_a_single_row(told):
    told("one", first="2026-07-01", last="2026-09-30", impressions=900, reach=300)
    for first in ("2026-08-01", "2026-08-02"):
        told("two", first=first, impressions=10, reach=9)

    found = paid(Query.of(QUARTER)).reaches
    assert [(one.campaign, one.reach, one.first) for one in found] == [("one", 300, day("2026-07-01"))]
    assert Paid().reaches == []


def test_how_often_each_account_was_shown_it_is_told_where_the_platform_s_reach_is_of_the_same_rows(told):
    told("one", first="2026-07-01", last="2026-09-30", impressions=900, reach=300)
    told("two", first="2026-07-01", last="2026-09-30", impressions=None, reach=300)
    told("three", first="2026-08-01", impressions=10, reach=9)
    told("three", first="2026-08-02", impressions=10, reach=9)

    assert rows(ask().panel("reach"), "campaign", "estimate", "frequency") == [
        ("one", 300, Decimal("3.0")),
        ("two", 300, None),
    ]
    assert rows(ask(f"{QUARTER}&audience=outside").panel("reach"), "frequency") == [HIDDEN, None]
