"""What staff have said that the columns of tables mean: kept by name until somebody deletes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.ads.layout import FIELDS
from campaigns.ads.mapping import Mapping
from campaigns.desk.imports.looking import MEANINGS
from campaigns.desk.imports.page import IMPORT, VIEW, page
from campaigns.models import AdMapping


@require_safe
@permission_required(VIEW)
def mappings(request: HttpRequest) -> HttpResponse:
    saved = [(one, Mapping.from_json(one.mapping)) for one in AdMapping.objects.select_related("by")]
    return page(
        request,
        "mappings",
        "Saved columns",
        mappings=[(one, mapping, _told(mapping)) for one, mapping in saved],
    )


def _told(mapping: Mapping) -> list[tuple[str, str]]:
    """In an order of ours: PostgreSQL keeps none in JSON."""
    columns = [
        (" or ".join(mapping.columns[field]), MEANINGS.get(field, field.replace("_", " ")))
        for field in FIELDS
        if field in mapping.columns
    ]
    return [*columns, *sorted(mapping.breakdowns.items())]


@require_POST
@permission_required(IMPORT)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    mapping = get_object_or_404(AdMapping, pk=number)
    mapping.delete()
    messages.success(request, f"“{mapping}” is deleted. What was imported by it stays.")
    return redirect("imports:mappings")
