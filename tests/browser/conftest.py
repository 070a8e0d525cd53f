"""Chromium with a phone's name, and a running site for it to visit."""

import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.running import PASSWORD, ROOT, Site, Store, running
from tests.browser.watch import Watch
from tests.conftest import PHONE, WORKER

HERE = Path(__file__).parent
PATIENCE = 30_000  # Milliseconds until what was awaited will never come.
expect.set_options(timeout=PATIENCE)
# The last eight keep Chromium from asking Google's hosts for anything. The first keeps the page from
# being told that a test drives it: the counter rightly leaves such visits out, and no setting turns that off.
FLAGS = [
    "--disable-blink-features=AutomationControlled",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[str]:
    """A site that is not ours, for those who leave."""

    class Weather(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Weather</title><p>Sun and cloud")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/weather"
    server.shutdown()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of a demo that was set up and never visited."""
    store = Store(f"livesafe_{WORKER}_loaded", tmp_path_factory.mktemp("site"), redis=1)
    store.create()
    site = Site("", store.environment | {"LIVESAFE_ADMIN_PASSWORD": PASSWORD})
    site.manage("demo", "--no-serve", "--no-figures")
    # What new content leaves to the worker would keep each copy's busy for half a minute, and what a test awaits of it.
    site.manage("db_worker", "--batch", "--verbosity=0")
    yield store
    store.drop()


@pytest.fixture(scope="session")
def site(loaded: Store, elsewhere: str) -> Iterator[Site]:
    """The site that all tests visit which leave nothing behind."""
    yield from copy(loaded, "shared", 2, elsewhere)


@pytest.fixture
def untouched_site(loaded: Store, elsewhere: str) -> Iterator[Site]:
    """A site that nobody visited yet."""
    yield from copy(loaded, "untouched", 3, elsewhere)


def copy(loaded: Store, name: str, redis: int, elsewhere: str, **settings: str) -> Iterator[Site]:
    store = Store(f"livesafe_{WORKER}_{name}", loaded.parent, redis=redis)
    store.create(loaded)
    try:
        with running(store, exit_url=elsewhere, **settings) as site:
            yield site
    finally:
        store.drop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Of a module and no longer: while Playwright runs, Django takes this process for an asynchronous one.
    found = subprocess.run([ROOT / ".ci/browser"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a browser nobody used before."""
    contexts = []

    def open_context(*, width: int = 360, **options: object) -> BrowserContext:
        context = chromium.new_context(
            user_agent=PHONE, viewport={"width": width, "height": 740}, locale="gu-IN", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context().new_page()


@pytest.fixture
def watch(site: Site) -> Callable[[Page], Watch]:
    return lambda page: Watch(page, site.url)
