"""What is left of a report for an audience outside the VRN, where no number may point at a few young people.

A count of 1 to 9 reads `<10`, any other is rounded to 5, and `hidden` stands where a sum, a column beside it or another
panel would give a small one away. What is made of counts (gaps, shares, costs) is made anew of what is shown, so it
says nothing more; words that were chosen by exact counts are hidden. A nought stays: it tells that nobody did, so it
points at nobody, and without it nobody could see where there is no evidence of reach.

Guaranteed, for everything that one report shows together: whoever takes `hidden` for any number is left with at least
four values for every count of 1 to 9, and with most for all nine. `forest` says what adds up to what, `inference` works
out what is left, and their tests try every value.

Not guaranteed: anything of several reports together. Each count is rounded as it is, so it reads the same in every
report, and the difference of two numbers leaves at least four values to what lies between them. But two sums that are
few can be given away by a third (twice `<10` and together 20 are nine each), one report shows what another hid, and who
may ask without end, of periods that overlap, draws the circle ever closer. So whoever is outside has one question (a
share link, an e-mail), or a token for a few campaigns whose every question is logged. Spend stays as it is. And not
every risk is a small number: a place that stands for one class of a school is not for others at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from campaigns.models import Span
from campaigns.report.forest import Published, publish
from campaigns.report.inference import is_small, rounded
from campaigns.report.query import Audience
from campaigns.report.reach import OURS
from campaigns.report.shape import FEW, HIDDEN, Column, Panel, Report, Type, Value
from campaigns.report.sums import change, ratio
from campaigns.report.worth import each, per_thousand

# What staff, a census or a plan says in so many words: no count of anybody.
PUBLIC = frozenset(
    {("languages", "speakers"), ("heat", "speakers"), ("whole", "target"), ("evaluation", "target")}
)
MADE_BY_STAFF = frozenset({"links", "placements", "languages"})  # Rows of the evaluation.
QUOTED = frozenset({"manual"})  # As their sources have them, so never rounded.
# Panels whose words are staff's own, a plan's or a file's.
SAID = frozenset(
    {"calendar", "languages", "evaluation", "manual", "completeness", "keys", "rules", "ages", "reach"}
)
BOUNDS = frozenset({"low", "estimate", "high"})

Row = Mapping[str, Value]
MADE: Mapping[tuple[str, str], Callable[[Mapping[str, int | Decimal | None]], Value]] = {
    ("channels", "gap"): lambda row: _less(row["platform_link_clicks"], row["arrivals"]),
    ("channels", "arrivals_per_100"): lambda row: ratio(row["arrivals"], row["platform_link_clicks"]),
    ("channels", "cost_per_click"): lambda row: each(row["spend"], row["arrivals"]),
    ("channels", "cpm"): lambda row: per_thousand(row["spend"], row["platform_impressions"]),
    ("channels", "cpc"): lambda row: each(row["spend"], row["platform_link_clicks"]),
    ("kinds", "cpm"): lambda row: per_thousand(row["spend"], row["platform_impressions"]),
    ("kinds", "cpc"): lambda row: each(row["spend"], row["platform_link_clicks"]),
    ("worth", "cpm"): lambda row: per_thousand(row["spend"], row["platform_impressions"]),
    ("worth", "cpc"): lambda row: each(row["spend"], row["platform_link_clicks"]),
    ("worth", "cost_per_click"): lambda row: each(row["spend"], row["clicks_genuine"]),
    ("whole", "change"): lambda row: change(row["this_period"], row["previous_period"]),
    ("whole", "change_on_year"): lambda row: change(row["this_period"], row["year_before"]),
    ("whole", "share_of_target"): lambda row: ratio(row["this_period"], row["target"]),
    ("evaluation", "share_of_target"): lambda row: ratio(row["count"], row["target"]),
    ("evaluation", "mean"): lambda row: _mean(row["mean"]),
    ("outtakes", "before_mean"): lambda row: _mean(row["before_mean"]),
    ("outtakes", "after_mean"): lambda row: _mean(row["after_mean"]),
    ("outtakes", "change"): lambda row: _less(_mean(row["after_mean"]), _mean(row["before_mean"])),
    ("languages", "per_1000"): lambda row: ratio(row["local_arrivals"], row["speakers"], times=1000, places="0.01"),
    ("heat", "per_1000"): lambda row: ratio(row["local_arrivals"], row["speakers"], times=1000, places="0.01"),
}  # fmt: skip


def hide(report: Report) -> Report:
    """The report as its audience may see it; for the VRN it is the same. The headline is made of what is left."""
    if report.query.audience is Audience.VRN:
        return report
    published = publish(report.panels)
    return replace(
        report, panels=tuple(_panel(at, panel, published) for at, panel in enumerate(report.panels))
    )


def _panel(at: int, panel: Panel, published: Published) -> Panel:
    rows: list[dict[str, Value]] = []
    for number, record in enumerate(panel.records):
        rows.append(
            {
                column.name: published.get((at, number, column.name), _alone(record, column, panel))
                for column in panel.columns
            }
        )
    if panel.name in {"reach", "overlap"}:
        rows = list(_devices(rows))
    for row in rows:
        row.update({column.name: _made(row, column, panel) for column in panel.columns if column.of})
    return replace(panel, rows=tuple(tuple(row.values()) for row in rows))


def _alone(record: Row, column: Column, panel: Panel) -> Value:
    """A cell that is no part of any sum."""
    value = record[column.name]
    match column.type:
        case Type.COUNT if isinstance(value, int) and not column.of:
            if (panel.name, column.name) in PUBLIC or record.get("measure") in MADE_BY_STAFF:
                return value
            return FEW if is_small(value) else value if panel.name in QUOTED else rounded(value)
        case Type.TEXT if isinstance(value, str) and panel.name not in SAID:
            return HIDDEN if any(character.isdigit() for character in value) else value
        case Type.RATIO if value is not None and not column.of:
            return HIDDEN  # Nobody said of what it is made.
        case _:
            return value


def _made(row: Row, column: Column, panel: Panel) -> Value:
    """What is made of other cells, made again of what is shown of them."""
    if row[column.name] is None or all(row[name] is None for name in column.of):
        return row[column.name]
    make = MADE.get((panel.name, column.name))
    if make is None or any(isinstance(row[name], str) for name in column.of):
        return HIDDEN
    return make({name: value for name, value in row.items() if not isinstance(value, str)})


def _less(one: int | Decimal | None, other: int | Decimal | None) -> Value:
    return None if one is None or other is None else one - other


def _mean(value: int | Decimal | None) -> Decimal | None:
    """To one place, so that it fits any number of answers from ten on."""
    return None if value is None else Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _devices(rows: Iterable[dict[str, Value]]) -> Iterable[dict[str, Value]]:
    """Our estimates of whole campaigns and days alone: what two channels have in common is what both have, less what
    either has. Days are shown where none has few, since the devices of all are no more than those of each."""
    rows = list(rows)
    days = [row for row in rows if row["span"] == Span.DAY and not row["dimension"]]
    has_few = any(row[name] == FEW for row in days for name in BOUNDS)
    for row in rows:
        is_ours = row.get("counted_by", OURS) == OURS
        if is_ours and (row["dimension"] or (has_few and row["span"] == Span.DAY)):
            row.update({name: HIDDEN for name in BOUNDS if row[name] is not None})
    return rows
