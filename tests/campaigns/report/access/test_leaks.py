"""Whatever the report knows of another campaign, or of other days, leaves by no door that isn't about them."""

import datetime as dt
import hashlib
import re
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail

from campaigns import tally
from campaigns.models import (
    AdCampaign,
    AdImport,
    Annotation,
    CampaignPage,
    CampaignPlan,
    DeviceEstimate,
    MailSchedule,
    ManualFigure,
    MonthTally,
    PlatformRow,
    QuarterTally,
    Source,
    Tally,
    Window,
)
from campaigns.report.access import schedules
from campaigns.report.files.forms import FORMS
from tests.campaigns.report.access.conftest import QUARTER, text_of

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.date(2026, 8, 3)
EVERY = "month,campaign,audience,channel,source,creative,venue,language"
WORD = "Zyxw"  # In everything that has words.
DIGITS = "8642"  # In everything that has a number: rounding to 5 leaves them at the front.


def number(n: int) -> int:
    return int(f"{DIGITS}{n:02}5")


@pytest.fixture
def other(publish, shelf) -> None:
    """A campaign about which there is something of every kind that the report could show."""
    slug = f"{WORD.lower()}-campaign"
    publish(CampaignPage(title=f"{WORD} campaign", slug=slug), shelf)
    staff = User.objects.create_user(f"{WORD}.staff")
    CampaignPlan.objects.create(
        campaign=slug, objective=f"{WORD} objective", inputs=f"{WORD} inputs", outcomes=f"{WORD} outcomes",
        budget=number(1), impressions=number(2), visits=number(3), clicks_genuine=number(4), by=staff,
    )  # fmt: skip
    Annotation.objects.create(campaign=slug, words=f"{WORD} launch", first=DAY, last=DAY, by=staff)
    for campaign, n in ((slug, 5), ("", 6)):  # One is of all campaigns together.
        ManualFigure.objects.create(
            campaign=campaign, measure="people", value=number(n), source=f"{WORD} paper", first=DAY, last=DAY
        )
    source = Source.objects.create(
        code="q7q7q", campaign=slug, channel="tiktok", creative=f"{WORD} film", venue=f"{WORD} school"
    )
    for n, kind in enumerate(("impression", "visit", "click", "pledge", "before_1", "after_5"), start=10):
        row = {"day": DAY, "source_id": source.pk, "language": "so", "verdict": "genuine"}
        tally.add([Tally(kind=kind, n=number(n), **row)])
        tally.add([Tally(kind=kind, n=number(n + 10), **row | {"verdict": "crawler"})])
    MonthTally.objects.create(month=dt.date(2026, 8, 1), campaign=slug, kind="help", n=number(30))
    QuarterTally.objects.create(quarter=dt.date(2026, 7, 1), language="so", kind="help", n=number(31))
    _devices(slug)
    _platform(slug, staff)


def _devices(slug: str) -> None:
    window = Window.objects.create(
        span="campaign", campaign=slug, first=DAY, last=DAY, ended=dt.date(2026, 8, 4), ending="schedule"
    )
    everybody = Window.objects.create(
        span="day", first=DAY, last=DAY, ended=dt.date(2026, 8, 4), ending="schedule"
    )
    for of, campaign, n in ((window, slug, 40), (everybody, "", 43), (everybody, slug, 46)):
        DeviceEstimate.objects.create(
            window=of, campaign=campaign, low=number(n), estimate=number(n + 1), high=number(n + 2)
        )
        DeviceEstimate.objects.create(
            window=of, campaign=campaign, dimension="channel", label="tiktok", other="poster",
            low=number(n), estimate=number(n + 1), high=number(n + 2),
        )  # fmt: skip


def _platform(slug: str, staff: User) -> None:
    brought = AdImport.objects.create(
        name=f"{WORD} export.csv", sha256=hashlib.sha256(WORD.encode()).hexdigest(), platform="tiktok", kind="paid",
        state="done", first=DAY, last=DAY, covers_first=DAY, covers_last=DAY, currency="GBP", by=staff, rows=1,
        accounts=[f"{WORD} account"],
    )  # fmt: skip
    named = AdCampaign.objects.create(key="k", platform="tiktok", name=f"{WORD} ads", campaign=slug)
    for n, breakdown in ((50, []), (55, [["age", "13-17"]])):
        PlatformRow.objects.create(
            key_hash=f"k{n}", brought_by=brought, ad_campaign=named, platform="tiktok", kind="paid", channel="tiktok",
            account_name=f"{WORD} account", campaign_name=f"{WORD} ads", grain="campaign", first=DAY, last=DAY,
            is_day=True, impressions=number(n), link_clicks=number(n + 1), reach=number(n + 2),
            spend=Decimal(number(n + 3)), currency="GBP", line=2, breakdown=breakdown,
        )  # fmt: skip


