"""Up to which day each source is complete, and from which files the platforms' figures are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from campaigns.models import AdImport, PlatformRow
from campaigns.report.completeness import (
    FINAL,
    GAPS,
    NO_FILE,
    NOT_COUNTED,
    OURS,
    PARTLY,
    PROVISIONAL,
    completeness,
    is_provisional,
)
from campaigns.report.files import front
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, ask, day, look_up, queries, records, rows

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    return completeness(Ground(query), paid(query))


def row(source: str, address: str = QUARTER) -> dict[str, Any]:
    return records(table(address), "source")[source]


def covers(last: str, exported: str = "") -> None:
    AdImport.objects.update(
        covers_first=day("2026-07-01"), covers_last=day(last), exported=day(exported) if exported else None
    )


@pytest.mark.parametrize(
    ("now", "until", "state"),
    [
        ("2026-09-30T12:00Z", "2026-09-29", PROVISIONAL),
        ("2026-09-30T22:59Z", "2026-09-29", PROVISIONAL),
        ("2026-09-30T23:01Z", "2026-09-30", PROVISIONAL),  # A minute past midnight in London.
        ("2026-10-03T12:00Z", "2026-09-30", PROVISIONAL),
        ("2026-10-04T12:00Z", "2026-09-30", FINAL),
    ],
)
def test_our_own_counts_are_whole_up_to_yesterday_and_final_some_days_after_the_end(count, now, until, state):
    count(1, on="2026-07-01")
    with time_machine.travel(now, tick=False):
        assert (row(OURS)["until"], row(OURS)["state"]) == (until, state)
        assert is_provisional(table()) == (state == PROVISIONAL)


def test_a_platform_is_final_once_a_file_goes_to_the_period_s_end(told):
    told(impressions=5)
    covers("2026-09-29")
    assert (row("tiktok")["until"], row("tiktok")["state"]) == ("2026-09-29", PROVISIONAL)

    covers("2026-09-30")
    assert (row("tiktok")["until"], row("tiktok")["state"]) == ("2026-09-30", FINAL)


def test_the_day_on_which_a_file_was_made_is_not_whole(told):
    told(impressions=5)
    covers("2026-09-30", exported="2026-09-30")

    assert (row("tiktok")["until"], row("tiktok")["state"]) == ("2026-09-29", PROVISIONAL)


def test_each_file_of_the_report_s_rows_is_named_with_its_hash(told):
    told(impressions=5)
    other = AdImport.objects.create(name="b.csv", sha256="1" * 64, state="done", platform="tiktok")
    told(first="2026-08-02", impressions=5, brought_by=other)
    unused = AdImport.objects.create(name="c.csv", sha256="2" * 64, state="done", platform="tiktok")
    told(first="2026-10-02", impressions=5, brought_by=unused)
    covers("2026-09-30")

    assert rows(table(), "source", "file", "sha256")[1:] == [
        ("tiktok", "export.csv", "0" * 64),
        ("tiktok", "b.csv", "1" * 64),
    ]


def test_others_read_the_hash_and_not_the_file_s_name(told):
    told(impressions=5)
    covers("2026-09-30")
    found = row("tiktok", f"{QUARTER}&audience=outside")

    assert (found["file"], found["sha256"]) == (None, "0" * 64)


def test_the_day_a_file_was_brought_in_is_london_s(told):
    told(impressions=5)
    covers("2026-09-30")
    AdImport.objects.update(at=dt.datetime(2026, 8, 31, 23, 30, tzinfo=dt.UTC))

    assert row("tiktok")["brought"] == "2026-09-01"


def test_a_platform_whose_links_were_followed_is_missed_where_it_has_no_file(count):
    count(5, code="tktk2")
    count(5, code="pstr2")

    assert rows(table(), "source", "until", "state")[1:] == [("tiktok", None, NO_FILE)]
    assert rows(table(f"{QUARTER}&language=gu"), "source") == [OURS]


def test_a_file_without_rows_of_the_period_tells_that_there_was_nothing(count, told):
    count(5, code="tktk2")
    told(impressions=5)
    covers("2026-10-31")
    PlatformRow.objects.all().delete()

    assert rows(table(), "source", "until", "state", "file")[1:] == [("tiktok", "2026-09-30", FINAL, None)]


def test_days_that_no_file_is_about_are_missed_though_later_ones_are_whole(told):
    told(impressions=5)
    AdImport.objects.update(first=day("2026-07-01"), last=day("2026-07-31"))
    later = AdImport.objects.create(name="b.csv", sha256="1" * 64, state="done", platform="tiktok")
    AdImport.objects.filter(pk=later.pk).update(first=day("2026-09-02"), last=day("2026-11-01"))

    assert (row("tiktok")["until"], row("tiktok")["state"]) == ("2026-09-30", GAPS)
    assert "No file of TikTok is about 2026-08-01 to 2026-09-01" in " ".join(table().notes)
    assert not is_provisional(table())
    assert "no file of a platform is about some" in front.state(ask())


def test_a_period_that_counting_began_in_or_after_is_not_whole(count):
    count(1, on="2026-08-01")

    assert (row(OURS)["until"], row(OURS)["state"]) == ("2026-09-30", PARTLY)
    assert (row(OURS, "period=2026-27-Q1")["until"], row(OURS, "period=2026-27-Q1")["state"]) == (
        None,
        NOT_COUNTED,
    )


def test_a_file_made_before_any_of_its_days_was_over_makes_nothing_final(told):
    told(first="2026-08-05", impressions=5)
    AdImport.objects.update(first=day("2026-08-05"), last=day("2026-08-05"), exported=day("2026-08-05"))
    found = row("tiktok")

    assert (found["until"], found["state"], found["file"]) == (None, PROVISIONAL, "export.csv")


def test_the_panel_is_a_query_of_files_however_many(count, told):
    told(impressions=5)
    other = AdImport.objects.create(name="b.csv", sha256="1" * 64, state="done", platform="tiktok")
    told(first="2026-08-02", impressions=5, brought_by=other)
    query = Query.of(QUARTER)
    ground, platforms = Ground(query), paid(query)
    look_up(ground)
    ground.totals("source_id", "kind", "verdict")

    assert queries(lambda: completeness(ground, platforms)) == 1
