"""Notes on a headline that a guard holds back: who reads the report may write one, and it is printed with the headline."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import GuardNote
from campaigns.report import build, frozen
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.page.screen import Refused, screen, staff_of
from campaigns.report.query import Query, lists
from campaigns.report.shape import Doubt

SHORTEST = 10  # Letters: “ok” explains nothing.


@require_POST
@permission_required(PERMISSION)
def write(request: HttpRequest) -> HttpResponse:
    """Keep a note on one doubt of a report, for exactly the figures that its writer saw."""
    question = Question(lists(request.GET))
    guard, words = request.POST.get("guard", ""), request.POST.get("words", "").strip()
    if question.wrong:
        return screen(request, question)
    doubt = _doubt(question.query, guard)
    reason = _why_not(doubt, words, request.POST.get("figures", ""))
    if len(question.query.about) > frozen.LONGEST:
        reason = "This question names too many things for a note to be kept. Choose fewer."
    if doubt is None:  # There is no form of this doubt any more in which the reason could stand.
        messages.error(request, reason)
    if reason or doubt is None:
        return screen(request, question, refused=Refused(guard, reason, words))
    try:
        with transaction.atomic():
            GuardNote.objects.create(
                guard=guard,
                about=question.query.about,
                figures=doubt.figures,
                words=words,
                by=staff_of(request),
            )
    except IntegrityError:
        messages.warning(request, "Somebody wrote a note on this at the same time. Theirs is shown.")
    else:
        messages.success(request, "The note is kept, and is printed with the headline.")
    return _back(question)


@require_POST
@permission_required(PERMISSION)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own note back: the headline is held back again."""
    get_object_or_404(GuardNote, pk=number, by=request.user).delete()
    messages.success(request, "Your note is withdrawn.")
    return _back(Question(lists(request.GET)))


def _doubt(query: Query, guard: str) -> Doubt | None:
    return next((one for one in build.report(query).headline.doubts if one.guard == guard), None)


def _why_not(doubt: Doubt | None, words: str, figures: str) -> str:
    if doubt is None:
        return "This headline is no longer in doubt, so no note is needed."
    if figures != doubt.figures:
        return (
            "The figures have changed since you opened the page. Look at them again before you explain them."
        )
    if len(words) < SHORTEST:
        return "Say in a sentence why the figures are right."
    return ""


def _back(question: Question) -> HttpResponse:
    return redirect(f"{question.page}#headline")
