"""Words that somebody typed are lost by no log-out, no refusal, and no answer that comes while they type on."""

from collections.abc import Callable

from playwright.sync_api import APIResponse, BrowserContext, Route, expect

from tests.browser.running import Site
from tests.browser.staff import log_in
from tests.browser.test_desk import BROKEN, LINE, MINE, STEP, box, officer, pair
from tests.browser.test_reviewer import WORDING, link, part


def test_what_was_typed_while_logged_out_is_kept_after_logging_in_again(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(width=1280)
    page = officer(untouched_site, context, "gu", "asha")
    context.clear_cookies()
    box(page, LINE).fill(MINE["gu"])
    expect(pair(page, LINE).get_by_text("you are logged out")).to_be_visible()

    log_in(untouched_site, context, name="asha")

    expect(pair(page, LINE).get_by_text("Not saved yet")).to_be_visible()
    page.reload()
    expect(box(page, LINE)).to_have_value(MINE["gu"])


def test_a_reason_that_waits_stays_when_an_approval_is_refused(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = officer(untouched_site, open_context(width=1280), "gu", "asha")
    box(page, STEP).focus()
    expect(
        pair(page, STEP).get_by_role("heading", name="Memory")
    ).to_be_visible()  # Nothing more comes by itself.
    pair(page, STEP).get_by_text("More", exact=True).click()
    pair(page, STEP).locator("[name=reason]").fill("The number is missing.")

    box(page, STEP).fill(BROKEN["gu"])
    with page.expect_response(lambda answer: "\r\napprove\r\n" in (answer.request.post_data or "")):
        page.keyboard.press("Control+Enter")
    expect(pair(page, STEP)).not_to_have_attribute("aria-busy", "true")

    expect(pair(page, STEP).get_by_text("The number 999 is missing or changed.")).to_be_visible()
    expect(pair(page, STEP).locator("[name=reason]")).to_have_value("The number is missing.")


def test_an_answer_that_comes_late_takes_nothing_back(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = officer(untouched_site, open_context(width=1280), "gu", "asha")
    held: list[tuple[Route, APIResponse]] = []
    memory = pair(page, STEP).locator("[data-aids]").evaluate("link => link.href.split('#')[0]")
    page.route(lambda url: url == memory, lambda route: held.append((route, route.fetch())))
    box(page, STEP).fill(BROKEN["gu"])  # To stand in it asks for its memory.
    while not held:
        page.wait_for_timeout(50)
    page.wait_for_timeout(1500)  # By now the words are to be kept as well.
    route, answer = held[0]
    route.fulfill(response=answer)

    expect(pair(page, STEP).get_by_role("heading", name="Memory")).to_be_visible()
    expect(pair(page, STEP).get_by_text("The number 999 is missing or changed.")).to_be_visible()
    expect(box(page, STEP)).to_have_value(BROKEN["gu"])


def test_a_reviewer_who_types_on_while_handing_in_keeps_their_words(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(width=320).new_page()
    address = link(untouched_site, "gu")
    page.goto(address)
    part(page, 2).get_by_text("Say it another way").click()
    part(page, 2).locator("[name=text]").fill(WORDING["gu"])
    expect(part(page, 2).locator("[data-said]")).to_have_text("Kept.")
    held: list[Route] = []
    page.route(address, lambda route: held.append(route) if not held else route.continue_())

    part(page, 2).get_by_role("button", name="Hand in").click()
    expect(part(page, 2).locator("[data-said]")).to_have_text("Handing in …")
    part(page, 2).locator("[name=text]").fill(f"{WORDING['gu']} વધુ")
    while not held:
        page.wait_for_timeout(50)
    page.wait_for_timeout(1500)  # By now they are to be kept, once this is answered.
    held[0].continue_()

    expect(part(page, 2).locator("[data-said]")).to_have_text("Kept.")
    expect(part(page, 2).locator("[name=text]")).to_have_value(f"{WORDING['gu']} વધુ")
