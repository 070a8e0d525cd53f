"""What a page reports that a visitor did, and the counts that it adds to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from campaigns import known, links
from campaigns.known import KnownSource
from campaigns.models import (
    ACTIONS,
    OUTTAKES,
    AnyTally,
    Kind,
    MonthTally,
    QuarterTally,
    ReadTally,
    Tally,
    Tap,
)
from campaigns.period import first_of_month, first_of_quarter
from campaigns.traffic import Verdict
from livesafe import languages

LONGEST = 4096  # Bytes of a report.
MOST = 20  # Acts in a report.
DONE = ACTIONS | OUTTAKES  # What is done on a campaign's own page.
REPORTED = DONE - {Kind.PLEDGE}  # By the script; a promise is always its form's.
NOBODY = 0  # The source of what nobody read. No row has this number.


class Arrival(NamedTuple):
    """What the address of a landing page says about how its visitor came."""

    via: str = ""  # The code of the link or placement.
    utm_source: str = ""
    utm_id: str = ""  # The code of a link that an advertisement leads to by its long address.

    @classmethod
    def of(cls, address: str) -> Arrival:
        try:
            query = parse_qs(urlsplit(address).query)
        except ValueError:
            return cls()
        return cls(*(query.get(name, [""])[0] for name in cls._fields))

    @property
    def is_by_utm(self) -> bool:
        return bool(self.utm_source and not self.via)

    def source(self, campaign: str) -> KnownSource | None:
        """The source of the code, else of the channel that utm_source names, else `direct`."""
        code = self.via or self.utm_id
        found = known.source(code) if code else None
        if found and found.campaign == campaign:
            return found
        # Made when the campaign was published: a visitor's request writes no source.
        utm = known.utm(campaign, links.channel_of_utm(self.utm_source)) if self.is_by_utm else None
        return utm or known.direct(campaign)


class Act(NamedTuple):
    """One act as count.js reports it. Nothing in it is trusted but what `known` confirms."""

    kind: str
    language: str
    load: int  # Drawn at random by each load of a page; kept ten minutes, in memory, as part of a hash.
    source: str = ""
    campaign: str = ""
    page: UUID | None = None
    arrival: Arrival = Arrival()
    automated: bool = False

    @property
    def makes_sense(self) -> bool:
        if self.language not in languages.CODES:
            return False
        match self.kind:
            case Kind.IMPRESSION:
                source = known.source(self.source)
                return source is not None and source.is_placement
            case Kind.VISIT:
                return known.direct(self.campaign) is not None
            case kind if kind in REPORTED:
                return known.direct(self.campaign) is not None
            case "read":
                return self.page is not None and known.is_readable(self.page)
            case Tap.HELP | Tap.EXIT:
                return not self.campaign or known.campaign(self.campaign) is not None
            case _:
                return False


def parse(body: bytes) -> list[Act]:
    """The acts of a report, which is one act or a list of them; rubbish is no act. Never raises."""
    if len(body) > LONGEST:
        return []
    try:
        report = json.loads(body.decode())
    except (ValueError, RecursionError):
        return []
    items = report if isinstance(report, list) else [report]
    acts = [_act(item) for item in items[:MOST] if isinstance(item, dict)]
    return [act for act in acts if act is not None and act.makes_sense]


def _act(item: Mapping[str, object]) -> Act | None:
    load = item.get("load")
    if type(load) is not int or not 0 <= load < 2**53:
        return None
    try:
        page = UUID(_text(item, "page")) if "page" in item else None
    except ValueError:
        return None
    return Act(
        kind=_text(item, "kind"),
        language=_text(item, "language"),
        load=load,
        source=_text(item, "source"),
        campaign=_text(item, "campaign"),
        page=page,
        arrival=Arrival(*[_text(item, name) for name in Arrival._fields]),
        automated=item.get("webdriver") is True,
    )


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name, "")
    return value if isinstance(value, str) else ""


def counts(act: Act, verdict: Verdict, day: dt.date) -> list[AnyTally]:
    """The rows that an act of a day adds to; reads, help taps and exits are counted where genuine alone."""
    if not verdict.is_counted:
        return []
    match act.kind:
        case Kind.IMPRESSION:
            source = known.source(act.source)
            return [count(source.id, act.language, Kind.IMPRESSION, verdict, day)] if source else []
        case Kind.VISIT:
            arrived = act.arrival.source(act.campaign)
            if arrived is None:
                return []
            visit = count(arrived.id, act.language, Kind.VISIT, verdict, day)
            if not act.arrival.is_by_utm:
                return [visit]
            # An advertisement's link with utm_source passes no /go/: its click shows only here.
            click = Verdict.ENDED if verdict is Verdict.GENUINE and has_ended(arrived, day) else verdict
            return [count(arrived.id, act.language, Kind.CLICK, click, day), visit]
        case kind if kind in REPORTED:
            arrived = act.arrival.source(act.campaign)
            return [count(arrived.id, act.language, Kind(kind), verdict, day)] if arrived else []
    if verdict is not Verdict.GENUINE:
        return []
    if act.kind == "read" and act.page:
        return [ReadTally(day=day, page=act.page, language=act.language)]
    return _taps(act, day)


def has_ended(source: KnownSource, day: dt.date) -> bool:
    """Whether a click by this source comes too late, or too early: of the link, or of its campaign."""
    campaign = known.campaign(source.campaign)
    return campaign is None or campaign.is_over(day) or not source.is_live(day)


@lru_cache(maxsize=4096)  # Whoever counts only reads it, and making one takes longer than all of its writing.
def count(source_id: int, language: str, kind: Kind, verdict: Verdict, day: dt.date) -> Tally:
    """One act from a source."""
    return Tally(day=day, source_id=source_id, language=language, kind=kind.value, verdict=verdict.value)


def unread(day: dt.date) -> Tally:
    """A report that was part of a flood: nobody read what it was, in which language or of which campaign."""
    return Tally(day=day, source_id=NOBODY, language="", kind="report", verdict=Verdict.FLOOD.value)


def _taps(act: Act, day: dt.date) -> list[AnyTally]:
    """Coarser than the rest: a child asks for help, and no row may tell of one child."""
    rows: list[AnyTally] = [QuarterTally(quarter=first_of_quarter(day), language=act.language, kind=act.kind)]
    if act.campaign:
        rows.append(MonthTally(month=first_of_month(day), campaign=act.campaign, kind=act.kind))
    return rows
