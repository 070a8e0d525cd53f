"""What every test stands on: English, an empty cache, and a database that holds the demo content."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client, override_settings
from django.utils import translation

from campaigns import known, tally
from campaigns.writer import Writer
from livesafe import languages, pages, version
from livesafe.cache import Client as Cached
from livesafe.content.demo.load import load
from livesafe.translations import interface, protected

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
DATABASES = list(settings.DATABASES)
# Every run tries the same examples, and none has to be quick: what holds today must not fail tomorrow by chance.
hypothesis.settings.load_profile("ci")
# Tests run in several processes, each with databases of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


def redis_of_this_worker(number: int) -> str:
    """One of the four Redis databases that each process has; empty where the tests run without Redis."""
    url = os.environ.get("REDIS_URL", "")
    return url and urlsplit(url)._replace(path=f"/{4 * int(WORKER.removeprefix('gw')) + number}").geturl()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test that uses a database use both: no reader or editor knows that there are two."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and "demo" not in getattr(item, "fixturenames", ()):
            continue
        kwargs = {"databases": DATABASES} | (marker.kwargs if marker else {})
        item.add_marker(pytest.mark.django_db(**kwargs), append=False)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language active; without this the next test would start in it."""
    with translation.override("en"):
        yield


class Shelf:
    """One that is cleared with its test."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.files.get(name)

    def put(self, name: str, data: bytes) -> None:
        self.files[name] = data

    def drop(self, name: str) -> None:
        self.files.pop(name, None)

    def purge(self) -> None:
        self.files.clear()


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.CACHES:
        caches[name].clear()
    monkeypatch.setattr(Cached, "rests_until", float("-inf"))
    interface.ask_again(languages.CODES)
    protected.forget()
    # Pages are kept as they are for readers, so that a change which does not move the version fails its test.
    monkeypatch.setattr(pages, "memory", pages.Pages(Shelf()))
    monkeypatch.setattr(version, "watch", version.Watch())
    monkeypatch.setattr(version, "in_background", lambda work: work())
    monkeypatch.setattr(version, "when_committed", lambda move: move())


class Inline(Writer):
    """Writes at once, in the test's own transaction: a thread's connection would not see what a test has made."""

    def _wake(self) -> None:
        self._rests_until = 0.0
        self._turn()


@pytest.fixture(autouse=True)
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "writer", Inline(places=8))
    monkeypatch.setattr(known, "in_background", lambda work: work())


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads go to a folder of the test run, and static files keep their names."""
    files: Path = tmp_path_factory.mktemp("files")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    caches = settings.CACHES
    if url := redis_of_this_worker(0):
        # As long as it takes, on a machine that does a hundred other things.
        patient = {"OPTIONS": {"socket_timeout": 30, "socket_connect_timeout": 30}}
        caches = {name: cache | patient | {"LOCATION": url} for name, cache in caches.items()}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(MEDIA_ROOT=files, STORAGES=storages, CACHES=caches, PASSWORD_HASHERS=quick):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker, own_files: None) -> Iterator[None]:
    """Load the demo content once; each test's transaction gives it back untouched."""
    with django_db_blocker.unblock(), translation.override("en"):
        load(tell=lambda line: None)
    yield
    # PostgreSQL drops no database that a pool still holds on to.
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


@pytest.fixture
def demo(db: None) -> None:
    """The demo content, in both databases."""


@pytest.fixture
def reader() -> Client:
    """A visitor on a phone, known by nothing."""
    return Client(headers={"user-agent": PHONE, "accept-language": "gu"})
