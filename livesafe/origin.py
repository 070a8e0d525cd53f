"""Who sent a form: a page of this site, or another's. There is no cookie and no token to tell it by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def is_from_own_page(environ: Mapping[str, Any]) -> bool:
    """Whether a page of this site sent the request, by what no other site's page can write."""
    if site := environ.get("HTTP_SEC_FETCH_SITE"):
        return bool(site == "same-origin")
    sender = environ.get("HTTP_ORIGIN") or environ.get("HTTP_REFERER", "")
    try:
        return bool(urlsplit(sender).netloc == host(environ))
    except ValueError:
        return False


def host(environ: Mapping[str, Any]) -> str:
    """What the request was sent to: a name, with the port where it is not the usual one."""
    if "HTTP_HOST" in environ:
        return str(environ["HTTP_HOST"])
    usual = "443" if environ["wsgi.url_scheme"] == "https" else "80"
    port = "" if environ["SERVER_PORT"] == usual else f":{environ['SERVER_PORT']}"
    return f"{environ['SERVER_NAME']}{port}"
