"""Those whom a link meets, for a dry run: each asks as a browser would, of this process instead of by the network."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

from campaigns import beacon

_WEBVIEW = (
    "Mozilla/5.0 (Linux; Android 15; SM-A556B Build/AP3A.240905.015.A2; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/138.0.7204.179 Mobile Safari/537.36"
)
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "


@dataclass(frozen=True)
class Visitor:
    """Somebody, or something, that follows links. `headers` are named as in WSGI."""

    name: str
    agent: str
    is_person: bool = False  # … who opens the page as well, and is to be counted.
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)

    def follow(self, code: str, language: str) -> beacon.Answer:
        return self._ask(f"/go/{code}", QUERY_STRING=f"l={language}", HTTP_SEC_FETCH_DEST="document")

    def report(self, **act: str) -> beacon.Answer:
        """What count.js reports."""
        body = json.dumps(act | {"load": secrets.randbelow(2**53)}).encode()
        more = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        return self._ask("/c/", **more)

    def open(self, path: str) -> tuple[int, str]:
        """The status and text of a page, as the public gets it today."""
        # A request leaves its language active, and the one that asks for the dry run has its own.
        with translation.override(translation.get_language()):
            response = _site().get_response(WSGIRequest(self._environ(path)))
        return response.status_code, response.getvalue().decode(errors="replace")

    def _ask(self, path: str, **more: object) -> beacon.Answer:
        answer = beacon.respond(self._environ(path) | more)
        if answer is None:
            raise LookupError(f"Nothing is counted at {path}")
        return answer

    def _environ(self, path: str) -> dict[str, object]:
        """A request to this site. Its sender has no address: in no flood, and no device."""
        site = urlsplit(settings.BASE_URL)
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname or "",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "REMOTE_ADDR": "",
            "HTTP_HOST": site.netloc,
            "HTTP_USER_AGENT": self.agent,
            "HTTP_ACCEPT_LANGUAGE": "en-GB",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
            **self.headers,
        }


@cache
def _site() -> WSGIHandler:
    return WSGIHandler()


PEOPLE = (
    Visitor(
        "a phone’s own browser",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
        is_person=True,
    ),
    Visitor(
        "Instagram", f"{_IPHONE}Mobile/22F76 Instagram 382.0.0.49.84 (iPhone15,4; iOS 18_5)", is_person=True
    ),
    Visitor("TikTok", f"{_WEBVIEW} trill_400105 AppName/trill BytedanceWebview/d8a21c6", is_person=True),
    Visitor(
        "Snapchat", f"{_IPHONE}Version/18.5 Mobile/15E148 Safari/604.1 Snapchat/13.58.0.45", is_person=True
    ),
)
OTHERS = (
    Visitor("WhatsApp’s preview of the link", "WhatsApp/2.24.14.78 A"),
    Visitor("TikTok loading ahead of a tap", f"{_WEBVIEW} BytedanceWebview/d8a21c6 thirdLandingPageFeInfra"),
    Visitor("a search engine", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    Visitor("somebody who asks not to be counted", _WEBVIEW, headers={"HTTP_SEC_GPC": "1"}),
)
