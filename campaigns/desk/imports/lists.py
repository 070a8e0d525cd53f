"""All files that were ever imported, what became of each, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.ads.limits import MEGABYTE, SIZE
from campaigns.ads.shape import Platform, Reason
from campaigns.desk.imports.page import IMPORT, VIEW, page, user_of
from campaigns.imports import jobs
from campaigns.imports import undo as undoing
from campaigns.models import AdCampaign, AdImport, AdMapping, AdUpload
from campaigns.platform_figures import coverage

State = AdImport.State
A_PAGE = 25
UNDER_WAY = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, as its sender is told. It is stored nowhere."""

    name: str
    reasons: Sequence[Reason]
    understood: str = ""


@require_safe
@permission_required(VIEW)
def desk(request: HttpRequest) -> HttpResponse:
    return show(request)


def show(
    request: HttpRequest, refused: Sequence[Refused] = (), words: str = "", status: int = 200
) -> HttpResponse:
    imports = AdImport.objects.exclude(state=State.PREVIEWED).select_related("by", "undone_by")
    return page(
        request,
        "desk",
        status=status,
        refused=refused,
        words=words,
        waiting=AdImport.objects.filter(state=State.PREVIEWED).select_related("by"),
        imports=Paginator(imports, A_PAGE).get_page(request.GET.get("p")),
        watermarks=sorted(coverage().values(), key=lambda one: one.platform.label),
        unmapped=AdCampaign.objects.filter(is_ours=True, campaign="").count(),
        has_mappings=AdMapping.objects.exists(),
        kept_days=jobs.KEPT_FOR.days,
        largest=SIZE // MEGABYTE,
    )


def facts(imported: AdImport) -> dict[str, Any]:
    """What became of an import, for its page and for the part of it that is asked for again and again."""
    days = {"from": str(imported.first), "to": str(imported.last)}
    return {
        "imported": imported,
        "platform": Platform(imported.platform).label if imported.platform else "",
        "under_way": imported.state in UNDER_WAY,
        "reasons": [Reason(line, words) for line, words in imported.reasons],
        "notes": [Reason(line, words) for line, words in imported.notes],
        "changes_nothing": imported.state == State.DONE
        and not (imported.new or imported.changed or imported.gone),
        "has_file": AdUpload.objects.filter(of=imported).exists(),
        "stands_on": imported.stands_on.all(),
        "carries": imported.carries.filter(state=State.DONE),
        "report": f"{reverse('reach_report')}?{urlencode(days)}"
        if imported.first
        else reverse("reach_report"),
        "next": AdImport.objects.filter(state=State.PREVIEWED).order_by("pk").first(),
    }


@require_safe
@permission_required(VIEW)
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of an import's page that changes while the worker is at it."""
    found = facts(get_object_or_404(AdImport, pk=number))
    return render(
        request, "campaigns/imports/outcome.html", found | {"may_import": request.user.has_perm(IMPORT)}
    )


@require_POST
@permission_required(IMPORT)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Try an import again that stopped."""
    imported = get_object_or_404(AdImport, pk=number)
    if imported.state == State.FAILED and AdUpload.objects.filter(of=imported).exists():
        jobs.request(imported, imported.chosen, user_of(request))
    return redirect("imports:one", number)


@require_POST
@permission_required(IMPORT)
def throw_away(request: HttpRequest, number: int) -> HttpResponse:
    imported = get_object_or_404(AdImport, pk=number)
    if not jobs.throw_away(imported):
        messages.error(request, "It is imported, or being imported. Undo it instead.")
        return redirect("imports:one", number)
    messages.success(request, f"“{imported}” is thrown away. Nothing of it was stored.")
    return redirect("imports:desk")


@require_POST
@permission_required(IMPORT)
def undo(request: HttpRequest, number: int) -> HttpResponse:
    imported = get_object_or_404(AdImport, pk=number)
    try:
        undoing.undo(imported, user_of(request))
    except undoing.CannotUndoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{imported}” is undone. The figures are what they were before it.")
    return redirect("imports:one", number)
