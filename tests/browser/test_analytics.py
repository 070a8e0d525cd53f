"""Analytics of others, where they are configured: no request before a yes, and none at all where the browser objects."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import copy
from tests.browser.running import Site, Store
from tests.browser.watch import Watch, faults, wait_until_told

COUNTER = "stats.example.org"
FOR_PARENTS = "/parents-and-carers/"
FOR_THE_YOUNG = "/young-people/knife-crime/"


@pytest.fixture(scope="module")
def measured(loaded: Store, elsewhere: str) -> Iterator[Site]:
    """A site with a Matomo of its own."""
    yield from copy(loaded, "measured", 3, elsewhere, LIVESAFE_MATOMO=COUNTER)


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext], measured: Site) -> Callable[..., Page]:
    """A function that opens a page in a new browser in which the counter's host answers."""

    def open_page(path: str, **options: object) -> tuple[Page, Watch]:
        context = open_context(**options)
        context.route(
            f"**://{COUNTER}/**", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
        page = context.new_page()
        watch = Watch(page, measured.url)
        page.goto(measured.address("en", path))
        return page, watch

    return open_page


def storage(page: Page) -> list[object]:
    return [page.evaluate("({...localStorage})"), page.context.cookies()]


def test_nothing_is_loaded_or_kept_before_a_yes(open_page: Callable[..., tuple[Page, Watch]]) -> None:
    page, watch = open_page(FOR_PARENTS)
    assert page.locator("[data-answer=yes]").is_visible()
    wait_until_told(page)
    assert watch.strangers == []
    assert storage(page) == [{}, []]
    assert faults(page) == []


def test_a_yes_loads_the_counter_without_a_cookie_and_without_breaking_the_policy(
    open_page: Callable[..., tuple[Page, Watch]],
) -> None:
    page, watch = open_page(FOR_PARENTS)
    with page.expect_request(f"**://{COUNTER}/matomo.js"):
        page.locator("[data-answer=yes]").click()
    assert page.evaluate("window._paq.some(([name]) => name === 'disableCookies')")
    assert page.context.cookies() == []
    assert watch.errors == []
    with page.expect_request(f"**://{COUNTER}/matomo.js"):
        page.reload()
    with page.expect_navigation():  # What was loaded goes with the page.
        page.locator("[data-analytics] [data-answer=no]:visible").click()
    wait_until_told(page)
    before = len(watch.strangers)
    page.reload()
    wait_until_told(page)
    assert len(watch.strangers) == before


def test_a_no_is_kept_and_the_question_not_asked_again(
    open_page: Callable[..., tuple[Page, Watch]],
) -> None:
    page, watch = open_page(FOR_PARENTS)
    page.locator("[data-answer=no]:visible").click()
    page.reload()
    wait_until_told(page)
    assert not page.locator("[data-analytics]").is_visible()
    assert watch.strangers == []


def test_a_browser_that_objects_is_not_even_asked(open_page: Callable[..., tuple[Page, Watch]]) -> None:
    page, watch = open_page(FOR_PARENTS, extra_http_headers={"Sec-GPC": "1"})
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page.evaluate("localStorage.setItem('analytics', 'yes')")
    page.reload()
    wait_until_told(page)
    assert not page.locator("[data-analytics]").is_visible()
    assert watch.strangers == []


def test_young_people_are_never_asked_even_after_a_yes_elsewhere(
    open_page: Callable[..., tuple[Page, Watch]], measured: Site
) -> None:
    page, watch = open_page(FOR_PARENTS)
    with page.expect_response(f"**://{COUNTER}/matomo.js"):
        page.locator("[data-answer=yes]").click()
    watch.strangers.clear()
    page.goto(measured.address("en", FOR_THE_YOUNG))
    wait_until_told(page)
    assert page.locator("[data-analytics]").count() == 0
    assert watch.strangers == []


def test_without_script_there_is_no_question(open_page: Callable[..., tuple[Page, Watch]]) -> None:
    page, watch = open_page(FOR_PARENTS, java_script_enabled=False)
    assert not page.locator("[data-analytics]").is_visible()
    assert watch.strangers == []
