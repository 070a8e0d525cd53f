"""What a share link opens: one report for whoever has the link, as a page with its charts and as files, and nothing else.

The link's own question is all that is read: what an address adds changes nothing. The audience is always *outside*. An
address that is unknown, ended or revoked answers the same for everybody.
"""

from __future__ import annotations

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaigns.models import ShareLink
from campaigns.report import build, charts
from campaigns.report.access import doors
from campaigns.report.files.forms import FORMS
from campaigns.report.files.names import file_name
from campaigns.report.files.workbook import TooLongError
from campaigns.report.page.layout import Picture, sections
from campaigns.report.query import Audience, Query
from campaigns.report.shape import Report

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponse:
    found = _open(secret)
    if found is None:
        return _closed(request)
    link, query = found
    if request.method == "GET":
        ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)
    return _page(request, secret, link, build.report(query))


@require_safe
def file(request: HttpRequest, secret: str, form: str) -> HttpResponse:
    found = _open(secret)
    if found is None:
        return _closed(request)
    if form not in FORMS:
        raise Http404
    link, query = found
    report = build.report(query)
    try:
        content = FORMS[form].make(report)
    except TooLongError as error:
        return _page(request, secret, link, report, refused=str(error))
    name = f'attachment; filename="{file_name(report, form)}"'
    return _private(
        HttpResponse(content, content_type=FORMS[form].content_type, headers={"Content-Disposition": name})
    )


@require_safe
def chart(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """A chart of the link's own report. No hash in the address finds one: it could tell what other reports show."""
    found = _open(secret)
    if found is None:
        return _closed(request)
    report = build.report(found[1])
    if name not in charts.drawable(report):
        raise Http404
    return _private(HttpResponse(charts.svg(name, report), content_type="image/svg+xml"))


def _open(secret: str) -> tuple[ShareLink, Query] | None:
    """The link of a secret and its question; None where it doesn't open, or asks what can't be asked any more."""
    link = doors.find(ShareLink, secret)
    if link is None or not link.is_open:
        return None
    try:
        return link, Query.of(link.query, audience=Audience.OUTSIDE)
    except ValueError:
        return None


def _page(
    request: HttpRequest, secret: str, link: ShareLink, report: Report, *, refused: str = ""
) -> HttpResponse:
    """`refused` says why a file of it could not be made."""
    context = {
        "report": report,
        "link": link,
        "sections": list(sections(report, charts=_pictures(secret, report))),
        "forms": FORMS,
        "secret": secret,
        "refused": refused,
    }
    status = 400 if refused else 200
    return _private(render(request, "campaigns/access/shared.html", context, status=status))


def _pictures(secret: str, report: Report) -> dict[str, Picture]:
    return {
        name: Picture(
            reverse("shared_reach_chart", args=[secret, name]),
            charts.title(name, report),
            charts.description(name),
        )
        for name in charts.drawable(report)
    }


def _closed(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "campaigns/access/shared_closed.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response
