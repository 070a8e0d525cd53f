import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from livesafe.content import clock, directory
from livesafe.content.support import SupportService, is_open, shown

LONDON = ZoneInfo("Europe/London")
WEEK = "mon-fri 08:00-22:00\nsat-sun 09:00-18:00"


@pytest.fixture
def service(demo):
    return SupportService.objects.get(slug="childline")


@pytest.mark.parametrize(
    ("opening", "at", "expected"),
    [
        ("always", datetime(2026, 1, 1, 3, tzinfo=LONDON), True),
        (WEEK, datetime(2026, 11, 20, 21, 59, tzinfo=LONDON), True),
        (WEEK, datetime(2026, 11, 20, 22, 0, tzinfo=LONDON), False),
        (WEEK, datetime(2026, 11, 22, 8, 30, tzinfo=LONDON), False),
        ("fri 20:00-02:00", datetime(2026, 11, 21, 1, 0, tzinfo=LONDON), True),
        ("fri 20:00-02:00", datetime(2026, 11, 20, 1, 0, tzinfo=LONDON), False),
        ("sat-mon 10:00-11:00", datetime(2026, 11, 23, 10, 30, tzinfo=LONDON), True),
    ],
)
def test_open_now_is_by_the_clock_in_leicester(opening, at, expected):
    assert is_open(opening, at) is expected


def test_open_now_is_unknown_where_the_times_are():
    assert SupportService(opening="").is_open is None


@pytest.mark.parametrize("wrong", ["9 to 5", "mon-xyz 08:00-09:00", "always open"])
def test_opening_times_that_make_no_sense_are_refused(service, wrong):
    service.opening = wrong

    with pytest.raises(ValidationError, match="not like"):
        service.full_clean()


@pytest.mark.parametrize("grade", ["C", "D"])
def test_a_service_that_nobody_is_sure_of_is_not_shown(service, grade):
    SupportService.objects.filter(pk=service.pk).update(grade=grade)

    assert service not in shown()


def test_a_service_that_was_never_verified_is_not_shown(service):
    SupportService.objects.filter(pk=service.pk).update(last_verified=None)

    assert service not in shown()


def test_after_400_days_the_same_services_are_shown_with_their_dates(demo, reader):
    before = [service.slug for service in shown()]

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        after = list(shown())
        assert all(service.check_is_due for service in after)
        page = reader.get("/help/services/").content.decode()

    assert [service.slug for service in after] == before
    assert page.count('class="last-checked"') == page.count("It may have changed since.") == len(after)


def test_staff_are_reminded_30_7_and_0_days_before_and_once_each(service, settings):
    settings.STAFF_EMAILS = ["staff@livesafe.example"]
    SupportService.objects.exclude(pk=service.pk).update(last_verified=None)
    due = service.check_due_on
    for days in (31, 30, 29, 8, 7, 6, 0, -1):
        with time_machine.travel(
            datetime(due.year, due.month, due.day, 12, tzinfo=LONDON) - timedelta(days=days)
        ):
            clock.remind_of_checks()

    assert [message.subject for message in mail.outbox] == [
        "Check Childline: due in 30 days",
        "Check Childline: due in 7 days",
        "Check Childline: due now",
    ]


def test_changed_words_of_a_service_reach_its_other_languages_at_once(service):
    service.purpose_en = "Talk to someone, at any hour."
    service.save()

    assert SupportService.objects.get(pk=service.pk).purpose_gu.english == "Talk to someone, at any hour."


def test_a_chosen_service_that_is_no_longer_shown_leaves_the_page(service, reader):
    assert b"0800 1111" in reader.get("/young-people/hard-feelings/").content

    service.grade = "D"
    service.save()

    assert b"0800 1111" not in reader.get("/young-people/hard-feelings/").content


def test_who_rang_a_service_is_told_apart_from_who_read_about_it(service, reader):
    assert "We read this in a source dated 1 October 2024." in reader.get("/help/services/").content.decode()

    service.verified_by = "A. Member of staff"
    service.save()

    assert "We last checked this on 1 October 2024." in reader.get("/help/services/").content.decode()


