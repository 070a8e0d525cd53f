"""How often a token may ask: so many times in each minute of the clock, counted in the cache.

A window begins with the minute, whenever a token first asks, so two windows' worth can come within seconds of each other.
Without Redis each server process counts by itself. While the cache is away nobody is refused: a partner's figures matter
more than a limit.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.core.cache import cache

PER_MINUTE = 60
WINDOW = 60  # Seconds.
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a token has asked in this window, this time included, and when the next one begins."""

    asked: int
    seconds_left: int

    @property
    def is_refused(self) -> bool:
        return self.asked > PER_MINUTE

    @property
    def is_first_refused(self) -> bool:
        return self.asked == PER_MINUTE + 1

    @property
    def left(self) -> int:
        return max(PER_MINUTE - self.asked, 0)


def take(token: int) -> Turn:
    window, gone = divmod(int(time.time()), WINDOW)
    key = f"reach-token-{token}-{window}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        asked = cache.incr(key)
    except Exception:  # Each cache's client has errors of its own.
        logger.exception("The cache did not count what a token asked")
        asked = 1
    return Turn(asked, WINDOW - gone)
