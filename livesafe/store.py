"""Rendered, compressed pages by host and path: what readers get, also while the database is away.

A page is rendered for nobody in particular: the request that makes it has no cookie, no agent and no address, so nothing
of a visitor can be in it. It is shown for a minute, or until the content version moves. An old one is shown while one
thread renders it anew, and for as long as it can't be rendered.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import translation

from livesafe import languages, pages, version, views
from livesafe.middleware import Respond, deliver, has_session, takes_gzip
from livesafe.pages import Kept, Place
from livesafe.translations import interface
from livesafe.version import Known

AGEING = 120.0  # Seconds. Up to here an old page is shown while it is rendered; what is older is waited for.
SLOW = 5.0  # Seconds that a database may take before a page that nobody kept is given up.
LONGEST = 10.0  # Seconds that a reader waits for another's rendering.
AT_START = ("", "help", "help/services")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page, and what there was when it came."""

    request: HttpRequest
    place: Place
    known: Known
    kept: Kept | None

    @property
    def query(self) -> str:
        return str(self.request.META.get("QUERY_STRING", ""))

    @property
    def is_another_page(self) -> bool:
        """Whether what is kept is the page without its query, and that says something else."""
        return bool(self.query and self.kept and self.kept.reads_query)

    def answer(self) -> HttpResponse:
        """What was kept, however old."""
        return send(self.request, self.kept) if self.kept else views.unavailable(self.request)


class StoreMiddleware:
    """Answers readers of pages from what is kept. Staff, forms, previews and everything that is no page pass by."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_preview = getattr(request, "is_dummy", False)
        if request.method not in {"GET", "HEAD"} or is_preview or has_session(request):
            return self.get_response(request)
        place = Place(split_domain_port(request.get_host())[0], request.path_info)
        if place not in pages.memory and not is_page(place.path):
            return self.get_response(request)
        known = version.watch.now()
        asked = Asked(request, place, known, pages.memory.find(place, known))
        if asked.kept and not asked.is_another_page:
            if asked.kept.is_fresh(known):
                return asked.answer()
            if asked.kept.is_fresh(known, AGEING) and not version.watch.is_away:
                if not pages.memory.is_under_way(place):
                    version.in_background(lambda: self._renew(asked))
                return asked.answer()
        return self._anew(asked)

    def _anew(self, asked: Asked) -> HttpResponse:
        """The page rendered now, by this thread or by the one that is at it already; else the old one."""
        if asked.kept and (version.watch.is_away or pages.memory.has_failed(asked.place)):
            return asked.answer()
        version.watch.now(patience=SLOW)  # A page that nobody kept is worth a moment.
        if version.watch.is_away:
            return asked.answer()
        if asked.is_another_page:
            return self._rendered(asked)
        with pages.memory.rendering(asked.place) as other:
            return self._awaited(asked, other) if other else self._rendered(asked)

    def _awaited(self, asked: Asked, other: threading.Event) -> HttpResponse:
        """What another thread is rendering, or the old page where that takes too long."""
        until = time.monotonic() + LONGEST
        while not other.wait(0.5):
            version.watch.now()
            if version.watch.is_away or time.monotonic() > until:
                return asked.answer()
        newer = pages.memory.find(asked.place, asked.known)
        if newer and newer is not asked.kept and not (asked.query and newer.reads_query):
            return send(asked.request, newer)
        if pages.memory.has_failed(asked.place):
            return asked.answer()
        return self._rendered(asked)  # It is no page for everybody.

    def _renew(self, asked: Asked) -> None:
        with pages.memory.rendering(asked.place) as other:
            if other is None and not pages.memory.has_failed(asked.place):
                self._rendered(asked)

    def _rendered(self, asked: Asked) -> HttpResponse:
        """The page made anew, and kept where it is for everybody; the old one where it can't be made."""
        request = for_nobody(
            asked.place.host,
            asked.request.META["PATH_INFO"],
            asked.query,
            is_secure=asked.request.is_secure(),
        )
        if (language := languages.of_path(asked.place.path)) is not languages.SOURCE:
            # The catalogues must say what the memory says before the first word of the page.
            interface.shown(language.code)
        response = self.get_response(request)
        if response.status_code >= 500:
            if not asked.query:
                pages.memory.fail(asked.place)
            return asked.answer() if asked.kept else response
        if response.status_code != 200 or response.streaming or response.cookies:
            if asked.kept and not asked.query:
                pages.memory.drop(asked.place)
            return response
        made = Kept.of(response, request, asked.known.number)
        if may_be_kept(response) and not (asked.query and made.reads_query):
            pages.memory.keep(asked.place, made)
        return send(asked.request, made)


def is_page(path: str) -> bool:
    """Whether an address is for Wagtail to answer: nothing but its pages is the same for everybody."""
    with translation.override(languages.of_path(path).code):
        try:
            return resolve(path).url_name == "wagtail_serve"
        except Resolver404:
            return False


def may_be_kept(response: HttpResponse) -> bool:
    """Whether a page is for everybody. A sensitive one is, though no browser keeps it; what was asked for is not."""
    policy = response.headers.get("Cache-Control", "")
    at_the_edge = response.headers.get("CDN-Cache-Control", "")
    varies = response.headers.get("Vary", "").lower()
    is_public = "public" in (at_the_edge if "no-store" in policy else policy)
    return is_public and "private" not in policy and "cookie" not in varies


def send(request: HttpRequest, kept: Kept) -> HttpResponse:
    packed = kept.packed if takes_gzip(request) else None
    response = HttpResponse(b"" if packed else gzip.decompress(kept.packed), headers=kept.headers)
    response.asks_for_analytics = kept.asks_for_analytics  # type: ignore[attr-defined]  # HeadersMiddleware asks.
    return deliver(request, response, kept.tag, packed)


def for_nobody(host: str, path: str, query: str = "", *, is_secure: bool) -> WSGIRequest:
    """An address asked for by nobody in particular; `path` as WSGI has it."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if is_secure else "80",
        "HTTP_HOST": host,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.url_scheme": "https" if is_secure else "http",
        "wsgi.input": BytesIO(),
    }
    if settings.SECURE_PROXY_SSL_HEADER and is_secure:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return WSGIRequest(environ)


def start(respond: Callable[[WSGIRequest], Any]) -> None:
    """Have home and help at hand in every language, whatever happens to the database later."""
    threading.Thread(target=lambda: stay_warm(respond), name="store", daemon=True).start()


def stay_warm(respond: Callable[[WSGIRequest], Any]) -> None:
    """Now, and again whenever something was taken back: what was kept until then is shown no more."""
    pages.purge()
    version.watch.now(patience=LONGEST)
    with suppress(Error):
        version.move()  # Another release may say it otherwise.
    while True:
        is_done = warm(respond)
        connections.close_all()
        if pages.memory.was_retracted.wait(None if is_done else LONGEST):
            pages.memory.was_retracted.clear()


def warm(respond: Callable[[WSGIRequest], Any]) -> bool:
    """Ask for home and help in every language; False where the database is away."""
    address = urlsplit(settings.BASE_URL)
    for path in AT_START:
        for language in languages.ALL:
            version.watch.now(patience=LONGEST)
            if version.watch.is_away:
                return False
            prefix = "/" if language is languages.SOURCE else f"/{language.code}/"
            place = f"{prefix}{path}/" if path else prefix
            respond(for_nobody(address.hostname or "localhost", place, is_secure=address.scheme == "https"))
    return True
