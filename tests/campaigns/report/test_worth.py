"""What the whole cost: made of the sums, and of what is shown where figures are for others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import FEW, HIDDEN
from campaigns.report.sums import compared
from campaigns.report.worth import worth
from tests.campaigns.report.conftest import QUARTER, ask, queries, rows

pytestmark = pytest.mark.django_db(databases="__all__")
COSTS = ("cpm", "cpc", "cost_per_click")
OUTSIDE = f"{QUARTER}&audience=outside"


def row(address: str = QUARTER) -> dict[str, Any]:
    [found] = ask(address).panel("worth").records
    return found


def costs(address: str = QUARTER) -> tuple[Any, ...]:
    return tuple(row(address)[name] for name in COSTS)


def test_costs_are_made_of_the_sums_and_are_no_mean_of_parts(count, told):
    count(80, code="tktk2")
    count(20, code="pstr2")
    told("two", impressions=10_000, link_clicks=60, spend="30.00")
    told("one", impressions=5_000, link_clicks=340, spend="10.00")

    assert row() == {
        "spend": Decimal("40.00"),
        "currency": "GBP",
        "platform_impressions": 15_000,
        "platform_link_clicks": 400,
        "clicks_genuine": 100,
        "cpm": Decimal("2.67"),
        "cpc": Decimal("0.10"),
        "cost_per_click": Decimal("0.40"),
    }


@pytest.mark.parametrize("by", ["", "&by=channel,language", "&channel=tiktok", "&campaign=one"])
def test_its_figures_are_those_of_the_whole(count, told, by):
    count(80, code="tktk2")
    count(20, code="pstr2")
    told("two", impressions=10_000, link_clicks=60, spend="30.00")
    told("one", impressions=5_000, link_clicks=340, spend="10.00")
    whole = {one["measure"]: one["this_period"] for one in ask(QUARTER + by).panel("whole").records}

    found = row(QUARTER + by)
    assert {name: found[name] for name in found if name in whole} == {
        name: whole[name] for name in found if name in whole
    }
    assert len(whole.keys() & found.keys()) == 4


def test_spend_in_two_currencies_has_no_cost_and_its_counts_stand(count, told):
    count(10, code="tktk2")
    told("two", impressions=100, link_clicks=9, spend="1.00")
    told("one", impressions=100, link_clicks=9, spend="1.00", currency="EUR")

    assert (row()["spend"], row()["currency"], row()["platform_impressions"]) == (None, "mixed", 200)
    assert costs() == (None, None, None)


def test_what_there_is_nothing_to_divide_by_has_no_cost(count, told):
    count(1, "visit")
    told("two", impressions=0, link_clicks=None, spend="1.00")

    assert costs() == (None, None, None)


@pytest.mark.parametrize("filter_", ["language=gu", "source=tktk2"])
def test_where_no_file_tells_apart_what_is_asked_nothing_is_said(count, told, filter_):
    count(10, code="tktk2")
    told("two", impressions=100, link_clicks=9, spend="1.00")

    panel = ask(f"{QUARTER}&{filter_}").panel("worth")
    assert (panel.rows, len(panel.notes)) == ((), 1)


def test_where_nobody_says_what_was_spent_there_is_no_row(count, told):
    count(10)
    told(impressions=5)

    assert rows(ask().panel("worth"), "spend") == []


def test_for_others_each_cost_is_made_of_what_is_shown(count, told):
    count(203, code="tktk2")
    told(impressions=5_002, link_clicks=311, spend="100.00")

    found = row(OUTSIDE)
    assert (found["platform_impressions"], found["platform_link_clicks"], found["clicks_genuine"]) == (
        5_000,
        310,
        205,
    )
    assert costs(OUTSIDE) == (Decimal("20.00"), Decimal("0.32"), Decimal("0.49"))


def test_for_others_a_cost_doesn_t_tell_the_few_that_it_is_of(count, told):
    count(4, code="tktk2")
    told(impressions=5_000, link_clicks=7, spend="100.00")

    assert (row(OUTSIDE)["platform_link_clicks"], row(OUTSIDE)["clicks_genuine"]) == (FEW, FEW)
    assert costs(OUTSIDE) == (Decimal("20.00"), HIDDEN, HIDDEN)


def test_for_others_what_the_whole_hides_is_hidden_here_too(count, told):
    count(4)
    count(300, verdict="crawler")
    told(impressions=5_000, link_clicks=311, spend="100.00")
    for by in ("", "&by=channel", "&by=language,day", "&by=source"):
        report = ask(OUTSIDE + by)
        shown = {one["measure"]: one["this_period"] for one in report.panel("whole").records}
        [found] = report.panel("worth").records
        for name in ("platform_impressions", "platform_link_clicks", "clicks_genuine"):
            assert found[name] == shown[name]


def test_it_asks_no_query_of_its_own(count, told):
    count(10)
    told(impressions=5, spend="1.00")
    query = Query.of(QUARTER)
    ground, platforms = Ground(query), paid(query)
    sums = compared(ground, platforms).now

    assert queries(lambda: worth(ground, platforms, sums)) == 0
