"""The import desk as an editor uses it: a file handed in, looked at, imported by the worker, and undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.running import Site
from tests.browser.staff import hire, log_in
from tests.browser.watch import faults_within
from tests.campaigns.imports.conftest import FILES, meta, snapchat

DESK = "/admin/reports/reach/imports/"


def choose(page: Page, site: Site, *files: Path) -> Locator:
    """The button that hands them in."""
    page.goto(site.url + DESK)
    page.get_by_label("Exports of").set_input_files(files)
    return page.get_by_role("button", name="Show what they say")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def file(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return file


@pytest.mark.parametrize("with_script", [True, False])
def test_an_editor_imports_a_file_and_undoes_it(
    untouched_site: Site,
    open_context: Callable[..., BrowserContext],
    file: Callable[[str, bytes], Path],
    with_script: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    site = untouched_site
    name = hire(site, "importer", group="Editors")
    page = log_in(site, open_context(width=1280, java_script_enabled=with_script), name=name)
    choose(page, site, file("days.csv", meta("2026-09-01,LLR_MakeAStand,1000,10,5.00"))).click()

    expect(page.get_by_text("suggested by its name")).to_be_visible()
    expect(page.get_by_label("LLR_MakeAStand")).to_have_value("make-a-stand")
    page.get_by_role("button", name="Import 1 row").click()
    done, again = page.get_by_role("heading", name="Imported"), page.get_by_role("link", name="Look again")
    if not with_script:
        expect(done.or_(again).first).to_be_visible()
        for _ in range(60):
            if done.is_visible():
                break
            page.wait_for_timeout(1000)
            with page.expect_navigation():
                again.click()
    expect(done).to_be_visible(timeout=60_000)

    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_of_the_desk_fits_and_breaks_no_rule_of_accessibility(
    untouched_site: Site,
    open_context: Callable[..., BrowserContext],
    file: Callable[[str, bytes], Path],
    width: int,
) -> None:
    site = untouched_site
    site.manage("import_ads", str(FILES / "meta-days.csv"), str(FILES / "google-days.csv"))
    page = log_in(site, open_context(width=width))

    def holds(screen: str) -> None:
        page.locator(".imports").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        assert faults_within(page, ".imports") == [], screen

    def act(what: Locator) -> None:
        with page.expect_navigation():
            what.click()

    page.goto(site.url + DESK)
    holds("the desk")
    act(page.get_by_role("link", name="meta-days.csv"))
    holds("an import")
    page.goto(f"{site.url}{DESK}campaigns/")
    holds("campaigns")
    act(choose(page, site, FILES / "meta-ages.csv"))
    holds("a look")
    act(choose(page, site, file("bad.csv", meta("2026-09-01,Stand,ten,10,5.00"))))
    expect(page.get_by_text("bad.csv was refused")).to_be_visible()
    holds("a refusal")
    act(choose(page, site, file("snap.csv", snapchat("2026-09-01,Stand,1000,10,5.00"))))
    holds("a question")
    act(choose(page, site, file("radio.csv", b"Spot,Aired,Ears\nKnives,2026-09-01,500")))
    act(page.get_by_role("link", name="Say what its columns mean"))
    holds("columns")
    page.get_by_label("Ears").select_option("impressions")
    page.get_by_label("Keep it under this name").fill("Radio")
    act(page.get_by_role("button", name="Keep it, and read the file"))
    page.goto(site.url + DESK)
    act(page.get_by_role("link", name="Saved columns"))
    page.get_by_text("Delete", exact=True).click()
    holds("saved columns")


def test_a_file_that_is_too_large_is_not_even_sent(
    site: Site, open_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as hole:
        hole.truncate(21 * 1024 * 1024)
    page = log_in(site, open_context(width=1280))

    choose(page, site, large).click()

    expect(page.get_by_role("alert")).to_contain_text("Larger than 20 MB, so it was not sent: large.csv")
