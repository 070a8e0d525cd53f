"""What platforms call clicks beside who arrived, and the gap in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from campaigns.report.channels import channels, sides
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, look_up, queries, records, rows, said

pytestmark = pytest.mark.django_db(databases="__all__")


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    ground, told = Ground(query), paid(query)
    return channels(ground, told, sides(ground, told))


def row(channel: str, address: str = QUARTER) -> dict[str, Any]:
    return records(table(address), "channel")[channel]


def test_arrivals_stand_beside_the_platform_s_clicks_with_their_gap_and_cost(count, told):
    count(80, code="tktk2")
    told("two", impressions=10_000, link_clicks=60, spend="30.00")
    told("two", first="2026-08-02", impressions=5_000, link_clicks=40, spend="10.00")

    assert row("tiktok") | {"why": ""} == {
        "channel": "tiktok",
        "platform_impressions": 15_000,
        "platform_link_clicks": 100,
        "arrivals": 80,
        "left_out": 0,
        "gap": 20,
        "arrivals_per_100": Decimal("80.0"),
        "spend": Decimal("40.00"),
        "currency": "GBP",
        "cpm": Decimal("2.67"),
        "cpc": Decimal("0.40"),
        "cost_per_click": Decimal("0.50"),
        "why": "",
    }


def test_what_was_left_out_as_invalid_is_no_arrival(count, told):
    count(60, code="tktk2")
    count(25, code="tktk2", verdict="preload")
    told("two", impressions=1, link_clicks=100)

    assert (row("tiktok")["arrivals"], row("tiktok")["left_out"], row("tiktok")["gap"]) == (60, 25, 40)
    assert "Apps load pages ahead" in row("tiktok")["why"]


def test_visits_and_impressions_make_no_row(count):
    count(5, "visit", code="direct")
    count(5, "impression", code="tktk2")

    assert rows(table(), "channel") == []


def test_instagram_and_facebook_stand_against_meta_where_its_file_tells_them_not_apart(count, told):
    count(30, code="nstg2")
    count(20, code="fcbk2")
    told(channel="instagram", platform="meta", impressions=5, link_clicks=40)
    told(first="2026-08-02", channel="meta", platform="meta", impressions=7, link_clicks=60)

    assert rows(table(), "channel", "platform_impressions", "platform_link_clicks", "arrivals") == [
        ("meta", 12, 100, 50)
    ]
    assert "arrivals from both" in said(table())


def test_instagram_and_facebook_are_told_apart_where_the_file_does(count, told):
    count(30, code="nstg2")
    count(20, code="fcbk2")
    told(channel="instagram", platform="meta", impressions=5, link_clicks=40)

    assert rows(table(), "channel", "platform_link_clicks", "arrivals", "gap") == [
        ("facebook", None, 20, None),
        ("instagram", 40, 30, 10),
    ]
    assert "from both" not in said(table())


def test_two_currencies_have_neither_a_sum_nor_a_cost(count, told):
    count(10, code="tktk2")
    told("two", impressions=1, link_clicks=9, spend="1.00")
    told("one", impressions=1, link_clicks=9, spend="1.00", currency="EUR")

    assert rows(table(), "spend", "currency", "cpm", "cpc", "cost_per_click") == [
        (None, "mixed", None, None, None)
    ]


def test_nobody_who_arrived_costs_nothing_and_not_infinity(count, told):
    count(1)
    told("two", impressions=1, link_clicks=9, spend="1.00")

    assert (row("tiktok")["cost_per_click"], row("tiktok")["arrivals_per_100"]) == (None, Decimal("0.0"))


@pytest.mark.parametrize(
    ("arrivals", "figures", "why"),
    [
        (0, {"link_clicks": 100}, "not tagged"),
        (49, {"link_clicks": 100}, "Fewer than half arrived"),
        (50, {"link_clicks": 100}, "leave before our link answers"),
        (100, {"link_clicks": 100}, "leave before our link answers"),
        (101, {"link_clicks": 100}, "More arrived than the platform counted"),
        (10, {"link_clicks": None}, "don’t say how often the link was followed"),
    ],
)
def test_the_gap_is_explained_in_words_without_a_number(count, told, arrivals, figures, why):
    told("two", impressions=1000, **figures)
    count(1, "visit", code="direct")
    if arrivals:
        count(arrivals, code="tktk2")

    assert why in row("tiktok")["why"]
    assert not any(character.isdigit() for character in row("tiktok")["why"])


def test_before_counting_began_a_platform_s_clicks_have_no_gap(count, told):
    count(5, on="2026-10-01", code="tktk2")
    told("two", impressions=1000, link_clicks=100, spend="5.00")

    assert rows(table(), "channel", "platform_link_clicks", "arrivals", "left_out", "gap", "why") == [
        ("tiktok", 100, None, None, None, "Our own counting had not begun.")
    ]


def test_where_no_platform_counts_or_no_file_was_brought_in_that_is_said(count):
    count(5, code="tktk2")
    count(5, code="pstr2")

    assert "No figures of this platform" in row("tiktok")["why"]
    assert row("poster")["why"] == "Nobody but us counts here."
    assert "No file of a platform tells this apart" in row("tiktok", f"{QUARTER}&language=gu")["why"]


def test_one_channel_alone_where_it_is_asked_for(count, told):
    count(5, code="tktk2")
    count(7, code="pstr2")
    told("two", impressions=1, link_clicks=9)

    assert rows(table(f"{QUARTER}&channel=poster"), "channel", "arrivals") == [("poster", 7)]


def test_the_panel_is_one_query(count, told):
    count(5, code="tktk2")
    query = Query.of(QUARTER)
    ground, platforms = Ground(query), paid(query)
    look_up(ground)

    assert queries(lambda: channels(ground, platforms, sides(ground, platforms))) == 1
