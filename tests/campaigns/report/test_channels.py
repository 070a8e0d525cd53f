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
from campaigns.report.why.cell import Cell
from campaigns.report.why.resolve import why
from tests.campaigns.report.conftest import QUARTER, ask, look_up, queries, records, rows, said

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
    told(first="2026-08-01", channel="meta", platform="meta", impressions=5, link_clicks=40)
    told(first="2026-08-02", channel="meta", platform="meta", impressions=7, link_clicks=60)

    assert rows(table(), "channel", "platform_impressions", "platform_link_clicks", "arrivals", "gap") == [
        ("meta", 12, 100, 50, 50)
    ]
    assert "arrivals from both" in said(table())


@pytest.fixture
def mixed(count, told):
    """Meta's rows, of which only one tells Instagram from Facebook."""
    count(30, code="nstg2")
    count(120, code="fcbk2")
    count(4, code="fcbk2", verdict="preload")
    told(channel="instagram", platform="meta", impressions=500, link_clicks=40, spend="3.00")
    told(first="2026-08-02", channel="meta", platform="meta", impressions=700, link_clicks=60, spend="6.00")


def test_rows_of_meta_that_are_told_apart_stay_with_their_channel_beside_those_that_are_not(mixed):
    names = ("channel", "platform_impressions", "platform_link_clicks", "arrivals", "left_out", "cpc")
    assert rows(table(), *names) == [
        ("facebook", None, None, 120, 4, None),
        ("instagram", 500, 40, 30, 0, Decimal("0.08")),
        ("meta", 700, 60, None, None, Decimal("0.10")),
    ]
    assert "stands with those two" in row("meta")["why"]
    assert "from both" not in said(table())


def test_arrivals_are_set_against_no_clicks_that_may_be_another_channel_s(mixed):
    assert set(rows(table(), "gap", "arrivals_per_100", "cost_per_click")) == {(None, None, None)}
    assert "can’t be set against" in row("instagram")["why"]
    assert row("instagram")["why"] == row("facebook")["why"]


def test_nothing_is_far_above_clicks_that_are_not_told_apart(count, mixed):
    count(5_000, code="nstg2")

    assert "arrivals" not in [doubt.guard for doubt in ask().headline.doubts]


def test_each_number_of_rows_that_are_told_apart_has_its_own_why(mixed):
    report = ask()
    panel = report.panel("channels")
    cells = [Cell(report, panel, at, column) for at in range(len(panel.rows)) for column in panel.columns]
    found = [(why(cell).total, cell.value) for cell in cells if cell.is_number and not cell.column.of]

    assert len(found) == 10
    assert all(total == value for total, value in found)


def test_others_see_the_same_of_meta_in_every_table(mixed):
    report = ask(f"{QUARTER}&audience=outside&by=channel")
    names = ("channel", "platform_impressions", "platform_link_clicks")

    assert rows(report.panel("channels"), *names) == rows(report.figures, *names)
    assert rows(report.panel("channels"), "gap", "cost_per_click") == [(None, None)] * 3


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
