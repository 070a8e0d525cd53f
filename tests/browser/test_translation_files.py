"""A comms officer gives a page to a translator as a file, and hands in what came back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.running import Site
from tests.browser.staff import log_in
from tests.browser.watch import AXE


def axe(page: Page) -> list[str]:
    """What axe finds in what is ours of an admin page; the menu and the header are Wagtail's."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document.querySelector('.files'))")
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_file_goes_out_comes_back_is_looked_at_and_stored(
    untouched_site: Site, open_context: Callable[..., BrowserContext], tmp_path: Path, width: int
) -> None:
    page = log_in(untouched_site, open_context(width=width, accept_downloads=True))
    page.goto(f"{untouched_site.url}/admin/translations/files/")
    assert axe(page) == []

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
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Store 1 text").click()
    expect(page.get_by_text("1 text stored as draft.")).to_be_visible()
    page.goto(f"{untouched_site.url}/ur/")
    expect(page.get_by_text("مدد حاصل کریں").first).to_be_visible()


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
    assert axe(page) == []


def test_the_report_of_the_interfaces_words_leads_to_the_editor(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = log_in(site, open_context(width=390))
    page.goto(f"{site.url}/admin/translations/interface/")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document.querySelector('.files-scroll'))")
    assert [one["id"] for one in found["violations"]] == []

    page.get_by_role("link", name="in Urdu: review them").click()

    expect(page.get_by_text("Leave this site", exact=True).first).to_be_visible()
