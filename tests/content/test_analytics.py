"""Analytics of others: only after a yes, only where grown-ups read, and only where somebody configured it."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from livesafe.content import analytics
from livesafe.content.models import AudiencePage, TopicPage

pytestmark = pytest.mark.usefixtures("demo")

HOST = "stats.example.org"


@pytest.fixture
def matomo(settings):
    settings.ANALYTICS_PROVIDER = "Matomo"
    settings.ANALYTICS_HOSTS = [HOST]


@pytest.fixture
def for_parents():
    return AudiencePage.objects.get(audience="parents")


def test_nothing_is_asked_or_allowed_where_nothing_is_configured(reader: Client, for_parents):
    answer = reader.get(for_parents.url)
    assert b"data-analytics" not in answer.content
    assert HOST not in answer["Content-Security-Policy"]
    assert reader.get("/analytics.js").status_code == 404


@pytest.mark.usefixtures("matomo")
def test_a_page_for_parents_asks_and_its_policy_names_the_host(reader: Client, for_parents):
    answer = reader.get(for_parents.url)
    assert b"data-analytics" in answer.content
    assert f"script-src 'self' {HOST};" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.usefixtures("matomo")
@pytest.mark.parametrize(
    "path", ["/", "/young-people/", "/gu/young-people/knife-crime/", "/help/", "/campaigns/make-a-stand/"]
)
def test_a_page_that_young_people_read_never_asks(reader: Client, path):
    answer = reader.get(path)
    assert answer.status_code == 200
    assert b"data-analytics" not in answer.content
    assert HOST not in answer["Content-Security-Policy"]


@pytest.mark.usefixtures("matomo")
def test_a_sensitive_page_never_asks_whoever_reads_it(for_parents):
    page = TopicPage(sensitive=True, path=f"{for_parents.path}9999", depth=for_parents.depth + 1)
    assert not analytics.may_ask(page)
    page.sensitive = False
    assert analytics.may_ask(page)


@pytest.mark.usefixtures("matomo")
def test_the_question_is_asked_in_the_readers_language(reader: Client, for_parents):
    page = reader.get(f"/ur{for_parents.url}").content.decode()
    assert "کیا ہم دیکھ سکتے ہیں" in page


def test_a_providers_inline_scripts_become_one_and_its_picture_is_dropped():
    made = analytics.as_script(
        '<script>one()</script><script async src="https://x.example/a.js"></script>'
        '<noscript><img src="https://x.example/pixel"></noscript>'
    )
    assert made.startswith("one()")
    assert 'src:"https://x.example/a.js"' in made
    assert "pixel" not in made


def configured(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """django-analytical reads its settings once in a process, so each trial has one of its own."""
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "livesafe.settings"} | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


SCRIPT = "from livesafe.content.analytics import as_script, _snippets; print(as_script(_snippets()))"


def test_matomo_is_cookieless_and_learns_no_name():
    made = configured(SCRIPT, LIVESAFE_MATOMO="stats.example.org", LIVESAFE_MATOMO_SITE="7").stdout
    assert made.index("disableCookies") < made.index("trackPageView")
    assert "setUserId" not in made
    assert "//stats.example.org/" in made
    assert "'setSiteId', 7" in made
    assert "<noscript" not in made


def test_another_provider_needs_its_assessment_and_hosts():
    named = {
        "LIVESAFE_ANALYTICS_PROVIDER": "clicky",
        "LIVESAFE_ANALYTICS_SETTINGS": "CLICKY_SITE_ID=12345678",
    }
    hosts = {"LIVESAFE_ANALYTICS_HOSTS": "https://static.getclicky.com"}
    refused = configured(SCRIPT, **named, **hosts)
    assert refused.returncode != 0
    assert "LIVESAFE_ANALYTICS_DPIA" in refused.stderr
    allowed = configured(SCRIPT, **named, **hosts, LIVESAFE_ANALYTICS_DPIA="DPIA of 1 March 2027")
    assert "12345678" in allowed.stdout


def test_the_settings_of_a_provider_can_change_nothing_else():
    refused = configured(
        SCRIPT,
        LIVESAFE_ANALYTICS_PROVIDER="clicky",
        LIVESAFE_ANALYTICS_SETTINGS="CLICKY_SITE_ID=1,SECRET_KEY=x",
        LIVESAFE_ANALYTICS_HOSTS="https://static.getclicky.com",
        LIVESAFE_ANALYTICS_DPIA="DPIA of 1 March 2027",
    )
    assert "may not set SECRET_KEY" in refused.stderr
