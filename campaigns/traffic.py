"""Who acted. The second stage of counting: a request, and the act it reports, become a verdict.

General invalid traffic after the MRC: what routine rules find. Nothing here is stored; a verdict is a name.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http.cookies import SimpleCookie

from django.conf import settings

Clock = Callable[[], float]


class Verdict(StrEnum):
    """What an act turned out to be. All but `genuine` are reasons why it is not in the report's figures."""

    GENUINE = "genuine"
    CRAWLER = "crawler"
    LINK_PREVIEW = "link_preview"
    PRELOAD = "preload"
    AUTOMATION = "automation"
    DUPLICATE = "duplicate"
    STAFF = "staff"
    FLOOD = "flood"
    ENDED = "ended"  # A click on a link whose campaign is over.
    # These leave no count of any kind.
    OBJECTED = "objected"
    HEAD = "head"
    FOREIGN = "foreign"  # Sent from another site's page.
    UNKNOWN = "unknown"  # A code that nobody made.
    MALFORMED = "malformed"

    @property
    def is_counted(self) -> bool:
        return self not in _UNCOUNTED


_UNCOUNTED = frozenset({Verdict.OBJECTED, Verdict.HEAD, Verdict.FOREIGN, Verdict.UNKNOWN, Verdict.MALFORMED})

# People: the browsers inside TikTok, Snapchat, Instagram and Facebook. Lists of bots name some of them.
IN_APP = re.compile(r"BytedanceWebview|musical_ly|trill_|Snapchat[/ ]\d|Instagram \d|FBAN/|FBAV/|MetaIAB")
# TikTok opens landing pages ahead of a tap, under this name.
PRELOADER = re.compile(r"thirdLandingPageFeInfra")
AUTOMATION = re.compile(r"HeadlessChrome|PhantomJS|Electron/|Selenium|Puppeteer|Playwright")
LINK_PREVIEW = re.compile(
    r"facebookexternalhit|facebookcatalog|Facebot|meta-externalfetcher|Twitterbot|^WhatsApp/|^Viber"
    r"|TelegramBot|Slackbot|Slack-ImgProxy|Discordbot|LinkedInBot|SkypeUriPreview|Snap URL Preview"
    r"|redditbot|Embedly|Iframely|bitlybot|[Pp]review"
)
CRAWLER = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap(?:er|y)|archiver|monitor|lighthouse|pagespeed|validator"
    r"|curl/|wget|python|libwww|go-http-client|okhttp|axios|node-fetch|undici|apache-httpclient|java/",
    re.IGNORECASE,
)
BROWSER = re.compile(r"Mozilla/\d|Opera/\d")
SHORTEST_BROWSER = 30  # "Mozilla/5.0" alone is a script that pretends.


OBJECTION = "nocount"  # The cookie of *don't count me*.
PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
VERSION = "1"  # Of these rules and their lists; kept with each day that they were used on.


@dataclass(frozen=True, slots=True)
class Signals:
    """What a request tells about its sender. Lives as long as the request and no longer."""

    method: str
    user_agent: str
    purpose: str  # Why the browser fetches, where it says so.
    objects: bool  # Asked not to be counted.
    staff: bool
    automated: bool = False  # navigator.webdriver, as the page reports it.

    @classmethod
    def of(
        cls, headers: Mapping[str, str], *, method: str, address: str = "", automated: bool = False
    ) -> Signals:
        """What headers with names in lower case tell. The address is taken and not looked at yet."""
        cookies = SimpleCookie(headers.get("cookie", ""))
        objection = cookies.get(OBJECTION)
        return cls(
            method=method,
            user_agent=headers.get("user-agent", ""),
            purpose=" ".join(headers.get(name, "") for name in PURPOSES).lower(),
            objects=(
                headers.get("sec-gpc") == "1"
                or headers.get("dnt") == "1"
                or (objection is not None and objection.value == "1")
            ),
            staff=settings.SESSION_COOKIE_NAME in cookies,
            automated=automated,
        )


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
    verdict = _agent(signals)
    if verdict is Verdict.GENUINE and act is not None and not recent.claim(act):
        return Verdict.DUPLICATE
    return verdict


def forget(act: Hashable) -> None:
    recent.release(act)


def _agent(signals: Signals) -> Verdict:
    agent = signals.user_agent
    if re.search(r"prefetch|prerender|preview|instant", signals.purpose) or PRELOADER.search(agent):
        return Verdict.PRELOAD
    if signals.automated or AUTOMATION.search(agent):
        return Verdict.AUTOMATION
    if IN_APP.search(agent):
        return Verdict.GENUINE
    if LINK_PREVIEW.search(agent):
        return Verdict.LINK_PREVIEW
    if CRAWLER.search(agent) or not BROWSER.match(agent) or len(agent) < SHORTEST_BROWSER:
        return Verdict.CRAWLER
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
