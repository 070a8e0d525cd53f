"""Who is taken for a person, and why others are not."""

import re

import pytest

from campaigns.agents import LONGEST
from campaigns.headers import Headers
from campaigns.models import RulesUsed, Tally
from campaigns.traffic import VERSION, Recent, Signals, Verdict, forget, judge
from tests.campaigns import agents

PERSON = Signals(method="GET", user_agent=agents.FIREFOX)
OLD_SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/15.4 Mobile/15E148 Safari/604.1"
)


def asked(headers: dict[str, str], method: str = "GET", **changes: bool) -> Signals:
    """A request of Firefox, which says where it comes from and in what language it reads."""
    sent = {"user-agent": agents.FIREFOX, "accept-language": "ur-PK", "sec-fetch-site": "none"} | headers
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}
    return Signals.of(Headers(environ), method=method, **changes)


@pytest.mark.parametrize("agent", agents.PEOPLE.values(), ids=agents.PEOPLE)
def test_a_person_is_genuine(agent):
    assert judge(PERSON._replace(user_agent=agent)) is Verdict.GENUINE


@pytest.mark.parametrize("agent", agents.CRAWLERS.values(), ids=agents.CRAWLERS)
def test_a_crawler_is_named(agent):
    assert judge(PERSON._replace(user_agent=agent)) is Verdict.CRAWLER


@pytest.mark.parametrize("agent", agents.TOOLS.values(), ids=agents.TOOLS)
def test_a_tool_is_no_browser(agent):
    assert judge(PERSON._replace(user_agent=agent)) is Verdict.NOT_A_BROWSER


@pytest.mark.parametrize("agent", agents.PREVIEWS.values(), ids=agents.PREVIEWS)
def test_a_link_preview_is_named(agent):
    assert judge(PERSON._replace(user_agent=agent)) is Verdict.LINK_PREVIEW


@pytest.mark.parametrize("agent", agents.AUTOMATION.values(), ids=agents.AUTOMATION)
def test_automation_is_named(agent):
    assert judge(PERSON._replace(user_agent=agent)) is Verdict.AUTOMATION


def test_a_browser_that_says_it_is_driven_is_automation():
    assert judge(PERSON._replace(automated=True)) is Verdict.AUTOMATION


def test_tiktok_loading_ahead_of_a_tap_is_a_preload():
    assert judge(PERSON._replace(user_agent=agents.TIKTOK_PRELOADER)) is Verdict.PRELOAD


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
    assert judge(PERSON._replace(method="HEAD")) is Verdict.HEAD


@pytest.mark.parametrize("headers", [{"sec-gpc": "1"}, {"dnt": "1"}, {"cookie": "nocount=1"}], ids=str)
def test_a_browser_that_objects_is_not_counted(headers):
    assert judge(asked(headers)) is Verdict.OBJECTED


@pytest.mark.parametrize(
    "sender",
    [
        {"user-agent": agents.CRAWLERS["Googlebot"]},
        {"sec-purpose": "prefetch"},
        {"cookie": "sessionid=anything; nocount=1"},
    ],
    ids=str,
)
def test_an_objection_comes_before_everything_else(sender):
    assert judge(asked({"sec-gpc": "1"} | sender)) is Verdict.OBJECTED


def test_the_switch_is_found_among_other_cookies():
    assert judge(asked({"cookie": "theme=dark; nocount=1; seen=2"})) is Verdict.OBJECTED


@pytest.mark.parametrize(
    "headers", [{"dnt": "0"}, {"sec-gpc": "0"}, {"cookie": "nocount=0"}, {"cookie": "xnocount=1"}], ids=str
)
def test_a_browser_that_allows_counting_is_counted(headers):
    assert judge(asked(headers)) is Verdict.GENUINE


def test_staff_are_told_apart(settings):
    assert judge(asked({"cookie": f"{settings.SESSION_COOKIE_NAME}=anything"})) is Verdict.STAFF


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({"from": "robot@search.example"}, Verdict.CRAWLER),
        ({"signature-agent": '"https://agent.example"'}, Verdict.AUTOMATION),
        ({"sec-ch-ua": '"HeadlessChrome";v="130"'}, Verdict.AUTOMATION),
    ],
)
def test_a_program_under_a_browser_s_name_is_known_by_what_else_it_says(headers, verdict):
    assert judge(asked(headers)) is verdict


@pytest.mark.parametrize("wanted_for", ["image", "iframe", "script", "empty"])
def test_a_link_that_a_page_fetches_is_no_click(wanted_for):
    assert judge(asked({"sec-fetch-dest": wanted_for})) is Verdict.EMBEDDED


def test_a_link_that_somebody_opens_is_a_click():
    assert judge(asked({"sec-fetch-dest": "document"})) is Verdict.GENUINE


def test_a_report_is_fetched_by_the_page():
    assert judge(asked({"sec-fetch-dest": "empty"}, method="POST")) is Verdict.GENUINE


NOTHING_MORE = {"accept-language": "", "sec-fetch-site": ""}


def test_a_script_under_a_browser_s_name_is_told_by_what_it_does_not_say():
    assert judge(asked(NOTHING_MORE)) is Verdict.NOT_A_BROWSER


@pytest.mark.parametrize("said", [{"accept-language": "so"}, {"sec-fetch-site": "none"}], ids=str)
def test_one_header_that_something_took_out_on_the_way_is_forgiven(said):
    assert judge(asked(NOTHING_MORE | said)) is Verdict.GENUINE


@pytest.mark.parametrize("agent", [OLD_SAFARI, *agents.IN_APP.values()])
def test_nobody_is_asked_for_what_their_browser_never_says(agent):
    assert judge(asked(NOTHING_MORE | {"user-agent": agent})) is Verdict.GENUINE


def test_one_act_reported_twice_is_a_duplicate():
    assert judge(PERSON, "act") is Verdict.GENUINE
    assert judge(PERSON, "act") is Verdict.DUPLICATE
    assert judge(PERSON, "another act") is Verdict.GENUINE


def test_an_act_that_was_not_counted_may_come_again():
    judge(PERSON, "act")

    forget("act")

    assert judge(PERSON, "act") is Verdict.GENUINE


def test_a_crawler_twice_is_a_crawler_twice():
    crawler = PERSON._replace(user_agent=agents.CRAWLERS["Googlebot"])

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
    longest = Tally._meta.get_field("verdict").max_length
    assert all(len(verdict) <= longest for verdict in Verdict if verdict.is_counted)


def test_the_version_names_the_rules_and_the_list_and_fits_its_column():
    assert re.fullmatch(r"LiveSafe \d+-[0-9a-f]{6}, crawler-user-agents [\d.]+", VERSION)
    assert len(VERSION) <= RulesUsed._meta.get_field("version").max_length


def test_an_endless_agent_is_read_to_a_thousand_letters():
    assert len(asked({"user-agent": "Mozilla/5.0 (" + "x" * 50_000}).user_agent) == LONGEST
