"""What staff would have said about the demo figures; and the totals that a real annual report published."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from campaigns.demo import days
from campaigns.demo.links import DONT_CARRY, MAKE_A_STAND
from campaigns.models import Annotation, CampaignPlan, ManualFigure
from campaigns.period import Period

Measure = ManualFigure.Measure
ANNUAL_REPORT = "Violence Reduction Network, annual report 2022-23"
# These are no demo figures: they were published, and stand as they were.
PUBLISHED = (
    (Measure.IMPRESSIONS, 2_500_000, "over two and half million impressions"),
    (Measure.CLICKS, 28_000, "over 28,000+ genuine clicks"),
    (Measure.PEOPLE, 2_300_000, "over 2.3 million parents, carers and young people"),
)
PLANS = (
    CampaignPlan(
        campaign=DONT_CARRY,
        objective="More young people say no to carrying a knife, and know whom to ask for help.",
        audience=CampaignPlan.Audience.YOUNG_PEOPLE,
        budget=Decimal(18_000),
        inputs="Films by the Demo Youth Club, 60 hours of staff time, 400 posters.",
        outcomes="None measured: these are demo figures.",
        platform_impressions=2_600_000,
        impressions=80_000,
        clicks_genuine=24_000,
        visits=24_000,
        actions=1_600,
    ),
    CampaignPlan(
        campaign=MAKE_A_STAND,
        objective="More young people know a safe way to help when somebody is in trouble.",
        audience=CampaignPlan.Audience.EVERYBODY,
        budget=Decimal(9_500),
        inputs="Lessons at Example Academy and Sample High School, 45 hours of staff time.",
        outcomes="None measured: these are demo figures.",
        platform_impressions=1_500_000,
        impressions=55_000,
        clicks_genuine=17_500,
        visits=18_000,
        actions=2_700,
    ),
)


def say(period: Period) -> None:
    """Store what isn't there yet."""
    have = set(CampaignPlan.objects.values_list("campaign", flat=True))
    for plan in PLANS:
        if plan.campaign not in have:
            CampaignPlan(**{**_fields(plan), "is_demo": True}).save()
    Annotation.objects.bulk_create(_noted(period))
    for measure, value, wording in PUBLISHED:
        year = {"first": dt.date(2022, 4, 1), "last": dt.date(2023, 3, 31)}
        ManualFigure.objects.get_or_create(
            measure=measure, source=ANNUAL_REPORT, **year, defaults={"value": value, "wording": wording}
        )
    _printed(period)


def _fields(plan: CampaignPlan) -> dict[str, object]:
    return {
        field.name: getattr(plan, field.name) for field in plan._meta.concrete_fields if field.name != "id"
    }


def _noted(period: Period) -> list[Annotation]:
    pushes = [
        Annotation(first=spell.first, last=spell.last, campaign=push.campaign, words=push.words, is_demo=True)
        for push in days.PUSHES
        for spell in days.spells(push.first, push.last, period)
    ]
    closed = [
        Annotation(first=spell.first, last=spell.last, words=words, is_demo=True)
        for words, first, last in days.CLOSED
        for spell in days.spells(first, last, period)
    ]
    return [*pushes, *closed]


def _printed(period: Period) -> None:
    """Figures that nobody could count but whoever was there, made up too."""
    for spell in days.spells((4, 21), (4, 21), period):
        ManualFigure.objects.create(
            measure=Measure.PRINT_RUN, value=400, first=spell.first, last=spell.last, campaign=DONT_CARRY,
            channel="poster", source="Invoice of the Sample Print Shop", is_demo=True,
        )  # fmt: skip
    for spell in days.spells((9, 14), (9, 14), period):
        ManualFigure.objects.create(
            measure=Measure.ATTENDANCE, value=640, wording="about 640", first=spell.first, last=spell.last,
            campaign=MAKE_A_STAND, channel="school", source="Head teacher’s letter, Example Academy", is_demo=True,
        )  # fmt: skip
