"""For any figures: what is verified is the sum, what is not the sum is refused, and reading twice is the same."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.ads.compare import compare
from campaigns.ads.read import read
from campaigns.ads.shape import ADDITIVE, RefusedError
from tests.campaigns.ads import make_files
from tests.campaigns.ads.exports import FILES

HEADER = [
    "Reporting starts", "Reporting ends", "Campaign name", "Campaign ID", "Impressions", "Link clicks",
    "Clicks (all)", "Landing page views", "3-second video plays", "Amount spent (GBP)",
]  # fmt: skip
COUNT = st.integers(0, 10**9)
PENCE = st.integers(0, 10**8).map(lambda pence: Decimal(pence) / 100)
FIGURES = st.tuples(COUNT, COUNT, COUNT, COUNT, COUNT, PENCE)
NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
TABLE = st.lists(st.tuples(NAME, FIGURES), min_size=1, max_size=8)


def export(rows, total=None, *, first=True):
    named = [[name, str(number), *figures] for number, (name, figures) in enumerate(rows, 1)]
    totals = [["", "", *total]] if total else []
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(HEADER)
    for row in totals + named if first else named + totals:
        writer.writerow(["2026-08-01", "2026-08-31", *row])
    return made.getvalue().encode()


def sums(rows):
    return [sum(column) for column in zip(*(figures for _, figures in rows), strict=True)]


@settings(deadline=None)
@given(rows=TABLE, first=st.booleans())
def test_what_is_verified_is_the_sum_of_the_rows(rows, first):
    file = read("a.csv", export(rows, sums(rows), first=first))

    (total,) = file.totals
    assert total.verified == ADDITIVE
    for name, figure in total.figures:
        assert figure == sum(getattr(row, name) for row in file.rows)


@settings(deadline=None)
@given(rows=TABLE, column=st.integers(0, 4), off=st.integers(1, 1000))
def test_a_total_that_is_off_by_one_is_refused(rows, column, off):
    total = sums(rows)
    total[column] += off

    with pytest.raises(RefusedError) as caught:
        read("a.csv", export(rows, total))

    assert len(caught.value.reasons) == 1


@settings(deadline=None)
@given(rows=TABLE)
def test_a_row_that_was_lost_is_noticed(rows):
    rows = [*rows, ("Lost", (1, 1, 1, 1, 1, Decimal("0.01")))]

    with pytest.raises(RefusedError):
        read("a.csv", export(rows[:-1], sums(rows)))


@settings(deadline=None)
@given(rows=TABLE)
def test_reading_twice_is_the_same(rows):
    content = export(rows)

    one, other = read("a.csv", content), read("a.csv", content)

    assert one == other
    assert compare(one.rows, other.rows).same == one.rows


@settings(deadline=None)
@given(
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"\xff\xfe", b"PK\x03\x04", b"Impr.,Clicks,Campaign\n"]),
)
def test_no_bytes_break_the_reader(content, head):
    with suppress(RefusedError):
        read("a.csv", head + content)


@settings(deadline=None)
@given(place=st.integers(0, len(make_files.TIKTOK_DAYS)), byte=st.binary(min_size=1, max_size=4))
def test_no_damage_breaks_the_reader_of_workbooks(place, byte):
    whole = make_files.TIKTOK_DAYS

    with suppress(RefusedError):
        read("a.xlsx", whole[:place] + byte + whole[place + len(byte) :])


@settings(deadline=None)
@given(cells=st.lists(st.text(max_size=12), min_size=6, max_size=6))
def test_no_cells_break_a_table(cells):
    made = io.StringIO()
    csv.writer(made).writerows(
        [
            ["Day", "Campaign", "Device", "Cost", "Impr.", "Clicks"],
            cells,
            ["2026-08-01", "A", "x", "£1", "2", "3"],
        ]
    )
    try:
        file = read("a.csv", made.getvalue().encode("utf-8", "replace"))
    except RefusedError:
        return
    assert all(row.impressions is None or row.impressions >= 0 for row in file.rows)


@pytest.mark.parametrize(
    "name", [name for name in make_files.MADE if (FILES / name).read_bytes()[:2] != b"PK"]
)
def test_the_files_are_those_that_the_script_makes(name):
    assert (FILES / name).read_bytes() == make_files.MADE[name]
