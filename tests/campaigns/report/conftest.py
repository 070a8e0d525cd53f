"""Two campaigns' links with counts of our own, rows of platforms' files, and ways to ask the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from decimal import Decimal
from itertools import count as numbers
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from campaigns import tally
from campaigns.models import (
    AdCampaign,
    AdImport,
    CampaignPage,
    CampaignPlan,
    ManualFigure,
    PlatformRow,
    Source,
    Tally,
)
from campaigns.report.build import report
from campaigns.report.own import Ground
from campaigns.report.query import Query
from campaigns.report.shape import Panel, Report
from livesafe.content import groups
from livesafe.content.models import HomePage, PlainPage

QUARTER = "period=2026-27-Q2"  # 1 July to 30 September 2026.
SOURCES = {
    "direct": {"campaign": "one", "channel": "direct"},
    "pstr2": {"campaign": "one", "channel": "poster", "venue": "Library"},
    "nstg2": {"campaign": "one", "channel": "instagram", "creative": "film"},
    "fcbk2": {"campaign": "one", "channel": "facebook"},
    "tktk2": {"campaign": "two", "channel": "tiktok"},
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def in_november() -> Iterator[None]:
    """A noon after the quarter that is asked for."""
    with time_machine.travel("2026-11-22T12:00Z", tick=False):
        yield


@pytest.fixture
def sources(db: None) -> dict[str, Source]:
    return {code: Source.objects.create(code=code, **row) for code, row in SOURCES.items()}


@pytest.fixture
def count(sources: dict[str, Source]) -> Callable[..., None]:
    def count(n: int, kind: str = "click", code: str = "pstr2", on: str = "2026-08-01", **more: Any) -> None:
        row = {"language": "gu", "verdict": "genuine"} | more
        tally.add([Tally(source_id=sources[code].pk, kind=kind, n=n, day=day(on), **row)])

    return count


@pytest.fixture
def told(db: None) -> Callable[..., PlatformRow]:
    """A row of a platform's file."""
    number = numbers()

    def told(
        campaign: str = "one", first: str = "2026-08-01", last: str = "", *, spend: str = "", **more: Any
    ) -> PlatformRow:
        of, _ = AdCampaign.objects.get_or_create(
            key=f"key of {campaign}", defaults={"name": f"Ads of {campaign}", "campaign": campaign}
        )
        file, _ = AdImport.objects.get_or_create(
            name="export.csv", defaults={"sha256": "0" * 64, "state": "done", "platform": "tiktok"}
        )
        row: dict[str, Any] = {
            "platform": "tiktok",
            "channel": "tiktok",
            "kind": "paid",
            "grain": "campaign",
            "campaign_name": of.name,
            "first": day(first),
            "last": day(last or first),
            "is_day": not last,
            "spend": Decimal(spend) if spend else None,
            "currency": "GBP" if spend else "",
            "line": 1,
        }
        row |= {"brought_by": file} | more
        return PlatformRow.objects.create(key_hash=str(next(number)), ad_campaign=of, **row)

    return told


@pytest.fixture
def page(db: None) -> Callable[..., CampaignPage]:
    """A campaign's landing page, which says when it runs."""

    def page(slug: str = "one", starts: str = "2026-07-01", ends: str = "2026-09-30") -> CampaignPage:
        home = HomePage.objects.get()
        shelf = PlainPage.objects.filter(slug="drives").first()
        if shelf is None:
            shelf = PlainPage(title="Drives", slug="drives", headline_en="Drives", summary_en="Drives")
            home.add_child(instance=shelf)
        made = CampaignPage(
            title=f"Campaign {slug}",
            slug=slug,
            headline_en="Stand",
            summary_en="Stand",
            starts=day(starts) if starts else None,
            ends=day(ends) if ends else None,
        )
        shelf.add_child(instance=made)
        return made

    return page


@pytest.fixture
def plan(db: None) -> Callable[..., CampaignPlan]:
    def plan(campaign: str = "one", **targets: Any) -> CampaignPlan:
        return CampaignPlan.objects.create(campaign=campaign, **targets)

    return plan


@pytest.fixture
def elsewhere(db: None) -> Callable[..., ManualFigure]:
    def elsewhere(measure: str, value: int, wording: str = "", **more: Any) -> ManualFigure:
        row = {"first": "2026-07-01", "last": "2026-09-30", "source": "Annual report, page 12"} | more
        figure = ManualFigure(measure=measure, value=value, wording=wording, **row)
        figure.full_clean()
        figure.save()
        return ManualFigure.objects.get(pk=figure.pk)

    return elsewhere


def log_in(client: Client, group: str) -> Client:
    user = User.objects.create_user(group, f"{slugify(group)}@example.org", "a long password")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


@pytest.fixture
def analyst(db: None) -> Client:
    return log_in(Client(), groups.ANALYSTS)


@pytest.fixture
def editor(db: None) -> Client:
    return log_in(Client(), groups.EDITORS)


def ask(address: str = QUARTER) -> Report:
    return report(Query.of(address))


def rows(panel: Panel, *names: str) -> list[Any]:
    """The values of some columns, row by row; of one column, by themselves."""
    found = [tuple(record[name] for name in names) for record in panel.records]
    return [one for (one,) in found] if len(names) == 1 else found


def records(panel: Panel, name: str) -> dict[Any, dict[str, Any]]:
    """The rows by one of their labels."""
    return {record[name]: record for record in panel.records}


def look_up(ground: Ground) -> None:
    """Let a report know what all its panels look up, before the queries of one of them are counted."""
    assert ground.sources is not None
    assert ground.plans is not None
    assert ground.campaigns is not None
    assert ground.coverage is not None
    ground.totals("verdict")


def queries(work: Callable[[], object]) -> int:
    """How many questions all databases together are asked, without what only begins or ends them."""
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
        work()
    return sum("SELECT" in query["sql"] for one in seen for query in one.captured_queries)


def said(panel: Panel) -> str:
    return " ".join(panel.notes)


def cells(panel: Panel) -> Sequence[Sequence[Any]]:
    return [list(row) for row in panel.rows]
