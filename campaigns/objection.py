"""*Don't count me*: the one cookie of the public site, set when a visitor asks for it and never by reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.headers import Headers
from campaigns.traffic import OBJECTION, Signals
from livesafe.origin import is_from_own_page

YEAR = 365 * 24 * 60 * 60


@csrf_exempt  # The page holds no token; only a page of this site may ask.
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show whether this browser is counted, and change it. Works without script; kept by no cache."""
    if request.method != "POST":
        context = {
            "objects": _objects(request),
            "has_cookie": OBJECTION in request.COOKIES,
            "here": "dont-count",
        }
        response = render(request, "campaigns/objection.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response
    if not is_from_own_page(request.META):
        return HttpResponse(status=403)
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    if request.POST.get("count") == "no":
        # Read by the counting script too, so it is not HttpOnly.
        response.set_cookie(OBJECTION, "1", max_age=YEAR, secure=request.is_secure(), samesite="Lax")
    else:
        response.delete_cookie(OBJECTION, samesite="Lax")
    return response


def _objects(request: HttpRequest) -> bool:
    return Signals.of(Headers(request.META), method=request.method or "").objects
