"""Exports of Snapchat Ads Manager: no currency, clicks that were swipes, ends at midnight."""

from decimal import Decimal

import pytest

from campaigns.ads.read import read
from campaigns.ads.shape import Level
from tests.campaigns.ads.exports import FILES, days, refused, table, taken


@pytest.fixture(scope="module")
def stories():
    return taken("snapchat-days.csv", currency="GBP")


def test_spend_without_a_currency_is_refused_once():
    content = (FILES / "snapchat-days.csv").read_bytes()

    assert refused(content) == [
        "The file doesn't say in which currency its spend is. State the currency when you import it."
    ]


def test_a_currency_that_the_sender_states_is_taken(stories):
    assert (stories.currency, sum(row.spend for row in stories.rows)) == ("GBP", Decimal("40.00"))


def test_what_is_not_a_currency_is_refused():
    wrong = refused((FILES / "snapchat-days.csv").read_bytes(), currency="pounds")

    assert wrong == ["“pounds” is not a currency's three letters, such as GBP."]


def test_a_row_that_ends_where_the_next_begins_ends_the_day_before(stories):
    assert all(row.is_day for row in stories.rows)
    assert stories.period == days("2026-09-01", "2026-09-02")


def test_an_end_at_midnight_that_nothing_settles_is_refused():
    wrong = refused((FILES / "snapchat-old.csv").read_bytes(), currency="GBP")

    words = "Row 2: “2025-07-01 00:00:00” may be the end of 2025-06-30 or of 2025-07-01. "
    assert wrong == [words + "State the period when you import it."]


@pytest.mark.parametrize("last", ["2025-06-30", "2025-07-01"])
def test_the_period_that_the_sender_states_settles_midnight(last):
    file = taken("snapchat-old.csv", currency="GBP", period=days("2025-04-01", last))

    assert file.period == days("2025-04-01", last)


def test_a_period_that_neither_reading_gives_is_refused():
    content = (FILES / "snapchat-old.csv").read_bytes()

    assert refused(content, currency="GBP", period=days("2025-04-01", "2025-06-29"))


def test_an_end_a_second_before_midnight_needs_nobody():
    content = (FILES / "snapchat-old.csv").read_bytes().replace(b"07-01 00:00:00", b"06-30 23:59:59")

    assert read("a.csv", content, currency="GBP").period == days("2025-04-01", "2025-06-30")


def test_swipes_are_link_clicks_and_say_that_they_were_swipes():
    row = taken("snapchat-old.csv", currency="GBP", period=days("2025-04-01", "2025-06-30")).rows[0]

    assert (row.link_clicks, row.link_clicks_from, row.ad_set.name) == (260, "Swipe Ups", "13-17")


def test_an_ad_without_a_name_is_known_by_its_id(stories):
    assert stories.rows[2].ad == Level("a2", "")
    assert stories.rows[2].spend == 0


def test_views_say_which_views_they_are(stories):
    assert (stories.rows[0].video_views, stories.rows[0].video_views_from) == (4000, "2 Second Video Views")


def test_reach_and_frequency_are_kept_a_row(stories):
    assert (stories.rows[0].reach, stories.rows[0].frequency) == (6000, Decimal("1.67"))
    assert stories.rows[2].reach is None


def test_a_week_runs_for_seven_days():
    header = "Campaign Id,Campaign Name,Week,Paid Impressions,Clicks"

    assert read("a.csv", table(header, "c1,Knives,2026-09-07,10,1")).period == days(
        "2026-09-07", "2026-09-13"
    )


def test_adverts_that_follow_each_other_do_not_settle_midnight():
    header = "Ad Id,Ad Name,Start Time,End Time,Paid Impressions,Clicks"
    rows = (
        "a1,A,2026-09-01 00:00:00,2026-09-10 00:00:00,1,1",
        "a2,B,2026-09-10 00:00:00,2026-09-20 00:00:00,1,1",
    )

    assert "may be the end of" in refused(table(header, *rows))[0]


def test_a_period_that_begins_in_the_midst_of_a_day_is_refused():
    header = "Ad Id,Ad Name,Start Time,End Time,Paid Impressions,Clicks"

    wrong = refused(table(header, "a1,A,2026-09-01 07:00:00,2026-09-02 07:00:00,1,1"))

    assert "midst of a day" in wrong[0]
