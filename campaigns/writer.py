"""The thread that writes: acts that arrive together share one transaction.

While one batch is committed the next gathers. One thread of each process writes, so that a row which
many people add to at once is never waited for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from multiprocessing.util import Finalize

from django.db import InterfaceError, OperationalError

from campaigns import ledger
from campaigns.ledger import InDoubtError, Totals

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # Seconds until a report is taken back from the queue.
BRIEFLY = 0.3  # … and until somebody who only wants to go on is led on.
AGAIN = 1.0  # … and until what the database did not take is offered to it once more.
MOST_KEPT = 10_000  # Rows of counts for which nobody waits.
LAST_ORDERS = 10.0  # Seconds that the end of the process waits for what is under way.


class Outcome(Enum):
    COMMITTED = auto()
    REFUSED = auto()  # Nothing was added.
    IN_DOUBT = auto()  # The database was lost while it committed.
    PENDING = auto()  # Not yet; it may still be.


class Entry:
    """The counts of one request, and how its thread learns what became of them."""

    __slots__ = ("_done", "is_kept", "outcome", "totals")

    def __init__(self, totals: Totals, *, is_kept: bool) -> None:
        self.totals = totals
        self.is_kept = is_kept  # What the database does not take is offered to it again.
        self.outcome = Outcome.PENDING
        self._done = threading.Lock()
        self._done.acquire()

    def wait(self, seconds: float = -1) -> bool:
        return self._done.acquire(timeout=seconds)

    def settle(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._done.release()


class Writer:
    """The queue and its thread, which is made when first needed and anew after a fork.

    At most `places` requests may wait: the server's other threads go on serving pages, whatever the
    tallies' database does. So the queue is never longer either.
    """

    def __init__(self, *, places: int, commit: Callable[[Totals], None] = ledger.commit) -> None:
        self._commit = commit
        self._places = places
        self.forked()

    def forked(self) -> None:
        """Begin anew: the thread, and what it had to write, stay with the process that was copied."""
        self._waiting = threading.BoundedSemaphore(self._places)
        self._lock = threading.Lock()
        self._has_work = threading.Condition(self._lock)
        self._queue: list[Entry] = []
        self._kept: Totals = {}
        self._rests_until = 0.0
        self._is_idle = self._is_closing = self._is_away = False
        self._thread: threading.Thread | None = None

    def add(self, totals: Totals) -> Outcome:
        """COMMITTED, REFUSED or IN_DOUBT; waits two seconds, or until it is known."""
        if not self._waiting.acquire(blocking=False):
            return Outcome.REFUSED
        try:
            entry = self._put(totals, is_kept=False)
            if entry.wait(PATIENCE):
                return entry.outcome
            if self._take_back(entry):
                return Outcome.REFUSED
            # On its way to the database: nobody must be told that nothing was counted.
            entry.wait()
            return entry.outcome
        finally:
            self._waiting.release()

    def add_soon(self, totals: Totals) -> Outcome:
        """COMMITTED, PENDING or IN_DOUBT, within 0.3 seconds."""
        if not self._waiting.acquire(blocking=False):
            self.keep(totals)
            return Outcome.PENDING
        try:
            entry = self._put(totals, is_kept=True)
            if entry.wait(BRIEFLY):
                return Outcome.PENDING if entry.outcome is Outcome.REFUSED else entry.outcome
            if self._take_back(entry):
                self.keep(totals)
            return Outcome.PENDING
        finally:
            self._waiting.release()

    def keep(self, totals: Totals) -> None:
        """Write these with the next batch. Merged by row: a long outage takes no more room than a short one."""
        with self._lock:
            self._keep(totals)
        self._wake()

    def close(self) -> None:
        """Write what waits, and end."""
        with self._lock:
            self._is_closing = True
            self._has_work.notify()
        if self._thread is not None:
            self._thread.join(LAST_ORDERS)

    def _put(self, totals: Totals, *, is_kept: bool) -> Entry:
        entry = Entry(totals, is_kept=is_kept)
        with self._lock:
            self._queue.append(entry)
        self._wake()
        return entry

    def _take_back(self, entry: Entry) -> bool:
        with self._lock:
            if entry not in self._queue:
                return False
            self._queue.remove(entry)
            return True

    def _keep(self, totals: Totals) -> None:
        if len(self._kept) < MOST_KEPT:
            ledger.add_up(self._kept, totals)
        else:
            logger.error("Too many counts wait for the tallies' database; some are lost")

    def _wake(self) -> None:
        """Have the queue written, by a thread that is made when first needed."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="tally-writer", daemon=True)
                self._thread.start()
                # Unlike atexit's, this runs in processes of multiprocessing as well, and the server's are such.
                Finalize(None, self.close, exitpriority=1)
            elif self._is_idle:
                self._is_idle = False
                self._has_work.notify()

    def _run(self) -> None:
        while not self._turn():
            pass
        if self._kept:
            logger.error("The tallies' database was away at the end; some clicks are lost")

    def _turn(self) -> bool:
        """Write what waits; True for the last time."""
        batch, is_last = self._gather()
        self._write(batch)
        return is_last

    def _gather(self) -> tuple[list[Entry], bool]:
        """Wait for work and take all of it."""
        with self._lock:
            while not self._queue and not self._is_closing:
                rest = self._rests_until - time.monotonic()
                if self._kept and rest <= 0:
                    break
                self._is_idle = True
                self._has_work.wait(rest if self._kept else None)
            self._is_idle = False
            batch, self._queue = self._queue, []
            if self._kept:
                batch.append(Entry(self._kept, is_kept=True))
                self._kept = {}
            return batch, self._is_closing

    def _write(self, batch: list[Entry]) -> None:
        """Commit the counts of a batch together; where a row of it is bad, each request's by themselves."""
        try:
            outcome = self._attempt([entry.totals for entry in batch])
        except Exception:
            # Whatever it was: nothing is committed, and nobody may wait for ever.
            if len(batch) > 1:
                for entry in batch:
                    self._write([entry])
                return
            if batch[0].is_kept and len(batch[0].totals) > 1:
                self._write([Entry({row: n}, is_kept=True) for row, n in batch[0].totals.items()])
                return
            logger.exception("A count that the tallies' database can't hold")
            outcome = Outcome.REFUSED
            batch[0].is_kept = False
        for entry in batch:
            if outcome is Outcome.REFUSED and entry.is_kept:
                with self._lock:
                    self._keep(entry.totals)
            entry.settle(outcome)

    def _attempt(self, parts: list[Totals]) -> Outcome:
        totals: Totals = {}
        for part in parts:
            ledger.add_up(totals, part)
        try:
            if totals:
                self._commit(totals)
        except (OperationalError, InterfaceError) as error:
            self._rests_until = time.monotonic() + AGAIN
            if not self._is_away:
                logger.warning("The tallies' database takes no counts: %s", type(error).__name__)
            self._is_away = True
            return Outcome.REFUSED
        except InDoubtError:
            logger.warning("The tallies' database was lost while it committed; up to %s acts", len(parts))
            return Outcome.IN_DOUBT
        self._is_away = False
        return Outcome.COMMITTED
