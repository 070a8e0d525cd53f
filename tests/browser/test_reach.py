"""The reach report as an analyst meets it: from logging in to the board's PDF, by keyboard, on a phone, without script."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.conftest import copy
from tests.browser.running import PASSWORD, Site, Store
from tests.browser.staff import hire, log_in
from tests.browser.watch import faults_within

REPORT = "/admin/reports/reach/?period=last-quarter&by=campaign&by=channel"
MOST_CLICKS, MOST_SECONDS = 7, 60


@pytest.fixture(scope="module")
def site(loaded: Store, elsewhere: str) -> Iterator[Site]:
    """A site with two financial years of figures made up for show."""
    with contextmanager(copy)(loaded, "reported", 3, elsewhere) as site:
        site.manage("shell", "-c", "from campaigns.demo.load import load; load()")
        yield site


@pytest.fixture(scope="module")
def analyst(site: Site) -> str:
    return hire(site, "reach-analyst", group="VRN analysts")


def test_from_logging_in_to_the_boards_pdf_takes_fewer_than_eight_clicks_and_a_minute(
    site: Site, analyst: str, open_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page, clicks = open_context(width=1280).new_page(), []
    until = time.monotonic() + MOST_SECONDS

    def click(what: Locator) -> None:
        clicks.append(what)
        what.click()

    page.goto(f"{site.url}/admin/login/")
    page.locator("[name=username]").fill(analyst)
    page.locator("[name=password]").fill(PASSWORD)
    click(page.locator("[type=submit]"))
    click(page.get_by_role("button", name="Reports"))
    click(page.get_by_role("link", name="Reach", exact=True))
    page.get_by_label("Period").select_option("last-quarter")
    click(page.get_by_role("button", name="Show the report"))
    page.wait_for_url("**period=last-quarter**")
    with page.expect_download(timeout=1000 * (until - time.monotonic())) as download:
        click(page.get_by_role("link", name="PDF", exact=True))
    download.value.save_as(tmp_path / "board.pdf")

    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")
    assert len(clicks) <= MOST_CLICKS


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_fits_its_screen_and_breaks_no_rule_of_accessibility(
    site: Site, analyst: str, open_context: Callable[..., BrowserContext], width: int, scheme: str
) -> None:
    page = log_in(site, open_context(width=width, color_scheme=scheme), name=analyst)
    page.goto(site.url + REPORT)
    page.evaluate("document.querySelectorAll('.reach details').forEach(one => (one.open = true))")
    assert sideways(page) == []
    assert faults_within(page, ".reach") == []

    numbers = ("panel=whole", "column=cost_per_click", "panel=overlap", "panel=outtakes", "panel=manual")
    whys = [page.locator(f'.reach-why[href*="{one}"]').last.get_attribute("href") for one in numbers]
    with page.expect_navigation():
        page.locator(".reach-why").first.click()
    for address in [page.url, *(f"{site.url}{why}" for why in whys)]:
        page.goto(address)
        page.locator("[data-adds-up]").wait_for()
        assert sideways(page) == [], address
        assert faults_within(page, ".reach") == [], address


def test_the_report_works_without_script(
    site: Site, analyst: str, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=1280, java_script_enabled=False), name=analyst)
    page.goto(f"{site.url}/admin/reports/reach/")
    page.get_by_label("Period").select_option("last-quarter")
    page.locator(".reach-more > summary").click()
    page.locator(".reach-ticks summary").first.click()
    page.get_by_label("Channel", exact=True).check()
    page.get_by_role("button", name="Show the report").click()

    page.wait_for_url("**?period=last-quarter&by=channel")
    assert page.locator('[data-panel="figures"] tbody tr').count() > 1
    assert not page.get_by_role("button", name="Copy").is_visible()
    pictures = page.locator(".reach-chart img")
    assert pictures.count() >= 4
    address = page.locator(".reach-figure .reach-why").first.get_attribute("href")
    page.goto(site.url + str(address))
    assert page.locator("[data-adds-up]").is_visible()


def test_charts_are_drawn_and_the_console_is_silent(
    site: Site, analyst: str, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=1280), name=analyst)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(site.url + REPORT)
    for picture in page.locator(".reach-chart img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 100
    assert said == []


def test_a_table_is_reached_and_scrolled_by_keyboard(
    site: Site, analyst: str, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=360), name=analyst)
    page.goto(site.url + REPORT)
    table = page.locator('.reach-table:has([data-panel="whole"])')
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=table.element_handle())


def sideways(page: Page) -> list[str]:
    """What sticks out of the screen and is in no region that scrolls by itself."""
    return page.evaluate(
        """[...document.querySelectorAll('.reach *')]
            .filter(one => !one.closest('.reach-table, .reach-chart, .w-sr-only'))
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.className || one.tagName)"""
    )
