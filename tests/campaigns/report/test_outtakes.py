"""What young people answered before a story and after it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from campaigns.report.outtakes import outtakes
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, look_up, queries, rows

pytestmark = pytest.mark.django_db(databases="__all__")


def table(address: str = QUARTER) -> Panel:
    return outtakes(Ground(Query.of(address)))


def test_a_mean_is_made_of_all_answers(count):
    for kind, n in [("before_1", 3), ("before_2", 1), ("after_4", 1), ("after_5", 2)]:
        count(n, kind)

    assert [column.name for column in table().columns] == [
        *("campaign", "before_answers", "before_mean", "after_answers", "after_mean", "change")
    ]
    assert table().rows == (("one", 4, Decimal("1.25"), 3, Decimal("4.67"), Decimal("3.42")),)


def test_the_mean_of_two_links_is_not_the_mean_of_their_means(count):
    count(9, "before_1", code="pstr2")
    count(1, "before_5", code="nstg2")

    assert rows(table(), "before_mean") == [Decimal("1.40")]


def test_the_change_is_rounded_once(count):
    count(2, "before_1")
    count(1, "before_2")  # 1.333…
    count(1, "after_1")
    count(2, "after_2")  # 1.666…, so 0.33 and not 1.67 − 1.33 = 0.34

    assert rows(table(), "before_mean", "after_mean", "change") == [
        (Decimal("1.33"), Decimal("1.67"), Decimal("0.33"))
    ]


def test_who_answered_before_alone_shows_no_change(count):
    count(2, "before_3")

    assert rows(table(), "after_answers", "after_mean", "change") == [(0, None, None)]


def test_answers_of_machines_and_other_acts_are_no_answers(count):
    count(2, "before_3", verdict="crawler")
    count(2, "visit")

    assert table().rows == ()
    assert "Nobody answered" in table().empty


def test_filters_hold_for_answers_too(count):
    count(2, "before_3", language="ur")
    count(5, "before_3", code="tktk2", language="gu")

    assert rows(table(f"{QUARTER}&campaign=two"), "campaign", "before_answers") == [("two", 5)]
    assert rows(table(f"{QUARTER}&language=ur"), "campaign", "before_answers") == [("one", 2)]


def test_the_panel_is_one_query(count):
    count(2, "before_3")
    count(2, "after_3", code="tktk2")
    ground = Ground(Query.of(QUARTER))
    look_up(ground)

    assert queries(lambda: outtakes(ground)) == 1
