"""What the minute's clock forgets, as the table of retention in docs/dpia.md says."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from livesafe.content import clock
from livesafe.translations.models import Unfinished

pytestmark = pytest.mark.django_db


def ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def test_every_chore_is_a_function_that_runs():
    assert clock.tick() == []
    assert all(callable(import_string(name)) for name in settings.CHORES)


def test_a_session_that_ended_is_forgotten():
    Session.objects.create(session_key="old", session_data="", expire_date=ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=ago(-1))
    clock.purge()
    assert [session.pk for session in Session.objects.all()] == ["new"]


@pytest.mark.parametrize(("days", "stays"), [(13, True), (15, False)])
def test_the_result_of_a_task_is_kept_for_14_days(days, stays):
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", queue_name="default", backend_name="default", run_after=ago(days)
    )
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL", finished_at=ago(days))
    clock.purge()
    assert DBTaskResult.objects.filter(pk=task.pk).exists() == stays


@pytest.mark.parametrize(("days", "stays"), [(89, True), (91, False)])
def test_words_left_in_an_editor_are_kept_for_90_days(days, stays):
    user = User.objects.create(username="translator")
    left = Unfinished.objects.create(user=user, object_key="page:x", language="gu", path="a", source_hash="b")
    Unfinished.objects.filter(pk=left.pk).update(typed_at=ago(days))
    clock.purge()
    assert Unfinished.objects.filter(pk=left.pk).exists() == stays
