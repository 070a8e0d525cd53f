"""Files that editors uploaded, served from this machine where no other host serves them."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,15})-(?P<last>\d{0,15})|-(?P<tail>\d{1,15}))")
CHUNK = 4 * 1024 * 1024


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A picture, film or sound that editors uploaded, where no other host serves them; a byte range for films."""
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        full = Path(safe_join(root, path)).resolve()
        is_file = full.is_file()
    except (OSError, ValueError):  # A name too long, or with a character that no file has.
        raise Http404 from None
    # Documents have an address of their own, which asks who may read them.
    if not is_file or full.is_relative_to(root / "documents"):
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
