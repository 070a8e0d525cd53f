"""What may be counted, kept in memory: a lost database must stop neither a redirect nor a page.

Read anew when it is half a minute old, when a source or campaign is saved in this process, and, at
most once a second, when a code is asked for that is not in it (another process may have made it).
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

logger = logging.getLogger(__name__)

STALE_AFTER = 30.0
ASK_AGAIN_AFTER = 1.0


@dataclass(frozen=True, slots=True)
class KnownSource:
    id: int
    code: str
    campaign: str
    language: str
    is_placement: bool
    leads_to: str = ""  # The path of another page than the campaign's.
    starts: dt.date | None = None
    ends: dt.date | None = None
    archived: bool = False

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
                is_placement=row.channel == Channel.SITE,
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
        self._known = Known()
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def get(self, *, newer_than: float = STALE_AFTER) -> Known:
        """What is known, at most `newer_than` seconds old wherever the database answers."""
        # One thread reads; the others take what is known, and wait only where nothing is yet.
        if self._is_older(newer_than) and self._lock.acquire(blocking=not self._known.campaigns):
            try:
                if self._is_older(newer_than):
                    self._read()
            finally:
                self._lock.release()
        return self._known

    def _is_older(self, seconds: float) -> bool:
        return self._clock() - self._read_at > seconds

    def _read(self) -> None:
        try:
            self._known = Known.read()
        except Error:
            logger.warning("The codes of campaigns can't be read; those last known hold")
        self._read_at = self._clock()

    def expire(self) -> None:
        """Read anew when next asked; the last known stays at hand."""
        self._read_at = float("-inf")

    def clear(self) -> None:
        self._known = Known()
        self.expire()


memory = Memory()


def changed(sender: Any, instance: Any, **_: Any) -> None:
    """A source or page was saved, moved or deleted: read anew, now and once that is committed."""
    if isinstance(instance, Source | Page):
        memory.expire()
        transaction.on_commit(memory.expire)


def source(code: str) -> KnownSource | None:
    """The source of a code, however a person typed it."""
    code = links.read(code)
    found = memory.get().sources.get(code)
    return found or memory.get(newer_than=ASK_AGAIN_AFTER).sources.get(code)


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
