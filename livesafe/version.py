"""The content version: one row that moves with everything that readers see, so that each process knows what is old.

A change moves it as soon as it is committed: not within, where the row would hold up every other editor. A process reads
it anew at most once a second, in a thread of its own: a database that stands still holds up no reader for longer than a
moment, and what was last known holds.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.apps import apps
from django.db import Error, connections, transaction
from django.db.models import F

logger = logging.getLogger(__name__)

AT_MOST_EVERY = 1.0  # Seconds between two readings of one process.
BRIEFLY = 0.3  # Seconds that a reader waits for it; a database that takes longer is away.
ROW = 1


class Known(NamedTuple):
    number: int = -1  # Never read.
    retracted: int = 0  # What was rendered before this number may show something that was taken back since.


def move(*, retract: bool = False) -> None:
    """Say that readers see something else; with `retract`, that what they saw before must not be shown again at all."""
    connection = transaction.get_connection()
    move = _retract if retract else _move
    within = set(connection.savepoint_ids)
    # Once a transaction, however many rows it changes; one that a savepoint may yet undo does not count.
    if not any(act is move and around <= within for around, act, _ in connection.run_on_commit):
        when_committed(move)


def _move(**changes: Any) -> None:
    rows = _rows()
    if not rows.filter(pk=ROW).update(number=F("number") + 1, **changes):
        rows.get_or_create(pk=ROW)
        rows.filter(pk=ROW).update(number=F("number") + 1, **changes)
    watch.expire()


def _retract() -> None:
    _move(retracted=F("number") + 1)


def _rows() -> Any:
    # By its name: what moves the version lies below the app that keeps it.
    return apps.get_model("content", "ContentVersion")._default_manager


when_committed: Callable[[Callable[[], None]], None] = partial(transaction.on_commit, robust=True)


def in_background(work: Callable[[], None]) -> None:
    """Have it done by a thread of its own, whose connections end with it; here and now where there is no thread left."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    try:
        threading.Thread(target=run, name="background", daemon=True).start()
    except RuntimeError:
        work()


class Watch:
    """The last version that this process could read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._is_read = threading.Event()
        self._is_read.set()
        self._asked_at = float("-inf")
        self._is_expired = self._is_lost = False
        self.known = Known()

    def now(self, patience: float = BRIEFLY) -> Known:
        """The version, a second old at most wherever the database answers within `patience`; else the last known."""
        if self._begin():
            in_background(self._read)
        if not self._is_lost:
            # From the beginning of the reading: once it has taken too long nobody waits any more.
            self._is_read.wait(max(0.0, self._asked_at + patience - self._clock()))
        return self.known

    @property
    def is_away(self) -> bool:
        """Whether the database does not answer."""
        return self._is_lost or (not self._is_read.is_set() and self._clock() - self._asked_at >= BRIEFLY)

    def expire(self) -> None:
        """Read it anew when next asked."""
        self._is_expired = True

    def _begin(self) -> bool:
        with self._guard:
            is_due = self._is_expired or self._clock() - self._asked_at >= AT_MOST_EVERY
            if not is_due or not self._is_read.is_set():
                return False
            self._is_expired = False
            self._asked_at = self._clock()
            self._is_read.clear()
            return True

    def _read(self) -> None:
        try:
            row = _rows().filter(pk=ROW).values_list("number", "retracted").first()
            self.known, self._is_lost = Known(*(row or (0, 0))), False
        except Error:
            if not self._is_lost:
                logger.warning("The content version can't be read; pages are shown as they were kept")
            self._is_lost = True
        finally:
            self._is_read.set()


watch = Watch()
