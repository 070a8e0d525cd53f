"""Wagtail's own ways of making English live, each of which asks first where it would take a text from readers.

The ways are the press of “Publish” in a page's editor, the approval that ends a workflow, and the saving of a snippet,
which has no draft.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, Task
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from livesafe.translations import minor
from livesafe.translations.columns import Translated
from livesafe.translations.desk import publish
from livesafe.translations.project import english_now

APPROVE = "approve"


class AsksFirst(EditView):
    """A page's editor: what was written is saved before the question, and is live only after it."""

    page: Any

    def publish_action(self) -> HttpResponse:
        return self._held() or super().publish_action()

    def perform_workflow_action(self) -> HttpResponse:
        if ends_workflow(self.page, self.workflow_action):
            extra = json.loads(self.request.POST.get("workflow-action-extra-data", "{}"))
            state = self.page.current_workflow_task_state
            if held := self._held(task_state=state, comment=extra.get("comment", "")):
                return held
        return super().perform_workflow_action()

    def _held(self, **more: Any) -> HttpResponse | None:
        """The answer where this English can not go live by this press alone."""
        refused = publish.refusal(self.request, self.page)
        if not refused and not publish.takes_away(self.page):
            return None
        self.page = self.form.save(commit=not self.page.live)
        self.subscription.save()
        revision = self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=self.previous_revision
        )
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)
        return refused or publish.question(self.request, self.page, **more)


class Reverting(AsksFirst, RevisionsRevertView):
    """The same for an older version of a page, which is published again from its own editor."""


class Approving(WorkflowActionView):
    """An approval outside the editor, and after the question that an approval is asked."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ends_workflow(self.object, self.action_name):
            return super().post(request, *args, **kwargs)
        draft = self.object.get_latest_revision_as_object()
        if refused := publish.refusal(request, draft):
            return self._leading_to(refused)
        if request.POST.get("agreed") == str(draft.latest_revision_id):
            publish.choose_minor(request, draft.latest_revision)
        elif publish.takes_away(draft):
            return self._question(draft)
        answer = super().post(request, *args, **kwargs)
        if not self.object.specific.workflow_in_progress:
            publish.say_published(request, draft)
        return answer

    @property
    def _in_modal(self) -> bool:
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def _question(self, draft: Any) -> HttpResponse:
        asked = self.request.POST
        more = {name: asked.get(name, "") for name in ("comment", "next")} | {"task_state": self.task_state}
        question = publish.question(self.request, draft, **more)
        if not self._in_modal:
            return question
        context = question.context_data
        return render_modal_workflow(
            self.request, "translations/confirm_modal.html", None, context, json_data={"step": "action"}
        )

    def _leading_to(self, refused: HttpResponse) -> HttpResponse:
        """A modal follows no redirect: it is told where to go."""
        if not self._in_modal:
            return refused
        return JsonResponse({"step": "success", "redirect": refused.headers["Location"]})


class Pages(PageViewSet):
    """Every page type, whose own view set may still say otherwise."""

    model = Page
    edit_view_class = AsksFirst
    revisions_revert_view_class = Reverting
    workflow_action_view_class = Approving


class SavingAsksFirst(SnippetEditView):
    """A snippet's editor: what was typed stays in the form, with the question above it, until its editor says yes."""

    def get_template_names(self) -> list[str]:
        return ["translations/snippet_edit.html"]  # A view set names one of its own.

    def form_valid(self, form: Any) -> HttpResponse:
        obj: Translated = form.instance
        shown = _english_of(obj)
        agreed = self.request.POST.get("agreed") == shown
        if not agreed and publish.takes_away(obj):
            self.form = form
            messages.warning(self.request, "Not saved yet. See what it does to readers, and say yes.")
            question = publish.told(obj) | {"agreed": shown}
            return self.render_to_response(self.get_context_data(question=question))
        with transaction.atomic():
            if agreed and self.request.POST.get("minor_edit"):
                minor.carry(obj)
            return super().form_valid(form)


def ends_workflow(page: Page, action: str) -> bool:
    """Whether this action is the last approval of the page's workflow, which publishes its newest draft."""
    state = page.current_workflow_state
    if action != APPROVE or state is None or state.current_task_state is None:
        return False
    after = (
        Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True)
        .exclude(task_states__in=state.successful_task_states)
        .exclude(pk=state.current_task_state.task_id)
    )
    return not after.exists()


def _english_of(obj: Translated) -> str:
    """A name for exactly this step from one English to another: a yes holds for no other."""
    return f"{minor.base(english_now(obj.object_key))}-{minor.base(obj.segments())}"
