"""Export files of the demo figures, as four platforms would give them: what was shown, from the clicks that came of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from campaigns.demo import days
from campaigns.demo.counts import Row
from campaigns.models import Channel, Kind
from campaigns.period import Period
from campaigns.verdict import Verdict

ACCOUNT = "LiveSafe demo"
PENNY = Decimal("0.01")
# Link clicks to a genuine arrival, clicks in a thousand shown, and pounds for a thousand shown.
HABITS: Mapping[str, tuple[float, float, float]] = {
    Channel.TIKTOK: (1.42, 9.5, 3.1),
    Channel.INSTAGRAM: (1.24, 8.2, 4.6),
    Channel.FACEBOOK: (1.18, 10.4, 4.9),
    Channel.SNAPCHAT: (1.36, 7.1, 2.8),
    Channel.YOUTUBE: (1.15, 4.4, 5.2),
}
# Some people's age no platform tells: so the rows by age are not the whole.
AGES = (("13-17", 0.33), ("18-24", 0.28), ("25-34", 0.14), ("35-44", 0.12), ("45-54", 0.08))


@dataclass(frozen=True, slots=True)
class Export:
    name: str
    content: bytes
    campaign: str  # The slug of ours that every row of it is about.


@dataclass(frozen=True, slots=True)
class Day:
    day: dt.date
    channel: str
    impressions: int
    clicks: int
    spend: Decimal


def exports(counts: Mapping[Row, int], period: Period) -> Iterator[Export]:
    """The files of every push of a campaign so far, one a platform."""
    arrived = _arrived(counts)
    for push in days.PUSHES:
        for spell in days.spells(push.first, push.last, period):
            name = f"{push.words} {spell.first.year} (demo)"
            files = defaultdict(list)
            for channel in HABITS:
                if rows := _days(arrived, push.campaign, channel, spell):
                    files[_WRITERS[channel]].append(rows)
            for write, rows_of_channels in files.items():
                rows = sorted((row for rows in rows_of_channels for row in rows), key=lambda row: row.day)
                file, content = write(name, rows)
                yield Export(f"{file}-{push.campaign}-{spell.first}.csv", content, push.campaign)
                if write is _meta:
                    yield Export(
                        f"meta-ages-{push.campaign}-{spell.first}.csv", _ages(name, rows), push.campaign
                    )


def _arrived(counts: Mapping[Row, int]) -> Counter[tuple[str, str, dt.date]]:
    """Genuine clicks on the links of advertisements."""
    found: Counter[tuple[str, str, dt.date]] = Counter()
    for (day, link, _, kind, verdict), n in counts.items():
        if link.is_advertised and kind == Kind.CLICK and verdict == Verdict.GENUINE:
            found[link.campaign, link.channel, day] += n
    return found


def _days(
    arrived: Counter[tuple[str, str, dt.date]], campaign: str, channel: str, spell: Period
) -> list[Day]:
    chance = Random(f"{campaign} {channel} {spell.first}")  # noqa: S311 - for show.
    to_arrival, in_thousand, pounds = HABITS[channel]
    found = []
    for offset in range(spell.days):
        day = spell.first + dt.timedelta(days=offset)
        if genuine := arrived[campaign, channel, day]:
            clicks = round(genuine * to_arrival * chance.uniform(0.94, 1.06))
            shown = round(clicks * 1000 / in_thousand * chance.uniform(0.9, 1.1))
            spend = (Decimal(shown) / 1000 * Decimal(pounds)).quantize(PENNY)
            found.append(Day(day, channel, shown, clicks, spend))
    return found


def _meta(name: str, rows: Sequence[Day]) -> tuple[str, bytes]:
    """By platform, so that Instagram and Facebook are told apart; its total has no name, and a reach of its own."""
    head = (
        "Reporting starts", "Reporting ends", "Campaign name", "Account name", "Platform", "Amount spent (GBP)",
        "Impressions", "Reach", "Link clicks",
    )  # fmt: skip
    lines = (
        (row.day, row.day, name, ACCOUNT, row.channel, row.spend, row.impressions, round(row.impressions / 1.3), row.clicks)
        for row in rows
    )  # fmt: skip
    whole = _sum(rows)
    total = (
        rows[0].day, rows[-1].day, "", "", "", whole.spend, whole.impressions, whole.impressions // 6, whole.clicks,
    )  # fmt: skip
    return "meta", _csv(head, total, *lines)


def _ages(name: str, rows: Sequence[Day]) -> bytes:
    whole = _sum(rows)
    head = (
        "Reporting starts", "Reporting ends", "Campaign name", "Account name", "Age", "Amount spent (GBP)",
        "Impressions", "Reach", "Link clicks",
    )  # fmt: skip
    return _csv(
        head,
        *(
            (
                rows[0].day, rows[-1].day, name, ACCOUNT, age, (whole.spend * Decimal(share)).quantize(PENNY),
                round(whole.impressions * share), round(whole.impressions * share / 6), round(whole.clicks * share),
            )
            for age, share in AGES
        ),
    )  # fmt: skip


def _tiktok(name: str, rows: Sequence[Day]) -> tuple[str, bytes]:
    head = (
        "Campaign name",
        "Account name",
        "By Day",
        "Currency",
        "Cost",
        "Impressions",
        "Clicks (destination)",
    )
    whole = _sum(rows)
    lines = (
        (name, ACCOUNT, row.day, "GBP", row.spend, f"{row.impressions:,}", f"{row.clicks:,}") for row in rows
    )
    total = (
        f"Total of {len(rows)} results", "-", "-", "GBP", whole.spend, f"{whole.impressions:,}", f"{whole.clicks:,}",
    )  # fmt: skip
    return "tiktok", _csv(head, *lines, total)


def _snapchat(name: str, rows: Sequence[Day]) -> tuple[str, bytes]:
    head = (
        "Day",
        "Campaign Name",
        "Ad Account Name",
        "Currency",
        "Paid Impressions",
        "Swipe Ups",
        "Amount Spent",
    )
    lines = ((row.day, name, ACCOUNT, "GBP", row.impressions, row.clicks, row.spend) for row in rows)
    return "snapchat", _csv(head, *lines)


def _google(name: str, rows: Sequence[Day]) -> tuple[str, bytes]:
    """Two lines before its head, sixteen bits a letter, tabs; the total last."""
    head = ("Day", "Campaign", "Campaign type", "Currency code", "Cost", "Impr.", "Clicks")
    first, last, whole = rows[0].day, rows[-1].day, _sum(rows)
    lines = [
        ("Campaign report",),
        (f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}",),
        head,
        *((row.day, name, "Video", "GBP", row.spend, row.impressions, row.clicks) for row in rows),
        ("Total: Campaigns", " --", " --", "GBP", whole.spend, whole.impressions, whole.clicks),
    ]
    text = "\r\n".join("\t".join(map(str, line)) for line in lines)
    return "google", text.encode("utf-16")


_WRITERS: Mapping[str, Callable[[str, Sequence[Day]], tuple[str, bytes]]] = {
    Channel.TIKTOK: _tiktok,
    Channel.INSTAGRAM: _meta,
    Channel.FACEBOOK: _meta,
    Channel.SNAPCHAT: _snapchat,
    Channel.YOUTUBE: _google,
}


def _sum(rows: Iterable[Day]) -> Day:
    known = list(rows)
    return Day(
        known[0].day,
        "",
        sum(row.impressions for row in known),
        sum(row.clicks for row in known),
        sum((row.spend for row in known), Decimal(0)),
    )


def _csv(*lines: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()
