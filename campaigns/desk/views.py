"""The link desk: tracked links listed, made many at once, shown one by one, and archived."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns import poster
from campaigns.batch import LinkError, Planned, Wish
from campaigns.batch import make as make_links
from campaigns.desk.forms import Filters, Make, Print
from campaigns.desk.table import Row, rows
from campaigns.models import Source, Tally
from livesafe import languages

VIEW, ADD, CHANGE, DELETE = (f"campaigns.{verb}_source" for verb in ("view", "add", "change", "delete"))
VIEW_COUNTS = "campaigns.view_tally"
A_PAGE = 30


@require_safe
@permission_required(VIEW)
def desk(request: HttpRequest) -> HttpResponse:
    filters = Filters(request.GET)
    page = Paginator(filters.links(), A_PAGE).get_page(request.GET.get("p"))
    asked = {name: str(value) for name, value in request.GET.items() if name != "p" and value}
    return _page(
        request,
        "campaigns/links.html",
        filters=filters,
        page=page,
        rows=rows(page.object_list, counted=request.user.has_perm(VIEW_COUNTS)),
        query=urlencode(asked),
        filtered=bool(asked),
        all_archived=not page.paginator.count and Source.objects.links().exists(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADD)
def make(request: HttpRequest) -> HttpResponse:
    """First what would be made, then, from the same form unchanged, the links themselves."""
    form = Make(request.POST or None, initial={"campaign": request.GET.get("campaign", "")})
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "campaigns/links_make.html", "New links", form=form)
    seen = _print_of(form.wish)
    if request.POST.get("seen") == seen:
        try:
            return _made(request, form.wish, make_links(form.wish))
        except LinkError as error:
            form.add_error(None, str(error))
            return _page(request, "campaigns/links_make.html", "New links", form=form)
    new = [planned for planned in form.planned if planned.is_new]
    return _page(
        request,
        "campaigns/links_make.html",
        "New links",
        form=form,
        planned=[(planned, Row(planned.link, None, None)) for planned in form.planned],
        many=len(new),
        seen=seen,
    )


def _print_of(wish: Wish) -> str:
    """Tells whether a form is still the one whose plan somebody saw."""
    return hashlib.sha256(repr(wish).encode()).hexdigest()


def _made(request: HttpRequest, wish: Wish, planned: list[Planned]) -> HttpResponse:
    new = [one.link.code for one in planned if one.is_new]
    there = [one.link.code for one in planned if not one.is_new]
    said = f"{_links(len(new))} made." if new else "No new link was needed."
    if there:
        said += (
            f" {_links(len(there))} {'was' if len(there) == 1 else 'were'} there already: {', '.join(there)}."
        )
    messages.success(request, said)
    if len(planned) == 1:
        return redirect("links:link", planned[0].link.pk)
    return redirect(f"{reverse('links:desk')}?{urlencode({'campaign': wish.campaign})}")


def _links(many: int) -> str:
    return "1 link" if many == 1 else f"{many} links"


@require_safe
@permission_required(VIEW)
def link(request: HttpRequest, number: int) -> HttpResponse:
    """One link with its addresses, code and posters; `language` and `paper` choose the poster shown."""
    found = get_object_or_404(Source.objects.links(), pk=number)
    row = rows([found], counted=request.user.has_perm(VIEW_COUNTS))[0]
    asked = request.GET.copy()
    asked.setdefault("language", found.language or languages.SOURCE.code)
    asked.setdefault("paper", poster.PAPERS[0])
    form = Print(asked)
    chosen = languages.get(form.cleaned_data["language"]) if form.is_valid() else languages.SOURCE
    return _page(
        request,
        "campaigns/links_one.html",
        row.name,
        row=row,
        form=form,
        poster_query=urlencode({name: form[name].value() for name in form.fields}),
        warning=poster.warning(row.campaign, chosen) if row.campaign else "",
        counted=Tally.objects.filter(source_id=found.pk).exists(),
    )


@require_POST
@permission_required(CHANGE)
def archive(request: HttpRequest) -> HttpResponse:
    """Archive the links ticked, or, with `restore`, take them out of the archive."""
    ticked = Source.objects.links().filter(pk__in=[pk for pk in request.POST.getlist("link") if pk.isdigit()])
    away = "restore" not in request.POST
    many = 0
    for found in ticked.filter(archived=not away):
        found.archived = away
        found.save()
        many += 1
    if not many:
        messages.warning(request, "No link was ticked.")
    elif away:
        messages.success(
            request, f"{_links(many)} archived. Who follows one now is led to help; counts stay."
        )
    else:
        messages.success(request, f"{_links(many)} taken out of the archive.")
    back = request.POST.get("back", "")
    return redirect(f"{reverse('links:desk')}?{back}" if back else "links:desk")


@require_POST
@permission_required(DELETE)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a link that was never counted."""
    found = get_object_or_404(Source.objects.links(), pk=number)
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        messages.error(
            request, f"“{found.code}” has been counted, so it can’t be deleted. Archive it instead."
        )
        return redirect("links:link", number)
    messages.success(request, f"“{found.code}” is deleted.")
    return redirect("links:desk")


def _page(request: HttpRequest, template: str, title: str = "", **context: Any) -> HttpResponse:
    here = {"url": "", "label": title or "Links"}
    above = [{"url": reverse("links:desk"), "label": "Links"}] if title else []
    chrome = {
        "breadcrumbs_items": [*above, here],
        "header_title": title or "Links",
        "header_icon": "link",
        "may_make": request.user.has_perm(ADD),
        "may_change": request.user.has_perm(CHANGE),
        "may_delete": request.user.has_perm(DELETE),
    }
    return render(request, template, chrome | context)
