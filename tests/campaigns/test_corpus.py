"""The rules against agents as they are sent: programs are caught, and no person is taken for one.

A new release of the list that names a person's browser fails here; its name then goes to `agents.DENIED`.
"""

import re
from pathlib import Path

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from campaigns.agents import DENIED, LONGEST, _listed, sender
from campaigns.verdict import Verdict

CORPUS = Path(__file__).parent / "agents"


def read(name: str) -> list[str]:
    lines = (CORPUS / f"{name}.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


PEOPLE = read("people")
PROGRAMS = read("bots")
LISTED = [
    agent
    for entry in CRAWLER_USER_AGENTS_DATA
    if entry["pattern"] not in DENIED
    for agent in entry["instances"]
]
MUST_BE_AMONG_PEOPLE = [
    "BytedanceWebview", "Snapchat/", "Instagram ", "FBAN/FBIOS", "FB_IAB/FB4A", "MetaIAB Facebook", "AP3A.240617.008",
    "CUBOT", "PlayStation", "Xbox", "Nintendo Switch", "iPad; CPU OS 12_5_7", "CrOS", "SamsungBrowser/20", "UCBrowser",
    "Opera Mini", "KAIOS", "Silk/", "Firefox/", "SMART-TV", "Android 4.4", "Lynx/", "Viber/", "WhatsApp/", "DuckDuckGo/",
]  # fmt: skip
MUST_BE_AMONG_PROGRAMS = [
    "GPTBot", "ClaudeBot", "PerplexityBot", "Bytespider", "facebookexternalhit", "WhatsApp/2", "TelegramBot", "Slackbot",
    "Discordbot", "UptimeRobot", "curl/", "python-requests", "Go-http-client", "HeadlessChrome", "AhrefsBot", "bingbot",
]  # fmt: skip


def caught(agents: list[str]) -> float:
    return sum(sender(agent[:LONGEST]) is not Verdict.GENUINE for agent in agents) / len(agents)


def test_no_person_is_taken_for_a_program():
    assert [(agent, sender(agent)) for agent in PEOPLE if sender(agent) is not Verdict.GENUINE] == []


def test_programs_are_caught():
    assert caught(PROGRAMS) >= 0.97


def test_programs_that_the_list_has_seen_are_caught():
    assert caught(LISTED) >= 0.97


def test_programs_are_mostly_caught_without_the_list(monkeypatch):
    """What is new tomorrow is in no list yet."""
    monkeypatch.setattr("campaigns.agents._listed", lambda agent: None)
    sender.cache_clear()

    assert caught(PROGRAMS) >= 0.97
    assert caught(LISTED) >= 0.95

    sender.cache_clear()


@pytest.mark.parametrize("agents", [PEOPLE, PROGRAMS], ids=["people", "programs"])
def test_no_agent_stands_twice_in_the_corpus(agents):
    assert len(set(agents)) == len(agents)


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(PEOPLE) >= 500
    assert len(PROGRAMS) >= 400
    assert len(LISTED) >= 2000


@pytest.mark.parametrize(
    ("agents", "token"),
    [(PEOPLE, token) for token in MUST_BE_AMONG_PEOPLE]
    + [(PROGRAMS, token) for token in MUST_BE_AMONG_PROGRAMS],
    ids=MUST_BE_AMONG_PEOPLE + MUST_BE_AMONG_PROGRAMS,
)
def test_the_corpus_has_every_sort(agents, token):
    assert any(token in agent for agent in agents)


@pytest.mark.parametrize("pattern", sorted(DENIED))
def test_a_name_denied_is_one_the_list_has_and_a_person_carries(pattern):
    assert pattern in {entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA}
    assert any(pattern.replace("\\", "") in agent for agent in PEOPLE)


def test_the_names_of_the_list_are_asked_as_patterns_would_be():
    """The quick look by first letters finds what one pattern after the other finds."""
    patterns = [
        re.compile(entry["pattern"]) for entry in CRAWLER_USER_AGENTS_DATA if entry["pattern"] not in DENIED
    ]
    for agent in [*PROGRAMS[::2], *PEOPLE[::10], *LISTED[::10]]:
        assert (_listed(agent) is not None) == any(pattern.search(agent) for pattern in patterns), agent
