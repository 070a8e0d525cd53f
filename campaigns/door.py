"""The short way in: answers to acts without Django's handler, with what its middleware would check and add.

Whatever it can't judge it leaves to Django: a host that is not ours, an address without HTTPS.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.middleware.security import SecurityMiddleware
from django.views.decorators.csrf import csrf_exempt

from campaigns import beacon
from campaigns.beacon import Answer
from campaigns.headers import Environ
from livesafe.middleware import HeadersMiddleware, PathLanguageMiddleware
from livesafe.origin import host


def enter(environ: Environ) -> tuple[str, list[tuple[str, str]]] | None:
    """The status and headers that answer an act; None where Django is to be asked."""
    if not environ["PATH_INFO"].startswith(("/c/", "/go/")):
        return None
    is_secure = _is_secure(environ)
    if (settings.SECURE_SSL_REDIRECT and not is_secure) or not _is_our_host(host(environ)):
        return None
    answer = beacon.respond(environ)
    return (answer.reason, [*answer.headers, *_policies(is_secure=is_secure)]) if answer else None


@csrf_exempt  # Pages are cached and hold no token; the act changes nothing but a number.
def view(request: HttpRequest, **_: str) -> HttpResponse:
    """The same for those who come through Django: its middleware checks and adds the rest."""
    answer = beacon.respond(request.META) or Answer(404, "")
    return HttpResponse(status=answer.status, headers=dict(answer.headers))


def _is_secure(environ: Environ) -> bool:
    name, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    if (told := environ.get(name)) is not None:
        return bool(told.split(",", 1)[0].strip() == value)
    return bool(environ["wsgi.url_scheme"] == "https")


@lru_cache(maxsize=64)  # A client may claim any.
def _is_our_host(host: str) -> bool:
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


@lru_cache(maxsize=2)
def _policies(*, is_secure: bool) -> list[tuple[str, str]]:
    """The headers that every answer of the site carries, as its own middleware writes them."""
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/c/",
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "https" if is_secure else "http",
        }
    )
    security = SecurityMiddleware(lambda request: HttpResponse())
    add: Any = HeadersMiddleware(PathLanguageMiddleware(security))  # type: ignore[arg-type]
    own = {"Content-Type", "Cache-Control"}
    return [(name, value) for name, value in add(request).items() if name not in own]
