"""The shared cache, for readers: Redis where it answers, and nothing remembered where it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

PATIENCE = 0.25  # Seconds.
REST = 5.0  # Seconds in which Redis is not asked again once it failed.


class Client(RedisCacheClient):
    """One that takes a failure for an empty cache."""

    rests_until = float("-inf")  # Of the process: each thread has a client of its own.

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(
            servers, **{"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE} | options
        )

    def get(self, key: Any, default: Any) -> Any:
        return self._try(lambda: super(Client, self).get(key, default), default)

    def get_many(self, keys: Any) -> Any:
        return self._try(lambda: super(Client, self).get_many(keys), {})

    def has_key(self, key: Any) -> Any:
        return self._try(lambda: super(Client, self).has_key(key), False)

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._try(lambda: super(Client, self).add(key, value, timeout), False)

    def set(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._try(lambda: super(Client, self).set(key, value, timeout), None)

    def set_many(self, data: Any, timeout: Any) -> Any:
        return self._try(lambda: super(Client, self).set_many(data, timeout), None)

    def touch(self, key: Any, timeout: Any) -> Any:
        return self._try(lambda: super(Client, self).touch(key, timeout), False)

    def delete(self, key: Any) -> Any:
        return self._try(lambda: super(Client, self).delete(key), False)

    def delete_many(self, keys: Any) -> Any:
        return self._try(lambda: super(Client, self).delete_many(keys), None)

    def _try(self, act: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() >= Client.rests_until:
            try:
                return act()
            except (RedisError, OSError):
                Client.rests_until = time.monotonic() + REST
        return otherwise


class Forgiving(RedisCache):
    """Redis, of which a failure harms no reader. `incr` and `clear` are for staff and tests, and may fail."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
