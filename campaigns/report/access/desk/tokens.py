"""Partners' tokens in the admin: made, seen in use, and revoked."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.desk.forms import campaigns
from campaigns.models import ReachToken
from campaigns.report.access import doors, limit
from campaigns.report.access.desk.chrome import ask, permissions, show
from campaigns.report.access.desk.forms import TokenForm

LIST = "reach_tokens"
VIEW, ADD, CHANGE, _ = permissions("reachtoken")
USES_SHOWN = 100


@require_safe
@permission_required(VIEW)
def tokens(request: HttpRequest) -> HttpResponse:
    titles = dict(campaigns())
    found = list(ReachToken.objects.select_related("by").annotate(asked=Count("uses"), last=Max("uses__at")))
    return show(
        request,
        "campaigns/access/tokens.html",
        LIST,
        working=[(token, scope(token, titles)) for token in found if token.is_open],
        ended=[(token, scope(token, titles)) for token in found if not token.is_open],
        kept_days=doors.KEPT.days,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADD)
def make(request: HttpRequest) -> HttpResponse:
    """A new token. Its secret is in this one answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return ask(request, LIST, "New token", form, "Make the token")
    token, secret = doors.make(ReachToken, by=request.user, **form.cleaned_data)
    return show(
        request,
        "campaigns/access/token_made.html",
        LIST,
        "The token is ready",
        token=token,
        scope=scope(token, dict(campaigns())),
        secret=secret,
        curl=curl(secret),
        per_minute=limit.PER_MINUTE,
    )


@require_safe
@permission_required(VIEW)
def token(request: HttpRequest, number: int) -> HttpResponse:
    """A token with what was asked by it."""
    found = get_object_or_404(ReachToken.objects.select_related("by"), pk=number)
    outcomes = found.uses.order_by("status").values_list("status").annotate(Count("pk"))
    return show(
        request,
        "campaigns/access/token.html",
        LIST,
        found.label,
        token=found,
        scope=scope(found, dict(campaigns())),
        outcomes=list(outcomes),
        uses=found.uses.all()[:USES_SHOWN],
        shown=USES_SHOWN,
        kept_days=doors.KEPT.days,
        may_change=request.user.has_perm(CHANGE),
    )


@require_POST
@permission_required(CHANGE)
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(ReachToken, pk=number)
    doors.revoke(found)
    messages.success(request, f"The token of “{found.label}” opens nothing any more.")
    return redirect(LIST)


def scope(token: ReachToken, titles: dict[str, str]) -> list[str]:
    which = ", ".join(titles.get(slug, slug) for slug in token.campaigns) or "All campaigns"
    days = f"from {token.first:%-d %B %Y} on" if token.first else "all days"
    return [
        which,
        days,
        "for outside the VRN" if token.audience == "outside" else "for the VRN: every number",
    ]


def curl(secret: str) -> str:
    """A line to try a token with."""
    address = f"{settings.BASE_URL}{reverse('api:reach')}?period=last-quarter&by=channel"
    return f'curl -H "Authorization: Bearer {secret}" "{address}"'
