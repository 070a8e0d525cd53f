"""Why a number is so: the rows that are behind it add up to it, wherever it stands."""

from __future__ import annotations

import random
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns.models import AdImport, Source
from campaigns.report import why
from campaigns.report.query import Query
from tests.campaigns.report.conftest import QUARTER, ask
from tests.campaigns.report.reading import page, rows, text, whys

pytestmark = pytest.mark.django_db

BREAKDOWNS = [
    "",
    "&by=campaign&by=language",
    "&by=channel&by=week",
    "&by=source&by=creative&by=venue",
    "&by=day&by=audience",
    "&by=month&by=campaign",
    "&by=campaign&campaign=one&language=gu",
    "&channel=instagram&channel=tiktok&by=channel",
]


@pytest.fixture
def much(count, told, plan):
    """Two quarters and the same a year ago, with every sort of act and rows of every length."""
    chance = random.Random(11)
    for _ in range(150):
        count(
            chance.randrange(1, 40),
            chance.choice(["impression", "visit", "click", "click", "pledge", "share", "before_2"]),
            chance.choice(["direct", "pstr2", "nstg2", "fcbk2", "tktk2"]),
            on=f"{chance.choice([2025, 2026, 2026])}-0{chance.randrange(5, 10)}-{chance.randrange(1, 29):02}",
            language=chance.choice(["en", "gu", "ur"]),
            verdict=chance.choice(["genuine", "genuine", "crawler", "link_preview"]),
        )
    plan("one", audience="parents")
    for n in range(1, 9):
        told(first=f"2026-0{n % 3 + 6}-0{n}", impressions=100 * n, link_clicks=n, spend=f"{n}.35")
    told("two", "2026-07-01", "2026-08-15", impressions=5000, link_clicks=70, spend="8.00", channel="meta")
    told("one", "2026-08-01", impressions=700, link_clicks=20, channel="instagram")
    told("two", "2026-09-03", impressions=None, link_clicks=9, spend="3.10", currency="EUR")


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_the_rows_of_every_number_add_up_to_it(much, by):
    report, seen = ask(QUARTER + by), 0

    for panel in report.panels:
        for row in panel.rows:
            for column, value in zip(panel.columns, row, strict=True):
                asked = why.asked(report.query, panel, row, column)
                if asked is not None:
                    seen += 1
                    assert why.Why.of(asked).total == value, (
                        panel.name,
                        why.labels_of(panel, row),
                        column.name,
                    )
    assert seen > 30


def test_each_number_of_a_main_table_opens_why(analyst, much):
    numbers = whys(page(analyst, f"{QUARTER}&by=channel"))
    panels = {parse_qs(urlsplit(address).query)["panel"][0] for address, _ in numbers}

    assert panels == {"whole", "figures", "channels", "worth", "languages", "heat", "calendar", "filtered"}
    for address, number in numbers[:: max(len(numbers) // 12, 1)]:
        html = analyst.get(address).content.decode()
        assert "data-adds-up" in html, address
        assert f"add up to {number}." in text(html), address


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


def test_completeness_stands_beside_the_rows(analyst, count):
    count(4)
    html = analyst.get(address_of(analyst, "clicks_genuine", "pstr2")).content.decode()

    assert 'data-panel="completeness"' in html


def test_for_others_a_number_has_no_why(analyst, count):
    count(40)
    query = Query.of(f"{QUARTER}&audience=outside")
    report = ask(query.address)

    assert not [
        1
        for panel in report.panels
        for row in panel.rows
        for column in panel.columns
        if why.asked(query, panel, row, column)
    ]
    response = analyst.get(f"{reverse('reach_why')}?{query.address}&panel=figures&column=clicks_genuine")
    assert response.status_code == 404
    assert "data-rows" not in response.content.decode()


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "panel=figures",
        "panel=nothing&column=visits",
        "panel=figures&column=currency",
        "panel=figures&row=x&column=visits",
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
    panel, row, column = why.find(report, "figures", ["unknown"], "clicks_genuine")

    assert why.Why.of(why.asked(report.query, panel, row, column)).total == 3


def address_of(client, column: str, source: str, *, by: str = "source", row: str = "") -> str:
    """The address of the why of a figure, as the page links it."""
    wanted = {"panel": ["figures"], "column": [column], "row": [row or source]}
    for address, _ in whys(page(client, f"{QUARTER}&by={by}")):
        asked = parse_qs(urlsplit(address).query)
        if all(asked.get(name) == value for name, value in wanted.items()):
            return address
    raise AssertionError(wanted)
