"""The reach report: its rows, and the same figures as page, file and command."""

import csv
import datetime as dt
import io
import random

import pytest
import time_machine
from django.core.management import CommandError, call_command

from campaigns import exports, tally
from campaigns.models import Source, Tally
from campaigns.reach import FIGURES, Dimension, Period, Reach, columns, parse_dimensions, reach

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


@pytest.fixture
def sources(db) -> dict[str, Source]:
    rows = {
        "direct": {"campaign": "one", "channel": "direct"},
        "pstr2": {"campaign": "one", "channel": "poster"},
        "tktk2": {"campaign": "two", "channel": "tiktok"},
    }
    return {code: Source.objects.create(code=code, **row) for code, row in rows.items()}


@pytest.fixture
def count(sources):
    def count(n: int, kind: str, code: str = "pstr2", **changes: object) -> None:
        row = {"day": dt.date(2026, 11, 22), "language": "gu", "verdict": "genuine"} | changes
        tally.add([Tally(source_id=sources[code].pk, kind=kind, n=n, **row)])

    return count


def figures(rows: list[Reach]) -> list[list[str | int]]:
    return [row.cells for row in rows]


# Rows


def test_without_a_breakdown_there_is_one_row(count):
    for kind, n in [("impression", 5), ("visit", 4), ("click", 3), ("pledge", 2)]:
        count(n, kind)

    assert columns(()) == ["impressions", "visits", "clicks_gross", "clicks_genuine", "actions"]
    assert figures(reach(NOVEMBER)) == [[5, 4, 3, 3, 2]]


def test_where_nothing_was_counted_the_one_row_is_nought(db):
    assert figures(reach(NOVEMBER)) == [[0, 0, 0, 0, 0]]
    assert reach(NOVEMBER, by=[Dimension.CAMPAIGN]) == []


@pytest.mark.parametrize(
    "verdict", ["crawler", "link_preview", "preload", "automation", "duplicate", "staff", "ended"]
)
def test_only_gross_clicks_hold_what_is_not_genuine(count, verdict):
    for kind in ("impression", "visit", "click", "pledge"):
        count(1, kind, verdict=verdict)

    assert figures(reach(NOVEMBER)) == [[0, 0, 1, 0, 0]]


def test_every_action_is_an_action(count):
    for n, kind in enumerate(["pledge", "download", "share", "finish"], start=1):
        count(n, kind)

    assert reach(NOVEMBER)[0].figures["actions"] == 10


def test_a_period_holds_its_first_day_and_its_last(count):
    for day in ("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01"):
        count(1, "click", day=dt.date.fromisoformat(day))

    assert reach(NOVEMBER)[0].figures["clicks_genuine"] == 2


def test_all_that_a_source_is_can_be_asked_for(count):
    count(1, "click", "pstr2")
    count(2, "click", "tktk2", language="ur")
    count(4, "visit", "direct")
    by = [Dimension.CAMPAIGN, Dimension.CHANNEL, Dimension.SOURCE, Dimension.LANGUAGE]

    assert columns(by)[:4] == ["campaign", "channel", "source", "language"]
    assert figures(reach(NOVEMBER, by=by)) == [
        ["one", "direct", "direct", "gu", 0, 4, 0, 0, 0],
        ["one", "poster", "pstr2", "gu", 0, 0, 1, 1, 0],
        ["two", "tiktok", "tktk2", "ur", 0, 0, 2, 2, 0],
    ]


def test_sources_of_one_campaign_add_up(count):
    count(1, "click", "pstr2")
    count(2, "visit", "direct")

    assert figures(reach(NOVEMBER, by=[Dimension.CAMPAIGN])) == [["one", 0, 2, 1, 1, 0]]


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
def test_time_can_be_asked_for_in_five_units(count, unit, names):
    for day in ("2026-03-31", "2026-04-01", "2026-11-22", "2027-03-31"):
        count(1, "click", day=dt.date.fromisoformat(day))
    rows = reach(Period(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), by=[Dimension(unit)])

    assert [row.labels["period"] for row in rows] == names
    assert sum(row.figures["clicks_gross"] for row in rows) == 4


