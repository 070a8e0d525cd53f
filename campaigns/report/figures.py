"""What was asked, broken down as it was asked: our own counts and the platforms' figures, side by side."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst, get_text_list

from campaigns.models import CampaignPlan, Channel
from campaigns.models import ads as platforms
from campaigns.period import UNITS, Period, label
from campaigns.report.own import OF_LINK, OWN, UNKNOWN, Ground, figures_of, label_of
from campaigns.report.paid import META, Paid, PlatformFigures, notes
from campaigns.report.query import Dimension, Query
from campaigns.report.shape import Column, Panel, Type, Value
from livesafe import languages

FIGURES = (*OWN, "platform_impressions", "platform_link_clicks", "spend", "currency")
NOT_TOLD = "not told"  # What a platform's file doesn't say: its rows have no page language and no source.
MIXED = "mixed"  # Spend in two currencies has no sum.
OF_SOURCE = OF_LINK | {Dimension.AUDIENCE}

COLUMNS = {
    column.name: column
    for column in (
        Column(
            "impressions",
            "Seen on our pages",
            definition="At least half of a campaign’s card or banner was in view of an open tab for one second.",
        ),
        Column("visits", "Visits", definition="A person opened the campaign’s own page."),
        Column(
            "clicks_gross", "Clicks, gross", definition="A link of ours was followed, by people or machines."
        ),
        Column(
            "clicks_genuine", "Clicks, genuine", definition="Gross clicks less what was left out as invalid."
        ),
        Column(
            "actions", "Actions", definition="A promise, a saved file, a shared page or a finished story."
        ),
        Column(
            "platform_impressions",
            "Shown by Instagram, TikTok …",
            definition="How often the platforms say they showed an advertisement or post. Never added to ours.",
        ),
        Column(
            "platform_link_clicks",
            "Link clicks, as platforms say",
            definition="Clicks on the link of an advertisement or post, as the platforms count them.",
        ),
        Column("spend", "Spend", Type.MONEY, "What the platforms say was spent, in the row’s currency."),
        Column("currency", "Currency", Type.LABEL, "ISO 4217. “mixed”: in several, so there is no sum."),
    )
}
LABELS = {
    "period": "Period",
    "campaign": "Campaign",
    "audience": "Audience",
    "channel": "Channel",
    "kind": "Paid or organic",
    "source": "Link or placement",
    "creative": "Creative",
    "venue": "Place",
    "language": "Page language",
}
DEFINITIONS = {
    "period": "A day is a day in London; quarters and years are the UK’s financial ones.",
    "campaign": "The slug of the campaign’s page.",
    "audience": "For whom the campaign’s plan says it is.",
    "channel": "Where the link or placement is.",
    "kind": "Whether somebody paid for it, as the platform’s file has it. Our own counts don’t say: “not told”.",
    "source": "The code of the link or placement.",
    "creative": "The creative that the link was made for.",
    "venue": "The place that the link was made for.",
    "language": "The language of the page, never the browser’s.",
}
CHANNELS = dict(Channel.choices) | {META: "Meta (Instagram and Facebook)"}
AUDIENCES = {value: capfirst(words) for value, words in CampaignPlan.Audience.choices}
PAID_FOR = {kind: capfirst(words) for kind, words in platforms.KINDS}
KINDS = PAID_FOR | {NOT_TOLD: "Our own counts, together"}
LANGUAGES = {language.code: language.name for language in languages.ALL}

Labels = tuple[str, ...]


@dataclass(slots=True)
class Cells:
    own: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OWN, 0))
    impressions: int | None = None
    link_clicks: int | None = None
    spend: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def values(self, *, has_own: bool) -> list[Value]:
        own: list[Value] = list(self.own.values()) if has_own else [None] * len(OWN)
        return [*own, self.impressions, self.link_clicks, *money(self.spend)]


def money(spend: Mapping[str, Decimal]) -> tuple[Decimal | None, str | None]:
    """What was spent, and its currency."""
    if len(spend) != 1:
        return None, MIXED if spend else None
    ((currency, amount),) = spend.items()
    return amount, currency


def columns(by: Sequence[Dimension]) -> tuple[Column, ...]:
    labels = (Column(one.column, LABELS[one.column], Type.LABEL, DEFINITIONS[one.column]) for one in by)
    return (*labels, *(COLUMNS[name] for name in FIGURES))


def figures(ground: Ground, paid: Paid) -> Panel:
    """One query of tallies. A label for which nothing was counted has no row; unbroken there is always one."""
    by = ground.query.by
    rows: dict[Labels, Cells] = defaultdict(Cells)
    if not by:
        rows[()] = Cells()
    _add_own(rows, ground)
    _add_paid(rows, ground, paid)
    return Panel(
        name="figures",
        title="Reach",
        columns=columns(by),
        rows=tuple((*key, *rows[key].values(has_own=_has_own(ground, key))) for key in sorted(rows)),
        notes=(
            *_not_whole(ground.query),
            *ground.left_out,
            *notes(ground.query, paid, told_apart=Dimension.KIND in by),
        ),
        words=words(ground),
    )


def _not_whole(query: Query) -> Iterator[str]:
    """A unit's row has its name, so it is said where the period holds a part of its days only."""
    for unit in (UNITS[one.value] for one in query.by if one.is_time):
        ends = dict.fromkeys(Period.of(day, unit) for day in (query.period.first, query.period.last))
        if cut := [
            one.name for one in ends if one.first < query.period.first or query.period.last < one.last
        ]:
            verb = "is" if len(cut) == 1 else "are"
            yield f"The period has only some days of {get_text_list(cut, 'and')}, which {verb} not whole here."


