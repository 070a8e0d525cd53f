"""Importing adds, replaces and leaves alone; undoing restores exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.ads.shape import RefusedError
from campaigns.imports import stored
from campaigns.imports.undo import CannotUndoError, undo
from campaigns.models import AdCampaign, AdImport, AdUpload, PlatformRow
from campaigns.period import Period
from tests.campaigns.ads.exports import days
from tests.campaigns.imports.conftest import current, everything, golden, meta, read

FIRST = meta("2026-09-01,Stand,1000,10,5.00", "2026-09-02,Stand,2000,20,6.00")
LATER = meta("2026-09-01,Stand,1000,10,5.00", "2026-09-02,Stand,2100,21,6.50", "2026-09-03,Stand,300,3,1.00")
GOLDEN = {
    "meta-ads.csv": {},
    "meta-ages.csv": {},
    "meta-days.csv": {},
    "LLR_Campaign_20260101_20260131_GMT+0.xlsx": {},
    "tiktok-days.csv": {},
    "snapchat-days.csv": {"currency": "GBP"},
    "google-days.csv": {},
    "google-range.csv": {},
    "linkedin-days.csv": {},
    "linkedin-period.csv": {},
    "x-days.csv": {"currency": "GBP"},
    "meta-posts.csv": {"period": days("2026-07-01", "2026-07-31")},
}


@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_read_from_the_database_is_what_the_file_said(bring, name):
    file = read(golden(name), name, **GOLDEN[name])

    bring(golden(name), name, **GOLDEN[name])

    rows = PlatformRow.objects.order_by("pk")
    assert [stored.as_read(row) for row in rows] == list(file.rows)
    assert {stored.key_hash(stored.as_read(row)) for row in rows} == {row.key_hash for row in rows}


@pytest.mark.parametrize("name", GOLDEN)
def test_importing_a_file_twice_changes_nothing_and_says_so(bring, name):
    bring(golden(name), name, **GOLDEN[name])
    before = everything()

    again = bring(golden(name), name, **GOLDEN[name])

    assert everything() == before
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert again.same == len(before)


def test_a_later_file_replaces_what_changed_and_keeps_what_was_there(bring):
    first = bring(FIRST)

    later = bring(LATER, "later.csv")

    assert (later.new, later.same, later.changed, later.gone) == (1, 1, 1, 0)
    assert current("impressions", "brought_by") == [(1000, first.pk), (2100, later.pk), (300, later.pk)]
    assert PlatformRow.objects.get(replaced_by=later).impressions == 2000


def test_a_row_that_a_later_file_no_longer_has_is_gone(bring):
    bring(meta("2026-09-01,Stand,1000,10,5.00", "2026-09-02,Stand,2000,20,6.00", "2026-09-03,Stand,5,0,0.10"))

    later = bring(meta("2026-09-01,Stand,1000,10,5.00", "2026-09-03,Stand,5,0,0.10"))

    assert later.gone == 1
    assert current("first") == [dt.date(2026, 9, 1), dt.date(2026, 9, 3)]


def test_undoing_restores_the_rows_exactly(bring):
    bring(FIRST)
    before = everything()

    undo(bring(LATER), None)

    assert everything() == before


def test_an_import_that_a_later_one_stands_on_is_undone_after_it(bring):
    first, later = bring(FIRST), bring(LATER, "later.csv")
    before = everything()

    with pytest.raises(
        CannotUndoError, match=r"A later import stands on it\. Undo “later\.csv” of .* first\."
    ):
        undo(first, None)
    assert everything() == before

    undo(later, None)
    undo(first, None)
    assert everything() == []


def test_an_import_is_not_undone_where_its_old_rows_came_again_by_another(bring):
    bring(meta("2026-09-01,Stand,1,0,1.00", "2026-09-02,Stand,2,0,1.00", "2026-09-03,Stand,3,0,1.00"))
    middle = bring(meta("2026-09-01,Stand,1,0,1.00", "2026-09-03,Stand,3,0,1.00"), "middle.csv")
    bring(meta("2026-09-02,Stand,2,0,1.00"), "again.csv")

    with pytest.raises(CannotUndoError, match=r"Undo “again\.csv”"):
        undo(middle, None)

    assert current("impressions") == [1, 2, 3]


def test_an_import_is_not_undone_where_its_old_days_came_again_in_another_form(bring):
    bring(meta("2026-09-01,Stand,1,0,1.00", "2026-09-02,Stand,2,0,1.00", "2026-09-03,Stand,3,0,1.00"))
    middle = bring(meta("2026-09-01,Stand,1,0,1.00", "2026-09-03,Stand,3,0,1.00"))
    bring(meta("2026-09-02,Stand,1,0,1.00", columns="Ad name,Impressions,Link clicks,Amount spent (GBP)"))

    with pytest.raises(CannotUndoError, match="Undo that one first"):
        undo(middle, None)


def test_an_import_is_undone_once(bring):
    imported = bring(FIRST)
    undo(imported, None)

    with pytest.raises(CannotUndoError, match="not imported"):
        undo(imported, None)


def test_what_was_undone_can_be_imported_again(bring):
    undo(bring(FIRST), None)

    assert bring(FIRST).new == 2


def test_days_that_would_be_counted_twice_are_refused_and_nothing_is_stored(bring):
    bring(FIRST)
    before = everything()
    period = b"Reporting starts,Reporting ends,Campaign name,Impressions\n2026-09-01,2026-09-30,Stand,5000"

    with pytest.raises(RefusedError, match="counted twice"):
        bring(period)

    assert everything() == before
    assert AdImport.objects.count() == 1


def test_of_a_refused_file_nothing_is_kept(bring):
    with pytest.raises(RefusedError):
        bring(b"this is, no, table")

    assert not AdImport.objects.exists()
    assert not AdUpload.objects.exists()
    assert not AdCampaign.objects.exists()


def test_an_imported_file_is_forgotten_and_its_provenance_kept(bring):
    imported = bring(golden("meta-days.csv"), "../../etc/meta-days.csv")

    assert not AdUpload.objects.exists()
    assert imported.name == "meta-days.csv"
    assert len(imported.sha256) == 64
    assert (imported.platform, imported.kind, imported.state) == ("meta", "paid", "done")
    assert imported.totals[0]["verified"]


def test_accounts_with_campaigns_of_one_name_are_told_apart(bring):
    columns = "Account ID,Campaign name,Impressions"
    bring(meta("2026-09-01,111,Stand,1000", columns=columns))

    assert bring(meta("2026-09-01,222,Stand,2000", columns=columns)).new == 1
    assert AdCampaign.objects.count() == 2


def test_a_stated_account_that_is_not_the_file_s_own_is_refused(bring):
    with pytest.raises(RefusedError, match="is of the account 111, but you state 222"):
        bring(
            meta("2026-09-01,111,Stand,1000", columns="Account ID,Campaign name,Impressions"), account="222"
        )


def test_what_is_stated_is_kept_with_the_import(bring):
    period = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    imported = bring(
        golden("LLR_Campaign_20260101_20260131_GMT+0.xlsx"), "renamed.xlsx", period=period, account="LLR"
    )

    assert (imported.stated_first, imported.stated_last) == (period.first, period.last)
    assert imported.accounts == ["LLR"]


def test_more_decimals_than_are_kept_change_nothing_when_they_come_again(bring):
    columns = "Campaign name,Impressions,Frequency,Amount spent (GBP)"
    content = meta("2026-09-01,Stand,1000,1.23456789012345,5.123456789", columns=columns)
    bring(content)

    assert bring(content).same == 1
    assert current("spend") == [Decimal("5.123457")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-09-01,Stand,9999999999999,1,1.00", "larger than any platform"),
        ("2026-09-01,Stand,1000,1,99999999999.00", "larger than any budget"),
    ],
)
def test_what_no_platform_can_have_reached_is_refused(bring, row, words):
    with pytest.raises(RefusedError, match=words):
        bring(meta(row))


def test_a_frequency_that_no_advertisement_has_is_refused(bring):
    with pytest.raises(RefusedError, match="larger than any platform"):
        bring(meta("2026-09-01,Stand,1000,5000000000", columns="Campaign name,Impressions,Frequency"))


def test_a_year_of_days_is_stored_in_few_queries(bring):
    day = dt.date(2025, 4, 1)
    rows = [f"{day + dt.timedelta(days=number)},Stand,1000,10,5.00" for number in range(365)]

    with CaptureQueriesContext(connection) as queries:
        bring(meta(*rows))

    assert len(queries) < 60
