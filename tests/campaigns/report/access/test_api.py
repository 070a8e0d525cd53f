"""The report as JSON: a partner's token sees its scope and nothing else."""

import datetime as dt
import gzip
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import ReachToken, TokenUse
from campaigns.period import today
from campaigns.report import build
from campaigns.report.access import doors, limit
from campaigns.report.access.schema import NAMES, ReachReport
from campaigns.report.query import Audience, Query
from tests.campaigns.report.access.conftest import QUARTER

pytestmark = pytest.mark.django_db(databases="__all__")


def figures(answer):
    return {panel["name"]: panel for panel in answer.json()["panels"]}["figures"]


# Who may ask


def test_a_token_is_answered_with_the_report(counts, token, ask):
    answer = ask(token(audience="vrn"), by="campaign,language")

    assert answer.status_code == 200
    query = Query.of(f"period={QUARTER}&by=campaign,language")
    assert answer.json() == json.loads(json.dumps(build.report(query).as_data()))
    assert {row[0] for row in figures(answer)["rows"]} >= {"open", "closed"}


def test_the_answer_is_as_its_description_says(counts, token, ask):
    data = ask(token(), by="campaign,channel").json()

    assert ReachReport.model_validate(data).model_dump(by_alias=True) == data


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic abc", "Bearer é\ud800"]
)
def test_without_a_token_that_works_nothing_is_answered(client, counts, header):
    answer = client.get("/api/reach", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json() == {"status": 401, "error": answer.json()["error"]}
    assert "Authorization: Bearer" in answer.json()["error"]
    assert not TokenUse.objects.exists()


def test_a_token_ends_after_its_last_day_in_london(counts, token, ask):
    with time_machine.travel("2026-10-20T10:00Z", tick=False):
        secret = token(expires=dt.date(2026, 10, 25))
    # The clocks went back on that day: it had 25 hours.
    with time_machine.travel("2026-10-25T23:59Z", tick=False):
        assert ask(secret).status_code == 200
    with time_machine.travel("2026-10-26T00:00Z", tick=False):
        assert ask(secret).status_code == 401


def test_a_revoked_token_opens_nothing(counts, token, ask):
    secret = token()
    doors.revoke(ReachToken.objects.get())

    assert ask(secret).status_code == 401


def test_only_a_hash_of_the_secret_is_stored(token):
    secret = token()

    assert secret not in str(ReachToken.objects.values())
    assert len(secret) >= 32


def test_a_log_in_of_staff_opens_no_api(admin_client, counts):
    assert admin_client.get("/api/reach").status_code == 401


# What it sees


def test_a_token_sees_its_campaigns_alone(counts, token, ask):
    answer = ask(token("open"), by="campaign,channel,venue,creative,source,language")

    assert {row[0] for row in figures(answer)["rows"]} == {"open"}
    assert "closed" not in answer.content.decode()
    assert "7770" not in answer.content.decode()


def test_what_a_token_sees_is_what_the_same_filter_gives(counts, token, ask):
    query = Query.of(f"period={QUARTER}&campaign=open&by=channel", audience=Audience.OUTSIDE)

    assert ask(token("open"), by="channel").json() == json.loads(json.dumps(build.report(query).as_data()))


@pytest.mark.parametrize("asked", ["closed", "open,closed", "there-is-none"])
def test_another_campaign_is_refused_whether_there_is_one_or_not(counts, token, ask, asked):
    answer = ask(token("open"), campaign=asked)

    assert answer.status_code == 403
    assert answer.json()["error"] == "This token doesn't open one of the campaigns that you name."


def test_a_link_of_another_campaign_is_as_one_that_there_is_not(counts, token, ask):
    foreign = ask(token("open"), source="close1z").json()

    assert [row[:5] for row in figures(ask(token("open"), source="nothing"))["rows"]] == [
        row[:5] for row in {p["name"]: p for p in foreign["panels"]}["figures"]["rows"]
    ]
    assert "7770" not in str(foreign)


def test_a_token_for_outside_never_sees_what_is_for_the_vrn(counts, token, ask):
    counts("open", 7, "pledge")
    secret = token("open")

    assert ask(secret, audience="vrn").status_code == 403
    assert ask(secret).json()["audience"] == ask(secret, audience="outside").json()["audience"] == "outside"
    assert ask(secret, audience="").status_code == 200


def test_a_token_of_the_vrn_may_ask_for_less(counts, token, ask):
    assert ask(token(audience="vrn"), audience="outside").json()["audience"] == "outside"


def test_a_token_sees_no_day_before_its_first(counts, token, ask):
    counts("open", 4321, day=dt.date(2026, 6, 30))
    counts("open", 5432, day=dt.date(2025, 8, 3))
    secret = token("open", first=dt.date(2026, 7, 1), audience="vrn")

    refused = ask(secret, period="2026-27-Q1")
    answer = ask(secret)

    assert refused.status_code == 403
    assert "2026-07-01" in refused.json()["error"]
    assert answer.status_code == 200
    assert "4321" not in answer.content.decode()
    assert "5432" not in answer.content.decode()


# What makes no sense


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "2026-27-Q5"}, "is no period"),
        ({"period": "", "from": "2026-02-30", "to": "2026-03-01"}, "is no day"),
        ({"period": "", "from": "2026-03-01"}, "both the first day and the last"),
        ({"period": "", "from": "2026-03-02", "to": "2026-03-01"}, "ends before it"),
        ({"period": "", "from": "0001-01-01", "to": "0001-01-02"}, "knows days from"),
        ({"period": "9999-12-31"}, "knows days from"),
        ({"by": "age"}, "is not one of"),
        ({"by": "day,week"}, "Choose one of"),
        ({"channel": "carrier-pigeon"}, "is no channel"),
        ({"language": "tlh"}, "is no language"),
        ({"audience": "everybody"}, "is not one of"),
        ({"campaing": "open"}, "is not one of period"),
        ({"campaign": "a\x00b"}, "no name has"),
        ({"source": "x" * 300}, "too long"),
    ],
)
def test_a_question_without_sense_is_refused_in_words(counts, token, ask, asked, words):
    answer = ask(token(audience="vrn"), **asked)

    assert answer.status_code == 400
    assert words in answer.json()["error"]


