"""A campaign, a page that carries its card, and ways to act on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import OperationalError, connections
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from campaigns import flood, known, rules, sketches, traffic
from campaigns.models import CampaignPage, Kind, Source, Tally
from livesafe.content.models import BasePage, HomePage, PlainPage
from tests.campaigns.agents import FIREFOX


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """A process that has just started: it knows no code and remembers no act."""
    known.memory.clear()
    traffic.recent.clear()
    flood.gauge.clear()
    rules.notes.clear()
    sketches.collector.clear()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass for what the process remembers."""
    now = [0.0]
    monkeypatch.setattr(known, "memory", known.Memory(clock=lambda: now[0]))

    def later(seconds: float) -> None:
        now[0] += seconds

    return later


@pytest.fixture
def publish(db: None) -> Callable[..., BasePage]:
    def publish(page: BasePage, below: BasePage) -> BasePage:
        page.headline_en = page.headline_en or page.title
        page.summary_en = page.summary_en or page.title
        below.add_child(instance=page)
        page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)

    return publish


@pytest.fixture
def shelf(publish) -> PlainPage:
    return publish(PlainPage(title="Test drives", slug="drives"), HomePage.objects.get())


@pytest.fixture
def campaign(publish, shelf) -> CampaignPage:
    page = CampaignPage(title="Be kind", slug="be-kind", pledge_en="I will be kind.")
    return publish(page, shelf)


@pytest.fixture
def topic(publish, shelf, campaign) -> PlainPage:
    """An ordinary page with a card of the campaign."""
    page = PlainPage(title="Friends", slug="friends")
    page.body_en = [{"type": "campaign_card", "value": campaign.pk, "id": "card-1"}]
    return publish(page, shelf)


@pytest.fixture
def placement(topic) -> Source:
    return Source.objects.get(channel="site", placement=f"{topic.url_path}#card-1")


@pytest.fixture
def poster(campaign) -> Source:
    return Source.objects.create(code="pstr2", campaign=campaign.slug, channel="poster", venue="Library")


@pytest.fixture
def visitor() -> Client:
    """A person with a browser, on one of our pages."""
    headers = {"user-agent": FIREFOX, "accept-language": "en-GB", "sec-fetch-site": "same-origin"}
    return Client(headers=headers)


@pytest.fixture
def send(visitor) -> Callable[..., object]:
    """Report acts as count.js does."""
    loads = iter(range(1, 1_000_000))

    def send(*acts: dict[str, object], headers: dict[str, str] | None = None):
        report = [{"language": "en", "load": next(loads)} | act for act in acts]
        body = json.dumps(report if len(report) > 1 else report[0])
        return visitor.post("/c/", body, content_type="text/plain;charset=UTF-8", headers=headers)

    return send


@pytest.fixture
def promise(visitor, campaign) -> Callable[..., object]:
    """Send the pledge's form, as a browser without JavaScript does."""

    def promise(referer: str = "/drives/be-kind/", headers: dict[str, str] | None = None, **changes: str):
        form = {"campaign": campaign.slug, "action": "pledge", "language": "en"} | changes
        headers = {"referer": f"http://testserver{referer}"} | (headers or {})
        return visitor.post(reverse("campaigns:act"), form, headers=headers)

    return promise


@pytest.fixture
def counted(db: None) -> Callable[..., int]:
    def counted(kind: Kind | str, verdict: str = "genuine", **which: object) -> int:
        """How many acts of a kind have been counted."""
        tallies = Tally.objects.filter(kind=kind, verdict=verdict, **which)
        return tallies.aggregate(total=Sum("n"))["total"] or 0

    return counted


@contextmanager
def away(alias: str) -> Iterator[None]:
    """A database that answers nothing."""

    def refuse(*_: object) -> None:
        raise OperationalError("the database is away")

    with connections[alias].execute_wrapper(refuse):
        yield


@pytest.fixture
def tallies_away() -> Callable[[], AbstractContextManager[None]]:
    return lambda: away("tallies")


@pytest.fixture
def everything_away() -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def everything() -> Iterator[None]:
        with away("default"), away("tallies"):
            yield

    return everything
