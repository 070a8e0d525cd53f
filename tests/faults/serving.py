"""Servers to break: a site with one campaign, on a store of its own, and what it has counted."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from tests.browser.running import ROOT, START, Store
from tests.conftest import PHONE
from tests.crowd import Answers, Crowd
from tests.ports import free_port

HERE = Path(__file__).parent
CAMPAIGN = "be-kind"
CODE = "pstr2"
PAGE = "/drives/"
EDITOR, PASSWORD = "edith", "a-password-of-the-fault-tests"
UNSAFE = "જોખમી શબ્દો"  # What a machine made of the page's headline.
THREADS = 64


@dataclass
class Node:
    """One server process and those it makes. It may be killed and started anew on the same port."""

    store: Store
    environment: dict[str, str] = field(default_factory=dict)
    application: str = "livesafe.wsgi:application"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        own = {
            "GRANIAN_BLOCKING_THREADS": str(THREADS),
            "LIVESAFE_FLOOD_PER_SECOND": "1000000",  # The whole crowd has one address.
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        command += ["--workers", "1", "--no-ws", "--log-level", "error", "--working-dir", str(HERE)]
        with (self.store.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [*command, self.application],
                cwd=ROOT,
                env=self.store.environment | own | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + START
        while self.get("/healthz") != 200:
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)

    def end(self, sign: int = signal.SIGTERM) -> None:
        """Tell all of its processes at once, as a terminal and a service's manager do.

        The server tells its own once more: a process that was told a moment before it fell asleep hears nothing of it.
        """
        assert self.process is not None
        if self.process.poll() is None:
            os.killpg(self.process.pid, sign)
        self.process.wait(timeout=30)

    def get(self, path: str) -> int:
        """The status of a page; 0 where there is no answer."""
        return self.ask(path)[0]

    def ask(self, path: str, timeout: float = 10) -> tuple[int, str, float]:
        """Status, X-Counted, and the seconds that it took."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            start = time.perf_counter()
            try:
                connection.request(
                    "GET", path, headers={"Host": "localhost", "User-Agent": PHONE, "Accept-Language": "gu"}
                )
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return 0, "", time.perf_counter() - start
            return answer.status, answer.headers.get("X-Counted", ""), time.perf_counter() - start

    def read(self, path: str) -> tuple[int, str]:
        """The status of a page, and what it says."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers={"Host": "localhost", "User-Agent": PHONE})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def log(self) -> str:
        return (self.store.folder / "server.log").read_text()[-4000:]


@contextmanager
def serving(node: Node) -> Iterator[Node]:
    node.start()
    try:
        yield node
    finally:
        if node.process is not None and node.process.poll() is None:
            node.end()


def counted(store: Store, kind: str, **which: str) -> int:
    """How many genuine acts of a kind the store holds."""
    sql = f"SELECT coalesce(sum(n), 0) FROM campaigns_tally WHERE verdict = 'genuine' AND kind = '{kind}'"
    sql += "".join(f" AND {column} = '{value}'" for column, value in which.items())
    with connected(store) as execute:
        return int(execute(sql)[0][0])


def is_sqlite(store: Store) -> bool:
    return store.environment.get("DATABASE_URL", "sqlite") == "sqlite"


@contextmanager
def connected(store: Store) -> Iterator[Callable[[str], list[tuple[object, ...]]]]:
    """A connection to the tallies' database, in which each statement is committed by itself."""
    if not is_sqlite(store):
        with psycopg.connect(store.environment["DATABASE_URL"], autocommit=True) as connection:

            def execute(sql: str) -> list[tuple[object, ...]]:
                cursor = connection.execute(sql)
                return cursor.fetchall() if cursor.description else []

            yield execute
    else:
        path = store.folder / "tallies.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as connection:
            yield lambda sql: connection.execute(sql).fetchall()


LANGUAGES = ("en", "gu", "pl", "pa", "ro", "ur", "bn", "pt", "ar", "hi", "so")
CHANNELS = ("instagram", "tiktok", "snapchat", "facebook", "youtube", "google", "x", "whatsapp", "email")


def visit(number: int, **details: str) -> bytes:
    """The n-th visit, as count.js reports it."""
    act = {
        "kind": "visit",
        "campaign": CAMPAIGN,
        "language": LANGUAGES[number % 11],
        "load": number,
    } | details
    body = json.dumps(act)
    return (
        f"POST /c/ HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {PHONE}\r\nAccept-Language: gu\r\n"
        f"Sec-Fetch-Site: same-origin\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def various_visit(number: int) -> bytes:
    """The n-th visit; a hundred in a row add to two hundred rows."""
    return visit(number, utm_source=CHANNELS[number % 9])


def click(number: int) -> bytes:
    return f"GET /go/{CODE} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {PHONE}\r\nAccept-Language: gu\r\n\r\n".encode()


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Nobody else can write a tally."""
    begin = (
        "BEGIN IMMEDIATE"
        if is_sqlite(store)
        else "BEGIN; LOCK TABLE campaigns_tally IN ACCESS EXCLUSIVE MODE"
    )
    with connected(store) as execute:
        execute(begin)
        yield
        execute("ROLLBACK")


class Rush:
    """A crowd that acts while the test does its harm."""

    def __init__(
        self, port: int, request: Callable[[int], bytes] = visit, *, seconds: float = 4, connections: int = 16
    ) -> None:
        self._seconds = seconds
        self._crowd = Crowd(
            port, request, connections=connections, first=1, pause=0.05, reads_counted=True, keeps_log=True
        )

    def __enter__(self) -> Rush:
        self._thread = threading.Thread(target=self._crowd.run, args=(self._seconds,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(self._seconds + 40)
        assert not self._thread.is_alive()

    def stop(self) -> None:
        self._crowd.stop()

    @property
    def answers(self) -> Answers:
        return self._crowd.answers


class Reader:
    """Somebody who reads pages one after the other."""

    def __init__(self, node: Node, path: str = PAGE) -> None:
        self._node = node
        self._path = path
        self._times: list[float] = []
        self._statuses: set[int] = set()
        self._is_over = threading.Event()

    def __enter__(self) -> Reader:
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(20)
        assert self._statuses == {200}

    def _read(self) -> None:
        while not self._is_over.is_set():
            status, _, took = self._node.ask(self._path)
            self._statuses.add(status)
            self._times.append(took)
            time.sleep(0.02)

    @property
    def pace(self) -> float:
        """Seconds for a page, in the middle of all."""
        return statistics.median(self._times)

    def is_as_fast_as(self, before: Reader) -> bool:
        """On a machine that does a hundred other things; a kept page is so quick that its tenfold is nothing yet."""
        return self.pace < max(10 * before.pace, 0.1)
