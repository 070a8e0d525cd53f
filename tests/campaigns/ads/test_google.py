"""Exports of Google Ads and YouTube: a preamble, several totals, UTF-16, dates of two countries."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.ads.read import read
from tests.campaigns.ads.exports import days, refused, table, taken

HEADER = "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks"


@pytest.fixture(scope="module")
def daily():
    return taken("google-days.csv")


def test_utf_16_with_tabs_is_read(daily):
    assert (daily.format, daily.header) == ("UTF-16, tabs", 3)


def test_the_lines_before_the_header_are_kept(daily):
    assert daily.preamble == ("Campaign report", "1 July 2026 - 3 July 2026")


def test_thousands_money_and_dashes_are_read(daily):
    row = daily.rows[0]

    assert (row.spend, row.currency) == (Decimal("1020.50"), "GBP")
    assert (row.impressions, row.link_clicks, row.link_clicks_from) == (200100, 310, "Clicks")
    assert (row.video_views, row.video_views_from, row.reach) == (50000, "TrueView views", None)
    assert dict(row.raw)["Conv. rate"] == "< 10%"


def test_devices_repeat_a_campaign_and_stay_apart(daily):
    assert [row.breakdown for row in daily.rows[:2]] == [
        (("device", "Mobile phones"),),
        (("device", "Tablets"),),
    ]


def test_the_total_of_what_is_shown_is_verified(daily):
    totals = {total.label: total.verified for total in daily.totals}

    assert totals["Total: Campaigns"] == ("impressions", "link_clicks", "video_views", "spend")


def test_a_bigger_account_is_told_where_the_rows_are_proven(daily):
    assert [note.line for note in daily.notes] == [10]
    assert "whole account" in str(daily.notes[0])


def test_rows_without_a_day_have_the_days_of_the_preamble():
    file = taken("google-range.csv")

    assert file.period == days("2026-09-01", "2026-09-30")
    assert file.totals[0].verified == ("impressions", "spend")


def test_interactions_are_not_clicks():
    row = taken("google-range.csv").rows[0]

    assert (row.link_clicks, dict(row.raw)["Interactions"]) == (None, "30,100")


def test_a_title_and_its_range_may_share_a_line():
    file = read(
        "a.csv",
        table(
            "Campaign report 1 January 2026 - 31 March 2026", "Campaign,Currency code,Cost,Impr.", "A,GBP,1,5"
        ),
    )

    assert file.period == days("2026-01-01", "2026-03-31")


def test_a_range_that_nobody_quoted_is_still_a_range():
    file = read(
        "a.csv", table("Report", "September 1, 2026 - September 3, 2026", "Campaign,Cost,Impr.", "A,0,5")
    )

    assert file.period == days("2026-09-01", "2026-09-03")


def test_an_account_total_alone_must_be_the_sum():
    rows = ("2026-09-01,A,1,GBP,1,10,1", "Total: Account, --, --,GBP,2,20,2")

    assert "“Total: Account” gives 20 impressions" in refused(table(HEADER, *rows))[0]


def test_totals_of_networks_alone_must_be_the_sum_together():
    rows = ["2026-09-01,A,1,GBP,1,10,1", "2026-09-01,B,2,GBP,2,20,2"]
    networks = ["Total: Search, --, --,GBP,1,10,1", "Total: Video, --, --,GBP,2,20,2"]

    assert len(read("a.csv", table(HEADER, *rows, *networks)).rows) == 2
    assert "totals of the networks" in refused(table(HEADER, *rows, networks[0]))[0]


def test_a_campaign_called_total_with_an_id_is_a_campaign():
    file = read("a.csv", table(HEADER, "2026-09-01,Total: respect,77,GBP,1,10,1"))

    assert [row.campaign.name for row in file.rows] == ["Total: respect"]


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (["03/04/2026", "13/04/2026"], [dt.date(2026, 4, 3), dt.date(2026, 4, 13)]),
        (["03/04/2026", "03/14/2026"], [dt.date(2026, 3, 4), dt.date(2026, 3, 14)]),
        (["05/05/2026"], [dt.date(2026, 5, 5)]),
        (["2026-04-03"], [dt.date(2026, 4, 3)]),
        (["3 Apr 2026", "Apr 4, 2026"], [dt.date(2026, 4, 3), dt.date(2026, 4, 4)]),
    ],
)
def test_a_day_above_twelve_settles_day_and_month_for_the_whole_file(dates, read_as):
    rows = [f'"{day}",A,1,GBP,1,10,1' for day in dates]

    assert [row.first for row in read("a.csv", table(HEADER, *rows)).rows] == read_as


def test_days_with_two_readings_are_refused():
    wrong = refused(table(HEADER, "03/04/2026,A,1,GBP,1,10,1"))

    assert len(wrong) == 1
    assert wrong[0].startswith("Row 2: “03/04/2026” can be two days")


def test_the_preamble_settles_day_and_month():
    content = table("Report", "1 April 2026 - 30 April 2026", HEADER, "03/04/2026,A,1,GBP,1,10,1")

    assert read("a.csv", content).rows[0].first == dt.date(2026, 4, 3)


def test_dates_of_both_countries_in_one_file_are_refused():
    rows = ("13/04/2026,A,1,GBP,1,10,1", "04/13/2026,B,2,GBP,1,10,1")

    assert "month first" in refused(table(HEADER, *rows))[0]


def test_a_day_outside_the_preamble_is_refused():
    content = table("Report", "1 April 2026 - 30 April 2026", HEADER, "2026-05-01,A,1,GBP,1,10,1")

    assert refused(content)[0].startswith("Row 4: Its days, 2026-05-01")


def test_a_period_that_contradicts_the_preamble_is_refused():
    content = table("Report", "1 April 2026 - 30 April 2026", HEADER, "2026-04-01,A,1,GBP,1,10,1")

    assert "you state" in refused(content, period=days("2026-04-01", "2026-06-30"))[0]


def test_all_time_is_no_period():
    assert "which days" in refused(table("Report", "All time", "Campaign,Cost,Impr.", "A,0,5"))[0]


def test_a_report_by_click_type_is_refused():
    assert "click type" in refused(table(f"{HEADER},Click type", "2026-04-01,A,1,GBP,1,10,1,Headline"))[0]


def test_a_converted_cost_is_not_reported():
    file = read("a.csv", table("Day,Campaign,Cost (Converted currency),Impr.", "2026-04-01,A,9,10"))

    assert file.rows[0].spend is None
    assert "Converted" in str(file.notes[0])


def test_an_account_in_the_other_column_order_says_the_same():
    one = read("a.csv", table(HEADER, "2026-04-01,A,1,GBP,1.5,10,1"))
    other = read(
        "b.csv",
        table("Clicks,Impr.,Cost,Currency code,Campaign ID,Campaign,Day", "1,10,1.5,GBP,1,A,2026-04-01"),
    )

    assert one.rows[0].says == other.rows[0].says


def test_months_are_cut_at_the_ends_of_the_report():
    content = table(
        "Report", "15 April 2026 - 31 May 2026", "Month,Campaign,Impr.", "April 2026,A,1", "May 2026,A,2"
    )

    assert [row.first for row in read("a.csv", content).rows] == [dt.date(2026, 4, 15), dt.date(2026, 5, 1)]


def test_a_total_for_each_device_proves_its_device():
    rows = ("2026-09-01,A,Mobile,10", "2026-09-01,A,Tablet,20", "Total: Campaigns, --,Mobile,10")
    header = "Day,Campaign,Device,Impr."

    assert len(read("a.csv", table(header, *rows, "Total: Campaigns, --,Tablet,20")).rows) == 2
    assert len(refused(table(header, *rows, "Total: Campaigns, --,Tablet,21"))) == 1


def test_an_advert_without_a_name_is_known_by_its_id():
    header = "Day,Campaign,Ad name,Ad ID,Impr."

    rows = read("a.csv", table(header, "2026-09-01,A,--,1,10", "2026-09-01,A,Film,2,20")).rows

    assert [row.ad for row in rows] == [("1", ""), ("2", "Film")]
