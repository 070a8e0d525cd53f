"""What may be counted, kept in memory: a lost or stalled database must stop neither a redirect nor a page.

Read anew when it is half a minute old, when a source or campaign is saved in this process, and, at
most once a second, when a code is asked for that is not in it (another process may have made it). A
thread of its own reads; who asks waits for it only where that is the only hope, and never long.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import Error, transaction
from django.utils import translation
from wagtail.models import Page

from campaigns import links
from campaigns.models import DIRECT, UTM, CampaignPage, Channel, Source
from campaigns.period import within
from campaigns.traffic import Clock
from livesafe.content.models import BasePage
from livesafe.languages import SOURCE
from livesafe.version import in_background

logger = logging.getLogger(__name__)

STALE_AFTER = 30.0
ASK_AGAIN_AFTER = 1.0
BRIEFLY = 0.3
LONGEST_TYPED = 200  # Characters; reading a whole long address for a code would only take time.


@dataclass(frozen=True, slots=True)
class KnownSource:
    id: int
    code: str
    campaign: str
    language: str
    channel: str
    leads_to: str = ""  # The path of another page than the campaign's.
    starts: dt.date | None = None
    ends: dt.date | None = None
    archived: bool = False

    @property
    def is_placement(self) -> bool:
        return self.channel == Channel.SITE

    def is_live(self, day: dt.date) -> bool:
        return not self.archived and within(day, self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class KnownCampaign:
    slug: str
    path: str
    afterwards: str  # Where its links lead once it has ended; "" is the help page.
    live: bool
    ends: dt.date | None

    def is_over(self, day: dt.date) -> bool:
        return not self.live or not within(day, None, self.ends)


@dataclass(frozen=True, slots=True)
class Known:
    """Paths are those of the English pages."""

    # By code as `links.read` has it, without `direct`.
    sources: Mapping[str, KnownSource] = field(default_factory=dict)
    direct: Mapping[str, KnownSource] = field(default_factory=dict)  # By campaign.
    utm: Mapping[tuple[str, str], KnownSource] = field(default_factory=dict)  # … and channel.
    campaigns: Mapping[str, KnownCampaign] = field(default_factory=dict)
    readable: frozenset[UUID] = frozenset()  # Translation keys of the pages whose reads are counted.

    @classmethod
    def read(cls) -> Known:
        rows = list(Source.objects.all())
        paths = _paths({row.destination for row in rows if row.destination})
        known = {
            row.pk: KnownSource(
                row.pk,
                row.code,
                row.campaign,
                row.language,
                row.channel,
                leads_to=paths.get(row.destination, "") if row.destination else "",
                starts=row.starts,
                ends=row.ends,
                archived=row.archived,
            )
            for row in rows
        }
        return cls(
            sources={links.read(row.code): known[row.pk] for row in rows if row.code != DIRECT},
            direct={row.campaign: known[row.pk] for row in rows if row.code == DIRECT},
            utm={(row.campaign, row.channel): known[row.pk] for row in rows if row.creative == UTM},
            campaigns=_campaigns(),
            readable=_readable(),
        )


class Memory:
    """The last `Known` that could be read."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._is_reading = threading.Lock()
        self._is_read = threading.Event()
        self.clear()

    def get(self, *, newer_than: float = STALE_AFTER, patience: float = BRIEFLY) -> Known:
        """What is known, at most `newer_than` seconds old wherever the database answers within `patience`.

        What is older than half a minute is given out all the same, while it is read anew.
        """
        begins = self._is_older(newer_than if self.is_ready else ASK_AGAIN_AFTER) and self._begin()
        if not self.is_ready or (begins and newer_than < STALE_AFTER):
            self._is_read.wait(patience)
        return self._known

    @property
    def at_hand(self) -> Known:
        """What was read last, however old; asks for nothing."""
        return self._known

    def expire(self) -> None:
        """Read anew when next asked; the last known stays at hand."""
        self._is_expired = True

    def clear(self) -> None:
        """Know nothing, as a process that has just started. Then that a code is unknown means nothing."""
        self.is_ready = False
        self._known = Known()
        self._asked_at = float("-inf")
        self._is_expired = self._is_lost = False

    def _is_older(self, seconds: float) -> bool:
        return self._is_expired or self._clock() - self._asked_at > seconds

    def _begin(self) -> bool:
        """Have it read anew; False where it is being read already."""
        if not self._is_reading.acquire(blocking=False):
            return False
        self._is_read.clear()
        self._is_expired = False  # Before it reads: what is saved meanwhile is asked for once more.
        self._asked_at = self._clock()
        in_background(self._read)
        return True

    def _read(self) -> None:
        try:
            self._known = Known.read()
            self.is_ready, self._is_lost = True, False
        except Error:
            if not self._is_lost:
                logger.warning("The codes of campaigns can't be read; those last known hold")
            self._is_lost = True
        finally:
            self._is_reading.release()
            self._is_read.set()


memory = Memory()


def changed(sender: Any, instance: Any, **_: Any) -> None:
    """A source or page was saved, moved or deleted: read anew, now and once that is committed."""
    if isinstance(instance, Source | Page):
        memory.expire()
        transaction.on_commit(memory.expire)


def is_ready() -> bool:
    """Whether the codes could be read since this process began; asks for them where not."""
    memory.get()
    return memory.is_ready


def source(code: str) -> KnownSource | None:
    """The source of a code, however a person typed it."""
    code = links.read(code[:LONGEST_TYPED])
    # What is not at hand was perhaps made just now: then whoever begins to read waits for it.
    is_new = memory.is_ready and code not in memory.at_hand.sources
    return memory.get(newer_than=ASK_AGAIN_AFTER if is_new else STALE_AFTER).sources.get(code)


def campaign(slug: str) -> KnownCampaign | None:
    return memory.get().campaigns.get(slug)


def direct(slug: str) -> KnownSource | None:
    return memory.get().direct.get(slug)


def utm(slug: str, channel: str) -> KnownSource | None:
    return memory.get().utm.get((slug, channel))


def is_readable(page: UUID) -> bool:
    return page in memory.get().readable


def _campaigns() -> dict[str, KnownCampaign]:
    with translation.override(SOURCE.code):
        return {
            page.slug: KnownCampaign(
                slug=page.slug,
                path=page.get_url() or "",
                afterwards=(page.topic and page.topic.live and page.topic.get_url()) or "",
                live=page.live,
                ends=page.ends,
            )
            for page in CampaignPage.objects.select_related("topic").defer_streamfields()
        }


def _paths(destinations: set[UUID]) -> dict[UUID, str]:
    """The paths of those pages that a link may lead to: live, and not sensitive. Two queries for each page type."""
    with translation.override(SOURCE.code):
        pages = Page.objects.filter(translation_key__in=destinations).live().defer_streamfields().specific()
        return {
            page.translation_key: page.get_url() or ""
            for page in pages
            if not getattr(page, "sensitive", True)
        }


def _readable() -> frozenset[UUID]:
    """Ordinary live pages. Sensitive pages have no count at all, and campaigns have visits instead."""
    types = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return frozenset(
        key
        for model in types
        if not issubclass(model, CampaignPage)
        for key in model.objects.live().filter(sensitive=False).values_list("translation_key", flat=True)
    )
