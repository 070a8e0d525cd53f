"""The language of an address, redirects in every language, and the headers that every answer carries."""

from __future__ import annotations

import copy
import gzip
import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from livesafe import languages
from livesafe.content.page import RESERVED

Respond = Callable[[HttpRequest], HttpResponse]

MEDIA = f" https://{settings.S3_HOST}" if settings.S3_HOST else ""
PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self'{MEDIA}",
        f"media-src 'self'{MEDIA}",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors {frame_ancestors}",
    ]
)
# Wagtail's editor writes styles and a few scripts into its pages, and shows previews in a frame.
ADMIN_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob:{MEDIA}",
        f"media-src 'self' blob:{MEDIA}",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    ]
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)
STAFF = re.compile(r"/admin(?:/|$)")
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
NEVER_KEPT = "private, no-store"


def with_hosts(policy: str, hosts: list[str]) -> str:
    """The public policy, with hosts that scripts, pictures and connections may go to."""
    for source in ("script-src", "img-src", "connect-src"):
        policy = policy.replace(f"{source} 'self'", " ".join([f"{source} 'self'", *hosts]))
    return policy


def has_session(request: HttpRequest) -> bool:
    """Whether the visitor may be a member of staff. Read from the cookie: nothing is looked up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def takes_gzip(request: HttpRequest) -> bool:
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))


class HeadersMiddleware:
    """Policies for every answer; who may keep it; and no `Vary` but by encoding for people who just read."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_preview = getattr(
            request, "is_dummy", False
        )  # Wagtail's preview asks for the public address in-process.
        is_staff = bool(STAFF.match(request.path_info))
        ancestors = "'self'" if is_preview else "'none'"
        policy = ADMIN_POLICY if is_staff else PUBLIC_POLICY.format(frame_ancestors=ancestors)
        if getattr(response, "asks_for_analytics", False):
            policy = with_hosts(policy, settings.ANALYTICS_HOSTS)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        if is_preview or is_staff or has_session(request) or response.cookies:
            if is_preview or not request.path_info.startswith(settings.STATIC_URL):
                response.headers["Cache-Control"] = NEVER_KEPT
                response.headers.pop("CDN-Cache-Control", None)
        else:
            response.headers["Vary"] = "Accept-Encoding"
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PathLanguageMiddleware:
    """The language comes from the first part of the address and from nothing else: no cookie, no header, no redirect."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = languages.of_path(request.path_info).code
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class LanguageRedirectMiddleware(RedirectMiddleware):
    """A redirect is kept once, for the English address; the same address in another language finds it too.

    It goes before the answer that a page was withdrawn: what has moved is not gone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code not in {404, 410}:
            return response
        code = request.LANGUAGE_CODE
        asked = copy.copy(request)
        found = super().process_response(asked, HttpResponse(status=404))
        if found.status_code != 404 or code == languages.SOURCE.code:
            return response if found.status_code == 404 else found
        asked.path = request.path[len(code) + 1 :]
        asked.path_info = request.path_info[len(code) + 1 :]
        found = super().process_response(asked, HttpResponse(status=404))
        if found.status_code == 404:
            return response
        target = found.headers.get("Location", "")
        if is_page(target):
            found.headers["Location"] = f"/{code}{target}"
        return found


def is_page(target: str) -> bool:
    """Whether a redirect's target is an English address of this site that has its like in every language."""
    if not target.startswith("/") or target.startswith("//"):
        return False
    return target.split("/", 2)[1] not in RESERVED


def tag_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]


def pack(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)


def deliver(request: HttpRequest, response: HttpResponse, tag: str, packed: bytes | None) -> HttpResponse:
    """Send the packed content where there is one, under a strong tag of its own, or word that the visitor has it."""
    if packed is not None:
        response.content = packed
        response.headers["Content-Encoding"] = "gzip"
        tag += "-gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if "no-store" in response.headers.get("Cache-Control", ""):
        return response
    response.headers["ETag"] = f'"{tag}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


class CompressMiddleware:
    """Compresses what people read, with a strong ETag for each encoding. Pages of staff hold secrets: left alone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.method not in {"GET", "HEAD"}
            or response.status_code != 200
            or response.streaming
            or has_session(request)
            or response.cookies
            or response.has_header("Content-Encoding")
        ):
            return response
        content = response.content
        packed = pack(content) if takes_gzip(request) and len(content) > 400 else None
        return deliver(request, response, tag_of(content), packed)
