"""The first screen in short: devices, the gap, help taps and answers, each as its panel further down has it."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup, Tag

from campaigns.models import DeviceEstimate, MonthTally, Window
from tests.campaigns.report.conftest import QUARTER, ask, day, records
from tests.campaigns.report.reading import page as read

pytestmark = pytest.mark.django_db(databases="__all__")


def glances(html: str) -> dict[str, Tag]:
    """By the section that each leads to."""
    found = BeautifulSoup(html, "html.parser").select(".reach-glance")
    return {one.select_one("h3 a")["href"].lstrip("#"): one for one in found}


def said(glance: Tag) -> str:
    for hidden in glance.select(".w-sr-only"):
        hidden.decompose()
    return " ".join(glance.get_text(" ").split())


def window(campaign: str, first: str, last: str, estimate: int) -> None:
    ended = dt.date.fromisoformat(last) + dt.timedelta(days=1)
    about = {"first": first, "last": last, "ended": ended, "ending": "schedule", "erased": ended}
    one = Window.objects.create(span="campaign", campaign=campaign, **about)
    DeviceEstimate.objects.create(
        window=one, campaign=campaign, low=estimate - 30, estimate=estimate, high=estimate + 40
    )


@pytest.fixture
def figures(count, told, page):
    page("one"), page("two")
    window("one", "2026-07-01", "2026-08-15", 1200)
    window("two", "2026-07-01", "2026-09-01", 2345)
    told("two", impressions=90_000, link_clicks=400, spend="12.50")
    count(260, "click", "tktk2")
    count(20, "click", "pstr2")
    for kind, n in (("before_2", 30), ("before_3", 10), ("after_4", 25)):
        count(n, kind, "direct")
    MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind="help", n=41)
    MonthTally.objects.create(month=day("2026-09-01"), campaign="two", kind="help", n=52)


def test_devices_stand_with_their_bounds_and_days_and_the_most_first(analyst, figures):
    assert said(glances(read(analyst, QUARTER))["reach"]) == (
        "Devices, with bounds "
        "Campaign two 2026-07-01 to 2026-09-01 at least 2,315 figure 2,345 at most 2,385 "
        "Campaign one 2026-07-01 to 2026-08-15 at least 1,170 figure 1,200 at most 1,240 "
        "Devices, not people. Never add two of them."
    )


def test_the_gap_stands_with_what_explains_it(analyst, figures):
    row = records(ask().panel("channels"), "channel")["tiktok"]

    assert said(glances(read(analyst, QUARTER))["channels"]) == (
        f"Platforms’ clicks and our arrivals TikTok link clicks 400 arrivals 260 gap {row['gap']} {row['why']}"
    )


def test_help_taps_and_answers_stand_by_campaign(analyst, figures):
    found = glances(read(analyst, QUARTER))

    assert "Campaign two help taps 52 Campaign one help taps 41" in said(found["help"])
    assert "Campaign one mean before 2.25 after 4 change 1.75" in said(found["outtakes"])


def test_three_stand_there_and_the_rest_is_told_of(analyst, sources, page):
    for n, month in enumerate(("07", "08", "09", "07", "08")):
        page(f"c{n}")
        window(f"c{n}", f"2026-{month}-01", f"2026-{month}-28", 100 + n)

    glance = glances(read(analyst, QUARTER))["reach"]
    assert [one.get_text() for one in glance.select("strong")] == [
        "Campaign c4",
        "Campaign c3",
        "Campaign c2",
    ]
    assert "and 2 more" in said(glance)


def test_where_there_is_none_it_is_said_in_words(analyst, sources):
    found = {place: said(one) for place, one in glances(read(analyst, QUARTER)).items()}

    assert found == {
        "reach": "Devices, with bounds None for this question: devices are told for all of a campaign, once its days "
        "are over.",
        "channels": "Platforms’ clicks and our arrivals No platform’s file tells link clicks for this question.",
        "help": "Help taps None for this question: they are counted by campaign and whole month, and by nothing else.",
        "outtakes": "What people took from it, from 1 to 5 Nobody answered before or after a story in this period.",
    }


@pytest.mark.parametrize("asked", [QUARTER, f"{QUARTER}&audience=outside"])
@pytest.mark.parametrize(
    ("place", "name"),
    [("reach", "reach"), ("channels", "channels"), ("help", "evaluation"), ("outtakes", "outtakes")],
)
def test_each_figure_in_short_is_a_cell_of_its_panel_for_whomever_it_is(analyst, figures, asked, place, name):
    panel = ask(asked).panel(name)
    cells = {
        panel.said(value, column)
        for row in panel.rows
        for column, value in zip(panel.columns, row, strict=True)
    }
    glance = glances(read(analyst, asked))[place]
    said(glance)  # Takes away what only a screen reader says.

    shown = [one.get_text().split()[-1] for one in glance.select("[data-figures] > span")]
    assert shown
    assert set(shown) <= cells