HOSTILE = ["' OR 1=1 --", "../../etc/passwd", "<script>", "{{ 7*7 }}", "%00", "🦄", "open\u202e", "=1+1"]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_value_never_breaks_anything(counts, token, ask, name):
    secret = token("open", audience="vrn")

    for value in HOSTILE:
        answer = ask(secret, **{name: value})
        assert answer.status_code in {200, 400, 403}, value
        assert answer["Content-Type"].startswith("application/json"), value


def test_names_may_be_repeated_or_stand_with_commas(counts, token, ask):
    secret = token()

    assert ask(secret, by=["channel", "language"]).content == ask(secret, by="channel,language").content


@pytest.mark.parametrize("path", ["/api/reach/", "/api/nothing", "/api/docs"])
def test_an_unknown_address_is_answered_in_json(client, db, path):
    answer = client.get(path)

    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client, token, method):
    answer = getattr(client, method)("/api/reach", headers={"Authorization": f"Bearer {token()}"})

    assert answer.status_code == 405


# How often, and what is kept of it


@pytest.fixture
def at_noon():
    with time_machine.travel("2026-11-22T12:00:10Z", tick=False) as clock:
        yield clock


def test_a_token_that_asks_too_often_is_told_when_to_come_back(counts, token, ask, monkeypatch, at_noon):
    monkeypatch.setattr(limit, "PER_MINUTE", 2)
    secret, other = token(), token()

    assert [ask(secret).status_code for _ in range(4)] == [200, 200, 429, 429]
    refused = ask(secret)
    assert refused["Retry-After"] == "50"
    assert "50 seconds" in refused.json()["error"]
    assert ask(other).status_code == 200

    at_noon.shift(50)
    assert ask(secret).status_code == 200


def test_a_flood_writes_one_line_of_the_log(counts, token, ask, monkeypatch, at_noon):
    monkeypatch.setattr(limit, "PER_MINUTE", 1)
    secret = token()
    for _ in range(5):
        ask(secret)

    assert sorted(TokenUse.objects.values_list("status", flat=True)) == [200, 429]


