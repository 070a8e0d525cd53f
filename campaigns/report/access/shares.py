"""What a share link opens: one report for whoever has the link, as a page and as files, and nothing else.

The link's own question is all that is read: what an address adds changes nothing. The audience is always *outside*. An
address that is unknown, ended or revoked answers the same for everybody.
"""

from __future__ import annotations

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.models import ShareLink
from campaigns.report import build
from campaigns.report.access import doors
from campaigns.report.files.forms import FORMS
from campaigns.report.files.names import file_name
from campaigns.report.page.layout import sections
from campaigns.report.query import Audience, Query
from campaigns.report.shape import Report

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponse:
    link = _open(secret)
    if link is None:
        return _closed(request)
    if request.method == "GET":
        ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)
    report = report_of(link)
    context = {
        "report": report,
        "link": link,
        "sections": list(sections(report)),
        "forms": FORMS,
        "secret": secret,
    }
    return _private(render(request, "campaigns/access/shared.html", context))


@require_safe
def file(request: HttpRequest, secret: str, form: str) -> HttpResponse:
    link = _open(secret)
    if link is None:
        return _closed(request)
    if form not in FORMS:
        raise Http404
    report = report_of(link)
    response = HttpResponse(FORMS[form].make(report), content_type=FORMS[form].content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(report, form)}"'
    return _private(response)


def report_of(link: ShareLink) -> Report:
    return build.report(Query.of(link.query, audience=Audience.OUTSIDE))


def _open(secret: str) -> ShareLink | None:
    link = doors.find(ShareLink, secret)
    return link if link and link.is_open else None


def _closed(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "campaigns/access/shared_closed.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response
