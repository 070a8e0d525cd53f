"""Leaving at once: by the bar, by three Shifts, with JavaScript and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.pages import LANGUAGES, PAGES
from tests.browser.running import Site


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "sensitive", "help", "campaign"])
def test_the_bar_leaves(
    site: Site,
    elsewhere: str,
    open_context: Callable[..., BrowserContext],
    language: str,
    kind: str,
    scripts: bool,  # noqa: FBT001  (pytest names it)
) -> None:
    context = open_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(site.address(language, PAGES[kind]))
    page.locator(".bar [data-exit]").click()
    page.wait_for_url(elsewhere)

    assert page.title() == "Weather"
    assert context.cookies() == []


def test_three_shifts_leave(site: Site, elsewhere: str, page: Page) -> None:
    page.goto(site.address("gu", PAGES["sensitive"]))
    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url(elsewhere)


def test_shift_used_for_writing_does_not_leave(site: Site, page: Page) -> None:
    page.goto(site.address("en", PAGES["topic"]))
    for _ in range(4):
        page.keyboard.press("Shift+A")

    # Said at once with each press that counts, and the page is covered before it goes.
    assert page.locator("[data-leave-status]").text_content() == ""
    assert not page.locator("[data-leaving]").is_visible()
    assert page.url == site.address("en", PAGES["topic"])


def test_the_page_left_is_not_behind_the_back_button(site: Site, elsewhere: str, page: Page) -> None:
    page.goto(site.address("en", PAGES["home"]))
    page.goto(site.address("en", PAGES["sensitive"]))
    page.locator(".bar [data-exit]").click()
    page.wait_for_url(elsewhere)
    page.go_back()

    assert page.url == site.address("en", PAGES["home"])


def test_the_keyboard_alone_leaves(site: Site, elsewhere: str, page: Page) -> None:
    """The second stop of the keyboard, right after the link to the content."""
    page.goto(site.address("ur", PAGES["sensitive"]))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-exit]')")
    page.keyboard.press("Enter")

    page.wait_for_url(elsewhere)


def test_nobody_elsewhere_learns_where_a_visitor_came_from(site: Site, elsewhere: str, page: Page) -> None:
    page.goto(site.address("en", PAGES["sensitive"]))
    with page.expect_request(elsewhere) as asked:
        page.locator(".bar [data-exit]").click()

    assert "referer" not in asked.value.all_headers()
