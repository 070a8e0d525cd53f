"""Figures that others counted stand in the report as their sources say them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from campaigns.report.manual import figures, manual
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, ask, queries, rows, said

pytestmark = pytest.mark.django_db(databases="__all__")

YEAR = "period=2022-23"
ANNUAL_REPORT = "Violence Reduction Network, annual report 2022-23"


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    return manual(Ground(query), figures(query))


@pytest.fixture
def published(elsewhere) -> None:
    """What the annual report of 2022-23 says, word for word."""
    of_it = {"first": "2022-04-01", "last": "2023-03-31", "source": ANNUAL_REPORT}
    elsewhere("impressions", 2_500_000, "over two and half million impressions", **of_it)
    elsewhere("clicks", 28_000, "over 28,000+ genuine clicks", **of_it)
    elsewhere("people", 2_300_000, "over 2.3 million parents, carers and young people", **of_it)


def test_last_years_published_figures_are_entered_as_they_were_published(published):
    assert rows(table(YEAR), "measure", "value", "wording", "source") == [
        ("clicks", 28_000, "over 28,000+ genuine clicks", ANNUAL_REPORT),
        ("impressions", 2_500_000, "over two and half million impressions", ANNUAL_REPORT),
        ("people", 2_300_000, "over 2.3 million parents, carers and young people", ANNUAL_REPORT),
    ]


def test_the_people_of_that_year_are_doubted_and_its_other_figures_are_not(published):
    doubts = ask(YEAR).headline.doubts

    assert [doubt.guard for doubt in doubts] == ["population"]
    assert doubts[0].figures == (
        "over 2.3 million parents, carers and young people (people reached, 2,300,000), " + ANNUAL_REPORT
    )


def test_they_are_added_to_no_figure_of_ours(published, count):
    count(5, on="2022-08-01")

    assert rows(ask(YEAR).figures, "impressions", "clicks_genuine", "platform_impressions") == [(0, 5, None)]


def test_a_figure_of_overlapping_days_is_in_and_said_to_reach_beyond(elsewhere):
    elsewhere("print_run", 5_000, first="2026-06-01", last="2026-07-01")
    elsewhere("attendance", 300, first="2026-10-01", last="2026-10-01")

    assert rows(table(), "measure", "first", "last") == [("print_run", "2026-06-01", "2026-07-01")]
    assert "outside this period" in said(table())


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        (QUARTER, [1, 2, 3]),
        (f"{QUARTER}&campaign=one", [2]),
        (f"{QUARTER}&channel=school", [3]),
        (f"{QUARTER}&language=gu", [3]),
        (f"{QUARTER}&campaign=two", []),
        (f"{QUARTER}&source=pstr2", []),
    ],
)
def test_a_filter_keeps_what_names_its_value_and_no_larger_whole(elsewhere, asked, values):
    elsewhere("other", 1)
    elsewhere("other", 2, campaign="one")
    elsewhere("other", 3, channel="school", language="gu")

    assert rows(table(asked), "value") == values


def test_a_figure_needs_a_source(elsewhere):
    with pytest.raises(ValidationError, match="source"):
        elsewhere("people", 5, source="")


def test_the_panel_is_one_query(elsewhere):
    elsewhere("people", 5)
    query = Query.of(QUARTER)

    assert queries(lambda: figures(query)) == 1
    assert "Nobody has entered" in table("period=2020-21").empty
