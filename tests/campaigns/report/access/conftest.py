"""Two campaigns with counts; a partner who may see one of them; somebody with a link."""

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from campaigns import tally
from campaigns.models import ReachToken, ShareLink, Source, Tally
from campaigns.period import today
from campaigns.report.access import doors

QUARTER = "2026-27-Q2"


def text_of(form: str, content: bytes) -> str:
    """The words of a file, as who opens it reads them."""
    if form == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return content.decode()


@pytest.fixture(autouse=True)
def no_turn_taken() -> None:
    cache.clear()


@pytest.fixture
def counts(db) -> Callable[..., None]:
    """Lets acts be counted; the campaigns *open* and *closed* have two hundred visits each in the second quarter."""
    sources: dict[tuple[str, str], Source] = {}

    def count(
        campaign: str, n: int, kind: str = "visit", *, channel: str = "poster", **changes: object
    ) -> None:
        key = campaign, channel
        if key not in sources:
            code = f"{campaign[:5]}{channel[:2]}{len(sources)}z"
            sources[key] = Source.objects.create(
                code=code,
                campaign=campaign,
                channel=channel,
                venue=f"Venue of {campaign}",
                creative=f"{campaign} film",
            )
        row = {"day": dt.date(2026, 8, 3), "language": "en", "verdict": "genuine"} | changes
        tally.add([Tally(source_id=sources[key].pk, kind=kind, n=n, **row)])

    count("open", 200)
    count("closed", 7770, channel="school", language="so")
    return count


@pytest.fixture
def token(db) -> Callable[..., str]:
    """A function that makes a token and gives its secret."""

    def token(*campaigns: str, **fields: object) -> str:
        usual = {"label": "Partner", "expires": today() + dt.timedelta(days=30)}
        return doors.make(ReachToken, **(usual | {"campaigns": list(campaigns)} | fields))[1]

    return token


@pytest.fixture
def ask(client) -> Callable[..., object]:
    def ask(secret: str, headers: dict[str, str] | None = None, **asked: object):
        bearer = {"Authorization": f"Bearer {secret}"}
        return client.get("/api/reach", {"period": QUARTER} | asked, headers=bearer | (headers or {}))

    return ask


@pytest.fixture
def share(db) -> Callable[..., str]:
    """A function that makes a share link and gives its address."""

    def share(query: str = f"period={QUARTER}&campaign=open", **fields: object) -> str:
        usual = {"label": "The board", "expires": today() + dt.timedelta(days=30), "query": query}
        return f"/shared/reach/{doors.make(ShareLink, **(usual | fields))[1]}/"

    return share


@pytest.fixture
def anybody() -> Client:
    return Client()