@pytest.mark.parametrize("wrong", ["call me", "0800-1111", "0800 1111 (free)"])
def test_a_number_that_no_phone_can_dial_is_refused(service, wrong):
    service.phone = wrong

    with pytest.raises(ValidationError, match="digits and spaces"):
        service.full_clean()


def test_the_key_of_a_services_translations_stays(service):
    service.slug = "another"

    with pytest.raises(ValidationError, match="so it stays"):
        service.full_clean()


def test_who_needs_an_interpreter_sees_first_who_has_one_and_then_who_may(demo):
    SupportService.objects.filter(slug="samaritans").update(interpreter="no")

    _, found = directory.look_up({"need": "talk", "interpreter": "on"})

    known = [service.interpreter for service in found]
    assert found
    assert "no" not in known
    assert known == sorted(known, key=lambda answer: answer == "unknown")


def test_a_way_that_reaches_nobody_is_not_offered(demo):
    form, _ = directory.look_up({})

    offered = {way for way, _ in form.fields["way"].choices}
    assert "phone" in offered
    assert "text_relay" not in offered


def test_the_directory_keeps_its_place_when_the_language_changes(demo, reader):
    page = reader.get("/ur/help/services/").content.decode()

    assert "/gu/help/services/" in page
    assert re.search(r'rel="canonical" href="[^"]*/ur/help/services/"', page)


def test_the_directory_finds_by_need_age_area_and_way(demo, reader):
    page = reader.get("/help/services/?need=worried_child&area=rutland&way=phone&age=40").content.decode()

    assert "Rutland" in page
    assert "Leicester Duty and Advice Service" not in page


def test_what_a_reader_looked_for_is_kept_nowhere(demo, reader):
    assert reader.get("/help/services/?need=abuse")["Cache-Control"] == "no-store"


def test_a_wrong_filter_finds_everything_rather_than_nothing(demo, reader):
    assert b"0800 1111" in reader.get("/help/services/?age=minus&need=nothing").content


def test_staff_change_a_number_in_the_admin_and_every_page_has_it(service, admin_client, reader):
    address = f"/admin/snippets/content/supportservice/edit/{service.pk}/"
    form = fields(admin_client.get(address).content)

    form |= {"phone": "0800 2222", "purpose_en": "Talk about anything."}
    asked = admin_client.post(address, form).context["question"]

    response = admin_client.post(address, form | {"agreed": asked["agreed"]})

    assert response.status_code == 302
    assert set(SupportService.objects.get(pk=service.pk).needs) == set(service.needs)
    assert b"0800 2222" in reader.get("/gu/young-people/hard-feelings/").content
    assert b"0800 2222" in reader.get("/help/services/").content


def test_a_service_without_any_way_to_contact_it_is_refused(service, admin_client):
    address = f"/admin/snippets/content/supportservice/edit/{service.pk}/"
    form = fields(admin_client.get(address).content)

    response = admin_client.post(address, form | {"phone": "", "chat_url": "", "web_url": ""})

    assert "at least one way to contact" in response.content.decode()


def fields(html):
    """What a browser would send of the editor's form, unchanged."""
    form = BeautifulSoup(html, "html.parser").find("form", attrs={"data-edit-form": True})
    sent = {}
    for element in form.find_all(["input", "select", "textarea"]):
        name, kind = element.get("name"), element.get("type", "")
        if not name or (kind in {"checkbox", "radio"} and not element.has_attr("checked")):
            continue
        if element.name == "select":
            chosen = element.find("option", selected=True)
            value = chosen["value"] if chosen else ""
        else:
            value = (
                element.text.strip("\n")
                if element.name == "textarea"
                else element.get("value", "on" if kind == "checkbox" else "")
            )
        sent.setdefault(name, []).append(value)
    return sent
