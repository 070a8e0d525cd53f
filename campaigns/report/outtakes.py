"""What young people answered before a story and after it: means from the sums of all answers, never from means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from campaigns.models import OUTTAKES
from campaigns.report.own import UNKNOWN, Ground
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.verdict import Verdict

BEFORE = "before"
SCALE = "From 1, not at all, to 5, very."
EXACT = Decimal("0.01")

TABLE = (
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page."),
    Column("before_answers", "Answers before", definition="Taps before a story. Nobody has to answer."),
    Column("before_mean", "Mean before", Type.RATIO, SCALE, is_additive=False, of=("before_answers",)),
    Column("after_answers", "Answers after", definition="Taps after it, by those who came that far."),
    Column("after_mean", "Mean after", Type.RATIO, SCALE, is_additive=False, of=("after_answers",)),
    Column(
        "change",
        "Change",
        Type.RATIO,
        "Mean after less mean before, from all answers. Who answered before may not be who answered after.",
        is_additive=False,
        of=("before_answers", "after_answers"),
    ),
)


@dataclass(slots=True)
class Answers:
    """`points` is the sum of what was tapped."""

    n: int = 0
    points: int = 0

    def add(self, answer: int, n: int) -> None:
        self.n += n
        self.points += answer * n

    @property
    def mean(self) -> Decimal | None:
        return Decimal(self.points) / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Outtake:
    before: Answers
    after: Answers

    @property
    def change(self) -> Decimal | None:
        before, after = self.before.mean, self.after.mean
        return None if before is None or after is None else rounded(after - before)


def outtakes(ground: Ground) -> Panel:
    """One query. A campaign that nobody answered has no row."""
    found = of_campaigns(ground, ground.totals("source_id", "kind", "verdict"))
    return Panel(
        name="outtakes",
        title="What people answered, before and after",
        columns=TABLE,
        rows=tuple((campaign, *_cells(outtake)) for campaign, outtake in sorted(found.items())),
        empty=" ".join(ground.left_out) or "Nobody answered before or after a story in this period.",
        words={"campaign": ground.campaigns},
    )


def of_campaigns(ground: Ground, totals: Iterable[dict[str, Any]]) -> dict[str, Outtake]:
    """From totals by source, kind and verdict."""
    found: dict[str, Outtake] = defaultdict(lambda: Outtake(Answers(), Answers()))
    for total in totals:
        if total["kind"] in OUTTAKES and total["verdict"] == Verdict.GENUINE:
            source = ground.sources.get(total["source_id"])
            when, answer = total["kind"].split("_")
            outtake = found[source.campaign if source else UNKNOWN]
            (outtake.before if when == BEFORE else outtake.after).add(int(answer), total["total"])
    return dict(found)


def _cells(outtake: Outtake) -> tuple[Value, ...]:
    before, after = outtake.before, outtake.after
    return (before.n, rounded(before.mean), after.n, rounded(after.mean), outtake.change)


def rounded(mean: Decimal | None) -> Decimal | None:
    return None if mean is None else mean.quantize(EXACT, ROUND_HALF_UP)
