"""An editor's change, through the admin as she uses it, to readers in two languages."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.running import Site, eventually
from tests.browser.staff import hire, log_in, open_page_editor

TOPIC = "/young-people/knife-crime/"
HEADLINE = "Knives, and how to stay safe today"


def visit(site: Site, context: BrowserContext, language: str) -> tuple[Page, list[str]]:
    """What somebody reads who was never here: another's browser may keep a page for half a minute."""
    page = context.new_page()
    page.goto(site.address(language, TOPIC))
    return page, [line for line in page.locator("main").inner_text().splitlines() if line.strip()]


def publish_headline(site: Site, page: Page, headline: str) -> None:
    open_page_editor(site, page, "knife-crime")
    page.locator("#id_headline_en").fill(headline)
    # The draft is saved, so that it is not on its way while the page is published.
    page.locator("[data-effect]").get_by_role("row", name="Gujarati 1 text").wait_for()
    page.get_by_role("button", name="More actions").first.click()
    page.locator("button[name=action-publish]").click()
    # First what it does to each language.
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def test_readers_see_an_edit_and_other_languages_keep_what_is_still_valid(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    _, english = visit(site, open_context(), "en")
    page, before = visit(site, open_context(), "gu")
    old = page.locator("h1").inner_text().strip()
    assert old not in english, "the topic is not translated: nothing would be tested"
    assert page.locator("h1 [lang=en]").count() == 0

    editor = log_in(site, open_context(width=1280), name=hire(site, "publisher", group="Publishers"))
    publish_headline(site, editor, HEADLINE)

    # A busy machine may need longer to learn of it than a reader waits.
    assert eventually(lambda: HEADLINE in visit(site, open_context(), "en")[1])
    assert eventually(lambda: HEADLINE in visit(site, open_context(), "gu")[1])
    page, after = visit(site, open_context(), "gu")
    marked = page.locator("h1 [lang=en]")
    assert marked.inner_text().strip() == HEADLINE
    assert marked.get_attribute("dir") == "ltr"
    # The headline fell back, and the notice above may say now that a part is in English. No other line did.
    lost = [line for line in before if line not in after]
    assert old in lost
    assert len(lost) <= 3
