"""The report narrowed by any of its dimensions: what a filter can't apply to is left out and says so, never told wrong."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from campaigns.models import MonthTally, ReachToken, Source
from campaigns.report.access.scope import OutsideScopeError, within
from campaigns.report.own import LEFT_OUT
from campaigns.report.query import FILTERS, Dimension, Query
from campaigns.report.targets import aimed
from tests.campaigns.report.conftest import QUARTER, ask, day, queries, records, rows, said
from tests.campaigns.report.reading import page as read

pytestmark = pytest.mark.django_db(databases="__all__")
OWN = ("impressions", "visits", "clicks_gross", "clicks_genuine", "actions")


@pytest.fixture
def figures(count, told, plan):
    """Clicks of every link, and platforms' rows of both campaigns, of which one was not paid for."""
    for n, code in enumerate(("direct", "pstr2", "nstg2", "fcbk2", "tktk2"), 1):
        count(10 * n, "click", code)
    told("one", impressions=900, link_clicks=80, spend="12.50")
    told("one", impressions=70, link_clicks=6, kind="organic")
    told("two", impressions=3000, link_clicks=200, spend="40.00")
    plan("one", audience="young-people", clicks_genuine=500)
    plan("two", audience="parents")


def whole(address: str, measure: str = "clicks_genuine") -> object:
    return records(ask(f"{QUARTER}&{address}").panel("whole"), "measure")[measure]["this_period"]


def test_creatives_and_places_keep_the_links_that_were_made_for_them(figures):
    assert whole("creative=film") == 30
    assert whole("venue=Library") == 20
    assert whole("venue=Library&creative=film") == 0


def test_a_place_with_a_comma_is_one_place(figures):
    made = Source.objects.create(code="cmm22", campaign="one", channel="poster", venue="Library, Leicester")
    assert Source.objects.made_for() == (["film"], ["Library", "Library, Leicester"])

    assert Query.of(f"{QUARTER}&venue={made.venue}").values[Dimension.VENUE] == ("Library, Leicester",)


@pytest.mark.parametrize("filter_", ["creative=film", "venue=Library"])
def test_platforms_files_know_neither_creatives_nor_places_of_ours(figures, filter_):
    report = ask(f"{QUARTER}&{filter_}")

    assert whole(filter_, "platform_impressions") is None
    assert "nor our links" in said(report.figures)
    assert "know neither links, creatives and places" in said(report.panel("reach"))
    assert rows(report.panel("kinds"), "channel") == []


def test_an_audience_keeps_the_campaigns_that_are_for_it(figures):
    MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind="help", n=4)
    MonthTally.objects.create(month=day("2026-08-01"), campaign="two", kind="help", n=9)
    report = ask(f"{QUARTER}&aimed_at=parents&by=campaign")

    assert rows(report.figures, "campaign", "clicks_genuine", "platform_impressions") == [("two", 50, 3000)]
    assert rows(report.panel("help"), "campaign", "help_taps") == [("two", 9)]
    assert set(report.panel("evaluation").column("campaign")) == {"two"}


def test_an_audience_and_a_campaign_keep_what_both_keep(figures):
    assert whole("aimed_at=young-people&campaign=one&campaign=two") == 100
    assert whole("aimed_at=young-people&campaign=two") == 0
    assert whole("aimed_at=professionals") == 0
    assert whole("aimed_at=professionals", "platform_impressions") is None


def test_the_campaigns_of_an_audience_are_whole_so_they_have_targets(figures, page):
    page("one")
    record = records(ask(f"{QUARTER}&aimed_at=young-people").panel("whole"), "measure")["clicks_genuine"]

    assert (record["target"], str(record["share_of_target"])) == (500, "20.0")


def test_an_audience_is_looked_up_once_for_a_whole_report(figures):
    plain = queries(lambda: ask(f"{QUARTER}&campaign=one"))

    assert queries(lambda: ask(f"{QUARTER}&aimed_at=young-people")) <= plain + 1
    assert queries(lambda: aimed(Query.of(QUARTER))) == 0


def test_paid_and_organic_are_rows_beside_our_own_counts(figures):
    panel = ask(f"{QUARTER}&by=kind").figures

    assert rows(panel, "kind", "clicks_genuine", "platform_impressions", "platform_link_clicks") == [
        ("not told", 150, None, None),
        ("organic", None, 70, 6),
        ("paid", None, 3900, 280),
    ]
    assert "together" not in said(panel)


