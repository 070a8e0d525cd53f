"""Every way to the report narrows it by every dimension: JSON, commands, share links, mails, frozen reports, whys."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from campaigns.models import CampaignPlan, MailSchedule, ShareLink
from campaigns.report import frozen
from campaigns.report.access.desk.schedules import without_period
from campaigns.report.query import FILTERS, Query
from tests.campaigns.report.access.conftest import QUARTER

pytestmark = pytest.mark.django_db(databases="__all__")
REACH = "/admin/reports/reach/"
ASKED = "creative=open+film&venue=Venue+of+open&aimed_at=parents"


@pytest.fixture
def figures(counts):
    CampaignPlan.objects.create(campaign="open", audience="parents")
    CampaignPlan.objects.create(campaign="closed", audience="professionals", budget=Decimal(1))


@pytest.fixture
def head(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("head", "head@example.org", "a long password"))
    return client


def visits(told: dict) -> object:
    [panel] = [one for one in told["panels"] if one["name"] == "figures"]
    [row] = panel["rows"]
    return row[panel["columns"].index("visits")]


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"venue": "Venue of open"}, 200),
        ({"creative": ["open film", "closed film"]}, 7970),
        ({"aimed_at": "parents"}, 200),
        ({"aimed_at": "parents,professionals"}, 7970),
        ({"kind": "paid"}, None),
    ],
)
def test_a_program_narrows_the_report_by_any_dimension(figures, ask, token, asked, n):
    answer = ask(token(audience="vrn"), **asked)

    assert answer.status_code == 200
    assert visits(answer.json()) == n


def test_no_filter_shows_a_token_more_than_its_campaigns(figures, ask, token):
    secret = token("open", audience="vrn")

    assert visits(ask(secret, aimed_at="professionals").json()) == 0
    assert visits(ask(secret, venue="Venue of closed").json()) == 0
    assert "7,770" not in ask(secret, aimed_at="professionals").content.decode()


def test_the_description_names_every_filter(client, db):
    told = client.get("/api/openapi.json").json()
    named = {one["name"] for one in told["paths"]["/api/reach"]["get"]["parameters"]}

    assert named >= {one.filter for one in FILTERS}


def test_a_command_narrows_the_report_by_any_dimension(figures):
    out = io.StringIO()
    narrow = ["--venue", "Venue of open", "--creative", "open film", "--aimed-at", "parents"]
    call_command("reach_report", "--period", QUARTER, *narrow, "--format", "json", stdout=out)

    assert visits(json.loads(out.getvalue())) == 200


def test_a_command_shares_a_report_of_one_place(figures):
    call_command("share_link", "make", "The library", "--period", QUARTER, "--venue", "Venue of open")

    assert ShareLink.objects.get().query == f"period={QUARTER}&venue=Venue+of+open&audience=outside"


def test_the_form_of_a_share_link_begins_with_what_the_page_was_asked(figures, head):
    html = head.get(f"{REACH}shares/new/?period={QUARTER}&kind=paid&source=abc&{ASKED}").content.decode()
    form = BeautifulSoup(html, "html.parser")

    assert {(one["name"], one["value"]) for one in form.select("input[type=checkbox][checked]")} == {
        ("creative", "open film"),
        ("venue", "Venue of open"),
        ("aimed_at", "parents"),
        ("kind", "paid"),
    }
    assert form.select_one("input[name=source]")["value"] == "abc"


def test_a_mail_keeps_what_it_was_narrowed_to(figures, head):
    asked = {"name": "Board", "every": "quarter", "recipients": "a@example.org", "audience": "outside"}
    head.post(f"{REACH}schedules/new/", asked | {"venue": "Venue of open", "aimed_at": ["parents"]})
    schedule = MailSchedule.objects.get()

    assert schedule.query == "venue=Venue+of+open&aimed_at=parents"
    assert without_period(Query.of(schedule.query)) == schedule.query
    html = head.get(f"{REACH}schedules/{schedule.pk}/").content.decode()
    chosen = BeautifulSoup(html, "html.parser").select("input[type=checkbox][checked]")
    assert {(one["name"], one["value"]) for one in chosen} == {
        ("venue", "Venue of open"),
        ("aimed_at", "parents"),
    }


def test_a_frozen_report_of_an_audience_is_read_back(figures):
    kept = frozen.freeze(Query.of(f"period={QUARTER}&{ASKED}"), None)

    assert frozen.verify(kept)
    assert frozen.read(kept).query.address == f"period={QUARTER}&{ASKED}"
    assert frozen.freeze(Query.of(kept.query), None).pk == kept.pk


def test_a_number_of_an_audience_says_why(figures, head):
    html = head.get(f"{REACH}?period={QUARTER}&aimed_at=parents").content.decode()
    [why, *_] = [
        one["href"]
        for one in BeautifulSoup(html, "html.parser").select(".reach-why")
        if one.get_text().startswith("200")
    ]
    answer = head.get(why)

    assert answer.status_code == 200
    assert "200" in answer.content.decode()
