"""What a balancer asks: is the process alive, and may it be sent readers?"""

from __future__ import annotations

import threading

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from livesafe import version

_ready_once = threading.Event()


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return _answer(200, "alive")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 until the first full readiness and while migrations are pending. After that a lost database or cache is 200
    *degraded*: or a balancer would drain every node just when readers need the pages that the nodes still have."""
    version.watch.now(patience=2.0)
    try:
        if version.watch.is_away:  # A database that stands still would hold up this answer too.
            raise OperationalError
        pending = [alias for alias in settings.DATABASES if is_migration_pending(alias)]
        cache.set("readyz", "1", 5)
        if cache.get("readyz") != "1":
            raise ConnectionError("the cache forgot")
    except (DatabaseError, OSError, RedisError) as error:
        return _answer(200 if _ready_once.is_set() else 503, f"degraded: {type(error).__name__}")
    if pending:
        return _answer(503, f"migrations pending: {', '.join(pending)}")
    _ready_once.set()
    return _answer(200, "ready")


def is_migration_pending(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _answer(status: int, text: str) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