def words(ground: Ground) -> dict[str, dict[str, str]]:
    return {
        "channel": CHANNELS,
        "language": LANGUAGES,
        "campaign": ground.campaigns,
        "audience": AUDIENCES,
        "kind": KINDS,
    }


def _add_own(rows: dict[Labels, Cells], ground: Ground) -> None:
    by = ground.query.by
    fields = ["kind", "verdict"]
    fields += ["day"] if {Dimension.DAY, Dimension.WEEK} & set(by) else []
    fields += ["month"] if {Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR} & set(by) else []
    fields += ["source_id"] if OF_SOURCE & set(by) else []
    fields += ["language"] if Dimension.LANGUAGE in by else []
    for total in ground.totals(*fields):
        if names := figures_of(
            total["kind"], total["verdict"]
        ):  # What no column shows makes no row of noughts.
            cells = rows[tuple(_own_label(one, total, ground) for one in by)]
            for name in names:
                cells.own[name] += total["total"]


def _own_label(dimension: Dimension, total: dict[str, Any], ground: Ground) -> str:
    if dimension.is_time:
        return label(total.get("day") or total["month"], UNITS[dimension.value])
    if dimension is Dimension.LANGUAGE:
        return str(total["language"])
    if dimension is Dimension.KIND:
        return NOT_TOLD
    source = ground.sources.get(total["source_id"])
    if source is None:
        return UNKNOWN
    if dimension is Dimension.AUDIENCE:
        return _audience(source.campaign, ground)
    return label_of(source, dimension)


def _audience(campaign: str, ground: Ground) -> str:
    plan = ground.plans.get(campaign)
    return plan.audience if plan else NOT_TOLD


def _add_paid(rows: dict[Labels, Cells], ground: Ground, paid: Paid) -> None:
    for one in paid.rows:
        cells = rows[tuple(paid_label(name, one, ground) for name in ground.query.by)]
        if one.impressions is not None:
            cells.impressions = (cells.impressions or 0) + one.impressions
        if one.link_clicks is not None:
            cells.link_clicks = (cells.link_clicks or 0) + one.link_clicks
        if one.spend is not None:
            cells.spend[one.currency] += one.spend


def paid_label(dimension: Dimension, row: PlatformFigures, ground: Ground) -> str:
    if dimension.is_time:
        return spanned(row.first, row.last, dimension)
    known: dict[Dimension, Callable[[], str]] = {
        Dimension.CAMPAIGN: lambda: row.campaign,
        Dimension.CHANNEL: lambda: row.channel,
        Dimension.KIND: lambda: row.kind,
        Dimension.AUDIENCE: lambda: _audience(row.campaign, ground),
    }
    return known[dimension]() if dimension in known else NOT_TOLD


def spanned(first: dt.date, last: dt.date, dimension: Dimension) -> str:
    """The unit that days lie in; `not told` where a file has one figure for several."""
    start, end = (label(day, UNITS[dimension.value]) for day in (first, last))
    return start if start == end else NOT_TOLD


def _has_own(ground: Ground, key: Labels) -> bool:
    """Whether we could have counted anything under these labels."""
    told = dict(zip(ground.query.by, key, strict=True))
    if told.get(Dimension.CHANNEL) == META:
        return False
    if told.pop(Dimension.KIND, NOT_TOLD) != NOT_TOLD:
        return False
    if any(said == NOT_TOLD for one, said in told.items() if one is not Dimension.AUDIENCE):
        return False
    if ground.had_begun(ground.query.period.first) and ground.query.period.has_ended:
        return True
    days = (Period.parse(said) for one, said in told.items() if one.is_time)
    return ground.has_counted(next(days, ground.query.period))
