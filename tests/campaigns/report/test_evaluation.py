"""Inputs, outputs, outtakes and outcomes of each campaign, after the GCS Evaluation Cycle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup

from campaigns.models import DeviceEstimate, MonthTally, Window
from campaigns.report.evaluation import evaluation
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from livesafe.translations.models import Standing
from tests.campaigns.report import reading
from tests.campaigns.report.conftest import QUARTER, day, look_up, queries, rows, said
from tests.campaigns.report.tagged import squeezed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    return evaluation(Ground(query), paid(query))


def lines(stage: str, address: str = QUARTER, campaign: str = "one") -> dict[str, dict[str, Any]]:
    found = [row for row in table(address).records if (row["campaign"], row["stage"]) == (campaign, stage)]
    return {row["measure"]: row for row in found}


def devices(campaign: str, first: str, last: str, estimate: int, *, ended: bool = True) -> None:
    window = Window.objects.create(
        span="campaign",
        campaign=campaign,
        first=day(first),
        last=day(last),
        ended=day(last) + dt.timedelta(days=1) if ended else None,
    )
    for label, dimension in [("", ""), ("poster", "channel")]:
        DeviceEstimate.objects.create(
            window=window,
            campaign=campaign,
            dimension=dimension,
            label=label,
            low=estimate - 10,
            estimate=estimate,
            high=estimate + 10,
        )


def test_inputs_are_what_was_planned_spent_and_made(count, told, page, plan):
    page("one")
    plan(
        objective="More young people step in.",
        budget=Decimal(200),
        inputs="Two days of a youth worker.",
        platform_impressions=1000,
    )
    count(1)
    told(impressions=250, spend="150.00")
    found = lines("inputs")

    assert found["objective"]["words"] == "More young people step in."
    assert (found["budget"]["amount"], found["budget"]["currency"]) == (Decimal(200), "GBP")
    assert (found["spend"]["amount"], found["spend"]["share_of_target"]) == (
        Decimal("150.00"),
        Decimal("75.0"),
    )
    assert found["links"]["count"] == 3
    assert found["placements"]["count"] == 0
    assert found["languages"]["count"] == 1
    assert found["other_inputs"]["words"] == "Two days of a youth worker."


def test_a_language_is_live_where_all_of_the_page_is_translated(count, page):
    made = page("one")
    count(1)
    Standing.objects.filter(object_key=made.object_key).delete()
    for language, drafts, approved in [("gu", 0, 5), ("ur", 5, 0), ("pl", 4, 0), ("ar", 0, 0)]:
        Standing.objects.create(
            object_key=made.object_key, language=language, segments=5, drafts=drafts, approved=approved
        )

    assert lines("inputs")["languages"]["count"] == 3  # English, Gujarati and Urdu.


def test_two_currencies_are_two_rows(told):
    told(impressions=1, spend="1.00")
    told(first="2026-08-02", impressions=1, spend="2.00", currency="EUR")

    assert [row for row in rows(table(), "measure", "amount", "currency") if row[0] == "spend"] == [
        ("spend", Decimal("2.00"), "EUR"),
        ("spend", Decimal("1.00"), "GBP"),
    ]


def test_outputs_stand_against_their_targets(count, told, page, plan):
    page("one")
    plan(platform_impressions=1000, clicks_genuine=400)
    count(100)
    count(40, "impression")
    told(impressions=250, link_clicks=120)
    found = lines("outputs")

    assert [(name, row["count"], row["target"], row["share_of_target"]) for name, row in found.items()] == [
        ("platform_impressions", 250, 1000, Decimal("25.0")),
        ("impressions", 40, None, None),
        ("platform_link_clicks", 120, None, None),
        ("clicks_genuine", 100, 400, Decimal("25.0")),
        ("visits", 0, None, None),
    ]


def test_outputs_before_counting_began_are_no_noughts(count, told):
    count(1, on="2026-10-01")
    told(impressions=250)

    assert [(name, row["count"]) for name, row in lines("outputs").items()] == [("platform_impressions", 250)]
    assert lines("outcomes") == {}


def test_a_target_stands_where_nobody_counted_yet(told, page, plan):
    page("one")
    plan(clicks_genuine=400)

    assert (lines("outputs")["clicks_genuine"]["count"], lines("outputs")["clicks_genuine"]["target"]) == (
        None,
        400,
    )


def test_a_target_of_the_whole_campaign_has_no_share_of_a_part_of_its_run(count, page, plan):
    page("one", "2026-07-01", "2026-12-31")
    plan(clicks_genuine=400, budget=Decimal(100))
    count(100)
    clicks = lines("outputs")["clicks_genuine"]

    assert (clicks["target"], clicks["share_of_target"]) == (400, None)
    assert "has no share" in said(table())


def test_devices_have_bounds_a_row_a_window_and_no_sum(count):
    count(1)
    devices("one", "2026-07-01", "2026-08-31", 500)
    devices("one", "2026-09-01", "2026-09-30", 300)
    devices("one", "2026-09-15", "2026-10-14", 900)  # Its devices can't be told apart by day.
    found = [row for row in table().records if row["measure"] == "devices"]

    assert [(row["low"], row["count"], row["high"], row["words"]) for row in found] == [
        (490, 500, 510, "2026-07-01 to 2026-08-31"),
        (290, 300, 310, "2026-09-01 to 2026-09-30"),
    ]
    assert "never add them" in said(table())


def test_a_window_whose_key_still_lives_has_no_final_number(count):
    count(1)
    devices("one", "2026-09-01", "2026-09-30", 300, ended=False)

    assert "devices" not in lines("outputs")


def test_outtakes_are_answers_with_their_means(count):
    count(3, "before_2")
    count(1, "after_5")
    found = lines("outtakes")

    assert [(name, row["count"], row["mean"]) for name, row in found.items()] == [
        ("answers_before", 3, Decimal("2.00")),
        ("answers_after", 1, Decimal("5.00")),
    ]


def test_outcomes_are_actions_taps_and_what_the_plan_says(count, page, plan):
    page("one")
    plan(actions=8, outcomes="Fewer pupils kept away. Source: school census.")
    count(2, "pledge")
    MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind="help", n=7)
    MonthTally.objects.create(month=day("2026-10-01"), campaign="one", kind="help", n=70)
    found = lines("outcomes")

    assert (found["actions"]["count"], found["actions"]["share_of_target"]) == (2, Decimal("25.0"))
    assert (found["help_taps"]["count"], found["exits"]["count"]) == (7, 0)
    assert found["other_outcomes"]["words"].startswith("Fewer pupils")


def test_a_campaign_with_a_plan_and_no_figure_yet_is_there_while_it_runs(page, plan):
    page("one", "2026-07-01", "2026-09-30")
    page("later", "2026-12-01", "2026-12-31")
    for slug in ("one", "later", "without-page"):
        plan(slug, objective="To be seen.")

    assert set(rows(table(), "campaign")) == {"one"}
    assert table("period=2025-26-Q2").rows == ()


def test_what_was_left_out_alone_makes_no_campaign(count):
    count(3, "visit", verdict="crawler")

    assert table().rows == ()


def test_only_the_campaigns_that_are_asked_for(count, told, page, plan):
    for slug, code in [("one", "pstr2"), ("two", "tktk2")]:
        page(slug)
        plan(slug, objective="To be seen.")
        count(1, code=code)
        told(slug, impressions=1)
        devices(slug, "2026-09-01", "2026-09-30", 300)
        MonthTally.objects.create(month=day("2026-08-01"), campaign=slug, kind="help", n=7)

    assert set(rows(table(f"{QUARTER}&campaign=two"), "campaign")) == {"two"}


def test_a_channel_has_no_targets_devices_or_taps(count, page, plan):
    page("one")
    plan(clicks_genuine=400)
    count(100)
    devices("one", "2026-09-01", "2026-09-30", 300)
    MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind="help", n=7)
    asked = f"{QUARTER}&channel=poster"

    assert lines("outputs", asked)["clicks_genuine"]["share_of_target"] is None
    assert not {"devices", "help_taps"} & set(rows(table(asked), "measure"))
    assert lines("inputs", asked)["links"]["count"] == 1
    assert "no part of them" in said(table(asked))


def test_the_page_has_a_card_a_campaign_with_all_that_is_known(analyst, count, told, page, plan):
    for slug, code in [("one", "pstr2"), ("two", "tktk2")]:
        page(slug)
        count(3, code=code)
        count(2, "before_2", code=code)
        told(slug, impressions=1_250, link_clicks=9, spend="30.50")
        devices(slug, "2026-09-01", "2026-09-30", 300)
    plan("one", objective="More young people <step> in.", clicks_genuine=12, budget=Decimal(61))
    html = BeautifulSoup(reading.page(analyst, QUARTER), "html.parser")
    cards = {card.h3.get_text(): card for card in html.select(".reach-card")}
    found = table()

    assert list(cards) == ["Campaign one", "Campaign two"]
    for record in found.records:
        said = {column.name: found.said(record[column.name], column) for column in found.columns}
        stage = cards[said.pop("campaign")].find("h4", string=said.pop("stage"))
        lines = {
            line.dt.get_text(): squeezed(line.dd.get_text()) for line in stage.find_next("dl").find_all("div")
        }
        known = [
            squeezed(words) for name, words in said.items() if name != "measure" and record[name] is not None
        ]
        assert known
        assert all(words in lines[said["measure"]] for words in known)


def test_the_panel_is_four_queries_however_many_campaigns(count, page):
    for slug, code in [("one", "pstr2"), ("two", "tktk2")]:
        page(slug)
        count(1, code=code)
        devices(slug, "2026-09-01", "2026-09-30", 300)
    query = Query.of(QUARTER)
    ground, told = Ground(query), paid(query)
    look_up(ground)

    assert queries(lambda: evaluation(ground, told)) == 4
