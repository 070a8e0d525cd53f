"""A chart at an address of its own. What was drawn once is kept by the hash of its data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns.report import build, charts
from campaigns.report.page import PERMISSION
from campaigns.report.query import Query, lists

# No style or script of a drawing that is opened by itself is ever run.
HEADERS = {"Content-Security-Policy": "default-src 'none'", "Content-Disposition": "inline"}


@require_safe
@permission_required(PERMISSION)
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """The data's hash in the address finds a chart that was drawn, without making the report again."""
    if name not in charts.CHARTS:
        raise Http404
    picture = charts.drawn(name, request.GET.get("data", ""))
    if picture is None:
        try:
            query = Query.parse(lists(request.GET))
        except ValueError as error:
            return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
        report = build.report(query)
        if name not in charts.drawable(report):
            raise Http404
        picture = charts.svg(name, report)
    return HttpResponse(picture, content_type="image/svg+xml", headers=HEADERS)
