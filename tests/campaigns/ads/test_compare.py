"""The same rows imported again: what is new, the same, changed or gone, and what would be counted twice."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.ads.compare import compare
from campaigns.ads.read import read
from campaigns.ads.shape import AdRow, Level, Platform, RefusedError
from tests.campaigns.ads.exports import table, taken

KNIVES = AdRow(
    platform=Platform.META,
    line=2,
    first=dt.date(2026, 8, 2),
    last=dt.date(2026, 8, 2),
    account="LLR",
    campaign=Level("1", "Knives"),
    impressions=100,
    spend=Decimal("1.50"),
    currency="GBP",
)
NEXT_DAY = replace(KNIVES, first=dt.date(2026, 8, 3), last=dt.date(2026, 8, 3))
AUGUST = replace(KNIVES, first=dt.date(2026, 8, 1), last=dt.date(2026, 8, 31))


def refusal(old: AdRow, new: AdRow) -> str:
    with pytest.raises(RefusedError) as caught:
        compare([old], [new])
    return str(caught.value)


def test_the_same_file_again_changes_nothing():
    rows = taken("meta-ages.csv").rows

    again = compare(rows, taken("meta-ages.csv").rows)

    assert again.same == rows
    assert (again.new, again.changed, again.gone) == ((), (), ())


def test_days_after_those_imported_are_new():
    found = compare([KNIVES], [KNIVES, NEXT_DAY])

    assert (found.new, found.same) == ((NEXT_DAY,), (KNIVES,))


@pytest.mark.parametrize(
    "change",
    [
        {"impressions": 101},
        {"impressions": None},
        {"spend": Decimal("1.51")},
        {"currency": "EUR"},
        {"reach": 5},
        {"campaign": Level("1", "Knives, autumn")},
        {"link_clicks_from": "Swipe Ups"},
    ],
)
def test_another_figure_or_name_is_a_change(change):
    later = replace(KNIVES, **change)

    assert compare([KNIVES], [later]).changed == ((KNIVES, later),)


def test_another_place_in_the_file_or_state_of_delivery_is_no_change():
    later = replace(KNIVES, line=9, raw=(("Campaign delivery", "completed"),))

    found = compare([KNIVES], [later])

    assert (found.same, found.changed) == ((later,), ())


def test_a_day_that_the_new_file_leaves_out_between_its_days_is_gone():
    last = replace(KNIVES, first=dt.date(2026, 8, 4), last=dt.date(2026, 8, 4))

    assert compare([KNIVES, NEXT_DAY, last], [KNIVES, last]).gone == (NEXT_DAY,)


def test_days_before_and_campaigns_beside_the_new_file_are_not_gone():
    other = replace(NEXT_DAY, campaign=Level("2", "Help"))

    assert compare([KNIVES, other], [NEXT_DAY]).gone == ()


def test_a_day_within_an_imported_period_is_refused():
    words = refusal(AUGUST, KNIVES)

    assert "2026-08-01 to 2026-08-31" in words
    assert "counted twice" in words


def test_a_period_around_imported_days_is_refused():
    refusal(KNIVES, AUGUST)


def test_two_periods_with_days_in_common_are_refused():
    refusal(AUGUST, replace(AUGUST, first=dt.date(2026, 8, 31), last=dt.date(2026, 9, 30)))


def test_two_periods_side_by_side_are_taken():
    september = replace(AUGUST, first=dt.date(2026, 9, 1), last=dt.date(2026, 9, 30))

    assert compare([AUGUST], [september]).new == (september,)


def test_a_campaign_and_its_own_adverts_are_refused():
    refusal(KNIVES, replace(KNIVES, ad=Level("9", "Reel")))


def test_an_account_and_its_own_campaigns_are_refused_either_way():
    account = replace(KNIVES, campaign=Level())

    refusal(account, KNIVES)
    refusal(KNIVES, account)


def test_a_campaign_known_by_name_and_then_by_id_is_refused():
    assert "known by name alone" in refusal(replace(KNIVES, campaign=Level("", "Knives")), KNIVES)


def test_a_campaign_of_an_account_that_one_file_does_not_name_is_refused():
    refusal(replace(KNIVES, account=""), KNIVES)


@pytest.mark.parametrize(
    "other",
    [
        {"account": "Rutland"},
        {"platform": Platform.TIKTOK},
        {"kind": "organic"},
        {"campaign": Level("2", "Knives")},
        {"breakdown": (("age", "13-17"),)},
    ],
)
def test_what_is_another_thing_stands_beside(other):
    beside = replace(KNIVES, **other)

    found = compare([KNIVES], [beside])

    assert (found.new, found.gone) == ((beside,), ())


def test_rows_by_age_have_a_grain_of_their_own():
    assert KNIVES.grain == ("campaign",)
    assert replace(KNIVES, breakdown=(("age", "13-17"),)).grain == ("campaign", "age")


def test_an_account_that_the_file_does_not_name_can_be_given():
    file = taken("meta-days.csv")

    assert file.account == ""
    assert file.of_account("LLR").account == "LLR"
    assert taken("meta-ages.csv").of_account("Other").account == "LLR Safety"


def test_two_levels_in_one_file_are_refused_where_the_sum_does_not_hold():
    header = "Reporting starts,Reporting ends,Campaign name,Ad name,Impressions"
    rows = ("2026-08-02,2026-08-02,A,Reel,10", "2026-08-02,2026-08-02,A,,11")

    with pytest.raises(RefusedError, match="no name"):
        read("a.csv", table(header, *rows))


def test_a_year_of_days_is_compared_in_a_moment():
    def day(number: int, ad: int) -> AdRow:
        on = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        return replace(KNIVES, first=on, last=on, ad=Level(str(ad)))

    rows = [day(number, ad) for number in range(365) for ad in range(8)]

    assert len(compare(rows, rows).same) == len(rows)
