"""Page, CSV, workbook, PDF and JSON say the same, cell by cell, whatever was counted and for whomever it is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from campaigns.models import PlatformRow, Tally
from campaigns.report.files import data, paper, table, workbook
from campaigns.report.page.table import table as on_page
from campaigns.report.shape import Column, Panel, Report, Type, Value, plain, shown
from tests.campaigns.report.conftest import QUARTER, SOURCES, ask, day
from tests.campaigns.report.tagged import squeezed, tables

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

BYS = ["", "channel,language", "campaign,source,creative,venue,language,audience,day", "kind,month,campaign"]
ONLY = [
    "kind=paid",
    "venue=Library",
    "aimed_at=everybody",
    "creative=film",
    "kind=organic",
    "channel=poster",
    "",
]
DAYS = st.dates(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
COUNTS = st.lists(
    st.tuples(
        st.integers(1, 40) | st.integers(1_000, 3_000_000),
        st.sampled_from(
            ["click", "click", "visit", "impression", "pledge", "help", "exit", "before", "after"]
        ),
        st.sampled_from(sorted(SOURCES)),
        DAYS,
        st.sampled_from(["en", "gu", "ur"]),
        st.sampled_from(["genuine", "genuine", "genuine", "crawler", "link_preview"]),
    ),
    max_size=25,
)
PLATFORM_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        DAYS,
        st.integers(0, 900_000),
        st.integers(0, 9_000),
        st.decimals(0, 5_000, places=6),
        st.sampled_from(["GBP", "GBP", "EUR"]),
        st.sampled_from(["paid", "organic"]),
    ),
    max_size=5,
)

# What each surface makes of a value; None stands for a cell that is empty.


def in_json(value: Value, column: Column, panel: Panel) -> object:
    return plain(value)


def in_csv(value: Value, column: Column, panel: Panel) -> object:
    said = plain(value)
    return table.harmless(said) if isinstance(said, str) else "" if said is None else str(said)


def in_workbook(value: Value, column: Column, panel: Panel) -> object:
    if isinstance(value, str):
        return panel.said(value, column) or None
    return value


def in_words(value: Value, column: Column, panel: Panel) -> object:
    words = (panel.words or {}).get(column.name, {})
    return words.get(value, value) if isinstance(value, str) else shown(value, column)


# What stands there.


def json_rows(report: Report) -> list[list[list[object]]]:
    return [panel["rows"] for panel in json.loads(data.as_bytes(report))["panels"]]


def csv_rows(report: Report) -> list[list[list[object]]]:
    texts = (table.as_csv(report, panel.name).decode("utf-8-sig") for panel in report.panels)
    return [list(csv.reader(io.StringIO(text, newline="")))[1:] for text in texts]


def workbook_rows(report: Report) -> list[list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook.as_workbook(report)))
    sheets = book.worksheets[1 : 1 + len(report.panels)]
    return [
        [[_typed(cell) for cell in row] for row in sheet.iter_rows(3, 2 + len(panel.rows), 1, len(panel.columns))]
        for sheet, panel in zip(sheets, report.panels, strict=True)
    ]  # fmt: skip


def _typed(cell: object) -> object:
    match cell.value:
        case dt.datetime() as moment:
            return moment.date().isoformat()
        case float() as number:
            return Decimal(repr(number))
        case other:
            return other


def page_rows(report: Report) -> list[list[list[object]]]:
    return [_on_page(report, panel) for panel in report.panels]


def _on_page(report: Report, panel: Panel) -> list[list[object]]:
    html = render_to_string("campaigns/report/table.html", {"table": on_page(panel), "report": report})
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return [[squeezed(cell.get_text()) for cell in row.find_all(["td", "th"])] for row in rows]


def pdf_rows(report: Report) -> list[list[list[object]]]:
    found = iter(tables(paper.as_pdf(report)))
    return [next(found) if panel.rows else [] for panel in report.panels]


def is_simple(text: str) -> bool:
    """Whether letters stand as they are drawn: those of other scripts join, and come out of a PDF in another order."""
    return all(letter < "\u0590" or "\u2000" <= letter < "\u2c00" for letter in text)


def same(found: object, wanted: object) -> bool:
    if not isinstance(found, str) or not isinstance(wanted, str):
        return found == wanted
    if is_simple(wanted):
        return squeezed(found) == squeezed(wanted)
    return {c for c in found if c.isalpha()} == {c for c in wanted if c.isalpha()}


SURFACES: dict[str, tuple[Callable[..., object], Callable[..., object]]] = {
    "json": (json_rows, in_json),
    "csv": (csv_rows, in_csv),
    "workbook": (workbook_rows, in_workbook),
    "page": (page_rows, in_words),
    "pdf": (pdf_rows, in_words),
}


def differences(report: Report, surface: str) -> list[object]:
    """Every cell that isn't what the report has; rows too many or too few as well."""
    read, told = SURFACES[surface]
    wrong: list[object] = []
    for panel, rows in zip(report.panels, read(report), strict=True):
        wanted = [_wanted(row, panel, told) for row in panel.rows]
        if [len(row) for row in rows] != [len(row) for row in wanted]:
            wrong.append((panel.name, len(rows), len(wanted)))
            continue
        cells = zip(
            (cell for row in rows for cell in row), (cell for row in wanted for cell in row), strict=True
        )
        wrong += [(panel.name, found, cell) for found, cell in cells if not same(found, cell)]
    return wrong


