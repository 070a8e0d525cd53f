"""Saved views: a question kept under a name, for oneself or for everybody who sees the report."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from campaigns.models import SavedView
from campaigns.report.page.question import Question
from livesafe.content import groups
from tests.campaigns.report.conftest import QUARTER
from tests.campaigns.report.reading import ADDRESS, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(client, django_user_model):
    user = django_user_model.objects.create_user("colleague", first_name="Ann", last_name="Other")
    user.groups.add(groups.Group.objects.get(name=groups.ANALYSTS))
    client.force_login(user)
    return client


def save(client, address: str, name: str, **more: str):
    return client.post(f"{reverse('reach_save_view')}?{address}", {"name": name} | more)


def test_a_view_keeps_the_question_and_is_listed(analyst):
    response = save(analyst, f"{QUARTER}&by=channel", "The board's")

    assert response["Location"] == f"{ADDRESS}?{QUARTER}&by=channel"
    assert SavedView.objects.get().query == f"{QUARTER}&by=channel"
    assert f'href="{ADDRESS}?{QUARTER}&amp;by=channel" aria-current="page">The board&#x27;s' in page(
        analyst, f"{QUARTER}&by=channel"
    )


def test_a_view_of_last_quarter_moves_on_by_itself(analyst):
    save(analyst, "period=last-quarter", "Last quarter")
    asked = {"period": [SavedView.objects.get().query.partition("=")[2]]}

    with time_machine.travel("2026-11-22T12:00Z", tick=False):
        assert Question(asked).query.period.name == "2026-27-Q2"
    with time_machine.travel("2027-01-02T12:00Z", tick=False):
        assert Question(asked).query.period.name == "2026-27-Q3"


def test_what_is_shared_is_seen_by_others_and_what_isn_t_is_not(analyst, colleague):
    save(colleague, QUARTER, "For all", is_shared="1")
    save(colleague, QUARTER, "For me")
    html = page(analyst, QUARTER)

    assert "For all" in html
    assert "shared by Ann Other" in html
    assert "For me" not in html


def test_the_same_name_asks_something_else_from_now_on(analyst):
    save(analyst, QUARTER, "The board's")
    save(analyst, "period=last-month", "The board's")

    assert SavedView.objects.get().query == "period=last-month"


def test_a_name_that_two_views_got_at_once_can_still_be_saved(analyst, django_user_model):
    user = django_user_model.objects.get(pk=analyst.session["_auth_user_id"])
    for _ in range(2):
        SavedView.objects.create(name="The board's", query=QUARTER, by=user)

    assert save(analyst, "period=last-month", "The board's").status_code == 302
    assert set(SavedView.objects.values_list("query", flat=True)) == {"period=last-month"}


@pytest.mark.parametrize(
    ("address", "name", "reason"),
    [
        (QUARTER, "  ", "Give the view a name."),
        (QUARTER, "x" * 101, "Give it a shorter name"),
        (QUARTER + "&source=".join(["", *["abcdefgh" * 8] * 20]), "Long", "names too many things"),
    ],
)
def test_a_view_that_can_t_be_kept_is_refused_and_its_name_is_not_lost(analyst, address, name, reason):
    response = save(analyst, address, name)
    html = response.content.decode()

    assert response.status_code == 400
    assert reason in html
    assert f'value="{name.strip()}"' in html
    assert not SavedView.objects.exists()


def test_a_question_that_makes_no_sense_is_not_saved(analyst):
    assert save(analyst, "period=sometime", "Some time").status_code == 400
    assert not SavedView.objects.exists()


def test_own_views_can_be_deleted_and_no_others(analyst, colleague):
    save(colleague, QUARTER, "Theirs", is_shared="1")
    view = SavedView.objects.get()
    address = reverse("reach_delete_view", args=[view.pk])

    assert address not in page(analyst, QUARTER)
    assert analyst.post(address).status_code == 404
    assert colleague.post(f"{address}?{QUARTER}")["Location"] == f"{ADDRESS}?{QUARTER}"
    assert not SavedView.objects.exists()


def test_only_who_sees_the_report_saves_views(editor):
    assert save(editor, QUARTER, "Mine").status_code == 302
    assert not SavedView.objects.exists()
