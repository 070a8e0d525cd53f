"""The queue before the tallies' database: who waits, who is sent away, and what is tried again."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import DataError, OperationalError

from campaigns import writer
from campaigns.ledger import InDoubtError, Totals
from campaigns.models import Tally
from campaigns.writer import Entry, Outcome, Writer


def row(number: int = 1, n: int = 1) -> Totals:
    return {(Tally, (number,)): n}


class Database:
    """Takes totals, when it is not told otherwise."""

    def __init__(self) -> None:
        self.commits: list[Totals] = []
        self.is_open = threading.Event()
        self.is_open.set()
        self.asked = threading.Event()
        self.fault: Callable[[Totals], Exception | None] = lambda totals: None

    def __call__(self, totals: Totals) -> None:
        self.asked.set()
        assert self.is_open.wait(10)
        if fault := self.fault(totals):
            raise fault
        self.commits.append(totals)

    def sum(self) -> int:
        return sum(n for totals in self.commits for n in totals.values())


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def queue(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    monkeypatch.setattr(writer, "AGAIN", 0.05)
    for patience in ("PATIENCE", "BRIEFLY"):  # Longer than any test lasts where it does not say otherwise.
        monkeypatch.setattr(writer, patience, 60)
    queue = Writer(places=4, commit=database)
    yield queue
    database.is_open.set()
    queue.close()


def together(act: Callable[[], Outcome], times: int) -> tuple[list[Outcome], list[threading.Thread]]:
    outcomes: list[Outcome] = []
    threads = [threading.Thread(target=lambda: outcomes.append(act())) for _ in range(times)]
    for thread in threads:
        thread.start()
    return outcomes, threads


def until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def test_what_is_committed_is_said_after_the_commit(queue, database):
    assert queue.add(row()) is Outcome.COMMITTED
    assert database.commits == [row()]


def test_what_arrives_meanwhile_shares_the_next_transaction(queue, database):
    database.is_open.clear()
    outcomes, threads = together(lambda: queue.add(row()), 1)
    assert database.asked.wait(10)
    more, others = together(lambda: queue.add(row()), 3)
    until(lambda: len(queue._queue) == 3)
    database.is_open.set()
    for thread in threads + others:
        thread.join(10)

    assert outcomes + more == [Outcome.COMMITTED] * 4
    assert database.commits == [row(n=1), row(n=3)]


def test_who_finds_every_place_taken_is_sent_away_at_once(queue, database):
    database.is_open.clear()
    outcomes, threads = together(lambda: queue.add(row()), 4)
    until(lambda: queue._waiting._value == 0)

    assert queue.add(row()) is Outcome.REFUSED
    database.is_open.set()
    for thread in threads:
        thread.join(10)
    assert outcomes == [Outcome.COMMITTED] * 4
    assert database.sum() == 4


def test_a_click_that_finds_every_place_taken_is_kept(queue, database):
    database.is_open.clear()
    _, threads = together(lambda: queue.add(row()), 4)
    until(lambda: queue._waiting._value == 0)

    assert queue.add_soon(row()) is Outcome.PENDING
    database.is_open.set()
    for thread in threads:
        thread.join(10)
    until(lambda: database.sum() == 5)


def test_who_waited_too_long_takes_the_report_back(queue, database, monkeypatch):
    database.is_open.clear()
    _, threads = together(lambda: queue.add(row()), 1)
    assert database.asked.wait(10)
    monkeypatch.setattr(writer, "PATIENCE", 0.05)

    assert queue.add(row(2)) is Outcome.REFUSED
    database.is_open.set()
    threads[0].join(10)
    queue.close()
    assert database.commits == [row()]


def test_what_is_under_way_is_waited_for_until_it_is_known(queue, database, monkeypatch):
    wait, is_over = Entry.wait, threading.Event()

    def lose_patience_once_it_is_under_way(entry: Entry, seconds: float = -1) -> bool:
        if seconds == -1:
            return wait(entry)
        assert database.asked.wait(10)
        is_over.set()
        return False

    monkeypatch.setattr(Entry, "wait", lose_patience_once_it_is_under_way)
    database.is_open.clear()
    outcomes, threads = together(lambda: queue.add(row()), 1)
    assert is_over.wait(10)
    time.sleep(0.1)
    assert outcomes == []
    database.is_open.set()
    threads[0].join(10)

    assert outcomes == [Outcome.COMMITTED]


def test_a_click_waits_briefly_and_is_counted_later(queue, database, monkeypatch):
    monkeypatch.setattr(writer, "BRIEFLY", 0.02)
    database.is_open.clear()
    assert queue.add_soon(row()) is Outcome.PENDING
    assert queue.add_soon(row()) is Outcome.PENDING
    database.is_open.set()

    until(lambda: database.sum() == 2)


def test_a_bad_row_is_tried_alone_and_fails_nobody_else(queue, database):
    database.fault = lambda totals: DataError("too large") if (Tally, (13,)) in totals else None
    database.is_open.clear()
    _, first = together(lambda: queue.add(row()), 1)
    assert database.asked.wait(10)
    good, others = together(lambda: queue.add(row(2)), 2)
    bad, last = together(lambda: queue.add(row(13)), 1)
    until(lambda: len(queue._queue) == 3)
    database.is_open.set()
    for thread in first + others + last:
        thread.join(10)

    assert good == [Outcome.COMMITTED] * 2
    assert bad == [Outcome.REFUSED]
    assert database.sum() == 3


def test_a_bad_row_among_those_kept_is_left_out(queue, database, monkeypatch):
    database.fault = lambda totals: DataError("too large") if (Tally, (13,)) in totals else None
    queue.keep(row(1) | row(13) | row(2))

    until(lambda: database.sum() == 2)
    assert queue.add(row()) is Outcome.COMMITTED


def test_a_lost_database_takes_nothing_and_is_asked_again_for_clicks_alone(queue, database):
    database.fault = lambda totals: OperationalError("away")
    assert queue.add(row(1)) is Outcome.REFUSED
    assert queue.add_soon(row(2)) is Outcome.PENDING
    database.fault = lambda totals: None

    until(lambda: database.commits == [row(2)])


def test_a_commit_that_nobody_can_be_sure_of_is_neither_confirmed_nor_tried_again(queue, database):
    database.fault = lambda totals: InDoubtError()
    assert queue.add(row()) is Outcome.IN_DOUBT
    assert queue.add_soon(row()) is Outcome.IN_DOUBT
    database.fault = lambda totals: None
    queue.close()

    assert database.commits == []


def test_an_outage_takes_no_more_room_than_there_are_rows(queue, database):
    database.fault = lambda totals: OperationalError("away")
    for _ in range(500):
        queue.keep(row(7))
    database.fault = lambda totals: None

    until(lambda: database.sum() == 500)
    assert all(list(totals) == list(row(7)) for totals in database.commits)


def test_the_end_of_the_process_writes_what_waits(queue, database):
    database.is_open.clear()
    queue.keep(row(1))
    assert database.asked.wait(10)
    queue.keep(row(2))
    database.is_open.set()
    queue.close()

    assert database.sum() == 2


def test_a_process_that_was_forked_writes_by_itself_and_nothing_of_its_parent(queue, database):
    database.is_open.clear()
    queue.keep(row(1))
    assert database.asked.wait(10)
    reads, writes = os.pipe()
    if not (child := os.fork()):
        database.__init__()  # The parent's thread may have held its locks.
        queue.forked()
        told = queue.add(row(2)) is Outcome.COMMITTED and database.commits == [row(2)]
        os.write(writes, b"1" if told else b"0")
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reads, 1) == b"1"
