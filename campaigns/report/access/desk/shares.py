"""Share links in the admin: made, listed and revoked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.desk.forms import campaigns
from campaigns.models import ShareLink
from campaigns.report.access import doors
from campaigns.report.access.desk.chrome import ask, permissions, show, words_of
from campaigns.report.access.desk.forms import ShareForm, asked_again
from campaigns.report.query import Query, lists

LIST = "reach_shares"
VIEW, ADD, CHANGE, _ = permissions("sharelink")


@require_safe
@permission_required(VIEW)
def shares(request: HttpRequest) -> HttpResponse:
    titles = dict(campaigns())
    found = [(link, report_words(link, titles)) for link in ShareLink.objects.select_related("by")]
    return show(
        request,
        "campaigns/access/shares.html",
        LIST,
        working=[row for row in found if row[0].is_open],
        ended=[row for row in found if not row[0].is_open],
        kept_days=doors.KEPT.days,
        may_change=request.user.has_perm(CHANGE),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADD)
def make(request: HttpRequest) -> HttpResponse:
    """A new link to one report, which the form begins with where an address asks for it."""
    form = ShareForm(request.POST or None, initial=begun_with(request))
    if request.method != "POST" or not form.is_valid():
        return ask(request, LIST, "New share link", form, "Make the link")
    link, secret = doors.make(
        ShareLink,
        by=request.user,
        label=form.cleaned_data["label"],
        expires=form.cleaned_data["expires"],
        query=form.query.address,
    )
    return show(
        request,
        "campaigns/access/share_made.html",
        LIST,
        "The link is ready",
        link=link,
        report=report_words(link, dict(campaigns())),
        address=address(secret),
    )


@require_POST
@permission_required(CHANGE)
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    link = get_object_or_404(ShareLink, pk=number)
    doors.revoke(link)
    messages.success(request, f"The link for “{link.label}” opens nothing any more.")
    return redirect(LIST)


def begun_with(request: HttpRequest) -> dict[str, Any]:
    """What the report's page was asked when somebody wanted to share it."""
    try:
        query = Query.parse(lists(request.GET))
    except ValueError:
        return {}
    return {"period": query.period.name, **asked_again(query)}


def report_words(link: ShareLink, titles: dict[str, str]) -> list[str]:
    try:
        period = Query.of(link.query).period
    except ValueError:
        period = None
    return words_of(link.query, titles, period=period)


def address(secret: str) -> str:
    return f"{settings.BASE_URL}{reverse('shared_reach', args=[secret])}"
