"""A publisher has a page translated: sees the sum, says yes, and watches it become Gujarati and Urdu."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import copy
from tests.browser.running import Site, Store, eventually
from tests.browser.staff import hire, log_in
from tests.browser.watch import Watch, faults_within
from tests.translations import deepl_server

SLUG = "going-out"  # No language has anything of it yet, and readers may see a draft of it.


@pytest.fixture
def site_with_engine(loaded: Store, elsewhere: str) -> Iterator[Site]:
    with deepl_server.running() as stand_in:
        yield from copy(
            loaded, "engine", 3, elsewhere, DEEPL_AUTH_KEY=stand_in.key, DEEPL_SERVER_URL=stand_in.url
        )


def headline(site: Site, context: BrowserContext, language: str) -> str:
    """What somebody reads who was never here: another's browser may keep a page for half a minute."""
    page = context.new_page()
    page.goto(site.address(language, f"/young-people/{SLUG}/"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ur" else "ltr")
    return page.locator("h1").inner_text()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_page_is_translated_after_a_yes_to_its_sum(
    site_with_engine: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = site_with_engine
    page = log_in(site, open_context(width=768), name=hire(site, "publisher", group="Publishers"))
    watch = Watch(page, site.url)
    number = f"from wagtail.models import Page; print(Page.objects.get(slug={SLUG!r}).pk)"
    page.goto(f"{site.url}/admin/pages/{site.manage('shell', '-c', number).split()[-1]}/edit/")

    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Translate this page").click()
    page.get_by_role("heading", name="Translate: Going out").wait_for()
    assert (faults_within(page, ".engine"), fits(page)) == ([], True)
    for language in ("Polish", "Punjabi", "Romanian", "Bengali", "Portuguese", "Arabic", "Hindi"):
        page.get_by_label(language).uncheck()
    page.get_by_role("button", name="See the sum").click()
    page.get_by_text("for Gujarati, Urdu.").wait_for()
    assert (faults_within(page, ".engine"), fits(page)) == ([], True)

    page.get_by_role("button", name="Spend them and translate").click()

    expect(page.get_by_role("cell", name="Done")).to_have_count(2, timeout=60_000)
    assert (faults_within(page, ".engine"), fits(page)) == ([], True)
    assert watch.errors == []
    assert eventually(lambda: "ગુજરાતી" in headline(site, open_context(), "gu"))
    assert eventually(lambda: "لفظ" in headline(site, open_context(), "ur"))
