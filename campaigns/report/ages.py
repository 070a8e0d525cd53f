"""Ages, genders and areas as platforms tell them: one at a time, never joined with each other or with our counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from campaigns.ads.shape import Platform
from campaigns.report.figures import words
from campaigns.report.own import Ground
from campaigns.report.paid import Paid, PlatformFigures
from campaigns.report.shape import Column, Panel, Type
from campaigns.report.sums import platform_counts

TABLE = (
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page."),
    Column("platform", "Platform", Type.LABEL, "Who tells it."),
    Column("kind", "Paid or organic", Type.LABEL, "As the platform’s file has it."),
    Column("dimension", "Of", Type.LABEL, "What the platform divides by, such as age or gender."),
    Column("value", "Which", Type.LABEL, "As the platform calls it."),
    # Each dimension divides the same figures again, so no column of it is to be added up.
    Column("platform_impressions", "Shown", definition="As the platform counts.", is_additive=False),
    Column("platform_link_clicks", "Link clicks", definition="As the platform counts.", is_additive=False),
)
NOTES = (
    "The platforms’ own guesses about the accounts that saw something. We know nobody’s age: never joined with ours.",
    "Each dimension tells of the same people again. Platforms leave out small groups.",
)


class Thing(NamedTuple):
    campaign: str
    platform: str
    kind: str


def ages(ground: Ground, told: Paid) -> Panel:
    """No query of its own."""
    return Panel(
        name="ages",
        title="Ages, genders and areas, as platforms say",
        columns=TABLE,
        rows=tuple((*labels, *platform_counts(rows).values()) for labels, rows in cells(ground, told)),
        notes=NOTES,
        empty="No file of this period tells ages, genders or areas.",
        words=words(ground) | {"platform": {str(one): one.label for one in Platform}},
    )


def cells(ground: Ground, told: Paid) -> Iterator[tuple[tuple[str, ...], list[PlatformFigures]]]:
    """The labels of each row of the panel, with the platforms' rows that its figures are the sums of."""
    return _cells([row for row in (*told.rows, *told.aside) if _is_told(row, ground)])


def _is_told(row: PlatformFigures, ground: Ground) -> bool:
    return bool(row.breakdown) and row.is_in(ground.query.period)


def _cells(
    found: Iterable[PlatformFigures],
) -> Iterator[tuple[tuple[str, ...], list[PlatformFigures]]]:
    things: dict[Thing, dict[tuple[str, ...], list[PlatformFigures]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        things[Thing(row.campaign, row.platform, row.kind)][row.dimensions].append(row)
    for thing, grains in sorted(things.items()):
        for dimension in sorted({name for grain in grains for name in grain}):
            grain = min((one for one in grains if dimension in one), key=lambda one: (len(one), one))
            for value, rows in sorted(_values(grains[grain], dimension).items()):
                yield (*thing, dimension, value), rows


def _values(rows: Iterable[PlatformFigures], dimension: str) -> dict[str, list[PlatformFigures]]:
    found: dict[str, list[PlatformFigures]] = defaultdict(list)
    for row in _once(rows):
        found[dict(row.breakdown)[dimension]].append(row)
    return found


def _once(rows: Iterable[PlatformFigures]) -> Iterator[PlatformFigures]:
    """Without what a second file tells again of the same days, by other names or longer stretches of them."""
    days: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (row.first, -row.last.toordinal(), row.row_id)):
        span = range(row.first.toordinal(), row.last.toordinal() + 1)
        if all(days.get(day, row.import_id) == row.import_id for day in span):
            days.update(dict.fromkeys(span, row.import_id))
            yield row
