"""The link desk as an editor uses it: made, copied, printed, and followed by somebody who mistypes it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.running import Site, eventually
from tests.browser.staff import hire, log_in
from tests.browser.watch import faults_within

NOTE_WHAT_IT_SAYS = """button => {
  window.said = [];
  new MutationObserver(() => said.push(button.textContent)).observe(button, { characterData: true, subtree: true });
}"""


def test_an_editor_makes_links_takes_a_poster_and_somebody_types_the_address(
    untouched_site: Site, open_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    site = untouched_site
    name = hire(site, "linker", group="Editors")
    page = log_in(
        site, open_context(width=1280, permissions=["clipboard-read", "clipboard-write"]), name=name
    )
    page.get_by_role("link", name="Links", exact=True).click()
    page.get_by_role("link", name="Make links").click()
    page.get_by_label("Campaign").select_option("make-a-stand")
    for box in ("Instagram", "Poster", "Gujarati"):
        page.get_by_label(box, exact=True).check()
    page.get_by_label("Placements or venues").fill("Central Library\ncentral  library")
    page.get_by_role("button", name="Show what will be made").click()
    # Two channels in English and Gujarati, one venue.
    expect(page.locator(".links-planned li")).to_have_count(4)
    page.get_by_role("button", name="Make 4 links").click()
    expect(page.locator(".messages")).to_contain_text("4 links made")

    page.get_by_role("link", name="Poster · Central Library · Gujarati").click()
    copy = page.get_by_role("button", name="Copy the short address")
    copy.evaluate(NOTE_WHAT_IT_SAYS)  # It says so for two seconds only.
    copy.click()
    page.wait_for_function("() => said.some((words) => words.startsWith('Copied'))")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{site.url}/go/")
    page.get_by_label("Language", exact=True).select_option("ur")
    page.wait_for_url("**language=ur**")
    poster = page.locator(".links-paper")
    poster.evaluate("image => image.decode()")
    assert poster.evaluate("image => image.naturalWidth") > 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PDF").click()
    download.value.save_as(tmp_path / "poster.pdf")
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF")

    code = address.rsplit("/", 1)[-1]
    reader = open_context().new_page()
    wanted = f"{site.url}/gu/campaigns/make-a-stand/?via={code}"

    def is_led_there() -> bool:
        reader.goto(f"{site.url}/go/{code[:2].upper()}-{code[2:]}")
        return reader.url == wanted

    # A busy machine may need longer to read a new code than a click waits for it.
    assert eventually(is_led_there), reader.url


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_the_desk_fits_its_screen_and_breaks_no_rule_of_accessibility(
    site: Site, open_context: Callable[..., BrowserContext], width: int
) -> None:
    site.manage("links", "make", "--campaign=make-a-stand", "--channel=poster", "--venue=Town Hall")
    page = log_in(site, open_context(width=width))
    for path in ("/admin/links/", "/admin/links/new/", "one"):
        if path == "one":
            page.goto(f"{site.url}/admin/links/")
            with page.expect_navigation():
                page.locator(".links-name a").first.click()
        else:
            page.goto(site.url + path)
        page.locator(".links-desk").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert faults_within(page, ".links-desk") == [], path
