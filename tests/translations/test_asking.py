"""Every way of making English live asks first, where readers of some language would lose a text."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import PlainPage, TopicPage
from livesafe.content.support import SupportService
from livesafe.translations import review
from livesafe.translations.models import Standing
from livesafe.translations.review import By
from tests.translations.staff import press, publish, typed

GUJARATI = languages.get("gu")
KEPT = "19 મંજૂર"  # Its English has the number.
MODAL = {"X-Requested-With": "XMLHttpRequest"}


def now(page):
    return type(page).objects.get(pk=page.pk)


def draft(page, **changes):
    draft = now(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()
    return draft


# A workflow's last approval -----------------------------------------------------------


@pytest.fixture
def moderated(plain, plain_approved, publisher):
    """The page, whose changed headline waits for its one approval."""
    Workflow.objects.first().start(draft(plain, headline_en="Out with friends"), publisher)
    return plain


def address(page):
    state = now(page).current_workflow_task_state
    return f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/"


def approve(desk, page, **changes):
    """Press “Approve” in the page's editor."""
    return press(desk, page, "action-workflow-action", **{"workflow-action-name": "approve"} | changes)


def test_the_approval_that_publishes_first_shows_what_readers_lose(moderated, plain_approved, desk):
    shown = desk.post(address(moderated)).content.decode()

    assert "This is the last approval: it publishes the page." in shown
    assert "Falls back to English" in shown
    assert str(now(moderated).headline_gu) == plain_approved
    assert now(moderated).workflow_in_progress


def test_an_approval_in_the_editor_saves_what_was_written_and_asks(moderated, plain_approved, desk):
    comment = {"workflow-action-extra-data": json.dumps({"comment": "Well said."})}

    shown = approve(desk, moderated, headline_en="Out at night", **comment).content.decode()

    assert "This is the last approval" in shown
    assert 'name="comment" value="Well said."' in shown
    assert now(moderated).get_latest_revision_as_object().headline_en == "Out at night"
    assert str(now(moderated).headline_gu) == plain_approved
    assert now(moderated).workflow_in_progress


def test_a_yes_to_the_question_approves_with_its_comment_and_publishes(moderated, desk):
    agreed = {"agreed": now(moderated).latest_revision_id, "comment": "Well said."}
    state = now(moderated).current_workflow_task_state

    desk.post(address(moderated), agreed)

    live = now(moderated)
    assert (live.headline_en, live.headline_gu.state) == ("Out with friends", "english")
    state.refresh_from_db()
    assert (state.status, state.comment) == ("approved", "Well said.")


def test_a_minor_edit_can_be_chosen_at_the_last_approval(moderated, plain, plain_approved, desk):
    draft(moderated, headline_en=f"{plain.headline_en}!")
    agreed = {"agreed": now(moderated).latest_revision_id, "minor_edit": "1"}

    desk.post(address(moderated), agreed)

    assert now(moderated).headline_en == f"{plain.headline_en}!"
    assert str(now(moderated).headline_gu) == plain_approved


def test_a_yes_to_a_draft_that_another_overtook_is_asked_for_again(moderated, plain_approved, desk):
    agreed = {"agreed": now(moderated).latest_revision_id}
    draft(moderated, summary_en="Another summary.")

    shown = desk.post(address(moderated), agreed).content.decode()

    assert "This is the last approval" in shown
    assert str(now(moderated).headline_gu) == plain_approved


def test_the_question_comes_in_the_window_in_which_a_comment_was_asked_for(moderated, plain_approved, desk):
    answer = desk.post(address(moderated), {"comment": "Well said.", "next": "/admin/"}, headers=MODAL).json()

    assert answer["step"] == "action"
    assert "This is the last approval" in answer["html"]
    assert 'name="comment" value="Well said."' in answer["html"]
    assert 'name="next" value="/admin/"' in answer["html"]
    assert str(now(moderated).headline_gu) == plain_approved


def test_an_approval_that_takes_nothing_from_readers_publishes_at_once(
    plain, plain_approved, publisher, desk
):
    Workflow.objects.first().start(draft(plain, title="Made by, renamed"), publisher)

    answer = desk.post(address(plain), follow=True)

    assert now(plain).title == "Made by, renamed"
    assert "“Made by, renamed” has been published." in answer.content.decode()


def test_an_approval_before_the_last_asks_nothing(plain, plain_approved, publisher, desk):
    workflow = Workflow.objects.create(name="Two look at it")
    for number in (1, 2):
        task = GroupApprovalTask.objects.create(name=f"Look {number}")
        task.groups.add(Group.objects.get(name=groups.PUBLISHERS))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    workflow.start(draft(plain, headline_en="Out with friends"), publisher)

    assert desk.post(address(plain)).status_code == 302
    assert now(plain).current_workflow_task.name == "Look 2"
    assert b"This is the last approval" in desk.post(address(plain)).content
    assert str(now(plain).headline_gu) == plain_approved


def test_sending_a_page_back_asks_nothing(moderated, desk):
    desk.post(address(moderated).replace("approve", "reject"), {"comment": "Shorter, please."})

    assert now(moderated).current_workflow_state.status == "needs_changes"


def test_who_may_not_approve_is_asked_nothing(moderated, plain_approved):
    client = Client()
    editor = User.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=groups.EDITORS))
    client.force_login(editor)

    client.post(address(moderated), {"agreed": now(moderated).latest_revision_id})

    assert str(now(moderated).headline_gu) == plain_approved
    assert now(moderated).workflow_in_progress


