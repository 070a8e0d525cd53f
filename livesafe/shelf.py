"""Where kept pages outlive their process: a folder of this machine, or Redis for all. Neither may ever fail a reader."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT_FOR = 7 * 24 * 60 * 60  # Seconds since it was last rendered.
MOST = 5_000  # Files.
PATIENCE = 0.25  # Seconds.
REST = 5.0  # Seconds in which Redis is not asked again once it failed.


class Shelf(Protocol):
    """Holds bytes by a name that is fit for a file."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, data: bytes) -> None: ...
    def drop(self, name: str) -> None: ...
    def purge(self) -> None: ...


class Folder:
    """Files, each written whole or not at all. The processes of a machine share them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> bytes | None:
        with suppress(OSError):
            return (self._path / name).read_bytes()
        return None

    def put(self, name: str, data: bytes) -> None:
        try:
            self._path.mkdir(exist_ok=True)
            handle, written = tempfile.mkstemp(dir=self._path, prefix="new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(written).replace(self._path / name)
            except OSError:
                Path(written).unlink(missing_ok=True)
                raise
        except OSError as error:  # A full disk, say. The page is in memory all the same.
            logger.warning("A page could not be kept in %s: %s", self._path, type(error).__name__)

    def drop(self, name: str) -> None:
        with suppress(OSError):
            (self._path / name).unlink(missing_ok=True)

    def purge(self) -> None:
        """Forget what nobody has read for a week, and the oldest of too many."""
        files = []
        with suppress(OSError):
            for file in self._path.iterdir():
                with suppress(OSError):  # Another process was quicker.
                    files.append((file.stat().st_mtime, file))
        files.sort(reverse=True)
        for number, (changed, file) in enumerate(files):
            if number >= MOST or time.time() - changed > KEPT_FOR:
                with suppress(OSError):
                    file.unlink()


class Shared:
    """Redis, which forgets by itself. After a failure it is left alone for a while: readers wait for nothing."""

    def __init__(self, url: str, site: str) -> None:
        self._site = site
        self._redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._rests_until = float("-inf")

    def get(self, name: str) -> bytes | None:
        if time.monotonic() >= self._rests_until:
            try:
                return cast(bytes | None, self._redis.get(self._key(name)))
            except (RedisError, OSError):
                self._rest()
        return None

    def put(self, name: str, data: bytes) -> None:
        if time.monotonic() >= self._rests_until:
            try:
                self._redis.set(self._key(name), data, ex=KEPT_FOR)
            except (RedisError, OSError):
                self._rest()

    def drop(self, name: str) -> None:
        if time.monotonic() >= self._rests_until:
            try:
                self._redis.delete(self._key(name))
            except (RedisError, OSError):
                self._rest()

    def purge(self) -> None:
        """Nothing to do."""

    def _key(self, name: str) -> str:
        return f"livesafe:{self._site}:{name}"

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + REST


def chosen() -> Shelf:
    """Redis where the settings name one, else a folder below LIVESAFE_DATA."""
    if not settings.REDIS_URL:
        return Folder(settings.DATA_DIR / "pages")
    # Several sites may share one Redis: a site is its database.
    site = hashlib.sha256(str(settings.DATABASES["default"]).encode()).hexdigest()[:12]
    return Shared(settings.REDIS_URL, site)
