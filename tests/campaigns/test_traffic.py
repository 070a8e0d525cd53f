"""Who is taken for a person, and why others are not."""

from dataclasses import replace

import pytest

from campaigns.traffic import Recent, Signals, Verdict, forget, judge
from tests.campaigns import agents

PERSON = Signals(method="GET", user_agent=agents.FIREFOX, purpose="", objects=False, staff=False)


def asked(headers: dict[str, str], cookies: dict[str, str] | None = None) -> Signals:
    sent = {"user-agent": agents.FIREFOX} | headers
    if cookies:
        sent["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Signals.of(sent, method="GET", address="192.0.2.1")


@pytest.mark.parametrize("agent", agents.PEOPLE.values(), ids=agents.PEOPLE)
def test_a_person_is_genuine(agent):
    assert judge(replace(PERSON, user_agent=agent)) is Verdict.GENUINE


@pytest.mark.parametrize("agent", agents.CRAWLERS.values(), ids=agents.CRAWLERS)
def test_a_crawler_is_named(agent):
    assert judge(replace(PERSON, user_agent=agent)) is Verdict.CRAWLER


@pytest.mark.parametrize("agent", agents.PREVIEWS.values(), ids=agents.PREVIEWS)
def test_a_link_preview_is_named(agent):
    assert judge(replace(PERSON, user_agent=agent)) is Verdict.LINK_PREVIEW


@pytest.mark.parametrize("agent", agents.AUTOMATION.values(), ids=agents.AUTOMATION)
def test_automation_is_named(agent):
    assert judge(replace(PERSON, user_agent=agent)) is Verdict.AUTOMATION


def test_a_browser_that_says_it_is_driven_is_automation():
    assert judge(replace(PERSON, automated=True)) is Verdict.AUTOMATION


def test_tiktok_loading_ahead_of_a_tap_is_a_preload():
    assert judge(replace(PERSON, user_agent=agents.TIKTOK_PRELOADER)) is Verdict.PRELOAD


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-purpose": "preview"},
        {"x-moz": "prefetch"},
    ],
    ids=str,
)
def test_a_browser_that_fetches_ahead_is_a_preload(headers):
    assert judge(asked(headers)) is Verdict.PRELOAD


def test_a_question_for_the_headers_alone_is_no_click():
    assert judge(replace(PERSON, method="HEAD")) is Verdict.HEAD


@pytest.mark.parametrize("headers", [{"sec-gpc": "1"}, {"dnt": "1"}], ids=str)
def test_a_browser_that_objects_is_not_counted(headers):
    assert judge(asked(headers)) is Verdict.OBJECTED


def test_the_switch_not_to_be_counted_is_honoured():
    assert judge(asked({}, {"nocount": "1"})) is Verdict.OBJECTED


def test_a_browser_that_allows_tracking_is_counted():
    assert judge(asked({"dnt": "0"}, {"nocount": "0"})) is Verdict.GENUINE


def test_staff_are_told_apart(settings):
    assert judge(asked({}, {settings.SESSION_COOKIE_NAME: "anything"})) is Verdict.STAFF


def test_one_act_reported_twice_is_a_duplicate():
    assert judge(PERSON, "act") is Verdict.GENUINE
    assert judge(PERSON, "act") is Verdict.DUPLICATE
    assert judge(PERSON, "another act") is Verdict.GENUINE


def test_an_act_that_was_not_counted_may_come_again():
    judge(PERSON, "act")

    forget("act")

    assert judge(PERSON, "act") is Verdict.GENUINE


def test_a_crawler_twice_is_a_crawler_twice():
    crawler = replace(PERSON, user_agent=agents.CRAWLERS["Googlebot"])

    assert [judge(crawler, "act") for _ in range(2)] == [Verdict.CRAWLER] * 2


def test_thirty_clicks_of_identical_tablets_are_thirty_people():
    assert [judge(PERSON) for _ in range(30)] == [Verdict.GENUINE] * 30


def test_an_act_is_forgotten_after_ten_minutes():
    seconds = iter([0, 599, 601])
    recent = Recent(seconds=600, size=10, clock=lambda: next(seconds))

    assert [recent.claim("act") for _ in range(3)] == [True, False, True]


def test_the_memory_of_acts_has_an_end():
    recent = Recent(seconds=600, size=2)
    for act in ("first", "second", "third"):
        recent.claim(act)

    assert recent.claim("first")
    assert not recent.claim("third")


def test_every_verdict_that_is_counted_fits_its_column():
    from campaigns.models import Tally

    longest = Tally._meta.get_field("verdict").max_length
    assert all(len(verdict) <= longest for verdict in Verdict if verdict.is_counted)
