"""Puts a report together: each panel from one query, in the order in which people read them."""

from __future__ import annotations

from campaigns.period import today
from campaigns.report.figures import figures
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Headline, Report


def report(query: Query) -> Report:
    """The whole report. For one audience the same question has the same answer on every surface."""
    ground = Ground(query)
    platforms = paid(query)
    return Report(
        query=query,
        made=today(),
        headline=Headline("", ""),
        panels=(figures(ground, platforms),),
    )
