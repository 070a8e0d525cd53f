"""What it cost, for the whole of what was asked: made of the sums, never a mean of parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from campaigns.report.figures import COLUMNS, money
from campaigns.report.own import Ground
from campaigns.report.paid import Paid, notes
from campaigns.report.shape import Column, Panel, Report, Type, Value
from campaigns.report.sums import Sums, ratio

CPM = Column(
    "cpm",
    "Cost per 1,000 times shown",
    Type.MONEY,
    "CPM: spend for each 1,000 times that platforms say they showed an advertisement or post, in the row’s currency.",
    is_additive=False,
    of=("spend", "platform_impressions"),
)
CPC = Column(
    "cpc",
    "Cost per link click",
    Type.MONEY,
    "CPC: spend divided by link clicks as platforms say, in the row’s currency.",
    is_additive=False,
    of=("spend", "platform_link_clicks"),
)
COST_PER_CLICK = Column(
    "cost_per_click",
    "Cost per genuine click",
    Type.MONEY,
    "Spend divided by our genuine clicks, paid and organic together, in the row’s currency.",
    is_additive=False,
    of=("spend", "clicks_genuine"),
)
COUNTS = ("platform_impressions", "platform_link_clicks", "clicks_genuine")
TABLE = (
    COLUMNS["spend"],
    COLUMNS["currency"],
    *(COLUMNS[name] for name in COUNTS),
    CPM,
    CPC,
    COST_PER_CLICK,
)
# As the first screen and the cover have them.
COSTS = (COST_PER_CLICK, CPM, CPC)


def per_thousand(spend: int | Decimal | None, shown: int | Decimal | None) -> Decimal | None:
    return ratio(spend, shown, times=1000, places="0.01")


def each(spend: int | Decimal | None, of: int | Decimal | None) -> Decimal | None:
    return ratio(spend, of, times=1, places="0.01")


def worth(ground: Ground, told: Paid, sums: Sums) -> Panel:
    """No query of its own. No row where nobody says what was spent."""
    return Panel(
        name="worth",
        title="What it cost",
        columns=TABLE,
        rows=(_row(sums),) if sums.spend else (),
        notes=tuple(notes(ground.query, told)),
        empty="No platform’s file says what was spent in this period.",
    )


def _row(sums: Sums) -> tuple[Value, ...]:
    amount, currency = money(sums.spend)
    shown, followed, genuine = counts = [sums.counts.get(name) for name in COUNTS]
    costs = per_thousand(amount, shown), each(amount, followed), each(amount, genuine)
    return (amount, currency, *counts, *costs)


def costs(report: Report) -> Iterator[tuple[Column, str, str]]:
    """Each cost that is known, with its currency and the number as people read it."""
    for panel in report.panels:
        if panel.name == "worth":
            for record in panel.records:
                known = (column for column in COSTS if record[column.name] is not None)
                yield from (
                    (column, str(record["currency"] or ""), panel.said(record[column.name], column))
                    for column in known
                )
