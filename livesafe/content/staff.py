"""Staff who log in."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Where a log-in comes from, for throttling alone: the last hop that our own proxy saw, where there is one."""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return hops.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
