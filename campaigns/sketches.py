"""Devices noted beside the counting: each genuine visit goes into sketches, of which only numbers are ever read.

Outside the acknowledgement: a visit is noted in memory, hashed a moment later by a thread, and written every ten seconds
as this process's own part. What a process saw in the seconds before it was killed is missing from the estimate; the
tallies lose nothing.
"""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import threading
import time
import uuid
from collections import defaultdict, deque
from typing import Any, NamedTuple

from datasketches import compact_theta_sketch, theta_union, update_theta_sketch
from django.db import Error, connections

from campaigns import keys
from campaigns.devices import LG_K
from campaigns.models import SketchKey, SketchPart, Span, Window
from campaigns.router import ALIAS, SKETCHES

logger = logging.getLogger(__name__)

EVERY = 10.0  # Seconds between two writes.
MOST = 20_000  # Visits that may wait to be hashed.
MANY = 20  # Parts of one sketch that are worth merging.
MERGED = uuid.UUID(int=0)  # In place of a process.


class Visit(NamedTuple):
    campaign: str
    channel: str
    language: str
    day: dt.date
    device: bytes  # Address and user agent, until they are hashed.


class Collector:
    """The sketches of one process."""

    def __init__(self) -> None:
        self.process = uuid.uuid4()
        self._waiting: deque[Visit] = deque(maxlen=MOST)
        self._keys: dict[tuple[Span, str, dt.date], tuple[Window, bytes]] = {}
        self._sketches: dict[tuple[uuid.UUID, str, str, str], Any] = {}
        self._changed: set[tuple[uuid.UUID, str, str, str]] = set()
        self._lock = threading.Lock()
        self._woken = threading.Event()

    def saw(
        self, campaign: str, channel: str, language: str, day: dt.date, address: str, user_agent: str
    ) -> None:
        """Note the device of a genuine visit. Never waits and never fails; the oldest give way to a rush."""
        if not address:
            return  # A dry run's visitor has none: not a device.
        device = f"{address}\0{user_agent}".encode(errors="surrogatepass")
        self._waiting.append(Visit(campaign, channel, language, day, device))
        if not self._woken.is_set():
            self._woken.set()

    def clear(self) -> None:
        """Forget what was noted and not hashed yet."""
        self._waiting.clear()

    def flush(self) -> None:
        """Hash what waits, and write what changed since the last time. Raises what the database raises; nothing is lost
        then but what a later flush can't hash any more, because its key is gone."""
        with self._lock:
            self._hash()
            self._write()
            self._let_go()

    def _hash(self) -> None:
        while self._waiting:
            visit = self._waiting[0]
            # Of a day whose key is dead: a new key for it would count the day twice.
            for span in keys.spans() if visit.day >= keys.oldest_day() else ():
                window, key = self._key(span, visit.campaign, visit.day)
                name = (window.pk, visit.campaign, visit.channel, visit.language)
                if name not in self._sketches:
                    self._sketches[name] = update_theta_sketch(LG_K)
                digest = hmac.digest(key, visit.device, "sha256")
                self._sketches[name].update(int.from_bytes(digest[:8], "big", signed=True))
                self._changed.add(name)
            self._waiting.popleft()

    def _key(self, span: Span, campaign: str, day: dt.date) -> tuple[Window, bytes]:
        asked = (span, "" if span is Span.DAY else campaign, day)
        if asked not in self._keys:
            self._keys[asked] = keys.key(*asked)
        return self._keys[asked]

    def _write(self) -> None:
        if not self._changed:
            return
        changed = {name[0] for name in self._changed}
        alive = set(SketchKey.objects.filter(window__in=changed).values_list("window", flat=True))
        # A dead key's sketches are not written back: nobody would ever delete them.
        parts = [self._part(name) for name in sorted(self._changed) if name[0] in alive]
        SketchPart.objects.bulk_create(
            parts,
            update_conflicts=True,
            unique_fields=["window", "process", "campaign", "channel", "language"],
            update_fields=["sketch"],
        )
        self._changed.clear()
        self._drop(changed - alive)

    def _part(self, name: tuple[uuid.UUID, str, str, str]) -> SketchPart:
        window, campaign, channel, language = name
        sketch = self._sketches[name]
        sketch.trim()
        return SketchPart(
            window=window,
            process=self.process,
            campaign=campaign,
            channel=channel,
            language=language,
            sketch=sketch.compact().serialize(),
        )

    def _let_go(self) -> None:
        """Keep no key in memory beyond its window."""
        self._drop({window.pk for window, _ in self._keys.values() if window.last < keys.oldest_day()})

    def _drop(self, windows: set[uuid.UUID]) -> None:
        self._keys = {asked: found for asked, found in self._keys.items() if found[0].pk not in windows}
        self._sketches = {name: sketch for name, sketch in self._sketches.items() if name[0] not in windows}

    def run(self) -> None:
        """What the thread does: sleeps until a visit is noted, then writes every ten seconds for as long as there are
        keys to let go of."""
        while True:
            if not (self._keys or self._waiting):
                self._woken.wait()
            self._woken.clear()
            try:
                self.flush()
            except Error:
                logger.warning("The sketches can't be written now; they are kept in memory")
            except Exception:  # The thread must live: nobody would start it again.
                logger.exception("The sketches can't be written")
            finally:
                for alias in {ALIAS, SKETCHES}:
                    connections[alias].close()
            time.sleep(EVERY)


collector = Collector()
saw = collector.saw


def start() -> None:
    """Start this process's thread; what serves the site calls it once."""
    threading.Thread(target=collector.run, name="sketches", daemon=True).start()


def merge_parts() -> None:
    """Make one part of those that ended processes left behind. For the minute's clock.

    A union of a union is the same union, so a process that still lives may write its own part again.
    """
    for window in Window.objects.filter(ended=None):
        groups: dict[tuple[str, str, str], list[SketchPart]] = defaultdict(list)
        for part in SketchPart.objects.filter(window=window.pk):
            groups[part.campaign, part.channel, part.language].append(part)
        for name, group in groups.items():
            if len(group) >= MANY:
                _merge(window.pk, name, group)


def _merge(window: uuid.UUID, name: tuple[str, str, str], group: list[SketchPart]) -> None:
    union = theta_union(LG_K)
    for part in group:
        union.update(compact_theta_sketch.deserialize(bytes(part.sketch)))
    campaign, channel, language = name
    SketchPart.objects.update_or_create(
        window=window,
        process=MERGED,
        campaign=campaign,
        channel=channel,
        language=language,
        defaults={"sketch": union.get_result().serialize()},
    )
    for part in group:
        if part.process != MERGED:
            # Written anew since it was read, it stays.
            SketchPart.objects.filter(pk=part.pk, sketch=part.sketch).delete()
