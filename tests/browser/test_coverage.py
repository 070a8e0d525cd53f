"""A comms officer at the translation desk: what is left, what to do first, and what publishing does."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.running import Site
from tests.browser.staff import hire, log_in, open_page_editor
from tests.browser.watch import Watch, faults_within

PHONE, TABLET = 360, 768


def at_the_desk(site: Site, context: BrowserContext) -> Page:
    page = log_in(site, context)
    page.goto(f"{site.url}/admin/translations/")
    return page


def test_the_table_fits_a_tablet_and_axe_finds_nothing(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = at_the_desk(site, open_context(width=TABLET))

    assert page.locator(".desk-coverage tbody tr").count() > 30
    # The table scrolls in a box of its own: the page does not.
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert faults_within(page, ".desk") == []


def test_a_cell_can_be_tapped_on_a_phone(site: Site, open_context: Callable[..., BrowserContext]) -> None:
    page = at_the_desk(site, open_context(width=PHONE))
    row = page.locator(".desk-coverage tbody tr").nth(2)

    for column in (0, 6):
        cell = row.locator("td a").nth(column)
        wanted = cell.get_attribute("href")
        cell.scroll_into_view_if_needed()
        # The whole cell lies beside the names, where a thumb finds it.
        names, here = row.locator("th").bounding_box(), cell.bounding_box()
        assert names
        assert here
        assert here["x"] >= names["x"] + names["width"] - 1
        cell.click()
        page.wait_for_url(f"{site.url}{wanted}")
        page.go_back()


def test_arrow_keys_move_in_the_table_and_enter_opens_the_editor(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = at_the_desk(site, open_context(width=1280))
    cells = page.locator(".desk-coverage tbody tr").nth(1).locator("td a")
    first = page.locator(".desk-coverage tbody td a").first
    first.focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    assert cells.nth(1).evaluate("link => link === document.activeElement")
    assert page.locator(".desk-coverage td a[tabindex='0']").count() == 1
    wanted = cells.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{wanted}")


def test_a_filter_is_chosen_without_a_mouse(site: Site, open_context: Callable[..., BrowserContext]) -> None:
    page = at_the_desk(site, open_context(width=TABLET))
    before = page.locator(".desk-coverage tbody tr").count()

    page.get_by_label("Language", exact=True).select_option(label="Urdu")
    page.get_by_label("Show", exact=True).select_option(label="Safety-critical")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**show=critical**")

    assert page.locator(".desk-coverage thead tr").first.locator("th").count() == 2
    assert 0 < page.locator(".desk-coverage tbody tr").count() < before


def test_the_editor_says_what_publishing_does_as_soon_as_the_draft_is_saved(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site, context = untouched_site, open_context(width=1280)
    page = log_in(site, context, name=hire(site, "publisher", group="Publishers"))
    watch = Watch(page, site.url)
    open_page_editor(site, page, "knife-crime")
    effect = page.locator("[data-effect]")
    effect.get_by_text("changes nothing in any language").wait_for()

    page.locator("#id_headline_en").fill("Knives, and how to stay safe today")
    effect.get_by_role("row", name="Gujarati 1 text").wait_for()

    assert faults_within(page, "[data-effect]") == []
    page.get_by_role("button", name="More actions").first.click()
    page.locator("button[name=action-publish]").click()
    page.get_by_role("heading", name="Before you publish").wait_for()
    assert faults_within(page, "main .nice-padding") == []
    assert watch.errors == []
