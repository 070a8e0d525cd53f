"""A crowd on one core: many connections kept open, each with one request under way at a time.

Bare sockets and one loop, so that the crowd is quicker than the server that it measures.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COUNTED = re.compile(rb"\r\nx-counted: *([^\r]*)", re.IGNORECASE)

Request = Callable[[int], bytes]  # The bytes of the n-th request.


@dataclass
class Answers:
    """What became of the requests. One that has no answer was sent, and nobody knows more."""

    sent: int = 0
    lost: int = 0  # Sent, and the connection broke before the answer.
    statuses: Counter[int] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)  # By X-Counted, where it was asked for.
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)  # Of the answers that are no 503.
    log: list[tuple[int, float, float]] = field(
        default_factory=list
    )  # Status, sent and answered, if asked for.

    @property
    def acknowledged(self) -> int:
        return self.counted["genuine"]

    @property
    def possible(self) -> int:
        """How many can have been counted at most: all but those that were told that they were not."""
        return self.sent - self.statuses[503]

    def rate(self, status: int) -> float:
        """Answers a second."""
        return self.statuses[status] / self.seconds

    def percentile(self, share: float) -> float:
        """The time, in seconds, within which this share of the requests was answered."""
        times = sorted(self.times)
        return times[min(int(len(times) * share), len(times) - 1)] if times else float("inf")


@dataclass(eq=False, slots=True)
class Caller:
    """One connection and the request under way on it."""

    address: tuple[str, int]
    socket: socket.socket | None = None
    started: float = 0.0
    received: bytes = b""

    def connect(self) -> bool:
        try:
            self.socket = socket.create_connection(self.address, timeout=2)
        except OSError:
            return False
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        return True


class Crowd:
    """Sends requests over `connections`. Each rests after its answer, and for a `pause` after a 503."""

    def __init__(
        self,
        port: int,
        request: Request,
        *,
        connections: int,
        first: int = 0,
        rest: float = 0.0,
        pause: float = 0.0,
        reads_counted: bool = False,
        keeps_log: bool = False,
    ) -> None:
        self.answers = Answers()
        self._address = ("127.0.0.1", port)
        self._request = request
        self._next = first
        self._connections = connections
        self._rest = rest
        self._pause = pause
        self._reads_counted = reads_counted
        self._keeps_log = keeps_log
        self._selector = selectors.DefaultSelector()
        self._resting: list[tuple[float, Caller]] = []

    def run(self, seconds: float) -> Answers:
        start = time.perf_counter()
        self._until = start + seconds
        for _ in range(self._connections):
            self._call(Caller(self._address), start)
        while (now := time.perf_counter()) < self._until or self._is_under_way(now):
            self._wake(now)
            for key, _ in self._selector.select(timeout=0.02):
                self._hear(key.data, time.perf_counter())
        self.answers.seconds = seconds
        for key in list(self._selector.get_map().values()):
            self._lose(key.data)
        return self.answers

    def stop(self) -> None:
        """Begin nothing more; from another thread."""
        self._until = time.perf_counter()

    def _is_under_way(self, now: float) -> bool:
        """An answer may come a little late; what comes later is lost."""
        return bool(self._selector.get_map()) and now < self._until + 15

    def _wake(self, now: float) -> None:
        awake = [caller for until, caller in self._resting if until <= now]
        self._resting = [(until, caller) for until, caller in self._resting if until > now]
        for caller in awake:
            self._call(caller, now)

    def _call(self, caller: Caller, now: float) -> None:
        if now >= self._until:
            self._hang_up(caller)
            return
        if caller.socket is None:
            if not caller.connect():
                self._resting.append((now + 0.05, caller))
                return
            self._selector.register(caller.socket, selectors.EVENT_READ, caller)
        caller.started = now
        caller.received = b""
        number = self._next
        self._next += 1
        try:
            caller.socket.send(self._request(number))
        except OSError:
            self.answers.sent += 1
            self._lose(caller)
            return
        self.answers.sent += 1

    def _hear(self, caller: Caller, now: float) -> None:
        try:
            received = caller.socket.recv(65536)
        except OSError:
            received = b""
        if not received:
            self._lose(caller)
            return
        caller.received += received
        head, end, body = caller.received.partition(b"\r\n\r\n")
        if not end:
            return
        if (length := LENGTH.search(head)) and len(body) < int(length[1]):
            return
        self._note(int(head[9:12]), head, caller.started, now)
        if rest := self._pause if head[9:12] == b"503" else self._rest:
            self._resting.append((now + rest, caller))
        else:
            self._call(caller, now)

    def _note(self, status: int, head: bytes, started: float, now: float) -> None:
        self.answers.statuses[status] += 1
        if status != 503:
            self.answers.times.append(now - started)
        if self._keeps_log:
            self.answers.log.append((status, started, now))
        if self._reads_counted and (counted := COUNTED.search(head)):
            self.answers.counted[counted[1].decode()] += 1

    def _lose(self, caller: Caller) -> None:
        self.answers.lost += 1
        self._hang_up(caller)
        self._resting.append((time.perf_counter() + 0.02, caller))

    def _hang_up(self, caller: Caller) -> None:
        if caller.socket is not None:
            self._selector.unregister(caller.socket)
            caller.socket.close()
            caller.socket = None
