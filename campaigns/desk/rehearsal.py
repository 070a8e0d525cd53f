"""The dry run of a campaign in the admin: fire it, read it, clear it away."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from campaigns import rehearsal
from campaigns.desk.table import rows
from campaigns.models import CampaignPage, Rehearsal
from campaigns.rehearsal import Line
from campaigns.visitors import OTHERS, PEOPLE
from livesafe import languages

NAME, BY_SLUG = "dry_run", "dry_run_of"


@require_safe
def of_campaign(request: HttpRequest) -> HttpResponse:
    """The way there from the link desk, which knows a campaign by its slug."""
    campaign = get_object_or_404(CampaignPage, slug=request.GET.get("campaign", ""))
    return redirect(NAME, campaign.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rehearse(request: HttpRequest, number: int) -> HttpResponse:
    """What the last dry run of a campaign found; a POST fires another, or with `clear` takes it away."""
    campaign = get_object_or_404(CampaignPage, pk=number)
    if not campaign.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        if "clear" in request.POST:
            rehearsal.clear(campaign)
            messages.success(request, "The dry run is cleared away.")
        else:
            rehearsal.fire(campaign)
        return redirect(NAME, number)
    fired = Rehearsal.objects.filter(campaign=campaign).first()
    found = rehearsal.lines(fired) if fired else []
    context = {
        "campaign": campaign,
        "fired": fired,
        "lines": list(zip(found, _names(found), strict=True)),
        "wrong": sum(1 for line in found if line.problems),
        "left_out": {
            reason.replace("_", " "): n for reason, n in (rehearsal.left_out(fired) if fired else {}).items()
        },
        "totals": {
            name: sum(line.figures[name] for line in found)
            for name in ("impressions", "clicks_gross", "clicks_genuine", "visits")
        },
        "people": PEOPLE,
        "others": OTHERS,
        "languages": len(languages.ALL),
        "header_title": "Dry run",
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[campaign.pk]), "label": campaign.title},
            {"url": "", "label": "Dry run"},
        ],
    }
    return render(request, "campaigns/rehearsal.html", context)


def _names(lines: list[Line]) -> list[str]:
    """Links by what the link desk calls them, placements by their page."""
    places = {line.source.placement.rpartition("#")[0] for line in lines}
    titles = dict(Page.objects.filter(url_path__in=places).values_list("url_path", "title"))
    links = {row.link.pk: row.name for row in rows(line.source for line in lines if line.source.is_link)}
    return [
        links.get(line.source.pk) or f"Our page: {titles.get(line.source.placement.rpartition('#')[0], '')}"
        for line in lines
    ]
