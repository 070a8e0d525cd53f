"""What was asked, broken down as it was asked: our counts, and beside them what platforms say."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
import time_machine

from campaigns.models import AdCampaign, CampaignPlan, Source
from campaigns.report.build import report
from campaigns.report.figures import FIGURES, figures
from campaigns.report.own import OWN, Ground
from campaigns.report.paid import paid
from campaigns.report.query import Dimension, Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, cells, look_up, queries, rows, said

pytestmark = pytest.mark.django_db(databases="__all__")

PLATFORM = ("platform_impressions", "platform_link_clicks", "spend", "currency")
NOT_TOLD = [None] * 4


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    return figures(Ground(query), paid(query))


# Our own counts


def test_without_a_breakdown_there_is_one_row(count):
    for kind, n in [("impression", 5), ("visit", 4), ("click", 3), ("pledge", 2)]:
        count(n, kind)

    assert [column.name for column in table().columns] == list(FIGURES)
    assert cells(table()) == [[5, 4, 3, 3, 2, *NOT_TOLD]]


def test_where_nothing_was_counted_the_one_row_is_nought(count):
    count(1, on="2026-06-30")

    assert cells(table()) == [[0, 0, 0, 0, 0, *NOT_TOLD]]
    assert cells(table(f"{QUARTER}&by=campaign")) == []


def test_a_part_of_a_quarter_is_not_taken_for_the_quarter(count):
    asked = "from=2026-07-15&to=2026-10-15&by=quarter"
    assert "only some days of 2026-27-Q2 and 2026-27-Q3, which are not whole here" in said(table(asked))
    assert "2026-27-Q3, which is not whole" in said(table("from=2026-07-01&to=2026-10-15&by=quarter"))
    assert "not whole" not in said(table(f"{QUARTER}&by=month"))
    assert "not whole" not in said(table(f"{QUARTER}&by=day"))


@pytest.mark.parametrize(
    "verdict", ["crawler", "link_preview", "preload", "automation", "duplicate", "staff", "ended"]
)
def test_only_gross_clicks_hold_what_is_not_genuine(count, verdict):
    for kind in ("impression", "visit", "click", "pledge"):
        count(1, kind, verdict=verdict)

    assert cells(table()) == [[0, 0, 1, 0, 0, *NOT_TOLD]]


def test_every_action_is_an_action_and_an_answer_is_none(count):
    for n, kind in enumerate(["pledge", "download", "share", "finish"], start=1):
        count(n, kind)
    count(50, "before_3")

    assert rows(table(), "actions") == [10]


def test_a_period_holds_its_first_day_and_its_last(count):
    for on in ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"):
        count(1, on=on)

    assert rows(table(), "clicks_genuine") == [2]


def test_of_days_before_counting_began_our_own_counts_are_no_noughts(count, told):
    count(1, on="2026-08-10")
    told(first="2026-05-01", impressions=5)
    told(first="2026-07-01", impressions=7)
    names = ("period", "platform_impressions", "clicks_genuine")

    assert rows(table("period=2026-27-Q1"), *names[1:]) == [(5, None)]
    assert rows(table("period=2026-27-Q1&by=campaign"), *names[1:]) == [(5, None)]
    assert rows(table("period=2026-27&by=month"), *names) == [
        ("2026-05", 5, None),
        ("2026-07", 7, None),
        ("2026-08", None, 1),
    ]


def test_all_that_a_source_is_can_be_asked_for(count):
    CampaignPlan.objects.create(campaign="one", audience="young-people")
    count(1)
    count(2, code="tktk2", language="ur")
    count(4, "visit", code="direct")
    asked = table(f"{QUARTER}&by=campaign,audience,channel,source,venue,language")

    assert [column.name for column in asked.columns][:6] == [
        *("campaign", "audience", "channel", "source", "venue", "language")
    ]
    assert [row[:11] for row in cells(asked)] == [
        ["one", "young-people", "direct", "direct", "", "gu", 0, 4, 0, 0, 0],
        ["one", "young-people", "poster", "pstr2", "Library", "gu", 0, 0, 1, 1, 0],
        ["two", "not told", "tiktok", "tktk2", "", "ur", 0, 0, 2, 2, 0],
    ]


def test_sources_of_one_campaign_add_up(count):
    count(1)
    count(2, "visit", code="direct")

    assert [row[:6] for row in cells(table(f"{QUARTER}&by=campaign"))] == [["one", 0, 2, 1, 1, 0]]


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("day", ["2026-03-31", "2026-04-01", "2026-11-22", "2027-03-31"]),
        ("week", ["2026-W14", "2026-W47", "2027-W13"]),
        ("month", ["2026-03", "2026-04", "2026-11", "2027-03"]),
        ("quarter", ["2025-26-Q4", "2026-27-Q1", "2026-27-Q3", "2026-27-Q4"]),
        ("year", ["2025-26", "2026-27"]),
    ],
)
def test_time_can_be_asked_for_in_five_units(count, told, unit, names):
    for on in ("2026-03-31", "2026-04-01", "2026-11-22", "2027-03-31"):
        count(1, on=on)
        told(first=on, impressions=7)
    asked = table(f"from=2026-01-01&to=2027-12-31&by={unit}")

    assert rows(asked, "period") == names
    assert sum(rows(asked, "clicks_gross")) == 4
    assert sum(rows(asked, "platform_impressions")) == 28


def test_a_leap_day_is_a_day_of_its_quarter(count):
    count(1, on="2028-02-29")
    count(2, on="2028-03-31")
    count(4, on="2028-04-01")

    assert rows(table("period=2027-28-Q4"), "clicks_genuine") == [3]
    assert rows(table("period=2028-02&by=day"), "period") == ["2028-02-29"]


@pytest.mark.parametrize("on", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("other", ["00:30", "23:30"])
def test_a_day_on_which_the_clocks_change_is_one_day(send, campaign, on, other):
    with time_machine.travel(f"{on} {other} +{'01:00' if (on, other) in SUMMER else '00:00'}", tick=False):
        send({"kind": "visit", "campaign": campaign.slug})

    assert rows(table(f"from={on}&to={on}&by=day"), "period", "visits") == [(on, 1)]


SUMMER = {("2026-03-29", "23:30"), ("2026-10-25", "00:30")}  # Half an hour of these days is BST, not GMT.


def test_a_campaign_over_two_quarters_is_in_each_with_its_own_days(count, told):
    count(3, on="2026-06-30")
    count(5, on="2026-07-01")
    told(first="2026-06-30", impressions=30, spend="1.10")
    told(first="2026-07-01", impressions=50, spend="2.20")
    asked = table("period=2026-27&by=quarter,campaign")

    assert rows(asked, "period", "campaign", "clicks_genuine", "platform_impressions", "spend") == [
        ("2026-27-Q1", "one", 3, 30, Decimal("1.10")),
        ("2026-27-Q2", "one", 5, 50, Decimal("2.20")),
    ]
    assert rows(table("period=2026-27-Q1"), "clicks_genuine", "platform_impressions") == [(3, 30)]


def test_parts_always_add_up_to_the_whole(count, told):
    chance = random.Random(7)
    for _ in range(60):
        count(
            chance.randrange(1, 9),
            chance.choice(["impression", "visit", "click", "pledge"]),
            chance.choice(["direct", "pstr2", "tktk2"]),
            f"2026-08-{chance.randrange(1, 31):02}",
            language=chance.choice(["en", "gu", "ur"]),
            verdict=chance.choice(["genuine", "genuine", "crawler"]),
        )
    for on in range(1, 9):
        told(chance.choice(["one", "two"]), f"2026-08-0{on}", impressions=on, link_clicks=1, spend="0.01")
    names = (*OWN, *PLATFORM[:3])
    whole = dict(zip(names, rows(table(), *names)[0], strict=True))

    for dimension in Dimension:
        asked = table(f"{QUARTER}&by={dimension.value}")
        assert {name: sum(filter(None, rows(asked, name))) for name in names} == whole, dimension


def test_the_table_is_one_query_of_tallies(count):
    count(1)
    query = Query.of(f"{QUARTER}&by=day,campaign,language")
    ground, told = Ground(query), paid(query)
    look_up(ground)

    assert queries(lambda: figures(ground, told)) == 1


def test_a_source_that_somebody_removed_is_not_left_out(count):
    count(3)
    Source.objects.filter(code="pstr2")._raw_delete("default")

    assert rows(table(f"{QUARTER}&by=campaign"), "campaign", "clicks_genuine") == [("unknown", 3)]


@pytest.mark.parametrize(
    ("filter_", "clicks"),
    [("campaign=one", 1), ("channel=tiktok", 2), ("language=ur", 2), ("source=pstr2", 1)],
)
def test_filters_keep_what_has_one_of_their_values(count, filter_, clicks):
    count(1)
    count(2, code="tktk2", language="ur")

    assert rows(table(f"{QUARTER}&{filter_}"), "clicks_genuine") == [clicks]


# Beside what platforms say


def test_the_platforms_figures_stand_beside_ours_and_are_never_added_to_them(count, told):
    count(3, code="tktk2")
    told("two", impressions=1000, link_clicks=40, spend="12.34")
    told("one", impressions=500)
    asked = table(f"{QUARTER}&by=campaign,channel")

    assert rows(asked, "campaign", "channel", "impressions", "clicks_genuine", *PLATFORM) == [
        ("one", "tiktok", 0, 0, 500, None, None, None),
        ("two", "tiktok", 0, 3, 1000, 40, Decimal("12.34"), "GBP"),
    ]


def test_two_currencies_have_no_sum(told):
    told(impressions=1, spend="1.00")
    told("two", impressions=2, spend="3.00", currency="EUR")

    assert rows(table(), *PLATFORM) == [(3, None, None, "mixed")]
    assert rows(table(f"{QUARTER}&by=campaign"), "spend", "currency") == [
        (Decimal("1.00"), "GBP"),
        (Decimal("3.00"), "EUR"),
    ]


def test_pennies_are_not_lost_in_many_rows(told):
    for on in range(1, 31):
        told(first=f"2026-08-{on:02}", impressions=1, spend="0.10")

    assert rows(table(), "spend") == [Decimal("3.00")]


def test_a_row_of_several_days_is_in_no_one_day(told):
    told(first="2026-08-01", last="2026-08-31", impressions=310)

    assert rows(table(f"{QUARTER}&by=day"), "period", "platform_impressions", "visits") == [
        ("not told", 310, None)
    ]
    assert rows(table(f"{QUARTER}&by=month"), "period", "platform_impressions") == [("2026-08", 310)]


def test_a_row_that_reaches_beyond_the_period_is_in_no_sum_and_said(told):
    told(first="2026-09-15", last="2026-10-14", impressions=100)
    told(first="2026-08-01", impressions=5)

    assert rows(table(), "platform_impressions") == [5]
    assert "2026-09-15 to 2026-10-14" in said(table())


def test_a_row_of_no_campaign_of_ours_yet_is_in_no_sum_and_said(told):
    told("one", impressions=5)
    told("two", impressions=7)
    AdCampaign.objects.filter(campaign="two").update(campaign="")

    assert rows(table(), "platform_impressions") == [5]
    assert "nobody has said yet" in said(table())


def test_what_a_platform_s_file_doesn_t_say_is_no_nought(told):
    told(impressions=5)

    assert rows(table(f"{QUARTER}&by=language"), "language", "platform_impressions", "visits") == [
        ("not told", 5, None)
    ]
    assert rows(table(f"{QUARTER}&by=channel"), "platform_link_clicks", "spend") == [(None, None)]


# The whole report


def test_the_report_has_its_panels_once_each(count):
    count(1)
    names = [panel.name for panel in report(Query.of(QUARTER)).panels]

    assert len(set(names)) == len(names)
    assert {"figures", "whole", "channels", "help", "outtakes", "evaluation", "manual"} <= set(names)


def test_a_report_asks_no_more_of_many_days_and_links_than_of_one(count, told):
    count(1)
    told(impressions=1)
    asked = Query.of(f"{QUARTER}&by=day,campaign,channel,language")
    few = queries(lambda: report(asked))
    for on in range(2, 30):
        for code in ("pstr2", "nstg2", "tktk2"):
            count(on, code=code, on=f"2026-08-{on:02}", language="ur")
        told("two", first=f"2026-08-{on:02}", impressions=on, link_clicks=1)

    assert queries(lambda: report(asked)) == few


def test_every_row_of_every_panel_has_a_value_for_each_column(count, told):
    count(3, code="nstg2")
    told(channel="meta", platform="meta", impressions=10, link_clicks=5, spend="1.00")

    for panel in report(Query.of(f"{QUARTER}&by=campaign,channel")).panels:
        assert {len(row) for row in panel.rows} <= {len(panel.columns)}, panel.name
        assert all(set(column.of) <= {one.name for one in panel.columns} for column in panel.columns)


def test_how_we_counted_goes_with_every_report(db):
    how = report(Query.of(QUARTER)).how

    assert any(paragraph.startswith("Seen on our pages: ") for paragraph in how)
    assert any("never added" in paragraph for paragraph in how)
