"""What the platforms say may be added up: nobody is counted in it twice, and nothing that was left out is hidden."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from campaigns import platform_figures
from campaigns.ads.shape import Platform
from campaigns.imports.names import NOT_OURS
from campaigns.imports.undo import undo
from campaigns.period import Period
from campaigns.platform_figures import channel_label, coverage, reach, told
from tests.campaigns.ads.exports import days
from tests.campaigns.imports.conftest import golden, meta

SEPTEMBER = days("2026-09-01", "2026-09-30")
PUBLISHER = "Campaign name,Publisher platform,Impressions,Link clicks,Amount spent (GBP)"
AGE = "Campaign name,Age,Impressions,Link clicks,Amount spent (GBP)"


def impressions(period: Period = SEPTEMBER) -> int:
    return sum(row.impressions or 0 for row in told(period).rows)


def test_rows_of_a_period_are_told_with_our_campaign_from_one_query(bring, django_assert_num_queries):
    bring(meta("2026-09-01,Stand,1000,10,5.00"), to="make-a-stand")

    with django_assert_num_queries(1):
        (row,) = told(SEPTEMBER).rows

    assert (row.campaign, row.platform, row.channel, row.kind) == ("make-a-stand", "meta", "meta", "paid")
    assert (row.impressions, row.link_clicks, row.spend, row.currency) == (1000, 10, Decimal("5.00"), "GBP")
    assert row.video_views is None
    assert channel_label(row.channel) == "Meta (Instagram and Facebook)"


def test_what_nobody_has_mapped_is_told_apart(bring):
    bring(meta("2026-09-01,Stand,1000,10,5.00"))

    assert [row.name for row in told(SEPTEMBER).unmapped] == ["Stand"]
    assert told(SEPTEMBER).rows == ()


def test_a_campaign_that_is_not_ours_is_in_nothing(bring):
    bring(meta("2026-09-01,Council tax,1000,10,5.00"), to=NOT_OURS)

    assert told(SEPTEMBER) == platform_figures.Told()
    assert not platform_figures.rows(SEPTEMBER.first, SEPTEMBER.last).exists()


def test_rows_that_reach_beyond_the_period_are_told_with_their_days_and_not_added(bring):
    bring(golden("google-range.csv"), "google-range.csv", to="make-a-stand")
    whole = told(days("2026-01-01", "2026-12-31")).rows
    first, last = whole[0].first, whole[0].last

    cut = told(Period(first, last - dt.timedelta(days=1)))

    assert whole
    assert cut.rows == ()
    assert {(row.first, row.last) for row in cut.cut} == {(first, last)}


@pytest.mark.parametrize("ages_first", [True, False])
def test_ages_and_the_whole_are_never_added_in_whichever_order_they_come(bring, ages_first):
    files = [
        meta("2026-09-01,Stand,1000,10,5.00"),
        meta("2026-09-01,Stand,13-17,600,6,3.00", "2026-09-01,Stand,18-24,300,4,2.00", columns=AGE),
    ]
    for content in reversed(files) if ages_first else files:
        bring(content, to="make-a-stand")

    assert impressions() == 1000
    assert [row.breakdown for row in told(SEPTEMBER).aside] == [(("age", "13-17"),), (("age", "18-24"),)]


def test_of_two_breakdowns_the_one_that_hides_least_is_taken(bring):
    bring(meta("2026-09-01,Stand,13-17,600,6,3.00", columns=AGE), to="make-a-stand")
    bring(meta("2026-09-01,Stand,Instagram,700,7,4.00", columns=PUBLISHER), to="make-a-stand")

    assert [(row.channel, row.impressions) for row in told(SEPTEMBER).rows] == [("instagram", 700)]


def test_days_that_only_a_breakdown_has_are_told_by_it(bring):
    bring(meta("2026-09-01,Stand,1000,10,5.00"), to="make-a-stand")
    ages = ("2026-09-01,Stand,13-17,600,6,3.00", "2026-09-02,Stand,13-17,50,1,0.50")
    bring(meta(*ages, columns=AGE), to="make-a-stand")

    assert impressions() == 1050


def test_a_campaign_known_by_id_in_one_file_and_by_name_in_another_is_one(bring):
    by_id = "Campaign ID,Campaign name,Impressions,Link clicks,Amount spent (GBP)"
    bring(meta("2026-09-01,77,Stand,1000,10,5.00", columns=by_id), to="make-a-stand")
    bring(meta("2026-09-01,Stand,13-17,600,6,3.00", columns=AGE), to="make-a-stand")

    assert impressions() == 1000


def test_campaigns_of_one_name_in_two_accounts_are_two(bring):
    columns = "Account ID,Campaign name,Impressions"
    bring(meta("2026-09-01,111,Stand,1000", columns=columns), to="make-a-stand")
    ages = "Account ID,Campaign name,Age,Impressions"
    bring(meta("2026-09-01,222,Stand,13-17,200", columns=ages), to="make-a-stand")

    assert impressions() == 1200


def test_days_within_the_period_come_before_a_row_that_reaches_beyond_it(bring):
    bring(meta("2026-09-01,Stand,Instagram,700,7,4.00", columns=PUBLISHER), to="make-a-stand")
    quarter = b"Reporting starts,Reporting ends,Campaign name,Impressions\n2026-07-01,2026-09-30,Stand,9000"
    bring(quarter, to="make-a-stand")

    assert impressions() == 700
    assert impressions(days("2026-07-01", "2026-09-30")) in {700, 9000}
    assert len(told(days("2026-07-01", "2026-09-30")).rows) == 1


@pytest.mark.parametrize(
    ("publisher", "channel"),
    [("instagram", "instagram"), ("Facebook", "facebook"), ("audience_network", "meta")],
)
def test_a_row_of_meta_has_the_channel_that_its_breakdown_names(bring, publisher, channel):
    bring(meta(f"2026-09-01,Stand,{publisher},1000,10,5.00", columns=PUBLISHER), to="make-a-stand")

    assert [row.channel for row in told(SEPTEMBER).rows] == [channel]


@pytest.mark.parametrize(("type_", "channel"), [("Video", "youtube"), ("Search", "google")])
def test_a_row_of_google_is_youtube_s_where_the_campaign_shows_films(bring, type_, channel):
    rows = [
        "Day,Campaign,Campaign type,Impr.,Clicks,Currency code,Cost",
        f"2026-09-01,Stand,{type_},90,3,GBP,1",
    ]
    bring("\n".join(rows).encode(), to="make-a-stand")

    assert [row.channel for row in told(SEPTEMBER).rows] == [channel]


@pytest.mark.parametrize(
    ("name", "stated", "channel"),
    [
        ("tiktok-days.csv", {}, "tiktok"),
        ("snapchat-days.csv", {"currency": "GBP"}, "snapchat"),
        ("linkedin-days.csv", {}, "other"),
        ("x-days.csv", {"currency": "GBP"}, "x"),
    ],
)
def test_each_other_platform_is_a_channel(bring, name, stated, channel):
    bring(golden(name), name, to="make-a-stand", **stated)

    rows = told(days("2020-01-01", "2029-12-31")).rows
    assert rows
    assert {row.channel for row in rows} == {channel}


def test_organic_figures_are_told_apart_from_paid_ones(bring):
    bring(golden("meta-posts.csv"), to="make-a-stand", period=days("2026-07-01", "2026-07-31"))

    assert {row.kind for row in told(days("2026-07-01", "2026-07-31")).rows} == {"organic"}


def test_a_platform_s_reach_is_that_of_its_one_row(bring):
    columns = "Campaign name,Impressions,Reach"
    bring(meta("2026-09-01,Stand,1000,800", columns=columns), to="make-a-stand")

    (whole,) = reach(told(SEPTEMBER))
    assert (whole.campaign, whole.platform, whole.reach) == ("make-a-stand", "meta", 800)


def test_a_platform_s_reach_is_that_of_the_total_and_never_a_sum(bring):
    lines = [
        "Reporting starts,Reporting ends,Campaign name,Impressions,Reach",
        "2026-09-01,2026-09-02,,3000,1500",
        "2026-09-01,2026-09-01,Stand,1000,900",
        "2026-09-02,2026-09-02,Stand,2000,1200",
    ]
    bring("\n".join(lines).encode(), to="make-a-stand")

    assert [whole.reach for whole in reach(told(SEPTEMBER))] == [1500]
    assert [whole.reach for whole in reach(told(days("2026-09-01", "2026-09-01")))] == [900]


def test_days_without_one_figure_for_the_whole_have_no_reach(bring):
    columns = "Campaign name,Impressions,Reach"
    bring(meta("2026-09-01,Stand,10,8", "2026-09-02,Stand,10,8", columns=columns), to="make-a-stand")

    assert reach(told(SEPTEMBER)) == []


@time_machine.travel("2026-09-02 12:00")
def test_a_platform_is_complete_up_to_the_day_before_its_file_was_made(bring):
    bring(meta("2026-09-01,Stand,10,1,1.00", "2026-09-02,Stand,10,1,1.00"))

    assert coverage()[Platform.META].until == dt.date(2026, 9, 1)


def test_an_undone_import_completes_nothing(bring):
    undo(bring(meta("2026-09-01,Stand,10,1,1.00")), None)

    assert coverage() == {}


def test_days_between_two_files_are_missed_and_days_after_the_last_are_not(bring):
    bring(meta("2026-06-01,Stand,10,1,1.00", "2026-06-02,Stand,10,1,1.00"))
    bring(meta("2026-06-05,Stand,10,1,1.00"))
    covered = coverage()[Platform.META]

    assert covered.missing(days("2026-06-01", "2026-06-30")) == [(dt.date(2026, 6, 3), dt.date(2026, 6, 4))]
    assert covered.missing(days("2026-05-30", "2026-06-02")) == [(dt.date(2026, 5, 30), dt.date(2026, 5, 31))]
    assert covered.missing(days("2026-07-01", "2026-07-31")) == []
    assert covered.missing(days("2026-06-01", "2026-06-02")) == []
    assert (covered.first, covered.until) == (dt.date(2026, 6, 1), dt.date(2026, 6, 5))


def test_files_that_follow_each_other_leave_nothing_out(bring):
    for day in ("2026-06-02", "2026-06-01", "2026-06-03"):
        bring(meta(f"{day},Stand,10,1,1.00"))

    assert coverage()[Platform.META].spans == ((dt.date(2026, 6, 1), dt.date(2026, 6, 3)),)
