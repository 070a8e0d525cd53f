"""The one background process: tasks from the database, and the minute's clock."""

import logging
import threading
from typing import Any

from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Command as Worker

from livesafe.content.clock import tick

logger = logging.getLogger(__name__)


class Command(Worker):
    help = "Run background tasks, and the clock each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        threading.Thread(target=keep_time, args=[stop], daemon=True).start()
        try:
            super().handle(*args, **options)
        finally:
            stop.set()


def keep_time(stop: threading.Event) -> None:
    while True:
        close_old_connections()  # A database that was away comes back without a restart.
        try:
            tick()
        except DatabaseError:  # The next minute tries again; staff see that the clock is late.
            logger.exception("The clock could not run")
        if stop.wait(60):
            return
