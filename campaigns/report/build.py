"""Puts a report together: each panel from one query, in the order in which people read them."""

from __future__ import annotations

from dataclasses import replace

from campaigns.period import today
from campaigns.report.ages import ages
from campaigns.report.calendar import calendar
from campaigns.report.channels import channels, sides
from campaigns.report.comparison import comparison
from campaigns.report.completeness import completeness, is_provisional
from campaigns.report.demo import is_demo
from campaigns.report.evaluation import evaluation
from campaigns.report.figures import figures
from campaigns.report.filtered import filtered
from campaigns.report.guards import Grounds, crowds, doubts
from campaigns.report.headline import headline
from campaigns.report.help import help_taps
from campaigns.report.hiding import hide
from campaigns.report.how import how_we_counted
from campaigns.report.kinds import kinds
from campaigns.report.languages import heat, languages
from campaigns.report.manual import figures as from_elsewhere
from campaigns.report.manual import manual
from campaigns.report.outtakes import outtakes
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.provenance import keys, used_rules
from campaigns.report.query import Query
from campaigns.report.reach import ended, overlap, reach
from campaigns.report.shape import Headline, Report
from campaigns.report.sums import compared
from campaigns.report.targets import aimed
from campaigns.report.worth import worth


def report(query: Query) -> Report:
    """The whole report. For one audience the same question has the same answer on every surface."""
    query = aimed(query)
    ground = Ground(query)
    platforms = paid(query)
    sums = compared(ground, platforms)
    both = sides(ground, platforms)
    elsewhere = from_elsewhere(query)
    whole, by_channel = comparison(ground, platforms, sums), channels(ground, platforms, both)
    grounds = Grounds(platforms, sums, both, elsewhere, crowds(query))
    devices, complete = ended(query), completeness(ground, platforms)
    evaluated = evaluation(ground, platforms)
    found = Report(
        query=query,
        made=today(),
        headline=Headline("", ""),
        panels=(
            figures(ground, platforms),
            whole,
            by_channel,
            kinds(ground, platforms),
            worth(ground, platforms, sums.now),
            languages(ground),
            heat(ground),
            reach(ground, devices, platforms),
            overlap(ground, devices),
            calendar(ground),
            filtered(ground),
            help_taps(ground),
            outtakes(ground),
            evaluated,
            manual(ground, elsewhere),
            ages(ground, platforms),
            complete,
            keys(ground),
            used_rules(ground),
        ),
        is_demo=is_demo(ground, platforms, sums, elsewhere, evaluated),
        is_provisional=is_provisional(complete),
        how=how_we_counted(),
    )
    shown = hide(found)  # So that no surface, and no sentence, can show others a panel as it was.
    return replace(shown, headline=headline(shown, ground.campaigns, doubts(ground, grounds)))
