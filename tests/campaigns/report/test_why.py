"""Why a number is so: whatever it is, it is made again of what is shown behind it, wherever it stands."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns.models import AdImport, DeviceEstimate, ManualFigure, MonthTally, QuarterTally, Source, Window
from campaigns.report.page.why import completeness_of
from campaigns.report.query import Query
from campaigns.report.shape import Report
from campaigns.report.why.cell import Cell, find, names
from campaigns.report.why.resolve import PANELS, why
from campaigns.report.why.shape import Why
from livesafe.translations.models import Standing
from tests.campaigns.report.conftest import QUARTER, ask, day, queries
from tests.campaigns.report.reading import page, rows, text, whys

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]

BREAKDOWNS = [
    "",
    "&by=campaign&by=language",
    "&by=channel&by=week",
    "&by=source&by=creative&by=venue",
    "&by=day&by=audience",
    "&by=month&by=campaign",
    "&by=campaign&campaign=one&language=gu",
    "&channel=instagram&channel=tiktok&by=channel",
    "&campaign=one&campaign=two",
]
DAYS, DAY = "from=2026-08-01&to=2026-08-03", "from=2026-08-02&to=2026-08-02"
ALL = set(PANELS)


@pytest.fixture
def much(count, told, plan):
    """Two quarters and the same a year ago, with every sort of act and rows of every length."""
    chance = random.Random(11)
    for _ in range(150):
        count(
            chance.randrange(1, 40),
            chance.choice(
                ["impression", "visit", "click", "click", "pledge", "share", "before_2", "after_4"]
            ),
            chance.choice(["direct", "pstr2", "nstg2", "fcbk2", "tktk2"]),
            on=f"{chance.choice([2025, 2026, 2026])}-0{chance.randrange(5, 10)}-{chance.randrange(1, 29):02}",
            language=chance.choice(["en", "gu", "ur"]),
            verdict=chance.choice(["genuine", "genuine", "crawler", "link_preview"]),
        )
    plan("one", audience="parents", budget="500.00", clicks_genuine=900, objective="More step in.")
    plan("two", budget="80.00", clicks_genuine=100)
    for n in range(1, 9):
        told(first=f"2026-0{n % 3 + 6}-0{n}", impressions=100 * n, link_clicks=n, spend=f"{n}.35")
    told("two", "2026-07-01", "2026-08-15", impressions=5000, link_clicks=70, spend="8.00", channel="meta")
    told("one", "2026-08-01", impressions=700, link_clicks=20, channel="instagram")
    told("two", "2026-09-03", impressions=None, link_clicks=9, spend="3.10", currency="EUR")


@pytest.fixture
def everything(much, count, told, page, elsewhere):
    """And all that is neither counted nor told: taps, answers, devices, ages, plans, figures from elsewhere."""
    page("one")
    page("two", "2026-07-02")
    key = page("three").object_key
    Standing.objects.filter(object_key=key).delete()
    Standing.objects.create(object_key=key, language="gu", segments=3, drafts=1, approved=2)
    for kind, n in [("before_1", 3), ("before_5", 4), ("after_5", 8), ("visit", 30), ("click", 9)]:
        count(n, kind, "nstg2", on="2026-08-02")
    count(6, on="2026-08-02", language="ur")
    for kind, n in [("help", 3), ("exit", 2)]:
        MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind=kind, n=n)
        MonthTally.objects.create(month=day("2026-09-01"), campaign="one", kind=kind, n=n + 1)
        QuarterTally.objects.create(quarter=day("2026-07-01"), language="gu", kind=kind, n=n)
    for first, last in [("2026-08-01", "2026-08-03"), ("2026-09-01", "2026-09-20")]:
        devices("campaign", "one", first, last)
    devices("day", "", "2026-08-02", "2026-08-02")
    told("three", "2026-08-01", "2026-08-02", impressions=900, reach=300, channel="snapchat")
    for age, shown in [("13-17", 60), ("18-24", 20)]:
        told(
            "four",
            "2026-08-02",
            impressions=shown,
            link_clicks=2,
            grain="campaign/age",
            breakdown=[["age", age]],
        )
    elsewhere("print_run", 4000, first="2026-08-01", last="2026-08-03", campaign="one")
    elsewhere("print_run", 250, note="The second edition.")
    elsewhere("attendance", 180)


def devices(span: str, campaign: str, first: str, last: str) -> None:
    """Estimates of a window that is over, with overlaps."""
    window = Window.objects.create(
        span=span, campaign=campaign, first=day(first), last=day(last),
        ended=day("2026-10-01"), ending="schedule", erased=day("2026-10-02"),
    )  # fmt: skip
    for dimension, label, other in [
        ("", "", ""),
        ("channel", "poster", ""),
        ("channel", "instagram", ""),
        ("channel", "instagram", "poster"),
    ]:
        DeviceEstimate.objects.create(
            window=window, campaign=campaign, dimension=dimension, label=label, other=other,
            low=4990, estimate=5000, high=5010,
        )  # fmt: skip


def cells(report: Report) -> Iterator[Cell]:
    """Every number of every panel."""
    for panel in report.panels:
        for at in range(len(panel.rows)):
            for column in panel.columns:
                if (cell := Cell(report, panel, at, column)).is_number:
                    yield cell


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_every_number_is_made_again_of_what_is_behind_it(everything, by):
    report, seen = ask(QUARTER + by), 0

    for cell in cells(report):
        where = (cell.panel.name, cell.labels, cell.column.name)
        assert why(cell).total == cell.value, where
        seen += 1
    assert seen > 100


def test_the_numbers_of_every_panel_are_among_them(everything):
    report = ask(f"{QUARTER}&campaign=one&campaign=two&by=channel")
    of = {cell.panel.name for address in ("", "&by=channel") for cell in cells(ask(QUARTER + address))}
    measures = {cell.labels["measure"] for cell in cells(report) if cell.panel.name == "evaluation"}

    assert of == {panel.name for panel in report.panels} - {"completeness", "keys", "rules"}
    assert {"budget", "spend", "links", "placements", "devices", "help_taps", "answers_after"} <= measures
    assert {"target", "share_of_target"} <= {
        cell.column.name for cell in cells(report) if cell.panel.name == "whole"
    }


OF_QUARTERS = {"help", "manual"}


@pytest.mark.parametrize(
    ("address", "panels"), [(f"{DAY}&by=channel", ALL - OF_QUARTERS), (QUARTER, OF_QUARTERS)]
)
def test_every_number_of_the_page_opens_a_why_that_says_it(analyst, everything, address, panels):
    html, report = page(analyst, address), ask(address)
    links = {target: said for target, said in whys(html) if of(target) in panels}
    wanted = [cell for cell in cells(report) if cell.panel.name in panels]

    assert len(links) == len(wanted), "each number has an address of its own"
    assert {of(target) for target in links} == panels
    for target, said in links.items():
        answer = analyst.get(target)
        assert answer.status_code == 200, target
        made = re.search(r"<p data-adds-up><strong>(.*?)</strong>", answer.content.decode())
        assert made, target
        assert made[1].endswith(f" {said.rstrip(' %').lstrip('+').replace('−', '-')}."), target


def of(target: str) -> str:
    return parse_qs(urlsplit(target).query)["panel"][0]


@pytest.mark.parametrize("address", [f"{DAYS}&by=channel", QUARTER])
def test_every_number_of_a_table_is_a_link_that_says_which_it_is(analyst, everything, address):
    html, report = BeautifulSoup(page(analyst, address), "html.parser"), ask(address)

    for panel in report.panels:
        numbers = [cell for cell in cells(report) if cell.panel.name == panel.name]
        links = html.select(f'[data-panel="{panel.name}"] .reach-why')
        assert len(links) == len(numbers), panel.name
        for link, cell in zip(links, numbers, strict=True):
            said = [cell.said, cell.column.heading, *(label for _, label in cell.said_labels)]
            assert all(" ".join(one.split()) in " ".join(link.text.split()) for one in said), link


def test_two_rows_with_the_same_labels_have_two_addresses(everything):
    report = ask()
    pairs = list(names(report.panel("manual")))
    found = [
        find(report, "manual", [one for name, one in pair if name == "row"], "value", int(dict(pair).get("nth", 0)))
        for pair in pairs
    ]  # fmt: skip

    assert [cell.value for cell in found] == report.panel("manual").column("value")
    with pytest.raises(LookupError):
        find(report, "manual", ["print_run"], "value", 2)


def test_the_rows_of_our_own_counts_are_shown_with_day_link_language_and_verdict(analyst, count):
    count(12, on="2026-08-02")
    count(3, verdict="link_preview")
    count(9, code="tktk2")
    html = analyst.get(address_of(analyst, "clicks_gross", "pstr2")).content.decode()
    tables = rows(html)

    assert [
        "1 August 2026",
        "one",
        "Poster · pstr2 · Library",
        "Gujarati",
        "click",
        "Link previews",
        "3",
    ] in tables
    assert [
        "2 August 2026",
        "one",
        "Poster · pstr2 · Library",
        "Gujarati",
        "click",
        "Genuine",
        "12",
    ] in tables
    assert ["Link previews", "3"] in tables
    assert not [row for row in tables if "tktk2" in " ".join(row)]
    assert "followed" in html, "its definition"


def test_many_rows_are_shown_page_by_page(analyst, count):
    for n in range(1, 29):
        for language in ("en", "gu", "ur", "so", "pl"):
            count(1, on=f"2026-07-{n:02}", language=language)
    address = address_of(analyst, "clicks_genuine", "pstr2")
    first, second = analyst.get(address).content.decode(), analyst.get(f"{address}&p=2").content.decode()

    assert "add up to 140." in text(first)
    assert len(rows(first)) - len(rows(second)) == 60
    assert "Page 2 of 2" in second


def test_the_rows_of_platforms_are_shown_with_their_file_and_who_brought_it(analyst, sources, told):
    told("two", impressions=9000, link_clicks=40, spend="12.50")
    AdImport.objects.update(
        sha256="ab" * 32, by=User.objects.create_user("kim", first_name="Kim", last_name="Lee")
    )
    html = analyst.get(
        address_of(analyst, "platform_impressions", "", by="campaign", row="two")
    ).content.decode()

    assert "export.csv" in html
    assert "ab" * 32 in html
    assert "Kim Lee" in html
    assert "add up to 9,000." in text(html)


def test_a_ratio_is_shown_as_a_sum_of_its_parts_which_have_whys_of_their_own(analyst, count, told):
    count(8, code="tktk2")
    count(2, code="tktk2", verdict="crawler")
    told("two", impressions=9000, link_clicks=40, spend="12.50")
    html = opened(analyst, QUARTER, "channels", ["tiktok"], "cost_per_click")
    parts = whys(html)

    assert "Spend ÷ Arrivals: 12.50 ÷ 8 is 1.56." in text(html)
    assert [number for _, number in parts] == ["12.50", "8"]
    assert "add up to 8." in text(analyst.get(parts[1][0]).content.decode())
    assert ["Crawlers", "2"] in rows(html), "what was left out of its parts"
    assert {"TikTok", "Our own counts"} <= {row[0] for row in rows(html)}, "and up to when both are complete"


def test_a_ratio_of_speakers_leads_to_the_census(analyst, count):
    count(5)
    html = opened(analyst, QUARTER, "languages", ["gu"], "per_1000")
    census = {number: address for address, number in whys(html)}["50,396"]

    assert "5 × 1,000 ÷ 50,396 is 0.1." in text(html)
    assert "TS024 main language" in analyst.get(census).content.decode()


def test_a_mean_is_shown_with_how_often_each_answer_was_tapped(analyst, count):
    for answer, n in [(1, 3), (5, 1)]:
        count(n, f"before_{answer}")
        count(n, f"after_{6 - answer}")
    html = opened(analyst, QUARTER, "outtakes", ["one"], "before_mean")
    change = opened(analyst, QUARTER, "outtakes", ["one"], "change")

    assert [row for row in rows(html) if row[0] in {"1", "5"}] == [["1", "3", "3"], ["5", "1", "5"]]
    assert "8 points ÷ 4 answers is 2." in text(html)
    assert "16 points ÷ 4 answers, less 8 points ÷ 4 answers, is 2." in text(change)


def test_an_estimate_says_its_window_its_bounds_and_what_became_of_its_key(analyst, sources):
    devices("campaign", "one", "2026-07-01", "2026-09-30")
    labels = ["campaign", "one", "2026-07-01", "2026-09-30"]
    alone = text(opened(analyst, QUARTER, "reach", [*labels, "", "", "estimate"], "high"))
    both = opened(analyst, QUARTER, "overlap", [*labels, "channel", "instagram", "poster"], "estimate")

    assert "the upper bound is 5,010." in alone
    assert "1 July 2026 to 30 September 2026" in alone
    assert "5,000; at least 4,990, at most 5,010" in alone
    assert "about 0.2 % to either side" in alone
    assert "deleted on 1 October 2026, on schedule; gone from the disk on 2 October 2026" in alone
    assert [number for _, number in whys(both)] == ["5,000", "5,000"], "the devices of each of the two"


def test_the_reach_of_a_platform_leads_to_its_rows(analyst, told):
    told("one", "2026-08-01", "2026-08-31", impressions=900, reach=300)
    html = opened(
        analyst,
        QUARTER,
        "reach",
        ["campaign", "one", "2026-08-01", "2026-08-31", "", "", "tiktok"],
        "frequency",
    )

    assert "900 times shown ÷ its reach, 300, is 3." in text(html)
    assert "export.csv" in html


def test_help_taps_have_the_coarse_tallies_that_they_are(analyst, sources):
    MonthTally.objects.create(month=day("2026-08-01"), campaign="one", kind="help", n=3)
    html = opened(analyst, QUARTER, "help", ["months", "2026-08", "one", ""], "help_taps")

    assert ["August 2026", "one", "Help tap", "3"] in rows(html)
    assert "no day, link or place" in html


def test_a_figure_from_elsewhere_says_who_says_so_and_who_added_it(analyst, elsewhere):
    figure = elsewhere("print_run", 4000, "about 4,000", note="Twice a year.")
    ManualFigure.objects.filter(pk=figure.pk).update(by=User.objects.create_user("kim", first_name="Kim"))
    said = text(opened(analyst, QUARTER, "manual", ["print_run"], "value"))

    assert "The source below says 4,000." in said
    assert "Source Annual report, page 12" in said
    assert "Added by Kim Added" in said


def test_a_target_leads_to_the_plans_that_set_it(analyst, sources, page, plan):
    page("one")
    plan("one", clicks_genuine=900, objective="More step in.")
    said = text(opened(analyst, f"{QUARTER}&campaign=one", "whole", ["clicks_genuine", ""], "target"))

    assert "The plan below says 900." in said
    assert "More step in." in said


def test_completeness_stands_beside_it_for_its_own_days_and_sources(analyst, count, told):
    count(4)
    count(4, on="2026-05-01")
    told("two", impressions=9000)
    own = BeautifulSoup(analyst.get(address_of(analyst, "clicks_genuine", "pstr2")).content, "html.parser")
    before = opened(analyst, QUARTER, "whole", ["clicks_genuine", ""], "previous_period")

    assert [row.th.text for row in own.select('[data-panel="completeness"] tbody tr')] == ["Our own counts"]
    assert "2026-06-30" in before, "the last day of the quarter before"


def test_for_others_a_number_has_no_why(analyst, everything):
    query = Query.of(f"{QUARTER}&audience=outside")

    for cell in cells(ask(query.address)):
        with pytest.raises(LookupError):
            why(cell)
    response = analyst.get(f"{reverse('reach_why')}?{query.address}&panel=figures&column=clicks_genuine")
    assert response.status_code == 404
    assert "data-panel" not in response.content.decode()


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "panel=figures",
        "panel=nothing&column=visits",
        "panel=figures&column=currency",
        "panel=figures&row=x&column=visits",
        "panel=figures&column=visits&nth=1",
        "panel=figures&column=platform_impressions",
    ],
)
def test_a_number_that_isn_t_there_is_said_to_be_none(analyst, count, cell):
    response = analyst.get(f"{reverse('reach_why')}?{QUARTER}&{cell}")

    assert response.status_code == 404
    assert "no such number" in response.content.decode()


def test_a_source_that_somebody_removed_still_has_its_rows(count, sources):
    count(3)
    Source.objects.filter(code="pstr2")._raw_delete("default")
    report = ask(f"{QUARTER}&by=campaign")

    assert why(find(report, "figures", ["unknown"], "clicks_genuine")).total == 3


def test_a_why_asks_seldom_whatever_its_number_is(everything):
    """Without the report in which the number is found."""
    found = list(cells(ask(f"{QUARTER}&campaign=one&by=channel")))
    for cell in {(one.panel.name, one.labels.get("measure"), one.column.name): one for one in found}.values():
        assert queries(lambda cell=cell: shown(why(cell))) <= 30, (cell.panel.name, cell.column.name)


def test_a_why_asks_as_often_where_there_is_more(analyst, count, django_assert_max_num_queries):
    count(5)
    address = address_of(analyst, "clicks_genuine", "pstr2")
    with django_assert_max_num_queries(65) as few:
        analyst.get(address)
    for n in range(1, 29):
        count(n, on=f"2026-07-{n:02}", language=("en", "gu")[n % 2])
    with django_assert_max_num_queries(len(few)):
        analyst.get(address)


def shown(found: Why) -> list[object]:
    """Everything of a why that its page shows."""
    listed = found.rows
    rows = listed.page(None) if listed else None
    return [found.total, found.made, found.parts, rows, *found.panels, *completeness_of(found)]


def opened(client, address: str, panel: str, labels: list[str], column: str, nth: int = 0) -> str:
    """The why of a number, by the address that its page links."""
    wanted = {"panel": [panel], "column": [column], "row": labels}
    for target, _ in whys(page(client, address)):
        asked = parse_qs(urlsplit(target).query, keep_blank_values=True)
        if all(asked.get(name, []) == value for name, value in wanted.items()) and asked.get(
            "nth", ["0"]
        ) == [str(nth)]:
            answer = client.get(target)
            assert answer.status_code == 200
            return answer.content.decode()
    raise AssertionError(wanted)


def address_of(client, column: str, source: str, *, by: str = "source", row: str = "") -> str:
    """The address of the why of a figure, as the page links it."""
    wanted = {"panel": ["figures"], "column": [column], "row": [row or source]}
    for address, _ in whys(page(client, f"{QUARTER}&by={by}")):
        asked = parse_qs(urlsplit(address).query)
        if all(asked.get(name) == value for name, value in wanted.items()):
            return address
    raise AssertionError(wanted)
