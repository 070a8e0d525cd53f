"""Puts a report together: each panel from one query, in the order in which people read them."""

from __future__ import annotations

from campaigns.period import today
from campaigns.report.channels import channels, sides
from campaigns.report.comparison import comparison
from campaigns.report.evaluation import evaluation
from campaigns.report.figures import figures
from campaigns.report.guards import Grounds, crowds, doubts
from campaigns.report.headline import headline
from campaigns.report.help import help_taps
from campaigns.report.how import how_we_counted
from campaigns.report.manual import figures as from_elsewhere
from campaigns.report.manual import manual
from campaigns.report.outtakes import outtakes
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Report
from campaigns.report.sums import compared


def report(query: Query) -> Report:
    """The whole report. For one audience the same question has the same answer on every surface."""
    ground = Ground(query)
    platforms = paid(query)
    sums = compared(ground, platforms)
    both = sides(ground, platforms)
    elsewhere = from_elsewhere(query)
    whole, by_channel = comparison(ground, platforms, sums), channels(ground, platforms, both)
    grounds = Grounds(platforms, sums, both, elsewhere, crowds(query))
    return Report(
        query=query,
        made=today(),
        headline=headline(ground, whole, by_channel, doubts(ground, grounds)),
        panels=(
            figures(ground, platforms),
            whole,
            by_channel,
            help_taps(ground),
            outtakes(ground),
            evaluation(ground, platforms),
            manual(ground, elsewhere),
        ),
        how=how_we_counted(),
    )
