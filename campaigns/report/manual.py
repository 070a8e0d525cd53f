"""Figures that others counted, each with its source. They stand beside ours and are never added to anything."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from campaigns.models import ManualFigure
from campaigns.report.figures import words
from campaigns.report.own import Ground
from campaigns.report.query import OF_WHOLE_CAMPAIGNS, Dimension, Query
from campaigns.report.shape import Column, Panel, Type, Value

TABLE = (
    Column("measure", "What was counted", Type.LABEL, "The kind of figure."),
    Column(
        "value",
        "Figure",
        definition="The number. Two of them may count the same people, so they are never added.",
        is_additive=False,
    ),
    Column("wording", "As its source says it", Type.TEXT, "The source’s own words."),
    Column("first", "From", Type.LABEL, "The first day it is about."),
    Column("last", "To", Type.LABEL, "The last day it is about."),
    Column("campaign", "Campaign", Type.LABEL, "The campaign it is about; blank: all of them."),
    Column("channel", "Channel", Type.LABEL, "The channel it is about; blank: all, or none of ours."),
    Column("language", "Language", Type.LABEL, "The language it is about; blank: all."),
    Column("source", "Source", Type.TEXT, "Where it can be looked up."),
    Column("note", "Note", Type.TEXT, "What staff say about it."),
)
ABOUT = (Dimension.CHANNEL, Dimension.LANGUAGE)


def figures(query: Query) -> Sequence[ManualFigure]:
    """Those whose days overlap the period. What is filtered by a value has the figures that name it, and no figure
    of a larger whole. One query."""
    found = Q(first__lte=query.period.last, last__gte=query.period.first)
    if query.since:
        found &= Q(first__gte=query.since)
    for name in ABOUT:
        if asked := query.values.get(name):
            found &= Q(**{f"{name.value}__in": asked})
    if query.campaigns is not None:
        found &= Q(campaign__in=query.campaigns)
    if query.values.keys() - {*ABOUT, *OF_WHOLE_CAMPAIGNS}:
        found &= Q(pk__in=[])  # None is about a link of ours, or says what was paid for.
    return list(ManualFigure.objects.filter(found))


def manual(ground: Ground, found: Sequence[ManualFigure]) -> Panel:
    """No query of its own."""
    period = ground.query.period
    beyond = any(one.first < period.first or one.last > period.last for one in found)
    return Panel(
        name="manual",
        title="Figures from elsewhere",
        columns=TABLE,
        rows=tuple(_row(one) for one in found),
        notes=("Some of these tell of days outside this period as well.",) if beyond else (),
        empty="Nobody has entered a figure from elsewhere for this period.",
        words=words(ground) | {"measure": dict(ManualFigure.Measure.choices)},
    )


def _row(one: ManualFigure) -> tuple[Value, ...]:
    return (
        one.measure,
        one.value,
        one.wording,
        one.first.isoformat(),
        one.last.isoformat(),
        one.campaign,
        one.channel,
        one.language,
        one.source,
        one.note,
    )
