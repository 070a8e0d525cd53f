"""The interface's words in every language: what a catalogue lacks, and how far the safety words are reviewed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from livesafe.translations import catalogues, interface, roles


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """A report of a person's languages. Catalogues are mended by developers; safety words are reviewed here."""
    mine = roles.languages_of(request.user)
    if not mine:
        raise PermissionDenied
    context = {
        "page_title": "The interface's words",
        "header_icon": "globe",
        "reports": catalogues.reports(mine),
        "words": len(catalogues.words()),
        "safety": len(interface.segments()),
        "object_key": interface.OBJECT_KEY,
    }
    return render(request, "translations/interface.html", context)
