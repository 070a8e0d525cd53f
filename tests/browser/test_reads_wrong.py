"""Saying which part of a translation reads wrong: on a small phone, from right to left, without script."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.running import Site
from tests.browser.watch import Watch, faults, inline_code, is_wider_than_the_screen, without_scripts


def test_a_reader_of_urdu_says_so_on_a_small_phone_without_script(
    site: Site, open_context: Callable[..., BrowserContext], watch: Callable[[Page], Watch]
) -> None:
    context = without_scripts(open_context(width=320))
    page = context.new_page()
    seen = watch(page)
    page.goto(site.address("ur", "/young-people/knife-crime/"))

    with page.expect_navigation() as opened:
        page.locator(".notice a[rel=nofollow]").click()

    assert inline_code(opened.value.text()) == []
    assert not is_wider_than_the_screen(page)
    assert faults(page) == []

    part = page.locator(".part").nth(2)
    part.get_by_role("button").click()
    page.wait_for_url("**told=**")

    assert part.get_by_role("status").is_visible()
    assert part.get_by_role("button").count() == 0
    assert faults(page) == []
    assert (seen.strangers, context.cookies()) == ([], [])
