"""Anybody can read: at any width, in any direction, with or without JavaScript, by keyboard alone."""

from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page

from livesafe import languages
from tests.browser.pages import LANGUAGES, MISSING, PAGES
from tests.browser.running import Site
from tests.browser.watch import (
    Watch,
    faults,
    inline_code,
    is_wider_than_the_screen,
    wait_until_told,
    without_scripts,
)

WALKED = ["home", "topic", "help", "campaign"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_page_fits_and_keeps_to_itself(
    site: Site,
    open_context: Callable[..., BrowserContext],
    watch: Callable[[Page], Watch],
    language: str,
    kind: str,
    width: int,
    scripts: bool,  # noqa: FBT001  (pytest names it)
) -> None:
    context = open_context(width=width, java_script_enabled=scripts)
    page = context.new_page()
    seen = watch(page)
    answer = page.goto(site.address(language, PAGES[kind]))
    if scripts:  # Without them nothing is asked for once the page has loaded.
        wait_until_told(page)
        page.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert not is_wider_than_the_screen(page)
    assert (seen.errors, seen.strangers, context.cookies()) == ([], [], [])
    assert inline_code(answer.text()) == []


@pytest.mark.parametrize("language", [language.code for language in languages.TARGETS])
@pytest.mark.parametrize("kind", ["home", "help", "topic", "campaign"])
def test_no_languages_words_are_wider_than_a_small_phone(
    site: Site, open_context: Callable[..., BrowserContext], language: str, kind: str
) -> None:
    page = open_context(width=320).new_page()

    page.goto(site.address(language, PAGES[kind]))

    assert not is_wider_than_the_screen(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES.values(), MISSING])
def test_an_answer_is_the_same_for_every_visitor(site: Site, language: str, path: str) -> None:
    try:
        answer = urlopen(site.address(language, path))
    except OSError as error:  # An answer of 404 is one.
        answer = error

    headers = answer.headers
    assert headers["Set-Cookie"] is None
    assert headers["Vary"] in {None, "Accept-Encoding"}
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*PAGES, "missing"])
def test_axe_finds_nothing(site: Site, page: Page, language: str, kind: str) -> None:
    page.goto(site.address(language, PAGES.get(kind, MISSING)))

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = faults(page)
        assert not found, "\n".join([scheme, *found])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WALKED)
def test_axe_finds_nothing_without_scripts(
    site: Site, open_context: Callable[..., BrowserContext], language: str, kind: str
) -> None:
    page = without_scripts(open_context()).new_page()
    page.goto(site.address(language, PAGES[kind]))

    found = faults(page)
    assert not found, "\n".join(found)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the keyboard stands on it, and see that each stop on the way shows where it is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """selector => {
                const here = document.activeElement;
                // A card whose whole face is a link draws the ring round the card.
                const looks = [getComputedStyle(here), getComputedStyle(here, "::after")];
                return {
                    there: here.matches(selector),
                    ring: looks.some((look) => look.outlineStyle !== "none"),
                    html: here.outerHTML.slice(0, 200),
                };
            }""",
            selector,
        )
        assert stop["ring"], f"no focus to be seen on {stop['html']}"
        if stop["there"]:
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WALKED)
def test_the_keyboard_alone_skips_to_the_content(site: Site, page: Page, language: str, kind: str) -> None:
    page.goto(site.address(language, PAGES[kind]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")

    page.wait_for_url("**#main")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_alone_chooses_a_language(
    site: Site,
    open_context: Callable[..., BrowserContext],
    language: str,
    scripts: bool,  # noqa: FBT001  (pytest names it)
) -> None:
    page = open_context(java_script_enabled=scripts).new_page()
    page.goto(site.address(language, PAGES["topic"]))
    tab_to(page, ".switcher > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".switcher a[hreflang=pl]")
    page.keyboard.press("Enter")
    page.wait_for_url(site.address("pl", PAGES["topic"]))

    assert page.locator("html").get_attribute("lang") == "pl"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "topic", "campaign"])
def test_the_keyboard_alone_gets_help(site: Site, page: Page, language: str, kind: str) -> None:
    page.goto(site.address(language, PAGES[kind]))
    tab_to(page, ".bar [data-help]")
    page.keyboard.press("Enter")

    page.wait_for_url(site.address(language, PAGES["help"]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "sensitive", "campaign"])
def test_help_is_one_tap_away_on_the_first_screen(site: Site, page: Page, language: str, kind: str) -> None:
    page.goto(site.address(language, PAGES[kind]))
    button = page.locator(".bar [data-help]")
    box = button.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= 740
    assert box["height"] >= 48
    button.click()
    page.wait_for_url(site.address(language, PAGES["help"]))


def test_the_language_can_be_chosen_on_the_home_page_without_reading_english(site: Site, page: Page) -> None:
    page.goto(site.address("en", "/"))
    own_names = page.locator("a[hreflang=gu]:visible")

    assert own_names.first.inner_text().strip() == "ગુજરાતી"
    assert own_names.first.get_attribute("lang") == "gu"
    own_names.first.click()
    page.wait_for_url(site.address("gu", "/"))
