"""Where a request comes from: for throttling log-ins and shedding floods, in memory; nothing stores it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, TypeAlias

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

Address: TypeAlias = IPv4Address | IPv6Address


def of(meta: Mapping[str, Any]) -> str:
    """The sender's address: the last hop that none of our own proxies is, and never what a client claims.

    Each proxy adds on the right whom it spoke to, so that a claim only ever stands left of the truth.
    """
    peer: str = meta.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        if "HTTP_X_FORWARDED_FOR" in meta and (near := parse(peer)) and near.is_private:
            _warn()
        return peer
    nearest = parse(peer)
    for hop in _hops(meta.get("HTTP_X_FORWARDED_FOR", "")):
        if nearest is None or not _is_ours(nearest):
            break
        if (further := parse(hop)) is None:
            break  # “unknown”, or rubbish that a client sent: nobody beyond it is known.
        nearest = further
    return str(nearest) if nearest else peer


def of_request(request: HttpRequest) -> str:
    """The same for a request of Django's, as the throttling of log-ins asks for it."""
    return of(request.META)


def parse(text: str) -> Address | None:
    """The address in a text, without the port that some proxies add; None where there is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def neighbourhood(text: str) -> str:
    """What one subscriber has: an address of IPv4, or the /64 that a single device may move about in."""
    if ":" not in text:
        return text  # Of IPv4: asked for each act, and looked at no closer.
    found = parse(text)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found) if found else text


@cache  # Once is enough.
def _warn() -> None:
    logger.warning(
        "A proxy near by says whom it speaks for, and is not believed: all visitors seem to be one. "
        "Name it in LIVESAFE_TRUSTED_PROXIES"
    )


def _hops(forwarded: str) -> Iterator[str]:
    return (hop for hop in reversed(forwarded.split(",")) if hop.strip())


def _is_ours(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
