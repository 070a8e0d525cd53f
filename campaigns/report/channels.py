"""Each channel's platform beside our own count of who arrived from it, and the gap between them in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from campaigns.models import Channel
from campaigns.report.figures import CHANNELS, COLUMNS, money
from campaigns.report.own import UNKNOWN, Ground, figures_of
from campaigns.report.paid import META, OF_META, Paid, PlatformFigures, notes, tells_nothing
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import platform_counts, ratio, spend
from campaigns.report.worth import CPC, CPM, each, per_thousand

# Channels that belong to a platform with figures of its own; nobody counts how often a poster was seen.
PLATFORMS = frozenset(
    {*OF_META, META, Channel.TIKTOK, Channel.SNAPCHAT, Channel.YOUTUBE, Channel.GOOGLE, Channel.X}
)
FEW = 50  # Arrivals in 100 link clicks: fewer are more than the usual loss.

TABLE = (
    Column("channel", "Channel", Type.LABEL, "Where the link is, or which platform it is on."),
    COLUMNS["platform_impressions"],
    COLUMNS["platform_link_clicks"],
    Column("arrivals", "Arrivals", definition="Our genuine clicks of this channel, paid and organic together."),
    Column("left_out", "Left out", definition="Clicks that we left out as invalid: apps loading ahead, previews."),
    Column(
        "gap",
        "Gap",
        definition="Link clicks, as the platform says, less arrivals. The two were never counted alike.",
        of=("platform_link_clicks", "arrivals"),
    ),
    Column(
        "arrivals_per_100",
        "Arrivals per 100 link clicks",
        Type.RATIO,
        "From the sums of both.",
        is_additive=False,
        of=("platform_link_clicks", "arrivals"),
    ),
    COLUMNS["spend"],
    COLUMNS["currency"],
    CPM,
    CPC,
    Column(
        "cost_per_click",
        "Cost per genuine click",
        Type.MONEY,
        "Spend divided by arrivals, in the row’s currency.",
        is_additive=False,
        of=("spend", "arrivals"),
    ),
    Column(
        "why",
        "Why they differ",
        Type.TEXT,
        "What explains the gap.",
        of=("platform_link_clicks", "arrivals"),
    ),
)  # fmt: skip

TOGETHER = (
    "A file of Meta’s doesn’t tell Instagram from Facebook: arrivals from both stand against its clicks."
)
UNDIVIDED = (
    "These rows don’t tell Instagram from Facebook: who arrived stands with those two, and has no gap there."
)
DIVIDED = "Some of Meta’s rows don’t tell Instagram from Facebook, so these arrivals can’t be set against these clicks."
AHEAD = "Apps load pages ahead of a tap, which platforms may count and we leave out"
LOST = "some people leave before our link answers or tap twice by mistake"


class Arrivals(NamedTuple):
    genuine: int = 0
    gross: int = 0


class Side(NamedTuple):
    """A channel's two sides. `is_mixed`: some of Meta's rows tell Instagram from Facebook and others don't, so what
    arrived from either has no clicks to stand against."""

    channel: str
    rows: tuple[PlatformFigures, ...]
    arrivals: Arrivals
    is_mixed: bool = False

    @property
    def impressions(self) -> int | None:
        return platform_counts(self.rows)["platform_impressions"]

    @property
    def link_clicks(self) -> int | None:
        return platform_counts(self.rows)["platform_link_clicks"]


def channels(ground: Ground, told: Paid, both: Sequence[Side]) -> Panel:
    """No query of its own."""
    return Panel(
        name="channels",
        title="Platforms’ clicks and our arrivals",
        columns=TABLE,
        rows=tuple(_row(side, ground) for side in both),
        notes=(
            *ground.left_out,
            *notes(ground.query, told),
            *(TOGETHER for side in both if side.channel == META and not side.is_mixed),
        ),
        words={"channel": CHANNELS},
    )


def sides(ground: Ground, told: Paid) -> list[Side]:
    """One query of tallies. A channel without a click of ours and without a platform's row has none."""
    arrivals = _arrivals(ground)
    of_meta = {row.channel for row in told.rows} & {META, *OF_META}
    is_one, is_mixed = of_meta == {META}, of_meta > {META}
    own: dict[str, list[Arrivals]] = defaultdict(list)
    for channel, found in arrivals.items():
        own[META if is_one and channel in OF_META else channel].append(found)
    rows: dict[str, list[PlatformFigures]] = defaultdict(list)
    for row in told.rows:
        rows[META if is_one and row.channel in OF_META else row.channel].append(row)
    return [
        Side(
            channel,
            tuple(rows.get(channel, ())),
            _sum(own.get(channel, [])),
            is_mixed and channel in {META, *OF_META},
        )
        for channel in sorted({*own, *rows})
    ]


def _arrivals(ground: Ground) -> Mapping[str, Arrivals]:
    found: dict[str, list[Arrivals]] = defaultdict(list)
    for total in ground.totals("source_id", "kind", "verdict"):
        if figures := figures_of(total["kind"], total["verdict"]):
            source = ground.sources.get(total["source_id"])
            channel = source.channel if source else UNKNOWN
            gross = total["total"] if "clicks_gross" in figures else 0
            found[channel].append(Arrivals(gross if "clicks_genuine" in figures else 0, gross))
    sums = {channel: _sum(parts) for channel, parts in found.items()}
    return {channel: sum_ for channel, sum_ in sums.items() if sum_.gross}


def _sum(parts: list[Arrivals]) -> Arrivals:
    return Arrivals(sum(part.genuine for part in parts), sum(part.gross for part in parts))


def _row(side: Side, ground: Ground) -> tuple[Value, ...]:
    shown, clicks, arrivals = side.impressions, side.link_clicks, side.arrivals
    has_own = ground.has_counted(ground.query.period) and not (side.is_mixed and side.channel == META)
    genuine = arrivals.genuine if has_own else None
    arrived = None if side.is_mixed else genuine  # What may be set against the platform's figures.
    amount, currency = money(spend(side.rows))
    return (
        side.channel,
        shown,
        clicks,
        genuine,
        arrivals.gross - arrivals.genuine if has_own else None,
        None if clicks is None or arrived is None else clicks - arrived,
        ratio(arrived, clicks),
        amount,
        currency,
        per_thousand(amount, shown),
        each(amount, clicks),
        each(amount, arrived),
        _why(side, ground),
    )


def _why(side: Side, ground: Ground) -> str:
    """In words alone: a number here would be seen by those from whom its cell is hidden."""
    clicks, genuine = side.link_clicks, side.arrivals.genuine
    if side.channel not in PLATFORMS:
        return "Nobody but us counts here."
    if not ground.has_counted(ground.query.period):
        return " ".join(ground.left_out) or "Our own counting had not begun."
    if tells_nothing(ground.query):
        return "No file of a platform tells this apart."
    if side.is_mixed:
        return UNDIVIDED if side.channel == META else DIVIDED
    if not side.rows:
        return "No figures of this platform were brought in for the period."
    if clicks is None:
        return "The platform’s files don’t say how often the link was followed."
    if genuine > clicks:
        return (
            "More arrived than the platform counted: its files may lack posts, profiles or days, and links that "
            "people send on are followed as well."
        )
    if not genuine:
        return "Nobody arrived by a link of ours: the advertisements’ links are probably not tagged with one."
    if genuine * 100 < clicks * FEW:
        return (
            "Fewer than half arrived. Look whether the link of every advertisement is tagged with ours. "
            f"{AHEAD}; {LOST}."
        )
    return f"{AHEAD}; {LOST}."
