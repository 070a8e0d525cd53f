"""Reports made by hand, for what a file makes of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from campaigns.report.query import Query
from campaigns.report.shape import Column, Doubt, Headline, Panel, Report, Type

ADDRESS = "period=2026-27-Q2"
TITLES = {
    "be-kind": "દયાળુ બનો",
    "make-a-stand": "Make a stand",
    "mehrban": "مہربان بنیں",
    "diaalu": "ਦਿਆਲੂ ਬਣੋ",
    "doyalu": "দয়ালু হও",
    "dayalu": "दयालु बनें",
    "zyczliwy": "Bądź życzliwy",
}
COLUMNS = (
    Column("period", "Period", Type.LABEL, "A day in London."),
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page."),
    Column("clicks_genuine", "Clicks, genuine", definition="Gross clicks less what was left out."),
    Column("spend", "Spend", Type.MONEY, "In the row’s currency."),
    Column("share", "Share, %", Type.RATIO, "Of all clicks.", is_additive=False),
    Column("why", "Why", Type.TEXT),
)


def figures(*rows: tuple[Any, ...], name: str = "figures", **more: Any) -> Panel:
    return Panel(name, "Reach", COLUMNS, rows or (row(),), words={"campaign": TITLES}, **more)


def row(
    campaign: str = "be-kind", clicks: Any = 2_500_000, why: str | None = "The film was shared."
) -> tuple[Any, ...]:
    return ("2026-07-01", campaign, clicks, Decimal("1234.500000"), Decimal("12.5"), why)


def doubt(note: str = "") -> Doubt:
    return Doubt("jump", "Clicks are five times those of last year.", "5", note)


def headline(*doubts: Doubt) -> Headline:
    return Headline("People clicked over 28,000 times.", "Clicks: without machines.", doubts)


def report(*panels: Panel, address: str = ADDRESS, **more: Any) -> Report:
    given: dict[str, Any] = {"headline": headline(), "how": ("A day is a day in London.",)}
    return Report(Query.of(address), dt.date(2026, 10, 5), panels=panels or (figures(),), **given | more)
