"""Whether any figure of a report was made up, for show."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.models import ManualFigure
from campaigns.period import Period
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.shape import Panel
from campaigns.report.sums import Compared


def is_demo(
    ground: Ground, told: Paid, sums: Compared, elsewhere: Iterable[ManualFigure], evaluation: Panel
) -> bool:
    """Also where only a figure of an earlier period was, or a target. No query where no link's counts were made up."""
    earlier = [one for one in (sums.before, sums.year) if one]
    shown = set(evaluation.column("campaign"))
    return (
        any(row.is_demo for row in told.rows)
        or any(one.is_demo for one in earlier)
        or any(one.is_demo for one in elsewhere)
        or any(plan.is_demo for slug, plan in ground.plans.items() if slug in shown)
        or _has_counts(ground, [ground.query.period, *(one.period for one in earlier)])
    )


def _has_counts(ground: Ground, periods: Iterable[Period]) -> bool:
    made_up = {pk for pk, source in ground.sources.items() if source.is_demo}
    return bool(made_up) and any(
        total["source_id"] in made_up
        for period in periods
        for total in ground.totals("source_id", "kind", "verdict", query=ground.query.during(period))
    )
