"""The third stage of counting: adds to the tallies, and says when nothing was added."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from campaigns import aside, ledger
from campaigns.writer import Outcome, Writer

if TYPE_CHECKING:
    from campaigns.models import AnyTally


class TallyError(Exception):
    """Nothing was counted; the same counts may be added again."""


def add(counts: Sequence[AnyTally]) -> Outcome:
    """Add the `n` of each count to its row, all of them or none: COMMITTED, or IN_DOUBT.

    Raises TallyError where nothing was added: the database took none, or too many wait for it already.
    """
    if not counts or aside.takes(counts):
        return Outcome.COMMITTED
    outcome = writer.add(ledger.merge(counts))
    if outcome is Outcome.REFUSED:
        raise TallyError("The tallies' database took no count")
    return outcome


def add_soon(counts: Sequence[AnyTally]) -> Outcome:
    """Add them and wait 0.3 seconds at most. What is PENDING then is tried again while this process lives."""
    if aside.takes(counts):
        return Outcome.COMMITTED
    return writer.add_soon(ledger.merge(counts))


def add_later(counts: Sequence[AnyTally]) -> None:
    """Add them with the next that are written; never waits."""
    if not aside.takes(counts):
        writer.keep(ledger.merge(counts))


# Half of the server's threads: the others go on serving pages while a tally waits for its database.
writer = Writer(places=max(settings.THREADS // 2, 1))
os.register_at_fork(after_in_child=writer.forked)
