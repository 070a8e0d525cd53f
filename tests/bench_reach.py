"""What the reach report costs after five years: 200 campaigns, 11 languages, 12 channels, ten million tallies.

Run as a script it measures the PostgreSQL of DATABASE_URL, which is empty, in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
from cluster import MissingError, cluster

ROOT = Path(__file__).resolve().parent.parent
TIMES = 5  # Of which the quickest is told.
FIRST, LAST = "2021-04-01", "2026-03-31"
QUARTER, YEAR = "period=2025-26-Q3", "period=2025-26"
Tell = Callable[[str], None]

SOURCES = """
INSERT INTO campaigns_source
    (code, campaign, channel, creative, placement, venue, language, created, archived, is_demo)
SELECT 'b' || 100000 + campaign * 12 + channel, 'campaign-' || campaign,
    (ARRAY['direct', 'site', 'instagram', 'tiktok', 'snapchat', 'facebook', 'youtube', 'google', 'whatsapp', 'poster',
        'school', 'partner'])[channel + 1],
    '', CASE WHEN channel = 1 THEN 'bench' ELSE '' END, '', '', now(), false, false
FROM generate_series(0, 199) campaign, generate_series(0, 11) channel
"""
# Ten campaigns run in each quarter, and are followed in every language on every second or third day. Their links are
# followed on some days of all the years after.
TALLIES = """
WITH days AS (
    SELECT day::date, LEAST((day::date - %(first)s::date) / 91, 19) AS quarter
    FROM generate_series(%(first)s::date, %(last)s::date, '1 day') day
), sources AS (
    SELECT id, split_part(campaign, '-', 2)::int / 10 AS quarter FROM campaigns_source
)
INSERT INTO campaigns_tally (day, source_id, language, kind, verdict, n)
SELECT day, id, language, kind, verdict, %(times)s * (1 + (id * 7 + day_of_year * 13 + at * 3) %% 90)
FROM (SELECT *, extract(doy FROM day)::int AS day_of_year FROM days) days
JOIN sources USING (quarter)
CROSS JOIN unnest(ARRAY['en', 'gu', 'pl', 'pa', 'ro', 'ur', 'bn', 'pt', 'ar', 'hi', 'so'])
    WITH ORDINALITY languages (language, at)
CROSS JOIN (VALUES ('visit', 'genuine', 1), ('impression', 'genuine', 2), ('click', 'genuine', 3),
    ('click', 'crawler', 4), ('pledge', 'genuine', 5), ('visit', 'duplicate', 6)) kinds (kind, verdict, number)
WHERE (id * 31 + day_of_year * 17 + at * 7 + number * 5) %% 8 < 5
UNION ALL
SELECT day, id, 'en', 'visit', 'genuine', %(times)s
FROM days JOIN sources ON sources.quarter < days.quarter
WHERE (id * 31 + extract(doy FROM day)::int * 17) %% 8 < 4
"""


def reach(tell: Tell, postgresql: str) -> None:
    """Measure on the PostgreSQL whose address is given, or one that is made for it."""
    tell("\nThe reach report on PostgreSQL, its own server time without charts")
    try:
        if postgresql:
            on(postgresql)
        else:
            with cluster() as own:
                on(own.url)
    except MissingError as missing:
        tell(f"  It could NOT be measured: DATABASE_URL names none, and {missing}")


def on(url: str) -> None:
    """In a database of its own, which is dropped afterwards."""
    name = "livesafe_bench_reach"
    with closing(psycopg.connect(url, autocommit=True)) as server, tempfile.TemporaryDirectory() as folder:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        environment = os.environ | {
            "LIVESAFE_DEBUG": "1",
            "LIVESAFE_DATA": folder,
            "DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}",
            "DJANGO_SETTINGS_MODULE": "livesafe.settings",
            "PYTHONPATH": str(ROOT),
        }
        try:
            subprocess.run([sys.executable, __file__], env=environment, cwd=ROOT, check=True)
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def measure() -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    fill(1)
    say("ten million tallies", f"{rows():,} rows")
    bare = quickest(lambda: bare_sum(QUARTER))
    say("a bare SELECT sum(n) of a quarter, the yardstick", f"{bare * 1000:8.1f} ms")
    before = panels(bare, "from days alone")
    start = time.perf_counter()
    call_command("month_sums", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    say("every month added up, once", f"{time.perf_counter() - start:8.1f} s")
    after = panels(bare, "months from their sums")
    say("  … of that from days alone", f"{after / before:8.2f}")
    with connections["tallies"].cursor() as cursor:
        cursor.execute("UPDATE campaigns_monthsum SET n = n * 10")
        cursor.execute("VACUUM ANALYZE campaigns_monthsum")
    more = quickest(lambda: made(QUARTER))
    say("  … with ten times the traffic in the same rows", f"{more / after:8.2f} of it")


def panels(bare: float, how: str) -> float:
    """The whole report of a quarter and of a year, and what the first screen's own questions cost."""
    quarter = quickest(lambda: made(QUARTER))
    say(
        f"the whole report of a quarter, {how}", f"{quarter * 1000:8.1f} ms  {quarter / bare:6.2f} of the sum"
    )
    year = quickest(lambda: made(YEAR))
    say(
        "  a year: four times the days",
        f"{year * 1000:8.1f} ms  {year / bare:6.2f} of the sum  {year / quarter:.2f} of the quarter",
    )
    for fields in (("kind", "verdict"), ("source_id", "kind", "verdict"), ("month", "kind", "verdict")):
        spent = quickest(lambda fields=fields: asked(QUARTER, *fields))
        say(
            f"  its tallies by {', '.join(fields)}", f"{spent * 1000:8.1f} ms  {spent / bare:6.2f} of the sum"
        )
    return quarter


def fill(times: int) -> None:
    """The index that a site has is made after its rows: so it takes a third of the time."""
    from django.db import connections, transaction

    with transaction.atomic(using="tallies"), connections["tallies"].cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(SOURCES)
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(
            "ALTER TABLE campaigns_tally SET UNLOGGED"
        )  # Written once, for now: read it is the same.
        cursor.execute("ALTER TABLE campaigns_tally DROP CONSTRAINT one_tally")
        cursor.execute("DROP INDEX tallies_of_day")
        cursor.execute(TALLIES, {"first": FIRST, "last": LAST, "times": times})
        cursor.execute(
            "ALTER TABLE campaigns_tally ADD CONSTRAINT one_tally UNIQUE (day, source_id, language, kind, verdict)"
        )
        cursor.execute("CREATE INDEX tallies_of_day ON campaigns_tally (day)")
    with connections["tallies"].cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE campaigns_tally")
        cursor.execute("SET statement_timeout = 60000")


def rows() -> int:
    from campaigns.models import Tally

    return Tally.objects.count()


def bare_sum(address: str) -> object:
    from django.db import connections

    from campaigns.report.query import Query

    days = Query.of(address).period
    with connections["tallies"].cursor() as cursor:
        cursor.execute(
            "SELECT sum(n) FROM campaigns_tally WHERE day BETWEEN %s AND %s", [days.first, days.last]
        )
        return cursor.fetchone()


def asked(address: str, *fields: str) -> object:
    from campaigns.report.own import Ground
    from campaigns.report.query import Query

    return Ground(Query.of(address)).totals(*fields)


def made(address: str) -> object:
    from campaigns.report.build import report
    from campaigns.report.query import Query

    return report(Query.of(address))


def quickest(act: Callable[[], object]) -> float:
    act()
    spent = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return min(spent)


def say(what: str, figure: str) -> None:
    sys.stdout.write(f"  {what:<58}{figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import django

    django.setup()
    measure()
