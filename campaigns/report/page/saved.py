"""Saved views: questions that somebody asks often, for themselves or for everybody who sees the report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import SavedView
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.page.screen import Refused, screen, staff_of
from campaigns.report.query import lists

LONGEST = 100
LONGEST_QUERY = 1000


@require_POST
@permission_required(PERMISSION)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question as it was asked: “last quarter” moves on, 2026-27-Q2 stays. A name of one's own is replaced."""
    question = Question(lists(request.GET))
    name = " ".join(request.POST.get("name", "").split())
    if reason := _why_not(question, name):
        return screen(request, question, refused=Refused("view", reason, name))
    view, is_new = SavedView.objects.update_or_create(
        by=staff_of(request),
        name=name,
        defaults={"query": question.address, "is_shared": "is_shared" in request.POST},
    )
    messages.success(request, f"“{view.name}” is saved." if is_new else f"“{view.name}” now asks this.")
    return _back(question)


@require_POST
@permission_required(PERMISSION)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a view of one's own."""
    view = get_object_or_404(SavedView, pk=number, by=request.user)
    view.delete()
    messages.success(request, f"“{view.name}” is deleted.")
    return _back(Question(lists(request.GET)))


def _why_not(question: Question, name: str) -> str:
    try:
        question.query  # noqa: B018
    except ValueError as error:
        return str(error)
    if not name:
        return "Give the view a name."
    if len(name) > LONGEST:
        return f"Give it a shorter name: at most {LONGEST} letters."
    if len(question.address) > LONGEST_QUERY:
        return "This question names too many things to be saved. Choose fewer."
    return ""


def _back(question: Question) -> HttpResponse:
    address = reverse("reach_report")
    return redirect(f"{address}?{question.address}" if question.address else address)
