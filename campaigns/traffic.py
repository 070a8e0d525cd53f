"""Who acted. The second stage of counting: a request, and the act it reports, become a verdict.

General invalid traffic after the MRC: what routine rules find. Nothing of a request outlives it here; agents
are remembered with their verdicts, by themselves.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

from django.conf import settings

from campaigns import agents
from campaigns.verdict import Verdict

__all__ = [
    "OBJECTION",
    "VERSION",
    "Clock",
    "Recent",
    "Signals",
    "Verdict",
    "forget",
    "judge",
    "recent",
    "shed",
]

Clock = Callable[[], float]

OBJECTION = "nocount"  # The cookie of *don't count me*.
PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
AHEAD = re.compile(r"prefetch|prerender|preview|instant", re.IGNORECASE)
# No browser sends who its maker is, or signs its requests; programs that behave do.
ANNOUNCED = {"from": Verdict.CRAWLER, "signature-agent": Verdict.AUTOMATION}

RULES = 3  # Raised where the rules below change; the fingerprint follows the patterns by itself.
VERSION = f"LiveSafe {RULES}-{agents.fingerprint()}, {agents.LIST}"


class Signals(NamedTuple):
    """What a request tells about its sender. Lives as long as the request and no longer."""

    method: str
    user_agent: str
    purpose: str = ""  # Why the browser fetches, where it says so.
    objects: bool = False  # Asked not to be counted.
    staff: bool = False
    automated: bool = False  # navigator.webdriver, as the page reports it.
    announced: Verdict | None = None
    hints: str = ""  # The browser's other name for itself.
    destination: str = ""  # What a page wants it for: "document" where somebody opens it.
    is_bare: bool = False  # Names neither where it comes from nor a language.

    @classmethod
    def of(cls, headers: Mapping[str, str], *, method: str, automated: bool = False) -> Signals:
        """What headers with names in lower case tell. No rule looks at the address: only floods are told by it."""
        get = headers.get
        cookies = get("cookie", "")
        announced = [verdict for name, verdict in ANNOUNCED.items() if get(name)]
        return cls(
            method=method,
            user_agent=get("user-agent", "")[: agents.LONGEST],
            purpose=" ".join([purpose for name in PURPOSES if (purpose := get(name))]),
            objects=objects(headers),
            staff=bool(cookies) and _cookie(cookies, settings.SESSION_COOKIE_NAME) is not None,
            automated=automated,
            announced=announced[0] if announced else None,
            hints=get("sec-ch-ua", ""),
            destination=get("sec-fetch-dest", ""),
            is_bare=not get("sec-fetch-site") and not get("accept-language"),
        )


def objects(headers: Mapping[str, str]) -> bool:
    """Whether the sender asks not to be counted."""
    get = headers.get
    return get("sec-gpc") == "1" or get("dnt") == "1" or _cookie(get("cookie", ""), OBJECTION) == "1"


def _cookie(cookies: str, name: str) -> str | None:
    """The value of a cookie; None where it isn't sent. Most visitors send none at all."""
    if name not in cookies:
        return None
    pairs = (cookie.strip().partition("=") for cookie in cookies.split(";"))
    return next((value.strip(' "') for key, _, value in pairs if key == name), None)


def judge(signals: Signals, act: Hashable = None) -> Verdict:
    """Name what sent an act.

    `act` tells one act of one page load from every other; the second time within ten minutes it is
    a duplicate. Call `forget` where the act was not counted after all, so that it may be sent again.
    """
    if signals.objects:
        return Verdict.OBJECTED
    if signals.method == "HEAD":
        return Verdict.HEAD
    if signals.staff:
        return Verdict.STAFF
    verdict = _sender(signals)
    if verdict is Verdict.GENUINE and act is not None and not recent.claim(act):
        return Verdict.DUPLICATE
    return verdict


def shed(headers: Mapping[str, str], *, method: str) -> Verdict:
    """Name a part of a flood. No pattern is tried, but who objects, or asks for headers alone, is in no figure."""
    if objects(headers):
        return Verdict.OBJECTED
    return Verdict.HEAD if method == "HEAD" else Verdict.FLOOD


def forget(act: Hashable) -> None:
    recent.release(act)


def _sender(signals: Signals) -> Verdict:
    if signals.purpose and AHEAD.search(signals.purpose):
        return Verdict.PRELOAD
    if signals.automated or "Headless" in signals.hints:
        return Verdict.AUTOMATION
    verdict = agents.sender(signals.user_agent)
    if verdict is not Verdict.GENUINE:
        return verdict
    if signals.announced:
        return signals.announced
    if signals.method == "GET" and signals.destination not in {"", "document"}:
        return Verdict.EMBEDDED
    if signals.is_bare and agents.says_where_it_comes_from(signals.user_agent):
        return Verdict.NOT_A_BROWSER
    return Verdict.GENUINE


class Recent:
    """The acts of the last ten minutes, in this process's memory; the oldest give way to new ones."""

    def __init__(self, *, seconds: float, size: int, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._seconds = seconds
        self._size = size
        self._acts: OrderedDict[Hashable, float] = OrderedDict()
        self._lock = threading.Lock()

    def claim(self, act: Hashable) -> bool:
        """Remember an act; False where it is remembered already."""
        now = self._clock()
        with self._lock:
            while self._acts and next(iter(self._acts.values())) < now - self._seconds:
                self._acts.popitem(last=False)
            if act in self._acts:
                return False
            self._acts[act] = now
            if len(self._acts) > self._size:
                self._acts.popitem(last=False)
            return True

    def release(self, act: Hashable) -> None:
        with self._lock:
            self._acts.pop(act, None)

    def clear(self) -> None:
        with self._lock:
            self._acts.clear()


recent = Recent(seconds=600, size=100_000)
