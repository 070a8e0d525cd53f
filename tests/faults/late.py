"""Two writers whose counts come late, while the month of their days is added up again and again. Says what came of it."""

import datetime as dt
import json
import sys
import time
from itertools import count
from threading import Event, Thread

import django

MONTH = dt.date(2025, 10, 1)
TIMES = 20

if __name__ == "__main__":
    django.setup()
    from django.db import connections
    from django.db.models import Sum

    from campaigns import ledger, months
    from campaigns.models import MonthSum, Tally

    is_enough = Event()
    sent: list[int] = []

    def add(source: int) -> None:
        for n in count():
            row = MONTH.replace(day=n % 31 + 1), source, "gu", "visit", "genuine"
            ledger.commit({(Tally, row): 1})
            sent.append(1)
            if is_enough.is_set():
                break
            time.sleep(0.001)  # Or nobody else would come to the database.
        connections.close_all()

    writers = [Thread(target=add, args=(source,), daemon=True) for source in (901, 902)]
    for writer in writers:
        writer.start()
    wrong = []
    for _ in range(TIMES):
        months.build(MONTH)
        wrong += months.wrong()
    is_enough.set()
    for writer in writers:
        writer.join()
    months.build(MONTH)
    total = MonthSum.objects.aggregate(total=Sum("n"))["total"]
    sys.stdout.write(json.dumps({"wrong": [str(month) for month in wrong], "sum": total, "sent": sum(sent)}))
