"""Two writers whose counts come late, while the month of their days is added up again and again. Says what came of it."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from itertools import count
from threading import Event, Thread
from typing import TypeVar

import django

MONTH = dt.date(2024, 10, 1)
SOURCES = (901, 902)
TIMES = 20
PATIENCE = 120  # Seconds.
T = TypeVar("T")

if __name__ == "__main__":
    django.setup()
    from django.db import OperationalError, connections
    from django.db.models import Sum

    from campaigns import ledger, months
    from campaigns.models import MonthSum, Tally

    is_enough = Event()
    sent: list[int] = []

    def sure(work: Callable[[], T]) -> T:
        """Who waited in vain for the others has changed nothing, and comes again, as the writer does."""
        until = time.monotonic() + PATIENCE
        while True:
            time.sleep(0.001)  # Or nobody else would come to the database.
            try:
                return work()
            except OperationalError:
                if time.monotonic() > until:
                    raise

    def add(source: int) -> None:
        for n in count():
            row = MONTH.replace(day=n % 31 + 1), source, "gu", "visit", "genuine"
            sure(lambda row=row: ledger.commit({(Tally, row): 1}))
            sent.append(1)
            if is_enough.is_set():
                break
        connections.close_all()

    writers = [Thread(target=add, args=(source,), daemon=True) for source in SOURCES]
    for writer in writers:
        writer.start()
    wrong: list[dt.date] = []
    for _ in range(TIMES):
        sure(lambda: months.build(MONTH))
        wrong += sure(months.wrong)
    is_enough.set()
    for writer in writers:
        writer.join()
    sure(lambda: months.build(MONTH))
    total = MonthSum.objects.filter(month=MONTH).aggregate(total=Sum("n"))["total"]
    sys.stdout.write(json.dumps({"wrong": [str(month) for month in wrong], "sum": total, "sent": sum(sent)}))