@pytest.mark.parametrize("headers", [{}, MODAL])
def test_the_last_approval_publishes_no_page_with_gaps(topic, publisher, desk, headers):
    Workflow.objects.first().start(draft(topic, body_en=[]), publisher)
    there = address(topic)

    answer = desk.post(there, headers=headers)

    to_editor = answer.json()["redirect"] if headers else answer.headers["Location"]
    assert to_editor == f"/admin/pages/{topic.pk}/edit/"
    assert len(TopicPage.objects.get(pk=topic.pk).body_en)
    assert now(topic).workflow_in_progress


def test_publishing_an_older_version_again_asks_too(plain, plain_approved, desk):
    draft(plain, headline_en="Out with friends")
    old = now(plain).latest_revision_id
    draft(plain, headline_en=plain.headline_en)
    there = f"/admin/pages/{plain.pk}/revisions/{old}/revert/"

    form = typed(desk, there) | {"body_en-count": "0", "action-publish": "action-publish"}
    shown = desk.post(there, form).content.decode()

    assert "Before you publish" in shown
    assert str(now(plain).headline_gu) == plain_approved


def test_a_page_with_gaps_is_refused_before_anything_is_asked(plain, plain_approved, desk, monkeypatch):
    monkeypatch.setattr(PlainPage, "gaps", ["Begin with a short version."])

    answer = publish(desk, plain, headline_en="Out with friends")

    assert answer.status_code == 302
    assert now(plain).get_latest_revision_as_object().headline_en == "Out with friends"
    assert str(now(plain).headline_gu) == plain_approved


# A snippet, which has no draft -----------------------------------------------------------


@pytest.fixture
def service(demo, publisher):
    """A service whose purpose was approved in Gujarati."""
    service = SupportService.objects.get(slug="childline")
    segment = next(s for s in service.segments() if s.path == "purpose")
    place = review.place(service, GUJARATI, segment.path, segment.hash)
    review.write(place, KEPT, By(publisher), seen=place.row.text if place.row else "")
    review.approve(place, By(publisher), seen=KEPT)
    return service


def form_of(desk, service, **changes):
    there = f"/admin/snippets/content/supportservice/edit/{service.pk}/"
    return there, typed(desk, there, "w-editor-form") | changes


def test_saving_a_service_first_shows_what_readers_lose_and_keeps_what_was_typed(service, desk):
    there, form = form_of(desk, service, purpose_en="Talk about anything at all.")

    shown = desk.post(there, form)

    page = shown.content.decode()
    assert "Falls back to English" in page
    assert "Save, and readers see it now" in page
    assert 'value="Talk about anything at all."' in page
    assert now(service).purpose_en == service.purpose_en
    assert str(now(service).purpose_gu) == KEPT


def test_a_yes_saves_the_service_that_was_shown(service, desk):
    there, form = form_of(desk, service, purpose_en="Talk about anything at all.")
    agreed = desk.post(there, form).context["question"]["agreed"]

    desk.post(there, form | {"agreed": agreed})

    assert now(service).purpose_en == "Talk about anything at all."
    assert now(service).purpose_gu.state == "english"


def test_a_yes_to_other_words_is_asked_for_again(service, desk):
    there, form = form_of(desk, service, purpose_en="Talk about anything at all.")
    agreed = desk.post(there, form).context["question"]["agreed"]

    shown = desk.post(there, form | {"agreed": agreed, "purpose_en": "Something else."})

    assert shown.context["question"]["agreed"] != agreed
    assert now(service).purpose_en == service.purpose_en


def test_a_minor_edit_of_a_service_keeps_the_translation_and_says_that_it_is_older(service, desk):
    there, form = form_of(desk, service, purpose_en=f"{service.purpose_en}!")
    agreed = desk.post(there, form).context["question"]["agreed"]

    desk.post(there, form | {"agreed": agreed, "minor_edit": "1"})

    assert now(service).purpose_en == f"{service.purpose_en}!"
    assert str(now(service).purpose_gu) == KEPT
    assert Standing.objects.get(object_key=service.object_key, language="gu").older == 1


def test_a_service_that_takes_nothing_from_readers_is_saved_at_once(service, desk):
    there, form = form_of(desk, service, phone="0800 1112")

    answer = desk.post(there, form)

    assert answer.status_code == 302
    assert now(service).phone == "0800 1112"
    assert str(now(service).purpose_gu) == KEPT


def test_a_service_with_a_mistake_in_it_is_refused_before_anything_is_asked(service, desk):
    there, form = form_of(desk, service, purpose_en="Talk.", phone="call us")

    shown = desk.post(there, form)

    assert "question" not in shown.context
    assert "Write a number with digits and spaces" in shown.content.decode()


def test_a_yes_is_asked_for_again_where_somebody_else_saved_meanwhile(service, desk):
    there, form = form_of(desk, service, purpose_en="Talk about anything at all.")
    agreed = desk.post(there, form).context["question"]["agreed"]
    other = now(service)
    other.hours_en = "Sundays."
    other.save()

    shown = desk.post(there, form | {"agreed": agreed})

    assert shown.context["question"]["agreed"] != agreed
    assert now(service).hours_en == "Sundays."
