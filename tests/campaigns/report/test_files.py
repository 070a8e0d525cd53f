"""Names of files, and the report as JSON."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.report.files import data
from campaigns.report.files.names import file_name
from tests.campaigns.report.given import ADDRESS, TITLES, doubt, figures, headline, report, row


@pytest.mark.parametrize(
    ("address", "more", "name"),
    [
        (ADDRESS, {}, "livesafe-reach-2026-27-Q2.csv"),
        (f"{ADDRESS}&by=language,channel", {}, "livesafe-reach-2026-27-Q2-by-channel-language.csv"),
        (f"{ADDRESS}&audience=outside", {"is_demo": True}, "livesafe-reach-2026-27-Q2-outside-demo.csv"),
        ("from=2026-07-02&to=2026-07-09", {}, "livesafe-reach-2026-07-02-to-2026-07-09.csv"),
        (f"{ADDRESS}&channel=tiktok", {}, "livesafe-reach-2026-27-Q2-only-tiktok.csv"),
    ],
)
def test_a_file_s_name_says_what_was_asked(address, more, name):
    assert file_name(report(address=address, **more), "csv") == name


def test_a_name_has_the_table_and_the_version_where_there_is_one():
    assert file_name(report(), "csv", panel="calendar") == "livesafe-reach-2026-27-Q2-calendar.csv"
    assert file_name(report(), "pdf", edition=2) == "livesafe-reach-2026-27-Q2-version-2.pdf"


def test_a_name_is_no_longer_than_a_file_s_may_be_and_holds_nothing_but_plain_letters():
    campaigns = ",".join(f"campaign-{number}" for number in range(90))
    name = file_name(report(address=f"{ADDRESS}&campaign={campaigns},બનો&by=campaign", is_demo=True), "xlsx")

    assert len(name) < 140
    assert name.endswith("-demo.xlsx")
    assert name.replace("-", "").replace(".", "").isalnum()
    assert name.isascii()


def test_equal_reports_have_equal_text():
    again = report(replace(figures(), words=dict(reversed(figures().words.items()))))

    assert data.as_bytes(report()) == data.as_bytes(again)
    assert json.loads(data.as_bytes(report())) == report().as_data()


def test_no_penny_is_lost_on_the_way():
    panel = figures((*row()[:3], Decimal("0.10"), Decimal("1E+3"), None))
    [cells] = json.loads(data.as_json(report(panel)))["panels"][0]["rows"]

    assert cells[3:5] == ["0.10", "1000"]


def test_what_was_written_is_read_back_as_it_was():
    given = report(
        figures(row(), row(clicks="<10", why=None), row(clicks=None), notes=("A note.",)),
        headline=headline(doubt("It was the first film.")),
        is_demo=True,
        is_provisional=False,
    )
    again = data.read(data.as_json(given))

    assert again.figures.rows == given.figures.rows
    assert again.figures.columns == given.figures.columns
    assert again.headline.shown == given.headline.shown
    assert data.as_json(again) == data.as_json(given)


def test_a_headline_that_is_withheld_is_not_in_the_file_in_any_form():
    content = data.as_json(report(headline=headline(doubt())))

    assert "28,000" not in content
    assert data.read(content).headline.is_withheld


def test_titles_of_other_campaigns_are_not_in_the_file():
    content = data.as_json(report(figures(row("be-kind"))))

    assert TITLES["be-kind"] in content
    assert TITLES["mehrban"] not in content
