"""The whole way of an act: from a visitor's screen to the figures that the VRN pulls."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.running import Site, eventually
from tests.browser.staff import hire, log_in
from tests.browser.watch import answer_to, wait_until_told

# One day more on either side: midnight may pass, and in London it passes at another hour.
FIRST = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
LAST = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
# A page with one card, so that nothing else can be seen on the way.
CARD = "/young-people/a-friend/"
FIGURES = {"impressions": "1", "visits": "1", "clicks_gross": "1", "clicks_genuine": "1", "actions": "1"}
# Begun after the page's own clock, so it ends after it.
SEEN_LONG_ENOUGH = """card => new Promise((done) => {
  const see = ([{ isIntersecting }]) => isIntersecting && setTimeout(done, 1000);
  new IntersectionObserver(see, { threshold: 0.5 }).observe(card);
})"""
# No platform's file was brought in.
PLATFORMS = dict.fromkeys(("platform_impressions", "platform_link_clicks", "spend", "currency"), "")


def follow_a_card_and_make_the_pledge(site: Site, page: Page) -> None:
    card = page.locator(".campaign-card")
    with page.expect_response(answer_to("impression")) as seen:
        page.goto(site.address("gu", CARD))
        assert card.count() == 1
        card.scroll_into_view_if_needed()
    assert seen.value.headers["x-counted"] == "genuine"

    with page.expect_response(answer_to("visit")) as arrived:
        card.get_by_role("link").click()
    assert arrived.value.headers["x-counted"] == "genuine"
    assert re.fullmatch(rf"{site.url}/gu/campaigns/make-a-stand/\?via=\w+", page.url)

    expect(page.locator("#thanks")).to_be_hidden()
    page.locator("form.pledge button").click()
    page.wait_for_url("**#thanks")
    expect(page.locator("#thanks")).to_be_visible()


def report_by_command(site: Site, *by: str) -> list[dict[str, str]]:
    asked = ["--from", FIRST, "--to", LAST, "--format", "csv", "--by", ",".join(by)]
    return list(csv.DictReader(site.manage("reach_report", *asked).splitlines()))


def test_what_a_visitor_did_in_gujarati_is_what_the_report_shows(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    follow_a_card_and_make_the_pledge(site, open_context().new_page())
    wanted = {"campaign": "make-a-stand", "language": "gu"} | FIGURES | PLATFORMS

    # A click and a promise wait for their count only briefly.
    assert eventually(lambda: report_by_command(site, "campaign", "language") == [wanted])

    analyst = log_in(site, open_context(width=1280), name=hire(site, "analyst", group="VRN analysts"))
    analyst.goto(f"{site.url}/admin/reports/reach/?from={FIRST}&to={LAST}&by=campaign&by=language")
    rows = analyst.locator('[data-panel="figures"] tbody tr')
    expect(rows).to_have_count(1)
    cells = ["Make a stand", "Gujarati", *FIGURES.values(), *("–" for _ in PLATFORMS)]
    shown = rows.locator("td, th").all_inner_texts()
    assert [
        cell.strip().splitlines()[0] for cell in shown
    ] == cells  # Then comes ": why?", for screen readers.

    with analyst.expect_download() as download:
        analyst.get_by_role("link", name="CSV", exact=True).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert list(csv.DictReader(lines)) == [wanted]


def test_a_visitor_without_scripts_is_counted_by_link_and_form(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    """An impression and a visit need a script; a click and a promise do not."""
    site = untouched_site
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.address("gu", CARD))
    page.locator(".campaign-card").get_by_role("link").click()
    page.wait_for_url("**/gu/campaigns/make-a-stand/?via=*")
    page.locator("form.pledge button").click()
    page.wait_for_url("**#thanks")

    expect(page.locator("#thanks")).to_be_visible()
    figures = FIGURES | {"impressions": "0", "visits": "0"}
    wanted = {"campaign": "make-a-stand", "language": "gu"} | figures | PLATFORMS
    assert eventually(lambda: report_by_command(site, "campaign", "language") == [wanted])


def test_a_browser_that_asks_not_to_be_tracked_is_not_counted(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    context = open_context(extra_http_headers={"DNT": "1"})
    context.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {value: '1'})")
    page = context.new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(site.address("gu", CARD))
    card = page.locator(".campaign-card")
    card.scroll_into_view_if_needed()
    card.evaluate(SEEN_LONG_ENOUGH)
    card.get_by_role("link").click()
    page.wait_for_url("**/gu/campaigns/make-a-stand/?via=*")
    wait_until_told(page)

    assert sent == []
    assert report_by_command(site, "campaign", "language") == []
