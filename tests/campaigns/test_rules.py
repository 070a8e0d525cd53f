"""Which rules judged the acts of a day is kept with it."""

import datetime as dt

import pytest

from campaigns import acts, ledger, rules, traffic
from campaigns.models import Kind, MonthTally, QuarterTally, RulesUsed
from campaigns.period import Period

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
BOTH = Period(MONDAY, TUESDAY)


def test_a_day_keeps_the_version_of_its_rules():
    rules.note(MONDAY)

    assert [(kept.day, kept.version) for kept in RulesUsed.objects.all()] == [(MONDAY, traffic.VERSION)]


def test_a_day_that_sees_an_upgrade_keeps_both(monkeypatch):
    judged = traffic.VERSION
    rules.note(MONDAY)
    rules.notes.clear()
    monkeypatch.setattr(traffic, "VERSION", "the next")
    rules.note(MONDAY)
    rules.note(TUESDAY)

    assert set(rules.used(BOTH)) == {judged, "the next"}
    assert rules.used(Period(TUESDAY, TUESDAY)) == ["the next"]


def test_two_processes_note_one_day_once():
    rules.note(MONDAY)
    rules.notes.clear()
    rules.note(MONDAY)

    assert RulesUsed.objects.count() == 1


def test_a_process_asks_the_database_once_a_day(django_assert_num_queries):
    rules.note(MONDAY)
    with django_assert_num_queries(0, using="tallies"):
        rules.note(MONDAY)


def test_a_lost_database_stops_nothing_and_is_asked_again(tallies_away):
    with tallies_away():
        rules.note(MONDAY)
    assert not RulesUsed.objects.exists()

    rules.note(MONDAY)
    assert RulesUsed.objects.exists()


def test_only_days_keep_rules_and_no_month_or_quarter_that_a_help_tap_is_counted_in():
    first = dt.date(2026, 10, 1)
    taps = [
        QuarterTally(quarter=first, language="en", kind="help"),
        MonthTally(month=dt.date(2026, 11, 1), campaign="be-kind", kind="help"),
    ]
    visit = acts.count(1, "en", Kind.VISIT, traffic.Verdict.GENUINE, MONDAY)
    ledger.commit(ledger.merge([*taps, visit]))

    assert [kept.day for kept in RulesUsed.objects.all()] == [MONDAY]
