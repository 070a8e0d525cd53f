"""Exports of Meta Ads Manager: figures as the platform shows them, or a refusal that says why."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from campaigns.ads.read import read
from campaigns.ads.shape import Level, Platform
from tests.campaigns.ads.exports import days, refused, table, taken

DAILY = '"Reporting starts","Reporting ends","Campaign name","Amount spent (GBP)",Impressions,"Link clicks"'


@pytest.fixture(scope="module")
def ads():
    return taken("meta-ads.csv")


def test_a_file_is_known_by_its_columns_and_not_by_its_name(ads):
    assert ads.platform is Platform.META
    assert (ads.kind, ads.format, ads.header) == ("paid", "UTF-8, commas", 1)


def test_a_period_row_keeps_its_period(ads):
    assert {(row.first, row.last) for row in ads.rows} == {(dt.date(2026, 7, 1), dt.date(2026, 7, 31))}


def test_money_is_exact_and_has_the_currency_of_its_column(ads):
    assert [row.spend for row in ads.rows] == [Decimal(150), Decimal(100), Decimal("62.4")]
    assert ads.currency == "GBP"


def test_the_row_without_a_name_is_a_total_and_is_not_imported(ads):
    assert len(ads.rows) == 3
    assert [(total.line, total.verified) for total in ads.totals] == [(2, ("impressions", "spend"))]


def test_the_reach_of_the_whole_is_kept_with_the_total_and_never_added_up(ads):
    assert ads.totals[0].reach == 41200
    assert sum(row.reach for row in ads.rows) != 41200


def test_results_are_link_clicks_only_where_the_indicator_says_so(ads):
    clicks = [(row.link_clicks, row.link_clicks_from) for row in ads.rows]

    assert clicks == [(412, "Results (actions:link_click)"), (None, ""), (None, "")]


def test_a_formula_in_a_name_stays_a_name(ads):
    assert ads.rows[2].ad.name == '=HYPERLINK("http://evil.example","Speak to Sam")'


def test_columns_without_a_place_are_kept_as_they_are(ads):
    assert dict(ads.rows[0].raw)["Ad set budget"] == "Using campaign budget"
    assert dict(ads.rows[0].raw)["Ends"] == "Ongoing"


def test_the_columns_that_were_understood_are_told(ads):
    assert ("Amount spent (GBP)", "spend") in ads.columns
    assert ("Bid type", "") in ads.columns


def test_days_are_read_one_by_one():
    file = taken("meta-days.csv")

    assert file.period == days("2026-08-02", "2026-08-03")
    assert all(row.is_day for row in file.rows)
    assert (file.currency, sum(row.spend for row in file.rows)) == ("IDR", 314467)


def test_an_empty_cell_is_no_figure_and_not_nought():
    rows = taken("meta-days.csv").rows

    assert [row.link_clicks for row in rows] == [120, 40, 118, None]
    assert rows[1].landing_page_views is None


def test_age_and_gender_are_kept_with_each_row():
    file = taken("meta-ages.csv")

    assert file.rows[0].breakdown == (("age", "13-17"), ("gender", "female"))
    assert file.rows[0].campaign == Level("120211234567890123", "Summer")
    assert (file.account, file.currency) == ("LLR Safety", "GBP")
    assert file.rows[0].frequency == Decimal("1.333333")


def test_clicks_of_every_kind_are_not_taken_for_a_currency():
    row = taken("meta-ages.csv").rows[0]

    assert (row.clicks_all, row.link_clicks, row.link_clicks_from) == (12, 6, "Link clicks")


def test_a_total_that_is_not_the_sum_of_its_rows_is_refused():
    wrong = refused(table(DAILY, "2026-08-02,2026-08-02,,10,999,", "2026-08-02,2026-08-02,A,10,1000,1"))

    assert len(wrong) == 1
    assert wrong[0].startswith(
        "Row 2: This row has no name, so it should be a total: it gives 999 impressions"
    )
    assert "1,000" in wrong[0]


def test_pennies_that_rounding_costs_are_told_and_not_refused():
    file = read(
        "a.csv",
        table(
            DAILY,
            "2026-08-02,2026-08-02,,10.01,1000,",
            "2026-08-02,2026-08-02,A,5.00,500,1",
            "2026-08-02,2026-08-02,B,5.00,500,1",
        ),
    )

    assert file.totals[0].rounding == Decimal("0.01")
    assert "0.01" in str(file.notes[0])


def test_more_than_rounding_can_cost_is_refused():
    rows = ("2026-08-02,2026-08-02,A,5.00,500,1", "2026-08-02,2026-08-02,B,5.00,500,1")

    assert "spent" in refused(table(DAILY, "2026-08-02,2026-08-02,,10.02,1000,", *rows))[0]


def test_money_is_not_rounded_where_no_count_proves_the_rows():
    rows = ("2026-08-02,2026-08-02,A,5.00,500,1", "2026-08-02,2026-08-02,B,5.00,500,1")

    assert "spent" in refused(table(DAILY, "2026-08-02,2026-08-02,,10.01,,", *rows))[0]


def test_a_subtotal_of_all_ages_is_verified_and_left_out():
    header = '"Reporting starts","Reporting ends","Campaign name",Age,Impressions'
    file = read(
        "a.csv",
        table(
            header,
            "2026-08-01,2026-08-31,A,All,30",
            "2026-08-01,2026-08-31,A,13-17,10",
            "2026-08-01,2026-08-31,A,18-24,20",
        ),
    )

    assert [row.impressions for row in file.rows] == [10, 20]
    assert file.totals[0].verified == ("impressions",)


def test_a_row_that_leaves_the_age_open_and_is_no_sum_is_refused():
    header = '"Reporting starts","Reporting ends","Campaign name",Age,Impressions'
    rows = ("2026-08-01,2026-08-31,A,13-17,10", "2026-08-01,2026-08-31,A,,7")

    assert refused(table(header, *rows))[0].startswith("Row 3: ")


def test_older_capitals_are_the_same_columns():
    header = (
        "Reporting Starts,Reporting Ends,Campaign Name,Ad Set Name,Amount Spent (GBP),Impressions,Link Clicks"
    )

    file = read("a.csv", table(header, "2026-08-02,2026-08-02,A,B,1.5,10,2"))

    assert (file.rows[0].ad_set.name, file.rows[0].link_clicks) == ("B", 2)


def test_hours_are_a_breakdown_of_their_day():
    header = f'{DAILY},"Time of day (ad account time zone)"'
    rows = (f"2026-08-02,2026-08-02,A,1,10,1,{hour}:00:00 - {hour}:59:59" for hour in ("07", "08"))

    assert [row.breakdown[0][0] for row in read("a.csv", table(header, *rows)).rows] == ["hour", "hour"]


def test_an_account_without_campaigns_is_read_by_its_days():
    header = '"Reporting starts","Reporting ends",Day,Impressions'
    rows = (
        "2026-08-01,2026-08-02,,30",
        "2026-08-01,2026-08-01,2026-08-01,10",
        "2026-08-02,2026-08-02,2026-08-02,20",
    )

    file = read("a.csv", table(header, *rows))

    assert [row.impressions for row in file.rows] == [10, 20]
    assert file.rows[0].grain == ("account",)


def test_an_id_that_a_spreadsheet_shortened_is_refused():
    header = '"Reporting starts","Reporting ends","Campaign ID",Impressions'

    assert "Campaign ID" in refused(table(header, "2026-08-02,2026-08-02,1.20211E+17,10"))[0]


def test_the_same_thing_on_the_same_days_twice_is_refused():
    row = "2026-08-02,2026-08-02,A,1,10,1"

    assert refused(table(DAILY, row, row))[0].startswith("Row 3: It is about the same thing")


def test_days_and_their_sum_in_one_file_are_refused():
    rows = ("2026-08-01,2026-08-31,A,1,10,1", "2026-08-02,2026-08-02,A,1,10,1")

    assert "row 2 counts too" in refused(table(DAILY, *rows))[0]


def test_a_german_export_is_told_to_come_in_english():
    header = "Berichtsstart,Berichtsende,Kampagnenname,Ausgegebener Betrag (EUR),Impressionen,Reichweite"

    wrong = refused(table(header, "2026-08-02,2026-08-02,A,1,10,1"))

    assert wrong == [
        "The columns are not in English. Set the platform's language to English (UK) and export it again."
    ]


def test_days_of_a_workbook_are_days():
    first, last = dt.datetime.fromisoformat("2026-09-01"), dt.date(2026, 9, 30)
    book = openpyxl.Workbook()
    book.active.append(DAILY.replace('"', "").split(","))
    book.active.append((first, last, "A", 12.34, 10))
    made = io.BytesIO()
    book.save(made)

    file = read("a.xlsx", made.getvalue())

    assert (file.period, file.rows[0].spend) == (days("2026-09-01", "2026-09-30"), Decimal("12.34"))


def test_totals_within_totals_are_all_verified():
    header = "Reporting starts,Reporting ends,Campaign name,Ad name,Age,Impressions"
    rows = (",,,30", "A,,,30", "A,x,All,30", "A,x,13-17,10", "A,x,18-24,20")

    file = read("a.csv", table(header, *(f"2026-09-01,2026-09-30,{row}" for row in rows)))

    assert [row.impressions for row in file.rows] == [10, 20]
    assert [total.line for total in file.totals] == [2, 3, 4]


def test_a_campaigns_sum_of_its_days_is_verified_and_left_out():
    header = "Reporting starts,Reporting ends,Day,Campaign name,Impressions"
    rows = (
        "2026-09-01,2026-09-02,,A,30",
        "2026-09-01,2026-09-01,2026-09-01,A,10",
        "2026-09-02,2026-09-02,2026-09-02,A,20",
    )

    file = read("a.csv", table(header, *rows))

    assert [row.impressions for row in file.rows] == [10, 20]
    assert file.totals[0].verified == ("impressions",)
