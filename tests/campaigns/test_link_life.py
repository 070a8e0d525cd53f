"""A link from its first day to its last: where it leads, and as what its clicks are counted."""

import datetime as dt
import threading

import pytest
import time_machine

from campaigns import known, links
from campaigns.acts import NOBODY
from campaigns.models import Source, Tally
from livesafe.content.models import PlainPage

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


@pytest.fixture
def follow(visitor):
    return lambda code, **headers: visitor.get(f"/go/{code}", headers=headers or None)


@pytest.fixture
def link(campaign):
    def link(code: str = "stand-0l", **what) -> Source:
        return Source.objects.create(**{"code": code, "campaign": campaign.slug, "channel": "poster"} | what)

    return link


@pytest.mark.parametrize(
    "typed", ["stand-0l", "STAND-OI", "stand01", "st%20and%2001", "stand01.", "stand-%D9%A01"]
)
def test_a_mistyped_code_leads_where_the_right_one_does_and_its_visit_is_told_apart(
    follow, link, counted, typed
):
    source = link()

    response = follow(typed)

    assert response["Location"] == "/drives/be-kind/?via=stand-0l"
    assert counted("click", source_id=source.pk) == 1


def test_the_first_who_follows_a_link_made_a_moment_ago_waits_until_it_is_read(monkeypatch):
    new = known.Known(sources={"next3": known.KnownSource(1, "next3", "be-kind", "", "poster")})
    read = iter([known.Known(), new])
    monkeypatch.setattr(known.Known, "read", lambda: next(read))
    monkeypatch.setattr(known, "in_background", lambda work: threading.Timer(0.02, work).start())
    memory = known.Memory()
    wait, waits = memory._is_read.wait, []
    # The reading may take its time on a machine that does other things.
    monkeypatch.setattr(memory._is_read, "wait", lambda seconds: waits.append(seconds) or wait(60))
    monkeypatch.setattr(known, "memory", memory)
    assert memory.get() == known.Known()

    memory.expire()  # As a saved link has it.

    assert known.source("next3") is not None
    assert waits == [known.BRIEFLY] * 2


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("2026-11-09", "ended"),
        ("2026-11-10", "genuine"),
        ("2026-11-20", "genuine"),
        ("2026-11-21", "ended"),
    ],
)
def test_a_link_is_live_from_its_first_day_to_its_last(follow, link, counted, day, verdict):
    link(starts=dt.date(2026, 11, 10), ends=dt.date(2026, 11, 20))

    with time_machine.travel(f"{day}T12:00Z"):
        response = follow("stand-0l")

    assert response["X-Counted"] == verdict
    assert response["Location"] == ("/drives/be-kind/?via=stand-0l" if verdict == "genuine" else "/help/")
    assert counted("click", verdict) == 1


def test_an_archived_link_leads_to_help_and_is_counted_as_ended(follow, link, counted):
    link(archived=True)

    assert follow("stand-0l")["Location"] == "/help/"
    assert counted("click", "ended") == 1


def test_a_link_in_a_language_leads_to_help_in_it_once_it_has_ended(follow, link):
    link(language="ur", archived=True)

    assert follow("stand-0l")["Location"] == "/ur/help/"


def test_a_link_may_lead_to_another_page_of_the_site(follow, link, topic, counted):
    link(destination=topic.translation_key, language="gu")

    assert follow("stand-0l")["Location"].split("?")[0] == "/gu/drives/friends/"
    assert counted("click", language="gu") == 1


@pytest.mark.parametrize("change", [{"sensitive": True}, {"live": False}])
def test_a_page_that_became_sensitive_or_was_withdrawn_is_led_to_no_more(follow, link, topic, change):
    link(destination=topic.translation_key)
    PlainPage.objects.filter(pk=topic.pk).update(**change)

    assert follow("stand-0l")["Location"] == "/drives/be-kind/?via=stand-0l"


def test_unknown_codes_are_counted_together_by_the_day_and_never_kept(follow, campaign):
    for code in ("zzzzz", "qqqqq", "my-phone-number-07700900123"):
        response = follow(code)
        assert (response["Location"], response["X-Counted"]) == ("/help/", "unknown")

    tally = Tally.objects.get()
    assert (tally.source_id, tally.kind, tally.verdict, tally.n) == (NOBODY, "click", "unknown", 3)


def test_a_crawler_that_tries_codes_is_no_person_who_mistyped_one(follow, campaign):
    follow("zzzzz", **{"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})

    assert [tally.verdict for tally in Tally.objects.all()] == ["crawler"]


def test_who_asks_not_to_be_counted_is_not_counted_for_an_unknown_code_either(follow, campaign):
    assert follow("zzzzz", **{"sec-gpc": "1"})["X-Counted"] == "objected"
    assert not Tally.objects.exists()


@pytest.mark.parametrize("utm_id", ["pstr2", "PSTR-2"])
def test_an_arrival_by_the_long_address_is_a_click_and_a_visit_of_that_very_link(
    send, poster, counted, utm_id
):
    send({"kind": "visit", "campaign": "be-kind", "utm_source": "poster", "utm_id": utm_id})

    assert counted("click", source_id=poster.pk) == 1
    assert counted("visit", source_id=poster.pk) == 1


def test_a_long_address_with_a_code_nobody_made_counts_for_its_channel(send, campaign, counted):
    send({"kind": "visit", "campaign": "be-kind", "utm_source": "tiktok", "utm_id": "120208"})

    assert counted("click", source_id=links.utm_source("be-kind", "tiktok").pk) == 1


def test_another_campaign_s_code_in_a_long_address_counts_for_nobody_but_the_channel(send, campaign, counted):
    other = Source.objects.create(code="othr2", campaign="other", channel="poster")

    send({"kind": "visit", "campaign": "be-kind", "utm_source": "poster", "utm_id": "othr2"})

    assert counted("visit", source_id=other.pk) == 0
    assert counted("visit") == 1


@pytest.mark.parametrize(
    "change",
    [{"archived": True}, {"ends": dt.date(2020, 1, 1)}, {"starts": dt.date(2099, 1, 1)}],
    ids=["archived", "ended", "not begun"],
)
def test_the_long_address_of_a_link_that_is_not_live_brings_a_visit_but_no_genuine_click(
    send, campaign, counted, change
):
    link = Source.objects.create(code="lngr2", campaign="be-kind", channel="poster", **change)
    send({"kind": "visit", "campaign": "be-kind", "utm_source": "poster", "utm_id": "lngr2"})

    assert (counted("click"), counted("click", "ended", source_id=link.pk)) == (0, 1)
    assert counted("visit", source_id=link.pk) == 1
