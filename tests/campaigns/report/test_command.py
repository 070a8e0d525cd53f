"""The report on the command line: the admin's figures, to the unit."""

from __future__ import annotations

import csv
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from campaigns.models import FrozenReport
from campaigns.report.files import data, paper, table, workbook
from tests.campaigns.report.conftest import QUARTER, ask

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

PERIOD = ["--period", "2026-27-Q2"]


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-22T12:00Z"):
        yield


def told(*arguments: str, command: str = "reach_report") -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_it_prints_the_same_csv_as_the_report_makes(count):
    count(3)

    assert told(*PERIOD, "--by", "language,campaign", "--format", "csv") == table.text(
        ask(f"{QUARTER}&by=campaign,language")
    )


def test_it_prints_a_table(count):
    count(2_500)

    lines = told(*PERIOD, "--by", "campaign").splitlines()
    assert lines[0].split()[:3] == ["campaign", "impressions", "visits"]
    assert lines[1].split()[:5] == ["one", "0", "0", "2,500", "2,500"]


def test_days_may_stand_in_place_of_a_period(count):
    count(3)

    asked = ["--from", "2026-07-01", "--to", "2026-09-30", "--format", "csv"]
    assert told(*asked) == told(*PERIOD, "--format", "csv")


def test_without_a_period_it_is_the_quarter_so_far(count):
    count(1, on="2026-09-30")
    count(2, on="2026-10-01")

    [row] = csv.DictReader(io.StringIO(told("--format", "csv")))
    assert row["clicks_genuine"] == "2"


def test_filters_and_the_audience_are_those_of_the_report_s_address(count):
    count(3)
    count(20, code="tktk2")
    asked = ["--channel", "tiktok", "--by", "channel", "--audience", "outside", "--format", "json"]

    assert (
        told(*PERIOD, *asked)
        == f"{data.as_json(ask(f'{QUARTER}&by=channel&channel=tiktok&audience=outside'))}\n"
    )


@pytest.mark.parametrize(
    ("form", "make"),
    [
        ("csv", table.as_csv),
        ("xlsx", workbook.as_workbook),
        ("pdf", paper.as_pdf),
        ("json", data.as_bytes),
    ],
)
def test_a_file_has_the_same_bytes_as_the_admin_s(count, tmp_path, form, make):
    count(3)
    out = tmp_path / f"report.{form}"
    told(*PERIOD, "--by", "channel", "--format", form, "--out", str(out))

    assert out.read_bytes() == make(ask(f"{QUARTER}&by=channel"))


def test_any_table_can_be_printed_by_its_name(count):
    count(3)

    assert told(*PERIOD, "--panel", "whole", "--format", "csv") == table.text(ask(), "whole")


def test_the_dictionary_is_printed_in_place_of_the_figures(db):
    assert told(*PERIOD, "--dictionary", "--format", "csv") == table.dictionary_text(ask())
    assert "| clicks_genuine | " in told(*PERIOD, "--dictionary")


def test_a_pipe_takes_a_workbook(count):
    content = io.BytesIO()
    stream = io.TextIOWrapper(content)
    call_command("reach_report", *PERIOD, "--format", "xlsx", stdout=stream)

    assert content.getvalue() == workbook.as_workbook(ask())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (["--by", "borough"], "“borough” is not one of"),
        (["--period", "soon"], "“soon” is no period"),
        (["--from", "2026-11-30", "--to", "2026-11-01"], "ends before it"),
        (["--from", "2026-11-01"], "both the first day and the last"),
        ([*PERIOD, "--from", "2026-11-01", "--to", "2026-11-02"], "not both"),
        (["--channel", "fax"], "“fax” is no channel"),
        (["--audience", "everybody"], "“everybody” is not one of"),
        (["--panel", "weather"], "“weather” is no table.*figures"),
        (["--panel", "whole", "--format", "pdf"], "pdf has every table"),
        (["--dictionary", "--format", "pdf"], "--dictionary is CSV"),
        (["--format", "pdf"], "--out FILE"),
        (["--format", "csv", "--out", "/nowhere/at/all.csv"], "can’t be written"),
    ],
)
def test_what_it_can_t_do_is_said_in_words(db, wrong, reason):
    with pytest.raises(CommandError, match=reason):
        told(*wrong)


# freeze_report


def test_a_report_is_frozen_and_told_with_its_hash(count):
    count(3)
    said = told(*PERIOD, "--by", "channel", command="freeze_report")
    kept = FrozenReport.objects.get()

    assert f"version 1, SHA-256 {kept.content_hash}" in said


def test_frozen_again_it_says_what_moved_or_that_nothing_has(count):
    count(3)
    told(*PERIOD, "--by", "channel", command="freeze_report")
    assert "Nothing has moved" in told(*PERIOD, "--by", "channel", command="freeze_report")
    count(4)
    said = told(*PERIOD, "--by", "channel", command="freeze_report")

    assert "version 2" in said
    assert "figures, poster, clicks_genuine: 3 → 7" in said


def test_a_period_that_has_not_begun_is_not_frozen(db):
    with pytest.raises(CommandError, match="has not begun"):
        told("--period", "2026-27-Q4", command="freeze_report")
