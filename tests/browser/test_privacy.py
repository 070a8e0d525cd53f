"""What is left of a visitor after ten pages, two taps for help and an exit: a few numbers, and nothing else anywhere."""

import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import copy
from tests.browser.running import Site, Store, eventually
from tests.browser.watch import answer_to

Tables: TypeAlias = dict[str, set[tuple[object, ...]]]

# As nobody else in the world is called, so that every trace of the visitor can be found.
ADDRESS = "203.0.113.77"
AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Traceable-Phone) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
)
QUERY = "traceablequery"
REFERRER = "traceable-referrer.example"
TRACES = (ADDRESS, "Traceable-Phone", QUERY, REFERRER)

PAGES = (
    "/",
    "/young-people/",
    "/young-people/knife-crime/",
    "/young-people/a-friend/",
    "/young-people/staying-safe-online/",
    "/help/",
    "/campaigns/make-a-stand/",
    "/about/privacy/",
    "/no-such-page/",
    "/go/nosuch",
)
# What the minute's clock and the worker write of themselves.
OWN_NOTES = {"content_tick", "sqlite_sequence", "django_tasks_database_dbtaskresult"}
IS_SETTLED = """
from django_tasks_db.models import DBTaskResult
from livesafe.content.models import Tick
print(Tick.objects.exists() and not DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists())
"""
TIME_OF_DAY = re.compile(rb"\b[0-2]?\d:[0-5]\d:[0-5]\d")


@pytest.fixture(scope="module")
def walked_site(loaded: Store, elsewhere: str) -> Iterator[Site]:
    """A site behind a proxy that says who its visitors are."""
    yield from copy(loaded, "walked", 3, elsewhere, LIVESAFE_TRUSTED_PROXIES="127.0.0.1/32,::1/128")


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    context = open_context(extra_http_headers={"X-Forwarded-For": ADDRESS}, java_script_enabled=True)
    page = context.new_page()
    # The agent of a context can't be chosen twice, so its header is; so is where she comes from.
    page.route(
        "**/*",
        lambda route: route.continue_(
            headers=route.request.headers
            | {"user-agent": AGENT, "referer": f"https://{REFERRER}/search?q={QUERY}"}
        ),
    )
    return page


def walk(site: Site, page: Page) -> None:
    for path in PAGES:
        page.goto(f"{site.address('gu' if 'young' in path else 'en', path)}?q={QUERY}&gclid={QUERY}")
    page.goto(f"{site.address('en', '/help/')}?{QUERY}")
    page.evaluate("addEventListener('click', (event) => event.preventDefault(), true)")  # No telephone here.
    with page.expect_response(answer_to("help")) as counted:
        page.locator("a[href^='tel:']:visible").first.click()
    assert counted.value.headers["x-counted"] == "genuine"
    with page.expect_response(answer_to("visit")) as counted:
        page.goto(f"{site.address('en', '/campaigns/make-a-stand/')}?utm_source=instagram&utm_term={QUERY}")
    assert counted.value.headers["x-counted"] == "genuine"
    with page.expect_request(lambda asked: '"kind":"exit"' in (asked.post_data or "")):
        page.locator("[data-exit]:visible").last.click()  # The first is the skip link.
    page.wait_for_url("**/weather")


def tables(site: Site) -> Tables:
    """Every row of every table, in every database of the site."""
    server = site.environment.get("DATABASE_URL", "sqlite")
    if server.startswith("postgres"):
        import psycopg

        with psycopg.connect(server) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            return {name: set(map(str, connection.execute(f'SELECT * FROM "{name}"'))) for (name,) in names}  # type: ignore[misc]
    found: Tables = {}
    for path in Path(site.environment["LIVESAFE_DATA"]).glob("*.sqlite3"):
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        # A full-text index of Wagtail's reads through another table.
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
        ).fetchall()
        for (name,) in names:
            found[f"{path.stem}.{name}"] = set(connection.execute(f'SELECT * FROM "{name}"'))
        connection.close()
    return found


def is_written(site: Site, before: Tables) -> bool:
    """Whether the last of the walk is: the exit, which nobody waits for, and the sketch of the visit before it."""
    new = {name.rpartition(".")[2]: rows - before.get(name, set()) for name, rows in tables(site).items()}
    return "exit" in str(new["campaigns_quartertally"]) and "instagram" in str(new["campaigns_sketchpart"])


def settled(site: Site) -> Tables:
    """The rows once the clock has run and the worker has done what a new site leaves it: no visitor's doing."""
    assert eventually(lambda: site.manage("shell", "-c", IS_SETTLED).split()[-1] == "True", seconds=300)
    return tables(site)


def files(site: Site) -> Iterator[tuple[str, bytes]]:
    """What the site has on disk, its log and its databases' own logs among them; and what its cache holds."""
    folder = Path(site.environment["LIVESAFE_DATA"])
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_relative_to(folder / "static"):
            with suppress(FileNotFoundError):  # What was being written has its own name by now.
                yield path.name, path.read_bytes()
    server = site.environment.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        yield "pg_dump", subprocess.run(["pg_dump", server], capture_output=True, check=True).stdout
    if cache := site.environment.get("REDIS_URL"):
        import redis

        client = redis.Redis.from_url(cache)
        for key in client.scan_iter():
            yield f"redis {key!r}", key + (client.dump(key) or b"")


def test_a_walk_leaves_numbers_and_no_trace_of_who_walked(
    walked_site: Site, visitor: Page, request: pytest.FixtureRequest
) -> None:
    before = settled(walked_site)
    walk(walked_site, visitor)
    assert eventually(lambda: is_written(walked_site, before), seconds=60)
    after = tables(walked_site)

    traces = {
        f"{name}: {trace}"
        for name, content in files(walked_site)
        for trace in TRACES
        if trace.encode() in content
    }
    assert traces == set()

    new = {name: rows - before.get(name, set()) for name, rows in after.items()}
    grown = {name.rpartition(".")[2] for name, rows in new.items() if rows}
    counting = {name for name in grown if name.startswith("campaigns_")}
    assert {"campaigns_tally", "campaigns_readtally", "campaigns_quartertally"} <= counting
    assert grown - counting <= OWN_NOTES
    told = [str(row).encode() for name in new for row in new[name] if "campaigns_" in name]
    assert told
    assert [row for row in told if TIME_OF_DAY.search(row)] == []


def test_the_walk_of_somebody_who_objects_leaves_nothing_at_all(walked_site: Site, visitor: Page) -> None:
    visitor.context.set_extra_http_headers({"X-Forwarded-For": ADDRESS, "Sec-GPC": "1"})
    visitor.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    before = settled(walked_site)
    for path in PAGES:
        visitor.goto(walked_site.address("ur", path) + f"?utm_source=tiktok&q={QUERY}")
    visitor.wait_for_timeout(11_000)
    after = tables(walked_site)
    grown = {name for name, rows in after.items() if rows - before.get(name, set())}
    assert not [name for name in grown if "campaigns_" in name]