def leaks(said: str) -> list[str]:
    """What stands in a text and is about the other campaign, with what stands around it."""
    plain = said.replace(",", "")
    found = [
        plain.lower().find(word.lower()) for word in (WORD, DIGITS, hashlib.sha256(WORD.encode()).hexdigest())
    ]
    return [plain[max(at - 60, 0) : at + 60] for at in found if at >= 0]


def test_the_tests_would_see_a_leak(counts, other, token, ask):
    """Asked about all campaigns, nearly everything of the other one is there."""
    assert len(leaks(ask(token(audience="vrn"), by=EVERY).content.decode())) >= 2


@pytest.mark.parametrize("audience", ["vrn", "outside"])
@pytest.mark.parametrize("by", ["", EVERY, "day", "channel", "language"])
def test_a_token_sees_nothing_of_another_campaign(counts, other, token, ask, audience, by):
    counts("open", 30, "click", channel="tiktok")  # Its platform has a file, of the other campaign alone.
    answer = ask(token("open", audience=audience), by=by)

    assert answer.status_code == 200
    assert leaks(answer.content.decode()) == []


def test_no_filter_brings_back_what_the_scope_leaves_out(counts, other, token, ask):
    secret = token("open", audience="vrn")

    for asked in ({"source": "q7q7q"}, {"channel": "tiktok"}, {"language": "so"}, {"campaign": "open"}):
        assert leaks(ask(secret, by="channel,language", **asked).content.decode()) == [], asked


@pytest.mark.parametrize("by", ["", EVERY])
def test_a_share_link_leads_to_nothing_of_another_campaign(counts, other, share, anybody, by):
    address = share(f"period={QUARTER}&campaign=open&by={by}")
    html = anybody.get(address).content.decode()

    # Its secret is made by chance, and so could hold what is looked for.
    assert leaks(html.replace(address, "/")) == []
    for path in re.findall(r'<img [^>]*src="([^"]+)"', html):
        assert leaks(anybody.get(path).content.decode()) == [], path
    for form in FORMS:
        assert leaks(text_of(form, anybody.get(f"{address}{form}/").content)) == [], form


def test_a_scheduled_mail_says_nothing_of_another_campaign(counts, other):
    made = MailSchedule(
        name="Open", every="quarter", recipients="a@example.org", query="campaign=open", audience="vrn"
    )
    made.save()
    with time_machine.travel("2026-10-01T08:00+01:00", tick=False):
        schedules.send_due()
    [message] = mail.outbox

    assert leaks(message.subject + message.body + message.alternatives[0][0]) == []
    assert leaks(text_of("pdf", message.attachments[0][1])) == []


@pytest.mark.parametrize("period", ["2026-27-Q3", "2026-27-Q2", "2026-10", "2026-10-05"])
def test_a_token_sees_no_day_before_its_first_not_even_in_a_comparison(counts, other, token, ask, period):
    """All that there is of the campaign is from before."""
    secret = token(f"{WORD.lower()}-campaign", audience="vrn", first=dt.date(2026, 10, 1))
    answer = ask(secret, period=period, by="channel")
    said = answer.content.decode().replace(",", "")

    assert answer.status_code == (403 if period == "2026-27-Q2" else 200)
    # Its plan is no figure of a day.
    plan = {str(number(n)) for n in (1, 2, 3, 4)}
    assert {said[at : at + 7] for at in range(len(said)) if said.startswith(DIGITS, at)} <= plan


def test_nothing_that_leaves_names_a_file_or_who_brought_it(counts, other, share, anybody):
    address = share(f"period={QUARTER}")  # All campaigns, so that its figures are in it.

    for form, said in [("page", anybody.get(address).content.decode())] + [
        (form, text_of(form, anybody.get(f"{address}{form}/").content)) for form in FORMS
    ]:
        assert f"{WORD} export.csv" not in said, form
        assert f"{WORD}.staff" not in said, form
        assert f"{WORD} account" not in said, form