def test_what_is_refused_costs_no_report(counts, token, ask, monkeypatch, at_noon):
    monkeypatch.setattr(limit, "PER_MINUTE", 1)
    secret = token()
    ask(secret)
    ask(secret)

    with CaptureQueriesContext(connection) as asked:
        assert ask(secret).status_code == 429
    assert len(asked) == 1


def test_without_the_cache_figures_are_still_answered(counts, token, ask, monkeypatch):
    def away(*_, **__):
        raise ConnectionError

    monkeypatch.setattr(limit.cache, "add", away)

    assert ask(token()).status_code == 200


def test_each_question_is_logged_with_its_outcome_and_nothing_about_the_asker(counts, token, ask):
    secret = token("open")
    ask(secret, by="channel", headers={"User-Agent": "Partner/1.0"})
    ask(secret, campaign="closed")
    ask(secret, token="a secret in the wrong place")

    assert list(TokenUse.objects.order_by("pk").values_list("status", "asked")) == [
        (200, "period=2026-27-Q2&by=channel"),
        (403, "period=2026-27-Q2&campaign=closed"),
        (400, "period=2026-27-Q2"),
    ]
    assert {field.name for field in TokenUse._meta.fields} == {"id", "token", "at", "asked", "status"}


def test_the_log_and_ended_tokens_are_forgotten_after_a_year(counts, token, ask):
    with time_machine.travel("2025-11-01T12:00Z", tick=False):
        old = token(expires=dt.date(2025, 11, 2))
        lasting = token(expires=dt.date(2026, 10, 30))
        ask(old)
        ask(lasting)
    with time_machine.travel("2026-10-30T12:00Z", tick=False):
        ask(lasting)
        doors.purge()
        assert (ReachToken.objects.count(), TokenUse.objects.count()) == (2, 3)
    with time_machine.travel("2026-11-04T12:00Z", tick=False):
        doors.purge()
        assert (ReachToken.objects.count(), TokenUse.objects.count()) == (1, 1)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_token_ends_within_a_year(db, token, days):
    with pytest.raises(ValueError, match="must lie between today and"):
        token(expires=today() + dt.timedelta(days=days))


# What it costs to ask again


def test_who_has_it_already_gets_a_304(counts, token, ask):
    secret = token()
    first = ask(secret)
    tag = first["ETag"]

    assert tag.startswith('"')  # A strong one.
    again = ask(secret, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_other_figures_have_another_tag(counts, token, ask):
    secret = token()
    tag = ask(secret)["ETag"]
    counts("open", 100)

    answer = ask(secret, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_a_compressed_answer_has_a_tag_of_its_own(counts, token, ask):
    secret = token()
    plain, small = ask(secret), ask(secret, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(small.content) == plain.content
    assert small["ETag"] != plain["ETag"]
    assert ask(secret, headers={"Accept-Encoding": "gzip", "If-None-Match": small["ETag"]}).status_code == 304


def test_nobody_else_keeps_an_answer_and_no_cookie_is_set(counts, token, ask):
    answer = ask(token())

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


# Its description


def test_openapi_describes_every_name_answer_and_the_token(client, db):
    data = client.get("/api/openapi.json").json()
    operation = data["paths"]["/api/reach"]["get"]

    assert {parameter["name"] for parameter in operation["parameters"]} == set(NAMES)
    assert set(operation["responses"]) == {"200", "400", "401", "403", "429"}
    assert operation["security"]
    assert data["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    assert set(data["components"]["schemas"]["ReachReport"]["required"]) >= {"schema", "panels", "headline"}


def test_the_page_for_people_says_the_same_and_asks_nobody_else(client, db):
    html = client.get("/api/").content.decode()

    assert all(f"<code>{name}</code>" in html for name in NAMES)
    assert "<code>panels[].rows</code>" in html
    assert "<code>panels[].dictionary[].additive</code>" in html
    assert "<script" not in html
    assert "curl -H" in html


@pytest.mark.parametrize("slug", ["api", "shared"])
def test_no_page_takes_an_address_of_the_report(publish, slug):
    from django.core.exceptions import ValidationError

    from livesafe.content.models import HomePage, PlainPage

    with pytest.raises(ValidationError):
        publish(PlainPage(title="Taken", slug=slug), HomePage.objects.get())
