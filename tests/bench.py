"""`make bench`: what costs how much, as ratios taken in one run. These machines are noisy; a ratio is less so.

Pages and translations run in one process on SQLite, in a folder that it removes. The site's own answer to /healthz,
which asks nothing of anything, is the yardstick for requests; one UPDATE of a row is the yardstick for publishing.
Counting runs on servers of its own, on SQLite and PostgreSQL; the reach report on PostgreSQL.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from bench_counting import counting  # Beside this file, which runs as a script.
from bench_reach import reach

SECONDS = 2.0  # Of each measurement.


def rate(act: Callable[[], object]) -> float:
    """How often a second `act` can be done, after one warm-up."""
    act()
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        act()
        done += 1
    return done / spent


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def row(what: str, per_second: float, ratio: str = "") -> None:
    tell(f"  {what:<58}{per_second:>12,.0f} a second   {ratio}")


def main(postgresql: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    tell("Making a site to measure …")
    call_command("demo", no_serve=True, no_figures=True, stdout=io.StringIO())
    requests()
    translations()
    counting(tell, postgresql)
    reach(tell, postgresql)


def requests() -> None:
    from conftest import PHONE  # Beside this file, which runs as a script.
    from django.test import Client

    browser = {"user-agent": PHONE, "sec-fetch-site": "same-origin", "accept-encoding": "gzip"}
    reader = Client(SERVER_NAME="localhost", headers=browser)
    tell("\nRequests, one after the other")
    nothing = rate(lambda: reader.get("/healthz"))
    row("/healthz, the yardstick", nothing, "1")
    for path in ("/", "/gu/", "/gu/young-people/knife-crime/", "/ur/help/"):
        rendered = rate(lambda path=path: rendered_anew(reader, path))
        row(f"{path}, rendered", rendered, f"{rendered / nothing:.3f} of /healthz")
        kept = rate(lambda path=path: reader.get(path))
        row(f"{path}, kept", kept, f"{kept / nothing:.3f} of /healthz, {kept / rendered:.0f} times rendered")
    numbers = iter(range(10**9))

    def visit() -> object:
        body = f'{{"kind":"visit","campaign":"make-a-stand","language":"gu","load":{next(numbers)}}}'
        return reader.post("/c/", body, content_type="text/plain")

    counted = visit()["X-Counted"]  # type: ignore[index]
    measured = rate(visit)
    row(f"/c/, a visit ({counted})", measured, f"{measured / nothing:.3f} of /healthz")


def rendered_anew(reader: Any, path: str) -> None:
    from livesafe import pages

    pages.memory.drop(pages.Place("localhost", path))
    reader.get(path)


def translations() -> None:
    from livesafe import languages
    from livesafe.content.models import TopicPage
    from livesafe.translations.project import columns_of, project

    page = TopicPage.objects.get(slug="knife-crime")
    count = len(page.segments())
    tell(f"\nTranslations, a page of {count} segments")
    bare = rate(lambda: TopicPage.objects.filter(pk=page.pk).update(headline_gu="x"))
    row("one UPDATE of the page's row, the yardstick", bare, "1")
    row("segments extracted", rate(page.segments) * count)
    row("segments made ready for the engine, and put back", rate(lambda: there_and_back(page)) * count)
    row("segments applied to a language", rate(lambda: columns_of(page, languages.get("gu"))) * count)
    measured = rate(lambda: project(page))
    row(
        "segments projected into ten languages",
        measured * count * 10,
        f"{bare / measured:.0f} UPDATEs a page",
    )
    measured = rate(lambda: page.save_revision().publish())
    row("pages published, with ten languages", measured, f"{bare / measured:.0f} UPDATEs a page")


def there_and_back(page: Any) -> None:
    """What a batch costs us beside the engine's own time."""
    from livesafe.translations import placeholders

    for segment in page.segments():
        prepared = placeholders.prepare(segment, "tokens")
        placeholders.restore(prepared, prepared.text)


if __name__ == "__main__":
    asked = os.environ.get("DATABASE_URL", "sqlite")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LIVESAFE_DEBUG": "1", "LIVESAFE_DATA": folder, "DATABASE_URL": "sqlite"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "livesafe.settings"
        main("" if asked == "sqlite" else asked)
