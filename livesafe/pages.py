"""The pages that a process keeps as they are sent, by host and path, and the shelf behind them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.http import HttpRequest, HttpResponse

from livesafe import shelf, version
from livesafe.middleware import pack, tag_of
from livesafe.shelf import Shelf
from livesafe.version import Known

FRESH = 60.0  # Seconds. A campaign ends and a service opens without a publish.
TRIED = 5.0  # Seconds in which what could not be rendered is not tried again.
MOST_PAGES, MOST_BYTES = 2_000, 64 * 1024 * 1024
NOT_KEPT = {"content-encoding", "content-length", "date", "etag", "vary"}  # Each answer gets its own.
RETRACTED = "retracted"  # On the shelf: for a process that starts without a database.


class Place(NamedTuple):
    host: str
    path: str

    @property
    def name(self) -> str:
        return hashlib.sha256(f"{self.host}\0{self.path}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is sent."""

    version: int
    made_at: float
    tag: str
    headers: dict[str, str]
    packed: bytes
    reads_query: bool  # Then an address with a query is another page.
    asks_for_analytics: bool

    @classmethod
    def of(cls, response: HttpResponse, request: HttpRequest, number: int) -> Self:
        return cls(
            version=number,
            made_at=time.time(),
            tag=tag_of(response.content),
            headers={name: value for name, value in response.items() if name.lower() not in NOT_KEPT},
            packed=pack(response.content),
            reads_query="GET" in request.__dict__,  # Django parses it when it is first asked for.
            asks_for_analytics=getattr(response, "asks_for_analytics", False),
        )

    @classmethod
    def read(cls, data: bytes | None) -> Self | None:
        """What `written` wrote; None for nothing, and for what is not whole."""
        try:
            head, packed = (data or b"").split(b"\n", 1)
            zlib.decompress(packed, wbits=31)
            return cls(**json.loads(head), packed=packed)
        except (ValueError, TypeError, zlib.error):
            return None

    @property
    def written(self) -> bytes:
        head = {name: getattr(self, name) for name in self.__slots__ if name != "packed"}
        return json.dumps(head).encode() + b"\n" + self.packed

    @property
    def age(self) -> float:
        age = time.time() - self.made_at
        return age if age >= 0 else float("inf")  # The clock was set back: nobody knows.

    def is_fresh(self, known: Known, seconds: float = FRESH) -> bool:
        return self.version == known.number and self.age < seconds


class Pages:
    """What this process keeps, and the shelf behind it."""

    def __init__(self, behind: Shelf) -> None:
        self.shelf = behind
        self._kept: dict[Place, Kept] = {}  # The longest unrendered first.
        self._bytes = 0
        self._lock = threading.Lock()
        self._under_way: dict[Place, threading.Event] = {}
        self._failed_at: dict[Place, float] = {}
        self._retracted = -1
        self.was_retracted = threading.Event()  # What must always be at hand is to be rendered again.

    def __contains__(self, place: Place) -> bool:
        return place in self._kept

    def find(self, place: Place, known: Known) -> Kept | None:
        """The newest there is, if it may be shown at all."""
        floor = self._floor(known)
        kept = self._kept.get(place)
        if kept and kept.version < floor:
            self._forget(place)
            kept = None
        if kept is None or not (version.watch.is_away or kept.is_fresh(known)):
            other = Kept.read(self.shelf.get(place.name))  # Another process may have rendered it.
            if other and other.version < floor:
                self.shelf.drop(place.name)
            elif other and (kept is None or other.made_at > kept.made_at):
                kept = other
                self._remember(place, kept)
        return kept

    def keep(self, place: Place, kept: Kept) -> None:
        self._remember(place, kept)
        with self._lock:
            self._failed_at.pop(place, None)
        self.shelf.put(place.name, kept.written)

    def drop(self, place: Place) -> None:
        self._forget(place)
        self.shelf.drop(place.name)

    def fail(self, place: Place) -> None:
        with self._lock:
            self._failed_at[place] = time.monotonic()
            while len(self._failed_at) > MOST_PAGES:
                del self._failed_at[next(iter(self._failed_at))]

    def has_failed(self, place: Place) -> bool:
        return time.monotonic() - self._failed_at.get(place, float("-inf")) < TRIED

    @contextmanager
    def rendering(self, place: Place) -> Iterator[threading.Event | None]:
        """For one thread at a time: None says that this is the one; others get what is set when it has ended."""
        with self._lock:
            other = self._under_way.get(place)
            if other is None:
                mine = self._under_way[place] = threading.Event()
        try:
            yield other
        finally:
            if other is None:
                with self._lock:
                    del self._under_way[place]
                mine.set()

    def is_under_way(self, place: Place) -> bool:
        return place in self._under_way

    def _forget(self, place: Place) -> None:
        with self._lock:
            if gone := self._kept.pop(place, None):
                self._bytes -= len(gone.packed)

    def _remember(self, place: Place, kept: Kept) -> None:
        with self._lock:
            if before := self._kept.pop(place, None):
                self._bytes -= len(before.packed)
            self._kept[place] = kept
            self._bytes += len(kept.packed)
            while len(self._kept) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.pop(next(iter(self._kept))).packed)

    def _floor(self, known: Known) -> int:
        """What is older than this shows what was taken back."""
        if known.number < 0:  # This process has never reached the database.
            if self._retracted < 0:
                noted = self.shelf.get(RETRACTED) or b""
                self._retracted = int(noted) if noted.isdigit() else 0
            return self._retracted
        if known.retracted != self._retracted:
            if self._retracted >= 0:
                self.was_retracted.set()
            self._retracted = known.retracted
            self.shelf.put(RETRACTED, str(known.retracted).encode())
        return known.retracted  # Another thread may have known less, and noted that.


memory = Pages(shelf.chosen())


def purge() -> None:
    """Forget on the shelf what nobody reads any more. For the minute's clock, and at the start."""
    memory.shelf.purge()
