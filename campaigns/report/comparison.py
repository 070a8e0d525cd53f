"""The whole of what was asked: each measure beside the period before, the same a year ago, and its target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.text import get_text_list

from campaigns.period import Period
from campaigns.report.figures import COLUMNS
from campaigns.report.own import OWN, Ground
from campaigns.report.paid import Paid, notes
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import PLATFORM, Compared, Earlier, Sums, change, ratio
from campaigns.report.targets import Targets, targets

MEASURES = (*OWN, *PLATFORM)
SPEND = "spend"
TABLE = (
    Column("measure", "Measure", Type.LABEL, "What was counted; see its definition."),
    Column("currency", "Currency", Type.LABEL, "ISO 4217, for money. Each currency has a row of its own."),
    Column("this_period", "This period", definition="All that was counted in the days asked for."),
    Column("previous_period", "Period before", definition="The same of the period before it."),
    Column(
        "change",
        "Change, %",
        Type.RATIO,
        "The difference in per cent of the period before; none where that was nought or not of all its days.",
        is_additive=False,
        of=("this_period", "previous_period"),
    ),
    Column("year_before", "A year ago", definition="The same of the same days a year ago."),
    Column(
        "change_on_year",
        "Change in a year, %",
        Type.RATIO,
        "The difference in per cent of the same days a year ago; none where that was nought or not of all those days.",
        is_additive=False,
        of=("this_period", "year_before"),
    ),
    Column("target", "Target", definition="What the campaigns’ plans set out to reach; for spend, their budget."),
    Column(
        "share_of_target",
        "Share of target, %",
        Type.RATIO,
        "This period’s figure in per cent of the target.",
        is_additive=False,
        of=("this_period", "target"),
    ),
)  # fmt: skip

NOTHING = Sums({}, {})
Number = int | Decimal | None


def comparison(ground: Ground, told: Paid, sums: Compared) -> Panel:
    """No query of its own."""
    set_out = targets(ground)
    return Panel(
        name="whole",
        title="The whole, and how it changed",
        columns=TABLE,
        rows=tuple(_rows(sums, set_out)),
        notes=(*_notes(ground, sums), *set_out.notes, *ground.left_out, *notes(ground.query, told)),
        words={"measure": {name: COLUMNS[name].heading for name in (*MEASURES, SPEND)}},
    )


def _rows(sums: Compared, set_out: Targets) -> Iterator[tuple[Value, ...]]:
    before, year = (one.sums if one else NOTHING for one in (sums.before, sums.year))
    for name in MEASURES:
        counts = (one.counts.get(name) for one in (sums.now, before, year))
        yield _row(sums, name, None, *counts, target=set_out.counts.get(name))
    for currency in sorted({*sums.now.spend, *before.spend, *year.spend, *set_out.budget}):
        spend = (one.spend.get(currency) for one in (sums.now, before, year))
        yield _row(sums, SPEND, currency, *spend, target=set_out.budget.get(currency))


def _row(
    sums: Compared, measure: str, currency: str | None, *figures: Number, target: Number
) -> tuple[Value, ...]:
    now, before, year = figures
    changes = [
        change(now, then) if one and _is_whole(one, measure) else None
        for one, then in ((sums.before, before), (sums.year, year))
    ]
    return (measure, currency, now, before, changes[0], year, changes[1], target, ratio(now, target))


def _is_whole(earlier: Earlier, measure: str) -> bool:
    """Whether an earlier figure is of all its days: from a part of them everything would seem to have grown."""
    return earlier.has_own if measure in OWN else not (earlier.is_cut or earlier.is_early)


def _notes(ground: Ground, sums: Compared) -> Iterable[str]:
    found = [one for one in (sums.before, sums.year) if one]
    names = _named(one.period for one in found)
    if not found:
        yield "There is nothing to compare this period with."
    elif sums.is_so_far:
        yield (
            "This period is not over, and today is not either. It is compared with as many days at the beginning of "
            f"the earlier ones: {names}."
        )
    else:
        yield f"Compared with {names}."
    periods = (ground.query.period, *(one.period for one in found))
    if ground.counted and (before := [one for one in periods if not ground.had_begun(one.first)]):
        yield f"Our own counts begin on {ground.counted.first}, so they don’t hold all of {_named(before)}."
    if any(one.is_cut for one in found):
        yield "Platforms’ rows that reach beyond an earlier period are in none of its figures."
    if early := [one.period for one in found if one.is_early]:
        yield f"A platform’s files begin later than {_named(early)}, so they don’t hold all of it."


def _named(periods: Iterable[Period]) -> str:
    return get_text_list(list(dict.fromkeys(one.name for one in periods)), "and")
