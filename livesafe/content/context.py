"""What every template gets. Asks no database, so that an error page can be shown without one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from livesafe import languages


def site(request: HttpRequest) -> dict[str, Any]:
    code = get_language() or languages.SOURCE.code
    return {
        "language": languages.get(code),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "key_lives_for": "campaign" if settings.CAMPAIGN_REACH_DPIA else "day",
        "counter": settings.ANALYTICS_PROVIDER,
    }
