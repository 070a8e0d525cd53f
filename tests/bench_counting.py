"""How fast acts are counted: server and crowd on one core each, against an empty answer of the same server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import psycopg
from cluster import MissingError, cluster
from crowd import Answers, Crowd

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "tests/faults"
SECONDS = 4.0  # Of each measurement.
CONNECTIONS = 256
AGENTS = [
    f"Mozilla/5.0 (Linux; Android {8 + n % 8}; SM-A{100 + n}) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Chrome/{90 + n % 50}.0.{4000 + n}.{n % 90} Mobile Safari/537.36"
    for n in range(500)
]
BODY = b'{"kind":"visit","campaign":"be-kind","language":"%s","load":%d}'
LANGUAGES = (b"en", b"gu", b"pl", b"pa", b"ro", b"ur", b"bn", b"pt", b"ar", b"hi", b"so")
PAGE = b"GET /drives/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
Tell = Callable[[str], None]


def _heads() -> list[bytes]:
    length = len(BODY % (b"en", 10**12))
    return [
        f"POST /c/ HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\nAccept: */*\r\n"
        f"Accept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {length}\r\n\r\n".encode()
        for agent in AGENTS
    ]


HEADS = _heads()


def visit(number: int) -> bytes:
    return HEADS[number % 500] + BODY % (LANGUAGES[number % 11], 10**12 + number)


class Numbers:
    """No two acts of this run are alike, or they would be duplicates."""

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        self._next += 10**7
        return self._next


NUMBERS = Numbers()


def counting(tell: Tell, postgresql: str) -> None:
    """Measure on SQLite and on the PostgreSQL whose address is given, or one that is made for it."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    pinned = (
        "one core each for server and crowd" if len(cores) > 1 else "server and crowd SHARE what there is"
    )
    tell(f"\nCounting: {CONNECTIONS} connections, {len(AGENTS)} user agents, verdicts on; {pinned}")
    with tempfile.TemporaryDirectory() as folder:
        on(Path(folder), "SQLite", "sqlite", cores, tell)
    if postgresql:
        on_postgresql(postgresql, cores, tell)
        return
    try:
        pin(cores[:1])
        with cluster() as own:
            on_postgresql(own.url, cores, tell)
    except MissingError as missing:
        tell(f"  PostgreSQL could NOT be measured: DATABASE_URL names none, and {missing}")
    finally:
        pin(cores)


def on_postgresql(url: str, cores: list[int], tell: Tell) -> None:
    """In a database of its own, which is dropped afterwards."""
    name = "livesafe_bench"
    with closing(psycopg.connect(url, autocommit=True)) as server, tempfile.TemporaryDirectory() as folder:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            on(Path(folder), "PostgreSQL", url.rsplit("/", 1)[0] + f"/{name}", cores, tell)
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on(folder: Path, name: str, url: str, cores: list[int], tell: Tell) -> None:
    environment = os.environ | {
        "LIVESAFE_DEBUG": "1",
        "LIVESAFE_DATA": str(folder),
        "DATABASE_URL": url,
        "LIVESAFE_FLOOD_PER_SECOND": "1000000",  # The whole crowd has one address.
        "DJANGO_SETTINGS_MODULE": "livesafe.settings",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, SCRIPTS / "seed.py"], env=environment, cwd=ROOT, check=True)
    tell(f"\n  {name}")
    with server(environment | {"YARDSTICK": "empty"}, "yardstick:application", cores) as port:
        empty = crowd(port)
    row(tell, "an empty 204 of the same server", empty, empty)
    with server(environment | {"YARDSTICK": "alone"}, "yardstick:application", cores) as port:
        row(tell, "a transaction for each act", crowd(port), empty)
    with server(environment, "livesafe.wsgi:application", cores) as port:
        acts = crowd(port)
        row(tell, "acts, acknowledged once committed", acts, empty)
        beside(port, tell)
    subprocess.run([sys.executable, SCRIPTS / "grow.py"], env=environment, cwd=ROOT, check=True)
    with server(environment, "livesafe.wsgi:application", cores) as port:
        grown = crowd(port)
    row(tell, "the same with a million tallies and 5,000 links", grown, empty)
    tell(f"    {'cost of an act, grown against new':<50}{acts.rate(204) / grown.rate(204):>10.2f}")


def crowd(port: int) -> Answers:
    Crowd(port, visit, connections=32, first=NUMBERS.take()).run(1)  # Warm.
    return Crowd(port, visit, connections=CONNECTIONS, first=NUMBERS.take(), pause=0.05).run(SECONDS)


def row(tell: Tell, what: str, answers: Answers, empty: Answers) -> None:
    rate = answers.rate(204)
    refused = answers.rate(503)
    tell(
        f"    {what:<50}{rate:>10,.0f} a second   {rate / empty.rate(204):5.2f} of the empty 204   "
        f"p50 {answers.percentile(0.5) * 1000:4.0f} ms   p99 {answers.percentile(0.99) * 1000:4.0f} ms"
        + (f"   {refused:,.0f} a second sent back with 503" if refused else "")
    )


def beside(port: int, tell: Tell) -> None:
    """Pages, alone and while some hundred acts a second are counted."""

    def pages() -> Answers:
        return Crowd(port, lambda _: PAGE, connections=1).run(SECONDS / 2)

    alone = pages()
    acts = Crowd(port, visit, connections=32, first=NUMBERS.take(), rest=0.1)
    thread = Thread(target=acts.run, args=(SECONDS / 2,))
    thread.start()
    disturbed = pages()
    thread.join()
    ratio = disturbed.percentile(0.5) / alone.percentile(0.5)
    what = f"a page beside {acts.answers.rate(204):,.0f} acts a second"
    tell(f"    {what:<50}{disturbed.percentile(0.5) * 1000:>10.1f} ms   {ratio:.2f} of a page alone")


@contextmanager
def server(environment: dict[str, str], application: str, cores: list[int]) -> Iterator[int]:
    port = 8719
    pin(cores[:1])  # What is started now inherits it.
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", environment.get("GRANIAN_BLOCKING_THREADS", "512"), "--no-ws"]
    command += ["--log-level", "error", "--working-dir", str(SCRIPTS), application]
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    pin(cores[1:2])
    try:
        until = time.monotonic() + 60
        while not is_up(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The server did not start")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)
        pin(cores)


def is_up(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except OSError:
        return False


def pin(cores: list[int]) -> None:
    if cores:
        os.sched_setaffinity(0, cores)
