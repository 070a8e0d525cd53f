"""Analytics of others through django-analytical: off unless configured, loaded only after a plain yes, and only where
grown-ups read.

The providers' own snippets are inline scripts. Here they are one file of this site, so that no page's policy must allow
any, and their <noscript> images, which would track without a yes, are dropped.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from livesafe.content.page import BasePage

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
ADDRESS = re.compile(r"""\bsrc\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


def may_ask(page: BasePage) -> bool:
    """Whether a page may ask for the yes: written for grown-ups, not sensitive, and a provider is configured."""
    from livesafe.content.models import AudiencePage

    if not settings.ANALYTICS_PROVIDER or page.sensitive:
        return False
    grown_ups = AudiencePage.objects.exclude(audience=AudiencePage.Audience.YOUNG_PEOPLE)
    return bool(grown_ups.ancestor_of(page, inclusive=True).exists())


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The configured provider's code. static/js/analytics.js asks for it after a yes, and never before."""
    if not settings.ANALYTICS_PROVIDER:
        raise Http404
    response = HttpResponse(as_script(_snippets()), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _snippets() -> str:
    # Reads the settings once, when it is first imported.
    from analytical.templatetags import analytical

    places = (analytical.template_nodes[place] for place in analytical.TAG_LOCATIONS)
    return "".join(node().render(Context()) for nodes in places for node in nodes)


def as_script(markup: str) -> str:
    """The scripts of a provider's markup as one; those that it would fetch are fetched by it too."""
    parts = []
    for attributes, code in SCRIPT.findall(markup):
        if address := ADDRESS.search(attributes):
            fetch = (
                "document.head.append(Object.assign(document.createElement('script'),{async:true,src:%s}));"
            )
            parts.append(fetch % json.dumps(address[1]))
        elif code.strip():
            parts.append(code.strip())
    return "\n".join(parts)
