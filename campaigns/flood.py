"""Too much from one address: told before anything of a request is read, so that a flood costs next to nothing.

A flood is more than FLOOD_PER_SECOND requests in a second, held for FLOOD_SECONDS seconds; a pause
shortens what was held by as long as it lasts. An assembly that opens one link is far below it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings

from livesafe.address import neighbourhood

MOST_ADDRESSES = 20_000


@dataclass(slots=True)
class Pace:
    """How fast one address has been of late."""

    second: int
    count: int = 0  # Within that second.
    held: int = 0  # Seconds above the limit, less those below it since.
    sheds: bool = False

    def step(self, now: int) -> None:
        """Add a request; what it was before the second changed decides how long it has been held."""
        if now != self.second:
            is_above = self.count > settings.FLOOD_PER_SECOND
            calm = now - self.second - is_above
            self.held = max(0, min(self.held + is_above, settings.FLOOD_SECONDS) - calm)
            self.sheds = self.held >= settings.FLOOD_SECONDS or (self.sheds and self.held > 0)
            self.second, self.count = now, 0
        self.count += 1


class Gauge:
    """The pace of each address that was here in the last seconds; of very many the longest unseen give way."""

    def __init__(self, *, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._size = size
        self._paces: OrderedDict[bytes, Pace] = OrderedDict()
        self._key = secrets.token_bytes(32)  # Dies with the process.
        self._lock = threading.Lock()

    def sheds(self, address: str, door: str = "") -> bool:
        """Whether this request is part of a flood; asking counts it. One address has a pace at each door."""
        if not address:
            return False
        key = self._hash(f"{door} {neighbourhood(address)}")
        now = int(self._clock())
        with self._lock:
            self._forget(now)
            pace = self._paces.get(key)
            if pace is None:
                pace = self._paces[key] = Pace(now)
                if len(self._paces) > self._size:
                    self._paces.popitem(last=False)
            else:
                self._paces.move_to_end(key)
            pace.step(now)
            return pace.sheds

    def clear(self) -> None:
        with self._lock:
            self._paces.clear()

    def _forget(self, now: int) -> None:
        """Let go of whoever has been calm for so long that nothing of a flood is held against them any more."""
        while self._paces and next(iter(self._paces.values())).second < now - settings.FLOOD_SECONDS - 1:
            self._paces.popitem(last=False)

    def _hash(self, text: str) -> bytes:
        return blake2b(text.encode(), key=self._key, digest_size=12).digest()


gauge = Gauge(size=MOST_ADDRESSES)


def sheds(address: str, door: str = "") -> bool:
    """Whether a request from this address is part of a flood, at this door; asking counts it."""
    return gauge.sheds(address, door)
