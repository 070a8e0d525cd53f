"""A comms officer at the editor of translations, in a language that runs left to right and in one that does not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.running import Site, eventually
from tests.browser.staff import hire, log_in
from tests.browser.watch import OPTIONS, Watch, examine, is_wider_than_the_screen

TOPIC = "/young-people/knife-crime/"
LINE = "Most young people don’t carry a knife."
STEP = "In danger? Move away if you can. Then call 999."
MINE = {"gu": "મોટા ભાગના યુવાનો પાસે ચપ્પુ હોતું નથી.", "ur": "زیادہ تر نوجوان چاقو نہیں رکھتے۔"}
THEIRS = {"gu": "ઘણા યુવાનો ચપ્પુ રાખતા નથી.", "ur": "اکثر نوجوان چاقو ساتھ نہیں رکھتے۔"}
BROKEN = {"gu": "જોખમમાં? દૂર જા.", "ur": "خطرے میں؟ دور جاؤ۔"}
LANGUAGES = ["gu", "ur"]
TABLET = 1024
AS_READERS_GET_IT = """() => {
  const { location, document } = window.document.querySelector(".editor-preview iframe").contentWindow;
  return location.search.includes("as=readers") && document.readyState === "complete";
}"""


def officer(site: Site, context: BrowserContext, language: str, name: str) -> Page:
    """Somebody who publishes, at the editor of the topic, opened from the table of coverage."""
    page = log_in(site, context, name=hire(site, name, group="Publishers"))
    open_editor(site, page, language)
    return page


def open_editor(site: Site, page: Page, language: str) -> None:
    page.goto(f"{site.url}/admin/translations/")
    key = site.manage(
        "shell",
        "-c",
        "from wagtail.models import Page; print(Page.objects.get(slug='knife-crime').translation_key)",
    ).split()[-1]
    page.locator(f"a[href*='{key}/{language}/']").first.press("Enter")
    page.wait_for_url(f"**/page:{key}/{language}/**")


def read(site: Site, context: BrowserContext, language: str) -> str:
    """What somebody gets who was never here."""
    page = context.new_page()
    page.goto(site.address(language, TOPIC))
    return page.content()


def pair(page: Page, english: str) -> Locator:
    return page.locator("[data-pair]").filter(has=page.get_by_text(english, exact=True)).first


def box(page: Page, english: str) -> Locator:
    return pair(page, english).locator("textarea")


def faults(page: Page) -> list[str]:
    """What axe finds in the editor; the menu and the header around it are Wagtail's."""
    return examine(page, ".editor", OPTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_translates_and_approves_by_keyboard_and_readers_get_it(
    untouched_site: Site, open_context: Callable[..., BrowserContext], language: str
) -> None:
    site = untouched_site
    page = officer(site, open_context(width=TABLET), language, "asha")
    watch = Watch(page, site.url)
    assert box(page, LINE).get_attribute("dir") == ("rtl" if language == "ur" else "ltr")

    # A broken number is told while she types.
    box(page, STEP).fill(BROKEN[language])
    expect(pair(page, STEP).get_by_text("The number 999 is missing or changed.")).to_be_visible()
    pair(page, STEP).get_by_role("button", name="Throw away").click()
    expect(pair(page, STEP).get_by_text("The number 999")).to_have_count(0)

    # What she typed is still there when she comes back, and no reader has it.
    box(page, LINE).fill(MINE[language])
    expect(pair(page, LINE).get_by_text("Not saved yet")).to_be_visible()
    page.reload()
    expect(box(page, LINE)).to_have_value(MINE[language])
    assert MINE[language] not in read(site, open_context(), language)

    box(page, LINE).focus()
    page.keyboard.press("Control+Enter")
    expect(pair(page, LINE).locator(".state")).to_have_text("Approved")
    expect(page.locator("textarea[name=text]:focus")).to_have_count(1)
    assert eventually(lambda: MINE[language] in read(site, open_context(), language))
    assert watch.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_who_meet_lose_no_word(
    untouched_site: Site, open_context: Callable[..., BrowserContext], language: str
) -> None:
    site = untouched_site
    first = officer(site, open_context(width=1280), language, "asha")
    second = officer(site, open_context(width=1280), language, "bilal")
    box(second, LINE).fill(MINE[language])
    expect(pair(second, LINE).get_by_text("Not saved yet")).to_be_visible()

    box(first, LINE).fill(THEIRS[language])
    expect(pair(first, LINE).get_by_text("has typed something here")).to_be_visible()
    first.keyboard.press("Control+s")
    expect(pair(first, LINE).get_by_text("Saved as a draft.")).to_be_visible()
    box(second, LINE).focus()
    second.keyboard.press("Control+s")

    told = pair(second, LINE).locator(".told-critical")
    expect(told.get_by_text("saved another text here")).to_be_visible()
    expect(told.get_by_text(THEIRS[language], exact=True)).to_be_visible()
    expect(box(second, LINE)).to_have_value(MINE[language])
    assert faults(second) == []
    told.get_by_role("button", name="Take theirs").click()
    expect(box(second, LINE)).to_have_value(THEIRS[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, TABLET, 1440])
def test_axe_finds_nothing_and_the_editor_fits(
    site: Site, open_context: Callable[..., BrowserContext], language: str, width: int
) -> None:
    page = log_in(site, open_context(width=width))
    open_editor(site, page, language)
    box(page, STEP).focus()
    expect(pair(page, STEP).get_by_role("heading", name="Memory")).to_be_visible()
    pair(page, STEP).get_by_text("More", exact=True).click()

    assert not is_wider_than_the_screen(page)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_follows_the_typing(
    site: Site, open_context: Callable[..., BrowserContext], language: str
) -> None:
    page = log_in(site, open_context(width=1440))
    open_editor(site, page, language)
    page.keyboard.press("Alt+p")
    frame = page.frame_locator(".editor-preview iframe")
    expect(frame.locator("html")).to_have_attribute("lang", language)

    box(page, LINE).fill(MINE[language])
    expect(frame.get_by_text(MINE[language])).to_be_visible()
    page.get_by_label("As readers get it").check()
    page.wait_for_function(AS_READERS_GET_IT)
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.get_by_text(MINE[language])).to_have_count(0)
    pair(page, LINE).get_by_role("button", name="Throw away").click()
    expect(pair(page, LINE).get_by_text("Not saved yet")).to_have_count(0)


def test_the_shortcuts_are_told_and_move_from_text_to_text(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=TABLET))
    open_editor(site, page, "ur")
    page.keyboard.press("Alt+/")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()

    box(page, LINE).focus()
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") != box(page, LINE).get_attribute("id")
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.id") == box(page, LINE).get_attribute("id")


def test_everything_works_without_scripts(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    page = log_in(site, open_context(width=TABLET, java_script_enabled=False))
    open_editor(site, page, "ur")
    box(page, LINE).fill(MINE["ur"])
    with page.expect_navigation():
        pair(page, LINE).get_by_role("button", name="Save draft").last.click()
    expect(box(page, LINE)).to_have_value(MINE["ur"])
    expect(pair(page, LINE).get_by_role("heading", name="Memory")).to_be_visible()
    pair(page, LINE).get_by_role("button", name="Approve").click()
    expect(pair(page, LINE).locator(".state")).to_have_text("Approved")

    pair(page, LINE).get_by_text("More", exact=True).click()
    pair(page, LINE).get_by_label("Why?").fill("Too formal")
    pair(page, LINE).get_by_role("button", name="Send back").click()
    expect(pair(page, LINE).locator(".state")).to_have_text("Draft")
    expect(page.get_by_text(re.compile("Too formal")).first).to_be_visible()
