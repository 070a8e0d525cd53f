"""Answers that are no page: leaving, errors, and what machines ask for."""

from __future__ import annotations

import mimetypes
import re
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from livesafe import languages
from livesafe.content.models import Withdrawn

RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,15})-(?P<last>\d{0,15})|-(?P<tail>\d{1,15}))")
CHUNK = 4 * 1024 * 1024


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


def failed(request: HttpRequest) -> HttpResponse:
    """500, without the database: whatever broke, a way to help remains."""
    language = languages.get(get_language() or languages.SOURCE.code)
    return HttpResponse(
        render_to_string("500.html", {"language": language, "site_name": settings.WAGTAIL_SITE_NAME}),
        status=500,
    )


@require_safe
def without_prefix(request: HttpRequest, rest: str | None = None) -> HttpResponse:
    """English has no prefix: to the same address without it, and never to another site."""
    return HttpResponsePermanentRedirect(f"/{rest or ''}")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /go/",
        "Disallow: /c/",
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


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture, film or sound that editors uploaded, where no other host serves them; a byte range for films."""
    root = Path(settings.MEDIA_ROOT).resolve()
    full = Path(safe_join(root, path)).resolve()
    # Documents have an address of their own, which asks who may read them.
    if not full.is_file() or full.is_relative_to(root / "documents"):
        raise Http404
    kind = mimetypes.guess_type(full.name)[0] or "application/octet-stream"
    response = ranged(full, kind, request.headers.get("Range", ""))
    response.headers["Cache-Control"] = "public, max-age=86400"
    if not kind.startswith(("image/", "video/", "audio/")) or kind == "image/svg+xml":
        response.headers["Content-Disposition"] = "attachment"
    return response


def ranged(full: Path, kind: str, asked: str) -> HttpResponse:
    """A file, or the one range of it that was asked for, never more than CHUNK of it at once: players ask on."""
    size = full.stat().st_size
    match = RANGE.fullmatch(asked)
    first, last = _bounds(match, size) if match else (0, -1)
    if match and first >= size:
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    if last < first:
        response = FileResponse(full.open("rb"), content_type=kind)  # type: ignore[assignment]
    else:
        with full.open("rb") as file:
            file.seek(first)
            response = HttpResponse(file.read(last - first + 1), status=206, content_type=kind)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _bounds(match: re.Match[str], size: int) -> tuple[int, int]:
    """The first and last byte of "bytes=5-", "bytes=5-9" or, counted from the end, "bytes=-9"."""
    if not match["first"]:
        return max(0, size - min(int(match["tail"]), CHUNK)), size - 1
    first = int(match["first"])
    return first, min(int(match["last"] or size - 1), size - 1, first + CHUNK - 1)
