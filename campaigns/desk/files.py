"""What staff take away from the link desk: QR codes, posters, a contact sheet and a table."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns import addresses, poster, qr
from campaigns.desk.forms import Filters, Print
from campaigns.desk.table import as_csv, rows
from campaigns.desk.views import VIEW
from campaigns.models import CampaignPage, Source
from campaigns.typeset import PrintError
from livesafe import languages
from livesafe.languages import Language

MOST_ON_SHEET = 300


@require_safe
@permission_required(VIEW)
def qr_svg(request: HttpRequest, number: int) -> HttpResponse:
    link = _link(number)
    return _file(qr.svg(addresses.short(link)), "image/svg+xml", f"{file_name(link)}.svg", request)


@require_safe
@permission_required(VIEW)
def qr_png(request: HttpRequest, number: int) -> HttpResponse:
    link = _link(number)
    return _file(qr.png(addresses.short(link)), "image/png", f"{file_name(link)}.png", request)


@require_safe
@permission_required(VIEW)
def poster_pdf(request: HttpRequest, number: int) -> HttpResponse:
    return _poster(request, number, poster.poster, "application/pdf", "pdf")


@require_safe
@permission_required(VIEW)
def poster_png(request: HttpRequest, number: int) -> HttpResponse:
    return _poster(request, number, poster.preview, "image/png", "png")


def _poster(
    request: HttpRequest, number: int, make: Callable[..., bytes], content_type: str, ending: str
) -> HttpResponse:
    link, form = _link(number), Print(request.GET)
    campaign = get_object_or_404(CampaignPage, slug=link.campaign)
    if not form.is_valid():
        return _said("Choose a language and A4 or A5.")
    language: Language = languages.get(form.cleaned_data["language"])
    paper = form.cleaned_data["paper"]
    try:
        made = make(link, campaign, language, paper)
    except PrintError as error:
        return _said(str(error))
    return _file(made, content_type, f"{file_name(link)}-{language.code}-{paper}.{ending}", request)


@require_safe
@permission_required(VIEW)
def sheet(request: HttpRequest) -> HttpResponse:
    """The links that the desk lists, with their codes."""
    filters = Filters(request.GET)
    links = list(filters.links()[: MOST_ON_SHEET + 1])
    if len(links) > MOST_ON_SHEET:
        return _said(f"That is more than {MOST_ON_SHEET} links. Choose a campaign or channel first.")
    slug = filters.cleaned_data.get("campaign", "") if filters.is_valid() else ""
    campaign = CampaignPage.objects.filter(slug=slug).first() if slug else None
    try:
        made = poster.sheet(campaign.title if campaign else "LiveSafe", links[::-1])
    except PrintError as error:
        return _said(str(error))
    return _file(made, "application/pdf", f"livesafe-links-{slug or 'all'}.pdf", request)


@require_safe
@permission_required(VIEW)
def table(request: HttpRequest) -> HttpResponse:
    """The links that the desk lists, as CSV."""
    made = as_csv(rows(Filters(request.GET).links()))
    return _file(made, "text/csv; charset=utf-8", "livesafe-links.csv", request)


def file_name(link: Source) -> str:
    parts = [link.campaign, link.channel, slugify(link.venue), slugify(link.creative), link.code]
    return "-".join(filter(None, ["livesafe", *parts]))[:120]


def _link(number: int) -> Source:
    return get_object_or_404(Source.objects.links(), pk=number)


def _file(content: str | bytes, content_type: str, name: str, request: HttpRequest) -> HttpResponse:
    """A file to keep or, with `show`, to look at in the page."""
    response = HttpResponse(content, content_type=content_type)
    kept = content_disposition_header(as_attachment="show" not in request.GET, filename=name)
    response.headers["Content-Disposition"] = str(kept)
    return response


def _said(words: str) -> HttpResponse:
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
