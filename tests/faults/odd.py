"""The site's own application on an odd machine: its clock set, or its disk small."""

import os
import threading
import time
from pathlib import Path

from livesafe.wsgi import application

__all__ = ["application"]

if begins := os.environ.get("ODD_CLOCK"):
    import time_machine

    asked, begun = Path(os.environ["ODD_NOTES"], "asked"), Path(os.environ["ODD_NOTES"], "begun")

    def travel():
        """Set the clock when the test asks for it, and tell between which moments that was."""
        while not asked.exists():
            time.sleep(0.01)
        before = time.perf_counter()
        time_machine.travel(begins, tick=True).start()
        time.time()  # Such a clock begins to run when it is first read.
        written = begun.with_suffix(".part")
        written.write_text(f"{before} {time.perf_counter()}")
        written.replace(begun)  # Whoever waits for the note never meets it empty.

    threading.Thread(target=travel, daemon=True).start()

if room := os.environ.get("ODD_ROOM"):
    from django.db.backends.signals import connection_created

    def narrow(connection, **_):
        """No page more than there is, until somebody makes room."""
        if connection.alias == "tallies" and not Path(room).exists():
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count = 1")  # It never goes below what is there.

    connection_created.connect(narrow)