def test_the_columns_stand_in_one_order_however_they_are_asked():
    by = parse_dimensions(["language", "source", "quarter", "channel", "campaign"])

    assert columns(by) == ["period", "campaign", "channel", "source", "language", *FIGURES]


@pytest.mark.parametrize(
    ("names", "reason"),
    [(["borough"], "“borough” is not one of"), (["day", "month"], "Choose one of")],
)
def test_what_can_t_be_asked_is_said_in_words(names, reason):
    with pytest.raises(ValueError, match=reason):
        parse_dimensions(names)


def test_parts_always_add_up_to_the_whole(count):
    chance = random.Random(7)
    for _ in range(60):
        count(
            chance.randrange(1, 9),
            chance.choice(["impression", "visit", "click", "pledge"]),
            chance.choice(["direct", "pstr2", "tktk2"]),
            day=dt.date(2026, 11, chance.randrange(1, 31)),
            language=chance.choice(["en", "gu", "ur"]),
            verdict=chance.choice(["genuine", "genuine", "crawler"]),
        )
    whole = reach(NOVEMBER)[0].figures

    for dimension in Dimension:
        rows = reach(NOVEMBER, by=[dimension])
        assert {name: sum(row.figures[name] for row in rows) for name in FIGURES} == whole


def test_a_report_is_one_query_in_each_database(count, django_assert_num_queries):
    count(1, "click")
    with django_assert_num_queries(1), django_assert_num_queries(1, using="tallies"):
        reach(NOVEMBER, by=[Dimension.DAY, Dimension.CAMPAIGN, Dimension.LANGUAGE])


def test_a_source_that_somebody_removed_is_not_left_out(count, sources):
    count(3, "click")
    Source.objects.filter(code="pstr2")._raw_delete("default")

    assert figures(reach(NOVEMBER, by=[Dimension.CAMPAIGN])) == [["unknown", 0, 0, 3, 3, 0]]


# CSV and command


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("reach_report", *arguments, stdout=out)
    return out.getvalue()


def test_the_csv_has_the_columns_asked_for(count):
    count(3, "click")
    by = [Dimension.QUARTER, Dimension.CAMPAIGN]

    assert list(csv.reader(io.StringIO(exports.as_csv(reach(NOVEMBER, by=by), by)))) == [
        ["period", "campaign", "impressions", "visits", "clicks_gross", "clicks_genuine", "actions"],
        ["2026-27-Q3", "one", "0", "0", "3", "3", "0"],
    ]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@sum", "\tx", "\rx"])
def test_no_cell_is_run_by_a_spreadsheet(cell):
    assert exports.harmless(cell) == f"'{cell}"
    assert exports.harmless(-1) == -1


def test_the_command_prints_the_same_csv(count):
    count(3, "click")
    by = [Dimension.CAMPAIGN, Dimension.LANGUAGE]
    asked = ["--from", "2026-11-01", "--to", "2026-11-30", "--by", "language,campaign", "--format", "csv"]

    assert told(*asked) == exports.as_csv(reach(NOVEMBER, by=by), by)


def test_the_command_prints_a_table(count):
    count(3, "click")

    assert told("--from", "2026-11-01", "--to", "2026-11-30", "--by", "campaign").splitlines() == [
        "campaign  impressions  visits  clicks_gross  clicks_genuine  actions",
        "one                 0       0             3               3        0",
    ]


def test_the_command_without_dates_reports_the_quarter_so_far(count):
    count(1, "click", day=dt.date(2026, 9, 30))
    count(2, "click", day=dt.date(2026, 10, 1))
    with time_machine.travel("2026-11-22T12:00Z"):
        assert told("--format", "csv").splitlines()[1] == "0,0,2,2,0"


@pytest.mark.parametrize(
    "wrong", [["--by", "borough"], ["--from", "2026-11-30", "--to", "2026-11-01"]], ids=str
)
def test_the_command_says_what_it_can_t_do(db, wrong):
    with pytest.raises(CommandError):
        told(*wrong)
