"""The report as a file to take away, or one table of it, or what its columns mean."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.report import build
from campaigns.report.files import table
from campaigns.report.files.forms import FORMS
from campaigns.report.files.names import file_name
from campaigns.report.files.workbook import TooLongError
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.query import lists
from campaigns.report.shape import Report

DICTIONARY = "dictionary"


@require_safe
@permission_required(PERMISSION)
def file(request: HttpRequest, form: str) -> HttpResponse:
    """`panel` asks for one table alone, as CSV. A question that makes no sense is answered on the page."""
    question = Question(lists(request.GET))
    if question.wrong:
        return redirect(question.page)
    report = build.report(question.query)
    panel = request.GET.get("panel", "figures")
    if panel not in {one.name for one in report.panels} or form not in {*FORMS, DICTIONARY}:
        raise Http404
    if form == DICTIONARY:
        return _sent(
            table.dictionary(report, panel), table.CONTENT_TYPE, _name(report, panel, "csv", "columns-")
        )
    if panel != "figures" and form != "csv":
        raise Http404
    try:
        content = table.as_csv(report, panel) if form == "csv" else FORMS[form].make(report)
    except TooLongError as error:
        messages.error(request, str(error))
        return redirect(question.page)
    return _sent(content, FORMS[form].content_type, _name(report, panel, form))


def _name(report: Report, panel: str, ending: str, before: str = "") -> str:
    return before + file_name(report, ending, panel=panel)


def _sent(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
