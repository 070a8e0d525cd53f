"""/go/<code>: counts a click in one place, and always leads on."""

import datetime as dt

import pytest
import time_machine

from campaigns import flood
from campaigns.models import Source, Tally
from tests.campaigns import agents

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


@pytest.fixture
def follow(visitor, poster):
    def follow(code: str = "pstr2", method: str = "get", **headers: str):
        return getattr(visitor, method)(f"/go/{code}", headers=headers)

    return follow


def test_a_click_is_counted_and_lands_on_the_campaign(follow, counted, poster):
    response = follow()

    assert (response.status_code, response["Location"]) == (302, "/drives/be-kind/?via=pstr2")
    assert response["X-Counted"] == "genuine"
    assert counted("click", source_id=poster.pk, language="en") == 1


def test_nobody_keeps_the_redirect(follow):
    assert follow()["Cache-Control"] == "no-store"


def test_no_cookie_is_set(follow):
    assert not follow().cookies


def test_a_card_lands_in_the_language_it_is_followed_from(visitor, placement, counted):
    response = visitor.get(f"/go/{placement.code}?l=gu")

    assert response["Location"] == f"/gu/drives/be-kind/?via={placement.code}"
    assert counted("click", language="gu") == 1


def test_a_link_of_one_language_lands_in_it(visitor, campaign, counted):
    Source.objects.create(code="gjrt2", campaign="be-kind", channel="poster", language="gu")

    assert visitor.get("/go/gjrt2?l=ur")["Location"] == "/gu/drives/be-kind/?via=gjrt2"
    assert counted("click", language="gu") == 1


@pytest.mark.parametrize("asked", ["tlh", "//evil.example", "../admin"])
def test_a_language_that_is_none_of_ours_is_english(follow, asked):
    assert follow(f"pstr2?l={asked}")["Location"] == "/drives/be-kind/?via=pstr2"


def test_a_code_may_be_typed_in_capitals(follow):
    assert follow("PSTR2")["X-Counted"] == "genuine"


def test_a_final_slash_does_no_harm(follow):
    assert follow("pstr2/")["Location"] == "/drives/be-kind/?via=pstr2"


def test_an_unknown_code_leads_to_help(follow):
    response = follow("zzzzz?l=ur")

    assert (response.status_code, response["Location"]) == (302, "/ur/help/")
    assert response["X-Counted"] == "unknown"


def test_direct_is_no_link(follow, campaign):
    assert follow("direct")["X-Counted"] == "unknown"


def test_an_ended_campaign_leads_to_help_and_is_counted_as_ended(follow, campaign, counted):
    campaign.ends = dt.date(2026, 11, 21)
    campaign.save()
    with time_machine.travel("2026-11-22T00:00Z"):
        response = follow()

    assert response["Location"] == "/help/"
    assert response["X-Counted"] == "ended"
    assert counted("click", "ended") == 1


def test_an_ended_campaign_leads_to_its_topic_where_it_has_one(follow, campaign, topic):
    campaign.ends = dt.date(2026, 11, 21)
    campaign.topic = topic
    campaign.save()
    with time_machine.travel("2026-11-22T00:00Z"):
        assert follow()["Location"] == "/drives/friends/"


def test_the_last_day_of_a_campaign_counts(follow, campaign):
    campaign.ends = dt.date(2026, 11, 22)
    campaign.save()
    with time_machine.travel("2026-11-22T23:30Z"):
        assert follow()["X-Counted"] == "genuine"


def test_an_unpublished_campaign_leads_to_help(follow, campaign):
    campaign.unpublish()

    assert follow()["Location"] == "/help/"


def test_a_question_for_headers_alone_is_not_counted(follow):
    response = follow(method="head")

    assert (response.status_code, response["X-Counted"]) == (302, "head")
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("agent", "verdict"),
    [
        (agents.CRAWLERS["Googlebot"], "crawler"),
        (agents.PREVIEWS["WhatsApp"], "link_preview"),
        (agents.TIKTOK_PRELOADER, "preload"),
        (agents.AUTOMATION["headless Chrome"], "automation"),
    ],
)
def test_who_is_no_person_is_led_on_and_counted_apart(follow, counted, agent, verdict):
    response = follow(**{"user-agent": agent})

    assert (response.status_code, response["X-Counted"]) == (302, verdict)
    assert counted("click") == 0
    assert counted("click", verdict) == 1


def test_staff_are_counted_apart(follow, visitor, settings, counted):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "anything"

    assert follow()["X-Counted"] == "staff"
    assert counted("click", "staff") == 1


@pytest.mark.parametrize("header", ["sec-gpc", "dnt"])
def test_who_objects_is_led_on_and_not_counted(follow, header):
    response = follow(**{header: "1"})

    assert (response.status_code, response["X-Counted"]) == (302, "objected")
    assert not Tally.objects.exists()


def test_thirty_clicks_from_one_class_are_thirty(follow, counted):
    for _ in range(30):
        follow()

    assert counted("click") == 30


def test_a_lost_tally_never_stops_the_redirect(follow, tallies_away):
    with tallies_away():
        response = follow()

    assert response["Location"] == "/drives/be-kind/?via=pstr2"
    assert response["X-Counted"] == "pending"


def test_a_click_while_the_tallies_were_away_is_counted_once_they_are_back(follow, counted, tallies_away):
    with tallies_away():
        follow()
    assert counted("click") == 0

    assert follow()["X-Counted"] == "genuine"
    assert counted("click") == 2


def test_a_click_that_waits_over_midnight_stays_in_its_day(follow, tallies_away):
    with time_machine.travel("2026-11-22T23:59:59Z", tick=False), tallies_away():
        assert follow()["X-Counted"] == "pending"
    with time_machine.travel("2026-11-23T00:00:01Z", tick=False):
        follow()

    assert sorted(Tally.objects.values_list("day", "n")) == [
        (dt.date(2026, 11, 22), 1),
        (dt.date(2026, 11, 23), 1),
    ]


def test_a_flood_is_led_on_and_counted_as_such(follow, counted, monkeypatch):
    monkeypatch.setattr(flood, "sheds", lambda address, door="": True)

    assert (follow()["Location"], follow()["X-Counted"]) == ("/drives/be-kind/?via=pstr2", "flood")
    assert (counted("click"), counted("click", "flood")) == (0, 2)


def test_a_code_once_known_leads_on_without_any_database(follow, everything_away, later):
    follow()
    later(3600)
    with everything_away():
        response = follow()

    assert response["Location"] == "/drives/be-kind/?via=pstr2"


def test_without_any_database_and_memory_a_code_leads_to_help(follow, everything_away):
    with everything_away():
        response = follow()

    assert (response.status_code, response["Location"]) == (302, "/help/")


def test_a_code_that_another_process_made_is_found(follow, later):
    follow()
    Source.objects.bulk_create([Source(code="newer", campaign="be-kind", channel="press")])
    assert follow("newer")["X-Counted"] == "unknown"
    later(2)
    assert follow("newer")["X-Counted"] == "genuine"


def test_a_link_asks_no_database_of_pages_once_it_is_known(follow, django_assert_num_queries):
    follow()
    with django_assert_num_queries(0):
        follow()


def test_a_click_can_only_be_a_get(visitor, poster):
    assert visitor.post("/go/pstr2").status_code == 405
