"""Exports of TikTok Ads Manager: workbooks, totals first or last, days in a file's name."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.ads.read import read
from tests.campaigns.ads.exports import FILES, days, refused, table, taken

NAMED = "LLR_Campaign_20260101_20260131_GMT+0.xlsx"
HEADER = "Campaign name,Primary status,Cost,Impressions,Clicks (destination)"
JANUARY = days("2026-01-01", "2026-01-31")


@pytest.fixture(scope="module")
def campaigns():
    return taken(NAMED)


def test_days_and_time_zone_are_read_from_the_name_where_nothing_else_has_them(campaigns):
    assert (campaigns.period, campaigns.time_zone) == (JANUARY, "GMT+0")


def test_without_its_name_the_file_says_no_days():
    content = (FILES / NAMED).read_bytes()

    assert "nothing says which days" in refused(content, "copy.xlsx")[0].casefold()


def test_days_that_the_sender_states_take_the_place_of_the_name():
    file = read("copy.xlsx", (FILES / NAMED).read_bytes(), period=JANUARY)

    assert file.period == JANUARY


def test_days_that_contradict_the_name_are_refused():
    wrong = refused((FILES / NAMED).read_bytes(), NAMED, period=days("2026-02-01", "2026-02-28"))

    assert "name say 2026-01-01 to 2026-01-31, but you state 2026-02-01" in wrong[0]


def test_a_renamed_file_keeps_the_days_of_its_rows():
    file = read("Report_20200101_20200131.xlsx", (FILES / "tiktok-days.csv").read_bytes())

    assert file.period == days("2026-01-01", "2026-01-02")


def test_the_sign_in_a_cell_is_its_currency(campaigns):
    assert [(row.spend, row.currency) for row in campaigns.rows] == [
        (Decimal("1234.56"), "GBP"),
        (Decimal("65.44"), "GBP"),
    ]


def test_spaces_in_a_header_that_break_nowhere_are_spaces(campaigns):
    assert campaigns.rows[0].link_clicks == 2950
    assert campaigns.rows[0].frequency == Decimal("2.78")


def test_a_masked_figure_stays_unknown_and_says_its_limit(campaigns):
    row = campaigns.rows[1]

    assert (row.link_clicks, row.masked) == (None, (("link_clicks", 5),))


def test_a_total_at_the_end_is_verified_as_far_as_masks_allow(campaigns):
    assert campaigns.totals[0].label == "Total of 2 results"
    assert campaigns.totals[0].verified == ("impressions", "link_clicks", "clicks_all", "spend")


def test_a_total_beyond_what_masks_can_hide_is_refused():
    rows = ("A,Active,£1,10,100", "B,Active,£1,10,<5", "Total of 2 results,-,£2,20,105")

    assert "105 link clicks" in refused(table(HEADER, *rows), period=JANUARY)[0]


@pytest.mark.parametrize("label", ["Total", "Summary", "Grand total", "Total of 2 results"])
@pytest.mark.parametrize("place", [0, 2])
def test_a_total_is_known_by_every_name_it_has_first_or_last(label, place):
    rows = ["A,Active,£1,10,1", "B,Active,£1,10,2"]
    rows.insert(place, f"{label},-,£2,20,3")

    assert len(read("a.csv", table(HEADER, *rows), period=JANUARY).rows) == 2


def test_a_workbook_named_csv_is_read_as_the_workbook_it_is():
    file = taken("tiktok-days.csv")

    assert file.format == "XLSX"
    assert [row.first for row in file.rows] == [dt.date(2026, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 1, 2)]
    assert file.rows[0].breakdown == (("age", "13-17"),)


def test_a_total_in_the_first_row_is_verified():
    assert taken("tiktok-days.csv").totals[0].line == 2


def test_figures_of_a_workbook_are_exact():
    assert [row.spend for row in taken("tiktok-days.csv").rows] == [
        Decimal("10.25"),
        Decimal("10.05"),
        Decimal("10.2"),
    ]


def test_clicks_that_do_not_say_which_are_not_reported():
    file = read(
        "a.csv",
        table("Ad group name,By Day,Cost,Impressions,Clicks", "A,2026-01-01,1,10,4"),
        currency="GBP",
    )

    assert (file.rows[0].link_clicks, file.rows[0].clicks_all) == (None, None)
    assert dict(file.rows[0].raw)["Clicks"] == "4"
    assert "doesn't say which clicks" in str(file.notes[0])


def test_a_cell_and_a_column_that_name_two_currencies_are_refused():
    wrong = refused(table(f"{HEADER},Currency", "A,Active,£1,10,1,USD"), period=JANUARY)

    assert wrong == ["Row 2: Currency: the row says GBP and USD."]


def test_two_currencies_in_one_file_are_refused():
    rows = ("A,Active,1,10,1,GBP", "B,Active,1,10,1,EUR")

    assert "several currencies, EUR and GBP" in refused(table(f"{HEADER},Currency", *rows), period=JANUARY)[0]


def test_a_dollar_is_refused_until_somebody_says_whose():
    content = table(HEADER, "A,Active,$1,10,1")

    assert "sign of several currencies" in refused(content, period=JANUARY)[0]
    assert "not the sign of GBP" in refused(content, period=JANUARY, currency="GBP")[0]
    assert read("a.csv", content, period=JANUARY, currency="usd").currency == "USD"
