"""The one background process: tasks from the database, and the minute's clock."""

import logging
import threading
import time
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
            while not self.has_worked(*args, **options):
                time.sleep(5)
        finally:
            stop.set()

    def has_worked(self, *args: Any, **options: Any) -> bool:
        """Work until told to stop; False where the database went away, so that work begins again when it is back."""
        try:
            super().handle(*args, **options)
        except DatabaseError:
            logger.exception("The worker lost its database")
            close_old_connections()
            return False
        return True


def keep_time(stop: threading.Event) -> None:
    while True:
        close_old_connections()  # A database that was away comes back without a restart.
        try:
            tick()
        except DatabaseError:  # The next minute tries again; staff see that the clock is late.
            logger.exception("The clock could not run")
        if stop.wait(60):
            return