def test_paid_and_organic_stand_apart_channel_by_channel(figures):
    panel = ask().panel("kinds")

    assert rows(panel, "channel", "kind", "platform_impressions", "platform_link_clicks", "cpm") == [
        ("tiktok", "organic", 70, 6, None),
        ("tiktok", "paid", 3900, 280, panel.records[1]["cpm"]),
    ]
    assert str(panel.records[1]["cpm"]) == "13.46"


def test_the_parts_of_each_channel_are_its_whole(figures):
    report = ask()
    [channel] = [one for one in report.panel("channels").records if one["channel"] == "tiktok"]

    assert sum(report.panel("kinds").column("platform_impressions")) == channel["platform_impressions"]


@pytest.mark.parametrize(("kind", "shown", "clicks"), [("paid", 3900, 280), ("organic", 70, 6)])
def test_only_platforms_say_what_was_paid_for(figures, elsewhere, kind, shown, clicks):
    elsewhere("print_run", 12_000, "about 12,000")
    report = ask(f"{QUARTER}&kind={kind}")

    [record] = report.figures.records
    assert [record[name] for name in OWN] == [None] * 5
    assert (record["platform_impressions"], record["platform_link_clicks"]) == (shown, clicks)
    assert LEFT_OUT in said(report.figures)
    assert {one["arrivals"] for one in report.panel("channels").records} == {None}
    assert {one["gap"] for one in report.panel("channels").records} == {None}
    assert rows(report.panel("manual"), "value") == []


def test_where_our_counts_are_left_out_no_panel_says_that_nothing_was_counted(figures):
    report = ask(f"{QUARTER}&kind=paid")

    assert rows(report.panel("languages"), "language") == []
    assert rows(report.panel("filtered"), "clicks") == [None, None]
    assert set(report.panel("calendar").column("clicks_genuine")) == {None}
    for name in ("figures", "whole", "channels", "calendar", "filtered", "completeness"):
        assert LEFT_OUT in said(report.panel(name)), name
    for name in ("languages", "heat", "outtakes"):
        assert report.panel(name).empty == LEFT_OUT, name
    assert "begin" not in said(report.panel("whole"))
    assert "own" not in report.panel("completeness").column("source")


@pytest.mark.parametrize("audience", ["vrn", "outside"])
def test_a_report_of_files_alone_can_be_hidden_and_drawn(figures, audience):
    report = ask(f"{QUARTER}&kind=organic&by=channel,kind&audience={audience}")

    assert "(only what nobody paid for)" in report.headline.sentence
    assert "genuine" not in report.headline.sentence


def test_the_headline_names_what_it_was_narrowed_to(figures):
    sentence = ask(f"{QUARTER}&venue=Library&creative=film&aimed_at=parents").headline.sentence

    assert "(only the creative “film”, the place “Library” and those for parents and carers)" in sentence


@pytest.mark.parametrize("asked", [{}, {"aimed_at": ["parents"]}, {"venue": ["Library"]}, {"kind": ["paid"]}])
def test_no_filter_widens_the_scope_of_a_token(figures, asked):
    token = ReachToken(campaigns=["one"], audience="vrn")
    query = within(token, {"period": ["2026-27-Q2"], **asked})

    assert query.values[Dimension.CAMPAIGN] == ("one",)
    assert aimed(query).campaigns <= {"one"}
    with pytest.raises(OutsideScopeError):
        within(token, {"period": ["2026-27-Q2"], "campaign": ["two"], **asked})


def test_the_form_offers_every_filter_and_keeps_what_is_chosen(analyst, figures, page):
    page("one")
    html = read(analyst, f"{QUARTER}&venue=Library&aimed_at=parents&kind=paid&source=pstr2&source=tktk2")
    form = BeautifulSoup(html, "html.parser").select_one("form.reach-question")
    chosen = {(one["name"], one["value"]) for one in form.select("input[checked]")}

    assert {one["name"] for one in form.select("input[type=checkbox]")} | {"source"} == {
        "by",
        *(one.filter for one in FILTERS),
    }
    assert {("venue", "Library"), ("aimed_at", "parents"), ("kind", "paid")} <= chosen
    assert form.select_one("input[name=source]")["value"] == "pstr2, tktk2"
    summary = form.select_one(".reach-more > summary").get_text()
    assert "campaigns for: Parents and carers; paid or organic: Paid; places: Library" in summary
