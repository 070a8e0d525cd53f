"""Counts set aside: a dry run's acts go the whole way of a visitor's, and end here instead of in the tallies.

Only code of this process can begin it, by `aside`; nothing that a visitor sends does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.models import AnyTally

_taken: ContextVar[list[AnyTally] | None] = ContextVar("taken", default=None)


@contextmanager
def aside() -> Iterator[list[AnyTally]]:
    """Everything that this thread counts within goes into the list, and nowhere else."""
    taken: list[AnyTally] = []
    token = _taken.set(taken)
    try:
        yield taken
    finally:
        _taken.reset(token)


def takes(counts: Sequence[AnyTally]) -> bool:
    """Whether these counts are part of a dry run; then they have been taken."""
    taken = _taken.get()
    if taken is None:
        return False
    taken.extend(counts)
    return True
