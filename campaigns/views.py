"""The reach report in the Wagtail admin: its address is the question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.page.screen import screen
from campaigns.report.query import lists


@require_safe
@permission_required(PERMISSION)
def reach_report(request: HttpRequest) -> HttpResponse:
    """What the form sends is put into the fewest words first, so that every address can be read and sent on."""
    question = Question(lists(request.GET))
    sent = urlencode([(name, value) for name, values in request.GET.lists() for value in values])
    if sorted(sent.split("&")) != sorted(question.address.split("&")):
        return redirect(
            f"{reverse('reach_report')}?{question.address}" if question.address else "reach_report"
        )
    return screen(request, question)
