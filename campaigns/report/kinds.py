"""What was paid for beside what nobody paid for, channel by channel, as the platforms' files tell them apart."""

from __future__ import annotations

from collections import defaultdict

from campaigns.report.figures import COLUMNS, LABELS, money, words
from campaigns.report.own import Ground
from campaigns.report.paid import Paid, PlatformFigures, notes
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import platform_counts, spend
from campaigns.report.worth import CPC, CPM, each, per_thousand

TABLE = (
    Column("channel", LABELS["channel"], Type.LABEL, "Which platform it was on."),
    Column("kind", LABELS["kind"], Type.LABEL, "Whether somebody paid for it, as the platform’s file has it."),
    COLUMNS["platform_impressions"],
    COLUMNS["platform_link_clicks"],
    COLUMNS["spend"],
    COLUMNS["currency"],
    CPM,
    CPC,
)  # fmt: skip
APART = "Who arrived is in no row: nothing that we count ourselves says whether somebody paid for it."


def kinds(ground: Ground, told: Paid) -> Panel:
    """No query of its own."""
    found: dict[tuple[str, str], list[PlatformFigures]] = defaultdict(list)
    for row in told.rows:
        found[row.channel, row.kind].append(row)
    return Panel(
        name="kinds",
        title="Paid and organic, as platforms say",
        columns=TABLE,
        rows=tuple((*labels, *_figures(found[labels])) for labels in sorted(found)),
        notes=(APART, *notes(ground.query, told, told_apart=True)),
        empty="No platform’s file has figures of this period.",
        words=words(ground),
    )


def _figures(rows: list[PlatformFigures]) -> tuple[Value, ...]:
    shown, clicks = platform_counts(rows).values()
    amount, currency = money(spend(rows))
    return (shown, clicks, amount, currency, per_thousand(amount, shown), each(amount, clicks))
