"""A comms officer gives a page to a translator as a file, and hands in what came back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.running import Site, eventually
from tests.browser.staff import log_in
from tests.browser.watch import faults_within


def home_in_urdu(site: Site, context: BrowserContext) -> str:
    """What somebody reads who was never here: another's browser may keep a page for half a minute."""
    page = context.new_page()
    page.goto(site.address("ur", "/"))
    return page.locator("body").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_file_goes_out_comes_back_is_looked_at_and_stored(
    untouched_site: Site, open_context: Callable[..., BrowserContext], tmp_path: Path, width: int
) -> None:
    page = log_in(untouched_site, open_context(width=width, accept_downloads=True))
    page.goto(f"{untouched_site.url}/admin/translations/files/")
    assert faults_within(page, ".files") == []

    page.locator("[name=scope]").select_option("words")
    page.locator("[name=language]").select_option("ur")
    page.locator("[name=format]").select_option("xliff12")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    written = path.read_text()
    assert path.name == "livesafe-words-ur.xlf"
    start = written.index("<target", written.index("<source>Get help</source>"))
    end = written.index("</target>", start)
    path.write_text(f"{written[:start]}<target>مدد حاصل کریں{written[end:]}")

    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="Show what it would change").click()

    expect(page.get_by_text("1 will be stored as draft")).to_be_visible()
    changed = page.locator(".files-text")
    assert (changed.get_attribute("lang"), changed.get_attribute("dir")) == ("ur", "rtl")
    assert faults_within(page, ".files") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Store 1 text").click()
    expect(page.get_by_text("1 text stored as draft.")).to_be_visible()
    assert eventually(lambda: "مدد حاصل کریں" in home_in_urdu(untouched_site, open_context()))


def test_a_bad_file_is_refused_in_words_that_can_be_sent_on(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=1280))
    page.goto(f"{site.url}/admin/translations/files/")

    page.locator("[name=file]").set_input_files(
        {"name": "bad.xlf", "mimeType": "application/xml", "buffer": b"<xliff>\n<file></xliff>"}
    )
    page.get_by_role("button", name="Show what it would change").click()

    expect(page.get_by_role("alert").first).to_contain_text("bad.xlf was refused")
    expect(page.get_by_role("alert").first).to_contain_text("line 2: This is not XML that can be read")
    assert faults_within(page, ".files") == []


def test_the_report_of_the_interfaces_words_leads_to_the_editor(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=390))
    page.goto(f"{site.url}/admin/translations/interface/")
    assert faults_within(page, ".files-scroll") == []

    page.get_by_role("link", name="in Urdu: review them").click()

    expect(page.get_by_text("Leave this site", exact=True).first).to_be_visible()
