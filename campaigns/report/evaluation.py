"""Each campaign after the GCS Evaluation Cycle: what went in, what came out, what people took from it, what they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from campaigns.models import Tap
from campaigns.report.efforts import Effort, efforts
from campaigns.report.figures import COLUMNS
from campaigns.report.outtakes import SCALE, rounded
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import platform_counts, ratio, spend
from campaigns.report.targets import MEASURES as TARGETED
from campaigns.report.targets import PART


class Stage(StrEnum):
    INPUTS = "inputs"
    OUTPUTS = "outputs"
    OUTTAKES = "outtakes"
    OUTCOMES = "outcomes"


TABLE = (
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page."),
    Column("stage", "Stage", Type.LABEL, "Of the GCS Evaluation Cycle; its last, impact, is measured elsewhere."),
    Column("measure", "Measure", Type.LABEL, "What the row is about."),
    Column(
        "count", "Figure", definition="Of the days asked for. Devices are never added up.", is_additive=False
    ),
    Column("low", "At least", definition="The lower bound, where the figure is an estimate.", is_additive=False),
    Column("high", "At most", definition="The upper bound, where the figure is an estimate.", is_additive=False),
    Column("mean", "Mean answer", Type.RATIO, SCALE, is_additive=False, of=("count",)),
    Column("amount", "Amount", Type.MONEY, "In the row’s currency. Currencies are never added.", is_additive=False),
    Column("currency", "Currency", Type.LABEL, "ISO 4217."),
    Column("target", "Target", definition="For the whole campaign.", is_additive=False),
    Column(
        "share_of_target",
        "Share of target, %",
        Type.RATIO,
        "Only where the days asked for hold the whole run of the campaign; for spend, of the budget.",
        is_additive=False,
        of=("count", "target"),
    ),
    Column("words", "In words", Type.TEXT, "What the campaign’s plan says, or what the figure is of."),
)  # fmt: skip

SAID = {
    "objective": "Objective",
    "budget": "Budget",
    "spend": "Spend",
    "links": "Tracked links made",
    "placements": "Placements on our pages",
    "languages": "Languages",
    "other_inputs": "Other inputs",
    "devices": "Devices, an estimate",
    "answers_before": "Answers before a story",
    "answers_after": "Answers after it",
    "help_taps": "Help taps",
    "exits": "Exits",
    "other_outcomes": "Other outcomes",
} | {name: column.heading for name, column in COLUMNS.items() if name != "currency"}
OUTPUTS = ("platform_impressions", "impressions", "platform_link_clicks", "clicks_genuine", "visits")


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a row beside campaign and stage."""

    measure: str
    count: int | None = None
    low: int | None = None
    high: int | None = None
    mean: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    target: int | None = None
    share: Decimal | None = None
    words: str | None = None

    @property
    def cells(self) -> tuple[Value, ...]:
        return (
            self.measure,
            self.count,
            self.low,
            self.high,
            self.mean,
            self.amount,
            self.currency,
            self.target,
            self.share,
            self.words,
        )


def evaluation(ground: Ground, told: Paid) -> Panel:
    """No query but those of `efforts`."""
    found = efforts(ground, told)
    rows = []
    for slug in sorted(found):
        for stage, lines in _stages(found[slug]):
            rows += [(slug, stage.value, *line.cells) for line in lines]
    return Panel(
        name="evaluation",
        title="Inputs, outputs, outtakes and outcomes",
        columns=TABLE,
        rows=tuple(rows),
        notes=tuple(_notes(ground, found)),
        empty="No campaign has a plan or a figure in this period.",
        words={
            "campaign": ground.campaigns,
            "stage": {stage.value: stage.value.capitalize() for stage in Stage},
            "measure": SAID,
        },
    )


def _notes(ground: Ground, found: Mapping[str, Effort]) -> Iterator[str]:
    yield "Impact, such as serious violence itself, is measured elsewhere."
    if ground.query.is_of_parts:
        yield PART
    elif any(one.plan and not one.is_whole for one in found.values()):
        yield "A target is for a whole campaign: where this period doesn’t hold all of its run, it has no share."
    if any(one.devices for one in found.values()):
        yield "Devices are not people, and those of two rows may be the same: never add them."


def _stages(one: Effort) -> Iterator[tuple[Stage, list[Line]]]:
    yield Stage.INPUTS, list(_inputs(one))
    yield Stage.OUTPUTS, list(_outputs(one))
    yield Stage.OUTTAKES, list(_outtakes(one))
    yield Stage.OUTCOMES, list(_outcomes(one))


def _inputs(one: Effort) -> Iterator[Line]:
    plan = one.plan
    if plan and plan.objective:
        yield Line("objective", words=plan.objective)
    if plan and plan.budget is not None:
        yield Line("budget", amount=plan.budget, currency=plan.currency)
    for currency, amount in spend(one.rows).items():
        budget = plan.budget if plan and plan.currency == currency and one.is_whole else None
        yield Line("spend", amount=amount, currency=currency, share=ratio(amount, budget))
    made = "Made so far, with those that have ended."
    yield Line("links", count=sum(source.is_link for source in one.sources), words=made)
    yield Line("placements", count=sum(bool(source.placement) for source in one.sources), words=made)
    if one.languages is not None:
        yield Line("languages", count=one.languages, words="As the page is read today, English among them.")
    if plan and plan.inputs:
        yield Line("other_inputs", words=plan.inputs)


def _outputs(one: Effort) -> Iterator[Line]:
    counts = {**one.own, **platform_counts(one.rows)}
    for name in OUTPUTS:
        yield from _against(one, Line(name, count=counts[name]))
    for estimate in one.devices:
        yield Line(
            "devices",
            count=estimate.estimate,
            low=estimate.low,
            high=estimate.high,
            words=f"{estimate.window.first} to {estimate.window.last}",
        )


def _outtakes(one: Effort) -> Iterator[Line]:
    if one.outtake:
        before, after = one.outtake.before, one.outtake.after
        yield Line("answers_before", count=before.n, mean=rounded(before.mean))
        yield Line("answers_after", count=after.n, mean=rounded(after.mean))


def _outcomes(one: Effort) -> Iterator[Line]:
    yield from _against(one, Line("actions", count=one.own["actions"]))
    if one.taps is not None:
        words = "In the whole months of this period."
        yield Line("help_taps", count=one.taps[Tap.HELP], words=words)
        yield Line("exits", count=one.taps[Tap.EXIT], words=words)
    if one.plan and one.plan.outcomes:
        yield Line("other_outcomes", words=one.plan.outcomes)


def _against(one: Effort, line: Line) -> Iterator[Line]:
    """No line where nobody counted and no target was set."""
    target = getattr(one.plan, line.measure) if one.plan and line.measure in TARGETED else None
    share = ratio(line.count, target) if one.is_whole else None
    if line.count is not None or target is not None:
        yield replace(line, target=target, share=share)
