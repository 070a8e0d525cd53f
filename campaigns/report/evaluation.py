"""Each campaign after the GCS Evaluation Cycle: what went in, what came out, what people took from it, what they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from campaigns.models import OUTTAKES, CampaignPlan, DeviceEstimate, Source, Span, Tap
from campaigns.report.figures import COLUMNS
from campaigns.report.help import by_campaign
from campaigns.report.outtakes import SCALE, Outtake, of_campaigns, rounded
from campaigns.report.own import UNKNOWN, Ground, figures_of, whole
from campaigns.report.paid import Paid, PlatformFigures
from campaigns.report.query import Dimension
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import platform_counts, ratio, spend
from campaigns.report.targets import MEASURES as TARGETED
from campaigns.report.targets import PART, covers, is_of_parts, run
from livesafe import languages
from livesafe.translations.models import Standing


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


@dataclass(slots=True)
class Known:
    """What is known of one campaign."""

    totals: list[dict[str, Any]] = field(default_factory=list)
    rows: list[PlatformFigures] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    devices: list[DeviceEstimate] = field(default_factory=list)
    taps: Mapping[str, int] | None = None
    outtake: Outtake | None = None
    languages: int | None = None
    plan: CampaignPlan | None = None
    is_whole: bool = False  # The period holds all of its run, so that targets may be compared.


def evaluation(ground: Ground, told: Paid) -> Panel:
    """Four queries, however many campaigns: tallies, devices, help taps, and the languages of their pages."""
    found = _known(ground, told)
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


def _notes(ground: Ground, found: Mapping[str, Known]) -> Iterator[str]:
    yield "Impact, such as serious violence itself, is measured elsewhere."
    if is_of_parts(ground):
        yield PART
    elif any(one.plan and not one.is_whole for one in found.values()):
        yield "A target is for a whole campaign: where this period doesn’t hold all of its run, it has no share."
    if any(one.devices for one in found.values()):
        yield "Devices are not people, and those of two rows may be the same: never add them."


# What is known ----------------------------------------------------------------------


def _known(ground: Ground, told: Paid) -> dict[str, Known]:
    """Of each campaign that has a figure in the period, or a plan for a run that touches it."""
    found: dict[str, Known] = defaultdict(Known)
    totals = ground.totals("source_id", "kind", "verdict")
    for total in totals:
        if total["kind"] in OUTTAKES or figures_of(total["kind"], total["verdict"]):
            source = ground.sources.get(total["source_id"])
            found[source.campaign if source else UNKNOWN].totals.append(total)
    for row in told.rows:
        found[row.campaign].rows.append(row)
    for slug, taps in by_campaign(ground.query).items():
        found[slug].taps = taps
    for estimate in _devices(ground):
        found[estimate.campaign].devices.append(estimate)
    for slug in _planned(ground):
        found[slug].plan = ground.plans[slug]
    for slug, outtake in of_campaigns(ground, totals).items():
        found[slug].outtake = outtake
    _look_up(found, ground)
    return dict(found)


def _planned(ground: Ground) -> Iterable[str]:
    asked = ground.query.values.get(Dimension.CAMPAIGN)
    return [slug for slug in ground.plans if _touches(slug, ground) and (asked is None or slug in asked)]


def _touches(slug: str, ground: Ground) -> bool:
    days, period = run(ground.pages.get(slug)), ground.query.period
    return days is not None and days.first <= period.last and period.first <= days.last


def _look_up(found: Mapping[str, Known], ground: Ground) -> None:
    kept = ground.sources.keys() if ground.wanted is None else ground.wanted
    for source in map(ground.sources.__getitem__, kept):
        if source.campaign in found:
            found[source.campaign].sources.append(source)
    spoken = _languages(ground, found)
    for slug, one in found.items():
        one.plan = ground.plans.get(slug)
        one.languages = spoken.get(slug)
        one.is_whole = not is_of_parts(ground) and covers(ground.query.period, ground.pages.get(slug))


def _devices(ground: Ground) -> Iterable[DeviceEstimate]:
    """Of a campaign's windows that lie in the period and are over: the numbers that are left of their sketches."""
    query = ground.query
    if is_of_parts(ground):
        return []
    found = DeviceEstimate.objects.select_related("window").filter(
        window__span=Span.CAMPAIGN,
        window__ended__isnull=False,
        window__first__gte=max(query.period.first, query.since or query.period.first),
        window__last__lte=query.period.last,
        dimension="",
    )
    if asked := query.values.get(Dimension.CAMPAIGN):
        found = found.filter(campaign__in=asked)
    return found.order_by("window__first", "pk")


def _languages(ground: Ground, slugs: Iterable[str]) -> dict[str, int]:
    """In how many languages each campaign's page can be read today, English among them."""
    keys = {ground.pages[slug].object_key: slug for slug in slugs if slug in ground.pages}
    count = dict.fromkeys(keys.values(), 1)
    codes = [language.code for language in languages.TARGETS]
    for standing in Standing.objects.filter(object_key__in=keys, language__in=codes):
        count[keys[standing.object_key]] += standing.state in {"machine", "reviewed"}
    return count


# Its four stages --------------------------------------------------------------------


def _stages(one: Known) -> Iterator[tuple[Stage, list[Line]]]:
    yield Stage.INPUTS, list(_inputs(one))
    yield Stage.OUTPUTS, list(_outputs(one))
    yield Stage.OUTTAKES, list(_outtakes(one))
    yield Stage.OUTCOMES, list(_outcomes(one))


def _inputs(one: Known) -> Iterator[Line]:
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


def _outputs(one: Known) -> Iterator[Line]:
    counts = whole(one.totals) | platform_counts(one.rows)
    for name in OUTPUTS:
        yield _against(one, Line(name, count=counts[name]))
    for estimate in one.devices:
        yield Line(
            "devices",
            count=estimate.estimate,
            low=estimate.low,
            high=estimate.high,
            words=f"{estimate.window.first} to {estimate.window.last}",
        )


def _outtakes(one: Known) -> Iterator[Line]:
    if one.outtake:
        before, after = one.outtake.before, one.outtake.after
        yield Line("answers_before", count=before.n, mean=rounded(before.mean))
        yield Line("answers_after", count=after.n, mean=rounded(after.mean))


def _outcomes(one: Known) -> Iterator[Line]:
    yield _against(one, Line("actions", count=whole(one.totals)["actions"]))
    if one.taps is not None:
        words = "In the whole months of this period."
        yield Line("help_taps", count=one.taps[Tap.HELP], words=words)
        yield Line("exits", count=one.taps[Tap.EXIT], words=words)
    if one.plan and one.plan.outcomes:
        yield Line("other_outcomes", words=one.plan.outcomes)


def _against(one: Known, line: Line) -> Line:
    target = getattr(one.plan, line.measure) if one.plan and line.measure in TARGETED else None
    share = ratio(line.count, target) if one.is_whole else None
    return replace(line, target=target, share=share)
