"""Answers that are no page: leaving, errors, and what machines ask for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from livesafe import languages
from livesafe.content.models import Withdrawn


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a neutral page elsewhere, which is not told where the visitor came from."""
    response = HttpResponseRedirect(settings.EXIT_URL)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or 410 where a page once was. In the language of the address."""
    if was_withdrawn(request.path_info):
        return render(request, "410.html", status=410)
    return render(request, "404.html", status=404)


def was_withdrawn(path: str) -> bool:
    language = languages.of_path(path)
    if language is not languages.SOURCE:
        path = path[len(language.code) + 1 :]
    try:
        return Withdrawn.objects.filter(path=f"{path.rstrip('/')}/").exists()
    except DatabaseError:
        return False


def failed(request: HttpRequest, *, status: int = 500) -> HttpResponse:
    """500, without the database: whatever broke, a way to help remains."""
    language = languages.get(get_language() or languages.SOURCE.code)
    return HttpResponse(
        render_to_string("500.html", {"language": language, "site_name": settings.WAGTAIL_SITE_NAME}),
        status=status,
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the page may be there, and the database is not."""
    with translation.override(languages.of_path(request.path_info).code):
        response = failed(request, status=503)
    response.headers["Retry-After"] = "5"
    return response


@require_safe
def without_prefix(request: HttpRequest, rest: str | None = None) -> HttpResponse:
    """English has no prefix: to the same address without it, and never to another site."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/{rest or ''}{'?' if query else ''}{query}")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /go/",
        "Disallow: /c/",
        *(f"Disallow: /{language.code}/reads-wrong/" for language in languages.TARGETS),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """security.txt, RFC 9116: always half a year from its end."""
    expires = (timezone.now() + timedelta(days=183)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
