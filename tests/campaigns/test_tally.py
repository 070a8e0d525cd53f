"""The writer: what is added, and when it says that nothing was."""

import datetime as dt
import uuid

import pytest
from django.db import OperationalError, connections

from campaigns import ledger, tally
from campaigns.models import MonthTally, QuarterTally, ReadTally, Tally
from campaigns.tally import TallyError

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

DAY = dt.date(2026, 11, 22)


def click(**changes: object) -> Tally:
    row = {"day": DAY, "source_id": 1, "language": "gu", "kind": "click", "verdict": "genuine"}
    return Tally(**row | changes)


def test_a_first_act_makes_its_row():
    tally.add([click()])

    assert list(Tally.objects.values_list("day", "source_id", "language", "kind", "verdict", "n")) == [
        (DAY, 1, "gu", "click", "genuine", 1)
    ]


def test_a_second_act_adds_to_it():
    tally.add([click()])
    tally.add([click(), click(n=5)])

    assert Tally.objects.get().n == 7


@pytest.mark.parametrize(
    "other",
    [
        {"day": dt.date(2026, 11, 23)},
        {"source_id": 2},
        {"language": "ur"},
        {"kind": "visit"},
        {"verdict": "staff"},
    ],
    ids=str,
)
def test_what_differs_has_a_row_of_its_own(other):
    tally.add([click(), click(**other)])

    assert sorted(Tally.objects.values_list("n", flat=True)) == [1, 1]


def test_every_kind_of_tally_adds_up():
    rows = [
        ReadTally(day=DAY, page=uuid.UUID(int=7), language="gu"),
        MonthTally(month=DAY.replace(day=1), campaign="be-kind", kind="help"),
        QuarterTally(quarter=dt.date(2026, 10, 1), language="gu", kind="exit"),
    ]
    tally.add(rows)
    tally.add(rows)

    assert [type(row).objects.get().n for row in rows] == [2, 2, 2]


def test_more_rows_than_a_statement_takes_are_all_counted(monkeypatch):
    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    rows = [click(language=language) for language in ("gu", "ur", "pl", "pa", "ro")]
    tally.add(rows)
    tally.add(rows)

    assert list(Tally.objects.values_list("n", flat=True)) == [2] * 5


def test_a_lost_database_is_one_exception(tallies_away):
    with tallies_away(), pytest.raises(TallyError):
        tally.add([click()])


def test_where_one_row_fails_none_is_counted(monkeypatch):
    monkeypatch.setattr(ledger, "AT_ONCE", 1)

    def fail_second(execute, sql, params, many, context):
        if "ur" in (params or ()):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connections["tallies"].execute_wrapper(fail_second), pytest.raises(TallyError):
        tally.add([click(language="gu"), click(language="ur")])

    assert not Tally.objects.exists()


def test_a_tally_holds_nothing_of_the_visitor():
    columns = {
        field.name for model in (Tally, ReadTally, MonthTally, QuarterTally) for field in model._meta.fields
    }

    assert columns == {
        *(
            "id",
            "n",
            "day",
            "month",
            "quarter",
            "source_id",
            "language",
            "kind",
            "verdict",
            "page",
            "campaign",
        )
    }
