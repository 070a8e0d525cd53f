"""A LiveSafe that runs: the demo as anybody starts it, on data of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
from redis import Redis

from tests.conftest import redis_of_this_worker
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-password-of-the-browser-tests"
START = 240  # Seconds; a first start loads the content into eleven languages.


@dataclass(frozen=True)
class Site:
    url: str
    environment: dict[str, str]

    def address(self, language: str, path: str) -> str:
        return self.url + ("" if language == "en" else f"/{language}") + path

    def manage(self, *arguments: str) -> str:
        """What a management command says, run beside the server."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass(frozen=True)
class Store:
    """The databases, media and cache of one site. A copy of a stopped site's store is a site of its own."""

    name: str
    parent: Path
    redis: int

    @property
    def folder(self) -> Path:
        return self.parent / self.name

    @property
    def environment(self) -> dict[str, str]:
        own = {"LIVESAFE_DEBUG": "1", "LIVESAFE_DATA": str(self.folder)}
        if server := os.environ.get("DATABASE_URL"):
            own["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{self.name}").geturl()
        if url := redis_of_this_worker(self.redis):
            own["REDIS_URL"] = url
        return os.environ | own

    def create(self, template: "Store | None" = None) -> None:
        if template:
            shutil.copytree(template.folder, self.folder)
        else:
            self.folder.mkdir()
        if server := os.environ.get("DATABASE_URL"):
            origin = f'TEMPLATE "{template.name}"' if template else ""
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
                connection.execute(f'CREATE DATABASE "{self.name}" {origin}')
        if cache := redis_of_this_worker(self.redis):
            # What an earlier site of this name left would be taken for this one's.
            with closing(Redis.from_url(cache)) as redis:
                redis.flushdb()

    def drop(self) -> None:
        shutil.rmtree(self.folder)
        if server := os.environ.get("DATABASE_URL"):
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


@contextmanager
def running(store: Store, *, exit_url: str, **settings: str) -> Iterator[Site]:
    """Run `manage.py demo` until the block ends, with settings of the environment; server and worker end with it."""
    port = free_port()
    environment = store.environment | {
        "PORT": str(port),
        "LIVESAFE_ADMIN_PASSWORD": PASSWORD,
        "LIVESAFE_EXIT_URL": exit_url,
        **settings,
    }
    log = store.folder / "demo.log"
    with log.open("w") as output:
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--no-figures"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(f"http://localhost:{port}", environment)
    try:
        wait_until_ready(site, demo, log)
        yield site
        assert demo.poll() is None, "The demo ended by itself:\n" + log.read_text()[-4000:]
    finally:
        end(demo)


def eventually(is_so: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def wait_until_ready(site: Site, demo: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urlopen(f"{site.url}/readyz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("The demo did not become ready:\n" + log.read_text()[-4000:])


def end(demo: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(demo.pid, sign)
            demo.wait(timeout=20)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
