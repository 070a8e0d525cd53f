"""The short way past Django's handler answers as Django would."""

from __future__ import annotations

import io
import json

import pytest
from django.test import RequestFactory

from campaigns import door
from tests.campaigns.agents import FIREFOX

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


def asked(method: str, path: str, body: bytes = b"", **environ: str) -> dict[str, object]:
    headers = {"user-agent": FIREFOX, "sec-fetch-site": "same-origin", "accept-language": "en"}
    request = RequestFactory(headers=headers).generic(method, path, body, content_type="text/plain")
    return request.META | {"wsgi.input": io.BytesIO(body)} | environ


def visit(load: int = 1) -> bytes:
    return json.dumps({"kind": "visit", "campaign": "be-kind", "language": "en", "load": load}).encode()


def test_a_visit_is_counted_without_django(campaign, counted):
    status, headers = door.enter(asked("POST", "/c/", visit()))

    assert (status, dict(headers)["X-Counted"]) == ("204 No Content", "genuine")
    assert counted("visit") == 1


def test_a_link_leads_on_without_django(poster, counted):
    status, headers = door.enter(asked("GET", "/go/pstr2"))

    assert (status, dict(headers)["Location"]) == ("302 Found", "/drives/be-kind/?via=pstr2")
    assert counted("click") == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/c/", visit(7)), ("GET", "/go/pstr2", b""), ("GET", "/c/", b""), ("POST", "/c/act/", b"")],
)
def test_the_headers_are_those_of_every_page(visitor, poster, method, path, body):
    by_django = visitor.generic(method, path, body, content_type="text/plain").headers
    _, headers = door.enter(asked(method, path, body))
    of_itself = {"Content-Length", "Content-Type", "X-Counted"}

    assert {name: value for name, value in headers if name not in of_itself} == {
        name: value for name, value in by_django.items() if name not in of_itself
    }
    assert "Content-Security-Policy" in dict(headers)


@pytest.mark.parametrize("path", ["/", "/gu/", "/c", "/c/more/", "/going/", "/go/", "/go/a/b", "/admin/"])
def test_every_other_address_is_django_s(path):
    assert door.enter(asked("GET", path)) is None


def test_a_host_that_is_not_ours_is_left_to_django(poster):
    assert door.enter(asked("GET", "/go/pstr2", HTTP_HOST="evil.example")) is None
    assert door.enter(asked("GET", "/go/pstr2", HTTP_HOST="localhost:8000")) is not None


def test_an_address_without_https_is_left_to_django_where_https_is_a_must(poster, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert door.enter(asked("GET", "/go/pstr2")) is None
    assert door.enter(asked("GET", "/go/pstr2", **{"wsgi.url_scheme": "https"})) is not None


@pytest.mark.parametrize(("told", "is_answered"), [("https", True), ("http", False), ("", False)])
def test_a_proxy_that_we_trust_says_whether_it_is_https(poster, settings, told, is_answered):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert (door.enter(asked("GET", "/go/pstr2", HTTP_X_FORWARDED_PROTO=told)) is not None) is is_answered


@pytest.mark.parametrize("path", ["/c/", "/c/act/"])
def test_a_body_is_read_no_further_than_it_may_be_long(campaign, path):
    environ = asked("POST", path, b" " * 5000)
    status, _ = door.enter(environ)

    assert status.startswith("413 ")  # Python 3.13 words it anew.
    assert environ["wsgi.input"].tell() == 0


def test_a_code_may_hold_letters_that_are_not_latin(poster):
    status, headers = door.enter(asked("GET", "/go/ગુજરાતી"))

    assert (status, dict(headers)["X-Counted"]) == ("302 Found", "unknown")


def test_no_more_of_a_browser_s_name_waits_in_memory_than_is_looked_at(campaign, monkeypatch):
    seen = []
    monkeypatch.setattr("campaigns.sketches.saw", lambda *noted: seen.append(noted))
    door.enter(asked("POST", "/c/", visit(), HTTP_USER_AGENT=FIREFOX + " x" * 50_000))

    assert [len(agent) for *_, agent in seen] == [1000]


def test_an_endless_code_is_read_to_its_two_hundredth_letter(poster, monkeypatch):
    read = []
    monkeypatch.setattr("campaigns.links.read", lambda typed: read.append(typed) or "")
    door.enter(asked("GET", "/go/" + "\u0661" * 100_000))

    assert read
    assert max(map(len, read)) <= 200
