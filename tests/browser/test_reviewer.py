"""A community reviewer and a young person on a phone, with a link and no account."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.running import Site, eventually
from tests.browser.staff import hire, log_in
from tests.browser.watch import (
    Watch,
    faults,
    faults_within,
    inline_code,
    is_wider_than_the_screen,
    without_scripts,
)

TOPIC = "/young-people/knife-crime/"
MAKE = """
from datetime import timedelta
from django.utils import timezone
from livesafe.content.models import TopicPage
from livesafe.translations import invitations
page = TopicPage.objects.get(slug="knife-crime")
made, secret = invitations.invite(object_key=page.object_key, language={language!r}, label="Reviewer 1",
    may_approve=True, expires_at=timezone.now() + timedelta(days=1))
print("/review/" + secret + "/")
"""
WORDING = {"ur": "ایک اور جملہ", "gu": "બીજું વાક્ય"}


def link(site: Site, language: str) -> str:
    made = site.manage("shell", "-c", MAKE.format(language=language))
    return site.url + re.search(r"/review/\S+", made)[0]


def part(page: Page, number: int) -> Locator:
    return page.locator(f"#s{number}")


def told(page: Page, number: int) -> str:
    return page.locator(f"#t{number}").inner_text().strip()


def is_read(site: Site, open_context: Callable[..., BrowserContext], language: str, text: str) -> bool:
    """Whether somebody who was never here reads these words on the page."""
    context = open_context()
    page = context.new_page()
    page.goto(site.address(language, TOPIC))
    found = text in page.locator("main").inner_text()
    context.close()
    return found


@pytest.mark.parametrize("language", ["ur", "gu"])
def test_a_reviewer_on_a_phone_approves_suggests_and_warns(
    untouched_site: Site, open_context: Callable[..., BrowserContext], language: str
) -> None:
    site = untouched_site
    address = link(site, language)
    context = open_context(width=320)
    page = context.new_page()
    seen = Watch(page, site.url)
    answer = page.goto(address)
    assert inline_code(answer.text()) == []
    assert not is_wider_than_the_screen(page)
    assert page.locator("#t1").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []

    # It is right.
    before = page.locator("[data-left]").inner_text()
    part(page, 1).get_by_role("button", name="It is right").click()
    expect(part(page, 1).locator("[data-said]")).to_have_text(re.compile("You said: it is right"))
    expect(part(page, 1).locator("[data-said]")).to_be_focused()
    expect(page.locator("[data-left]")).not_to_have_text(before)
    expect(part(page, 1)).to_contain_text("Checked by a person")

    # Another wording: kept while it is typed, on the server and not on the phone.
    part(page, 2).get_by_text("Say it another way").click()
    part(page, 2).locator("[name=text]").fill(WORDING[language])
    expect(part(page, 2).locator("[data-said]")).to_have_text("Kept.")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    later = open_context(width=320).new_page()
    later.goto(address)
    expect(part(later, 2).locator("[name=text]")).to_have_value(WORDING[language])
    part(page, 2).get_by_role("button", name="Hand in").click()
    expect(part(page, 2).locator("[data-said]")).to_contain_text("Handed in")

    # It could harm: gone for readers within a second.
    words = told(page, 4)
    assert is_read(site, open_context, language, words)
    part(page, 4).get_by_text("Could harm someone", exact=True).click()
    part(page, 4).get_by_role("button", name="Take it down").click()
    expect(part(page, 4).locator("[data-said]")).to_contain_text("It is taken down")
    until, asked_at = time.monotonic() + 1, time.monotonic()
    while is_read(site, open_context, language, words):
        assert asked_at < until
        asked_at = time.monotonic()

    assert faults(page) == []
    assert (seen.errors, seen.strangers, context.cookies()) == ([], [], [])


def test_a_reviewer_without_scripts_hands_in_each_part_by_its_form(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    address = link(untouched_site, "ur")
    page = open_context(width=320, java_script_enabled=False).new_page()
    page.goto(address)

    part(page, 1).get_by_role("button", name="It is right").click()
    page.wait_for_url(re.compile("#s1$"))
    expect(part(page, 1)).to_contain_text("You said: it is right")
    part(page, 2).get_by_text("Say it another way").click()
    part(page, 2).locator("[name=text]").fill(WORDING["ur"])
    part(page, 2).get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile("#s2$"))
    expect(part(page, 2)).to_contain_text("Handed in")

    examined = without_scripts(open_context(width=320)).new_page()
    examined.goto(address)
    assert faults(examined) == []


def test_what_was_typed_survives_a_lost_connection_and_a_link_that_ends(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    context = open_context(width=320)
    page = context.new_page()
    page.goto(link(site, "gu"))
    part(page, 2).get_by_text("Say it another way").click()
    context.set_offline(offline=True)
    part(page, 2).locator("[name=text]").fill(WORDING["gu"])
    expect(part(page, 2).locator("[data-said]")).to_contain_text("Your words are still here")
    site.manage(
        "shell",
        "-c",
        "from django.utils import timezone; from livesafe.translations.models import Invitation; "
        "Invitation.objects.update(expires_at=timezone.now())",
    )
    context.set_offline(offline=False)

    part(page, 2).get_by_role("button", name="Hand in").click()

    expect(page.locator("main")).to_contain_text("What you wrote was kept and handed in")
    assert page.goto(page.url).status == 404


def test_a_young_person_stamps_a_draft_and_its_editor_sees_it(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    page = open_context(width=320).new_page()
    seen = Watch(page, site.url)
    page.goto(link(site, "en"))
    assert not is_wider_than_the_screen(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []

    # By keyboard alone.
    part(page, 3).get_by_label("Could upset").focus()
    page.keyboard.press("Space")
    expect(part(page, 3).locator("[data-said]")).to_have_text("Kept.")
    part(page, 3).get_by_text("Say more").click()
    part(page, 3).locator("[name=comment]").fill("This scared my friend")
    expect(page.locator("[data-left]")).to_contain_text("left")
    with page.expect_response(lambda answer: "stamp=stop_reading" in (answer.request.post_data or "")):
        part(page, 3).get_by_label("Stop reading here").check()
    expect(part(page, 3)).to_have_class(re.compile("is-answered"))
    expect(part(page, 3).locator("[data-said]")).to_have_text("Kept.")
    assert faults(page) == []
    assert seen.errors == []

    editor = log_in(site, open_context(width=1280), name=hire(site, "editor", group="Editors"))
    editor.goto(f"{site.url}/admin/translations/links/")
    editor.get_by_role("link", name="Reviewer 1").click()
    editor.get_by_role("link", name="See it beside the draft").click()
    expect(editor.locator("main")).to_contain_text("This scared my friend")
    expect(editor.locator(".stamp-counts .has-some")).to_have_text(["1 Could upset", "1 Stop reading here"])


def test_staff_make_a_link_and_take_what_comes_in(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    site = untouched_site
    staff = log_in(site, open_context(width=1280), name=hire(site, "publisher", group="Publishers"))
    number = site.manage(
        "shell", "-c", "from wagtail.models import Page; print(Page.objects.get(slug='knife-crime').pk)"
    ).split()[-1]
    staff.goto(f"{site.url}/admin/translations/links/new/?page={number}&language=ur")
    staff.get_by_label("Label").fill("Urdu reviewer 1")
    own = faults_within(staff, "main .nice-padding")
    staff.get_by_role("button", name="Make the link").click()
    address = staff.get_by_label("Address").input_value()
    own += faults_within(staff, "main .nice-padding")

    phone = open_context(width=320).new_page()
    phone.goto(address.replace(re.match(r"https?://[^/]+", address)[0], site.url))
    part(phone, 2).get_by_text("Say it another way").click()
    part(phone, 2).locator("[name=text]").fill(WORDING["ur"])
    part(phone, 2).get_by_role("button", name="Hand in").click()
    expect(part(phone, 2).locator("[data-said]")).to_contain_text("Handed in")

    staff.goto(f"{site.url}/admin/translations/came-in/")
    own += faults_within(staff, "main .nice-padding")
    staff.get_by_role("button", name="Take it and approve").click()
    expect(staff.locator("main")).to_contain_text("Taken and approved")
    staff.goto(f"{site.url}/admin/translations/links/")
    own += faults_within(staff, "main .nice-padding")
    staff.goto(f"{site.url}/admin/translations/stamps/{number}/")
    own += faults_within(staff, "main .nice-padding")

    assert own == []
    assert eventually(lambda: is_read(site, open_context, "ur", WORDING["ur"]))
