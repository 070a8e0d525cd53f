"""The demo's figures: stored once, marked everywhere, and such as could have been counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from campaigns import months
from campaigns.demo import counts, days, links
from campaigns.demo.load import load
from campaigns.models import (
    AdImport,
    Annotation,
    CampaignPage,
    CampaignPlan,
    DeviceEstimate,
    Kind,
    ManualFigure,
    MonthTally,
    PlatformRow,
    QuarterTally,
    Source,
    Tally,
    Window,
)
from campaigns.period import Period, suppose
from campaigns.report.build import report
from campaigns.report.query import Query
from livesafe import languages
from livesafe.content.clock import tick

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def quiet() -> list[str]:
    return []


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Loaded once for all tests here, in a transaction that is taken back."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        for alias in settings.DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        with suppose(TODAY):
            load(lambda line: None)
        yield
        for alias in settings.DATABASES:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def figures(loaded: None, demo: None) -> None:
    """Two years of them."""


def everything() -> list[int]:
    models = (Tally, MonthTally, QuarterTally, Source, Window, DeviceEstimate, PlatformRow, AdImport)
    more = (Annotation, CampaignPlan, ManualFigure)
    return [model._default_manager.count() for model in (*models, *more)]


def test_the_same_days_always_have_the_same_figures():
    period = Period(dt.date(2026, 4, 1), dt.date(2026, 4, 30))

    assert counts.draw(period, links.LINKS) == counts.draw(period, links.LINKS)


def test_a_day_more_leaves_the_days_before_as_they_were():
    first = dt.date(2026, 4, 1)
    shorter, longer = (counts.draw(Period(first, first.replace(day=day)), links.LINKS) for day in (20, 21))

    assert {row: n for row, n in longer.items() if row[0].day <= 20} == shorter


def test_two_financial_years_reach_up_to_yesterday():
    assert days.span(dt.date(2026, 11, 21)) == Period(dt.date(2025, 4, 1), dt.date(2026, 11, 21))
    assert days.span(dt.date(2027, 3, 31)).first == dt.date(2025, 4, 1)
    assert days.span(dt.date(2027, 4, 1)).first == dt.date(2026, 4, 1)


def test_loading_again_changes_nothing(figures, quiet):
    before = everything()
    with suppose(TODAY):
        load(quiet.append)

    assert everything() == before
    assert quiet == []


def test_a_site_without_the_demo_campaigns_gets_none(demo, quiet):
    Source.objects.filter(is_demo=True)._raw_delete("default")
    CampaignPage.objects.filter(slug="make-a-stand").update(slug="our-own")
    load(quiet.append)

    assert not Source.objects.filter(is_demo=True).exists()
    assert quiet == []


def test_every_figure_is_marked_but_the_published_ones(figures):
    made_up = set(Source.objects.filter(is_demo=True).values_list("pk", flat=True))

    assert set(Tally.objects.values_list("source_id", flat=True)) <= made_up
    assert not AdImport.objects.filter(is_demo=False).exists()
    assert not CampaignPlan.objects.filter(is_demo=False).exists()
    assert not Annotation.objects.filter(is_demo=False).exists()
    published = ManualFigure.objects.filter(is_demo=False).values_list("value", "wording", "source")
    assert {value for value, _, _ in published} == {2_500_000, 28_000, 2_300_000}
    assert {source for _, _, source in published} == {"Violence Reduction Network, annual report 2022-23"}


def test_every_period_that_has_them_says_that_they_are_demo_figures(figures):
    with suppose(TODAY):
        for period in ("2025-26", "2026-27-Q2", "2026-11", "this-quarter"):
            assert report(Query.of(f"period={period}")).is_demo, period
        assert not report(Query.of("period=2022-23")).is_demo


def test_no_link_of_theirs_leads_anybody(figures):
    assert not Source.objects.filter(is_demo=True, archived=False).exists()


def test_fewer_arrive_than_click_and_fewer_act_than_arrive(figures):
    by_kind = dict(
        Tally.objects.filter(verdict="genuine").values_list("kind").annotate(total=Sum("n")).order_by()
    )

    assert by_kind[Kind.IMPRESSION] > by_kind[Kind.CLICK] > by_kind[Kind.PLEDGE] > by_kind[Kind.SHARE]
    for source in Source.objects.filter(is_demo=True).exclude(channel="direct"):
        of = Tally.objects.filter(source_id=source.pk, verdict="genuine")
        clicks, visits = (
            of.filter(kind=kind).aggregate(total=Sum("n"))["total"] or 0 for kind in ("click", "visit")
        )
        assert visits <= clicks


def test_nobody_was_reached_in_one_language_and_a_few_in_another(figures):
    with suppose(TODAY):
        found = report(Query.of("period=2026-27-Q2")).panel("languages")
    evidence = dict(zip(found.column("language"), found.column("evidence"), strict=True))
    arrivals = dict(zip(found.column("language"), found.column("local_arrivals"), strict=True))

    assert set(evidence) == languages.CODES
    assert "no evidence" in str(evidence["so"])
    assert any(0 < int(n or 0) < 10 for n in arrivals.values())


def test_the_files_of_platforms_are_understood_as_meant(figures):
    assert set(PlatformRow.objects.values_list("platform", flat=True)) == {
        "meta",
        "tiktok",
        "snapchat",
        "google",
    }
    assert not AdImport.objects.exclude(state=AdImport.State.DONE).exists()
    with suppose(TODAY):
        channels = report(Query.of("period=2026-27-Q2")).panel("channels")
    for row in channels.records:
        if row["channel"] in {"tiktok", "instagram", "snapchat", "facebook", "youtube"}:
            assert row["platform_impressions"] > row["platform_link_clicks"] > 0
            assert row["spend"] > 0


def test_the_clock_finds_nothing_to_mend(figures):
    before = everything()
    with suppose(TODAY):
        assert tick() == []

    assert everything() == before
    assert months.wrong() == []


def test_a_headline_of_last_quarter_stands(figures):
    with suppose(TODAY):
        assert report(Query.of("period=2026-27-Q2")).headline.doubts == ()
