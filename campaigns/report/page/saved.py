"""Saved views: questions that somebody asks often, for themselves or for everybody who sees the report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import SavedView
from campaigns.report import frozen
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.page.screen import Refused, screen, staff_of
from campaigns.report.query import lists

LONGEST = 100


@require_POST
@permission_required(PERMISSION)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question as it was asked: “last quarter” moves on, 2026-27-Q2 stays. A name of one's own is replaced."""
    question = Question(lists(request.GET))
    name = " ".join(request.POST.get("name", "").split())
    if reason := _why_not(question, name):
        return screen(request, question, refused=Refused("view", reason, name))
    own = {"by": staff_of(request), "name": name}
    asked = {"query": question.address, "is_shared": "is_shared" in request.POST}
    if SavedView.objects.filter(**own).update(**asked):  # Two, where a button was pressed twice at once.
        messages.success(request, f"“{name}” now asks this.")
    else:
        SavedView.objects.create(**own, **asked)
        messages.success(request, f"“{name}” is saved.")
    return redirect(question.page)


@require_POST
@permission_required(PERMISSION)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a view of one's own."""
    view = get_object_or_404(SavedView, pk=number, by=request.user)
    view.delete()
    messages.success(request, f"“{view.name}” is deleted.")
    return redirect(Question(lists(request.GET)).page)


def _why_not(question: Question, name: str) -> str:
    if question.wrong:
        return question.wrong
    if not name:
        return "Give the view a name."
    if len(name) > LONGEST:
        return f"Give it a shorter name: at most {LONGEST} letters."
    if len(question.address) > frozen.LONGEST:
        return "This question names too many things to be saved. Choose fewer."
    return ""