def _wanted(row: tuple[Value, ...], panel: Panel, told: Callable[..., object]) -> list[object]:
    return [told(value, column, panel) for value, column in zip(row, panel.columns, strict=True)]


@pytest.fixture
def many(count, told, page, plan, elsewhere):
    """Fills the databases anew for each example."""
    page("one"), page("two")
    plan("one", clicks_genuine=500, budget=Decimal("1000.50"))
    elsewhere("print_run", 12_000, "about 12,000")

    def many(counts, platform_rows) -> None:
        Tally.objects.all().delete()
        PlatformRow.objects.all().delete()
        for n, kind, code, on, language, verdict in counts:
            count(n, kind, code, on.isoformat(), language=language, verdict=verdict)
        for campaign, on, times, clicks, spend, currency, kind in platform_rows:
            figures = {"impressions": times, "link_clicks": clicks, "currency": currency, "kind": kind}
            told(campaign, on.isoformat(), spend=str(spend), **figures)

    return many


@settings(
    max_examples=5,
    phases=[Phase.generate],  # A smaller example would take minutes to find.
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(counts=COUNTS, platform_rows=PLATFORM_ROWS, by=st.sampled_from(BYS), only=st.sampled_from(ONLY))
@pytest.mark.parametrize("audience", ["vrn", "outside"])
def test_each_cell_is_the_same_on_every_surface(many, audience, counts, platform_rows, by, only):
    many(counts, platform_rows)
    report = ask(f"{QUARTER}&by={by}&{only}&audience={audience}")

    assert {surface: differences(report, surface) for surface in SURFACES} == {
        surface: [] for surface in SURFACES
    }


@pytest.mark.parametrize("surface", SURFACES)
def test_a_cell_that_differed_would_be_found(many, surface, monkeypatch):
    many([(7, "click", "pstr2", day("2026-08-01"), "gu", "genuine")], [])
    report = ask(f"{QUARTER}&by=channel")
    read, told = SURFACES[surface]
    wrong = monkeypatch.setitem
    wrong(SURFACES, surface, (read, lambda value, *about: told(8 if value == 7 else value, *about)))

    assert len(differences(report, surface)) >= 2


@pytest.mark.parametrize("audience", ["vrn", "outside"])
def test_what_was_frozen_is_read_back_cell_by_cell(many, audience):
    many(
        [(n * 3, "click", code, day("2026-08-01"), "gu", "genuine") for n, code in enumerate(SOURCES, 1)],
        [("one", day("2026-08-02"), 90, 9, Decimal("1.250000"), "GBP", "paid")],
    )
    report = ask(f"{QUARTER}&by=campaign,channel&audience={audience}")
    again = data.read(data.as_json(report))

    assert [panel.rows for panel in again.panels] == [panel.rows for panel in report.panels]
    assert [panel.columns for panel in again.panels] == [panel.columns for panel in report.panels]
    assert paper.as_pdf(again) == paper.as_pdf(report)
    assert workbook.as_workbook(again) == workbook.as_workbook(report)


@pytest.mark.parametrize("by", ["channel", "language", "campaign", "month", "source", "kind"])
def test_for_the_vrn_the_parts_of_what_adds_up_are_the_whole(many, by):
    many(
        [(n, "click", code, day("2026-08-01"), "gu", "genuine") for n, code in enumerate(SOURCES, 1)],
        [("one", day("2026-08-02"), 90, 9, Decimal("1.25"), "GBP", "organic")],
    )
    [whole] = ask(QUARTER).figures.records
    parts = ask(f"{QUARTER}&by={by}").figures

    for column in parts.columns:
        if column.type is Type.COUNT and column.is_additive:
            assert sum(value or 0 for value in parts.column(column.name)) == (whole[column.name] or 0)
