import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, connections

from livesafe import languages
from livesafe.translations import budget, engine
from livesafe.translations.engine import EngineError
from livesafe.translations.models import Spending

POLISH = languages.get("pl")


@pytest.fixture(autouse=True)
def a_small_month(db, settings):
    settings.DEEPL_MONTHLY_CHARACTERS = 100


def test_a_month_begins_with_all_its_characters():
    assert budget.this_month() == budget.Budget(limit=100, spent=0)


def test_what_is_held_is_spent_until_the_sum_is_known():
    held = budget.hold(60)
    assert budget.this_month().left == 40

    budget.settle(held, 45)

    assert budget.this_month() == budget.Budget(limit=100, spent=45)


def test_the_last_characters_can_be_held_once():
    assert budget.hold(100)
    assert not budget.hold(1)


def test_two_workers_that_both_saw_enough_do_not_both_get_it():
    """Both look, both find 100 left, both want 60: the second is refused by the row itself."""
    first, second = budget.this_month(), budget.this_month()
    assert first.left >= 60
    assert second.left >= 60

    assert [bool(budget.hold(60)), bool(budget.hold(60))] == [True, False]


def at_once(act, times=1):
    """Do it in as many threads at one moment, each with a connection of its own, and give what each got."""
    ready = threading.Barrier(times)

    def one():
        try:
            connection.ensure_connection()
            ready.wait(60)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [asked.result() for asked in [pool.submit(one) for _ in range(times)]]


def make_table():
    with connection.schema_editor() as editor:
        editor.create_model(Spending)


@pytest.fixture
def committed(monkeypatch, tmp_path):
    """A month of the budget outside of this test's own transaction, which no other connection could see."""
    month = date(2031, 1, 1)
    monkeypatch.setattr(budget, "_month", lambda: month)
    if (
        connection.vendor == "sqlite"
    ):  # Tests have theirs in memory, and what is there can be used by one thread.
        monkeypatch.setitem(connections.settings["default"], "NAME", tmp_path / "budget.sqlite3")
        at_once(make_table)
    yield
    at_once(Spending.objects.filter(month=month).delete)


def test_of_two_connections_that_ask_at_once_for_the_last_characters_exactly_one_gets_them(committed):
    held = at_once(lambda: budget.hold(60), times=2)

    assert sorted(bool(one) for one in held) == [False, True]
    assert at_once(budget.this_month) == [budget.Budget(limit=100, spent=60)]


def test_a_limit_of_nothing_lets_nothing_through(settings):
    settings.DEEPL_MONTHLY_CHARACTERS = 0

    assert not budget.hold(1)


def test_a_sum_above_what_was_held_counts_in_full():
    budget.settle(budget.hold(10), 14)

    assert budget.this_month().spent == 14


def test_a_new_month_has_a_budget_of_its_own_and_begins_in_london():
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):  # 23:30 in London.
        budget.hold(90)
        assert budget.this_month().left == 10
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):  # 1 July in London.
        assert budget.this_month().left == 100


def test_what_was_held_before_midnight_is_put_right_in_its_own_month():
    with time_machine.travel(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)):
        held = budget.hold(90)
    with time_machine.travel(datetime(2026, 6, 30, 23, 1, tzinfo=UTC)):
        budget.hold(30)
        budget.settle(held, 50)
        assert budget.this_month().spent == 30
    with time_machine.travel(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)):
        assert budget.this_month().spent == 50


def test_no_call_goes_over_the_limit(deepl):
    engine.translate(["a" * 80], POLISH)

    with pytest.raises(EngineError, match="LIVESAFE_DEEPL_MONTHLY_CHARACTERS") as error:
        engine.translate(["a" * 21], POLISH)

    assert (error.value.reason, error.value.kind) == ("limit", "person")
    assert len(deepl.requests) == 1
    assert engine.translate(["a" * 20], POLISH).billed == 20


def test_reading_back_is_under_the_same_limit(deepl):
    budget.hold(95)

    with pytest.raises(EngineError):
        engine.back_translate(["Palavra"], POLISH)


def test_the_price_is_told_where_the_contract_is_known(settings):
    settings.DEEPL_PRICE_PER_MILLION = Decimal(20)
    assert budget.price(12_345) == Decimal("0.25")

    settings.DEEPL_PRICE_PER_MILLION = None
    assert budget.price(12_345) is None
