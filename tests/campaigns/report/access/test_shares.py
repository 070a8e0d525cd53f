"""A share link opens one report, for outside the VRN, and leaks nothing else."""

import csv
import datetime as dt
import io
import json
import logging
import re

import pytest
import time_machine
from django.contrib.auth.models import User

from campaigns.models import Annotation, GuardNote, ShareLink
from campaigns.report import build, charts
from campaigns.report.access import doors
from campaigns.report.files.forms import FORMS
from campaigns.report.query import Audience, Query
from livesafe.logs import ForgetVisitor
from tests.campaigns.report.access.conftest import QUARTER, text_of

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def leaves(anybody):
    """A function that gives all that a link leads to, as text: its page and each of its files."""

    def leaves(address: str) -> dict[str, str]:
        found = {"page": anybody.get(address).content.decode()}
        for form in FORMS:
            answer = anybody.get(f"{address}{form}/")
            assert answer.status_code == 200, form
            found[form] = text_of(form, answer.content)
        return found

    return leaves


# What it opens


def test_a_link_opens_its_report_without_a_log_in(counts, share, anybody):
    answer = anybody.get(share())
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "2026-27-Q2" in html
    assert ">200<" in html
    assert not answer.cookies


def test_its_files_are_those_of_the_same_report(counts, share, anybody):
    address = share(f"period={QUARTER}&campaign=open&by=channel")
    query = Query.of(f"period={QUARTER}&campaign=open&by=channel", audience=Audience.OUTSIDE)
    report = build.report(query)

    for form, written in FORMS.items():
        answer = anybody.get(f"{address}{form}/")
        assert answer["Content-Type"].startswith(written.content_type.split(";")[0])
        assert answer["Content-Disposition"].startswith('attachment; filename="livesafe-reach-2026-27-Q2')
    assert json.loads(anybody.get(f"{address}json/").content) == json.loads(json.dumps(report.as_data()))
    rows = list(csv.reader(io.StringIO(anybody.get(f"{address}csv/").content.decode("utf-8-sig"))))
    assert rows[0] == [column.name for column in report.figures.columns]
    assert [row[0] for row in rows[1:]] == report.figures.column("channel")


def test_the_page_shows_every_value_of_every_table(counts, share, anybody):
    counts("open", 45, "click")
    html = anybody.get(share()).content.decode()
    report = build.report(Query.of(f"period={QUARTER}&campaign=open", audience=Audience.OUTSIDE))

    for panel in report.panels:
        assert f'id="panel-{panel.name}"' in html
        part = re.split('</section>|id="panel-', html.split(f'id="panel-{panel.name}"')[1])[0]
        assert part.count("<td") == len(panel.rows) * len(panel.columns)


def test_its_charts_are_those_of_the_same_report(counts, share, anybody):
    address = share(f"period={QUARTER}&campaign=open&by=channel")
    pictures = re.findall(r'<img [^>]*src="([^"]+)" alt="([^"]+)"', anybody.get(address).content.decode())
    report = build.report(Query.of(f"period={QUARTER}&campaign=open&by=channel", audience=Audience.OUTSIDE))

    assert {path for path, _ in pictures} == {
        f"{address}chart/{name}.svg" for name in charts.drawable(report)
    }
    for path, alt in pictures:
        answer = anybody.get(path)
        assert answer["Content-Type"] == "image/svg+xml"
        assert "no-store" in answer["Cache-Control"]
        assert "table below" in alt


def test_no_chart_of_another_report_is_found_by_its_data(counts, share, anybody):
    """What was drawn for others is kept by its data: who could find it so, could try numbers that are hidden."""
    counts("open", 7, "click", channel="tiktok")
    exact = build.report(Query.of(f"period={QUARTER}&campaign=open"))
    drawn = charts.svg("channels", exact)
    path = f"{share()}chart/channels.svg"

    answer = anybody.get(path, {"data": charts.data_hash("channels", exact)})
    assert answer.content == anybody.get(path).content != drawn


def test_a_workbook_that_would_be_too_large_is_refused_on_the_page(counts, share, anybody, monkeypatch):
    monkeypatch.setattr("campaigns.report.files.workbook.MOST_ROWS", 0)
    address = share()
    answer = anybody.get(f"{address}xlsx/")

    assert answer.status_code == 400
    assert "more than a workbook holds. Take the CSV." in answer.content.decode()
    assert f'href="{address}csv/"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_opening_is_counted_without_anything_about_the_opener(counts, share, anybody):
    address = share()
    anybody.get(address)
    anybody.get(address)
    anybody.head(address)

    assert ShareLink.objects.get().opened == 2
    assert {field.name for field in ShareLink._meta.fields} == {
        "id", "by", "at", "label", "secret_hash", "expires", "revoked", "query", "opened",
    }  # fmt: skip


# What it doesn't


def test_it_names_nobody_of_the_staff(counts, share, leaves):
    counts("open", 300, "impression")
    counts("open", 20_000, "impression", day=dt.date(2026, 5, 4))  # A guard holds the headline back.
    nosy = User.objects.create_user("nosy.parker", first_name="Nosy", last_name="Parker")
    query = Query.of(f"period={QUARTER}&campaign=open")
    for doubt in (
        build.report(query).headline.doubts + build.report(query.during(query.period)).headline.doubts
    ):
        GuardNote.objects.get_or_create(
            guard=doubt.guard,
            about=query.about,
            figures=doubt.figures,
            defaults={"words": "A school day.", "by": nosy},
        )
    Annotation.objects.create(words="Launch", first=dt.date(2026, 8, 3), last=dt.date(2026, 8, 3), by=nosy)

    for form, said in leaves(share(by=nosy)).items():
        assert "Parker" not in said, form
    assert "A school day." in said


def test_it_leads_nowhere_into_the_admin(counts, share, leaves):
    for form, said in leaves(share()).items():
        assert "/admin" not in said, form


def test_small_numbers_are_hidden_in_every_form(counts, share, leaves):
    counts("open", 7, "pledge")

    for form, said in leaves(share()).items():
        assert re.search(r"<10|&lt;10", said), form
    page = build.report(Query.of(f"period={QUARTER}&campaign=open", audience=Audience.OUTSIDE))
    assert 7 not in [value for panel in page.panels for row in panel.rows for value in row]


@pytest.mark.parametrize(
    "more",
    [
        "?campaign=closed",
        "?audience=vrn",
        "?period=2020-21",
        "?by=campaign",
        "?from=2026-01-01&to=2026-12-31",
        "?format=csv",
    ],
)
def test_what_an_address_adds_changes_nothing(counts, share, anybody, more):
    address = share()

    assert anybody.get(address + more).content == anybody.get(address).content
    assert anybody.get(f"{address}json/{more}").content == anybody.get(f"{address}json/").content


def test_an_audience_written_into_the_link_is_overruled(counts, share, anybody):
    address = share(f"period={QUARTER}&campaign=open&audience=vrn")

    assert json.loads(anybody.get(f"{address}json/").content)["audience"] == "outside"


@pytest.mark.parametrize(
    "path", ["exe/", "html/", "../", "dictionary/", "chart/overlap.svg", "chart/nothing.svg"]
)
def test_there_are_no_other_files_or_charts(counts, share, anybody, path):
    assert anybody.get(f"{share()}{path}").status_code == 404


def test_it_is_kept_by_nobody_and_found_by_nobody(counts, share, anybody):
    address = share()
    for path in (address, f"{address}csv/", f"{address}chart/time.svg"):
        answer = anybody.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_its_page_has_no_script_and_asks_nobody_else(counts, share, anybody):
    html = anybody.get(share()).content.decode()

    assert "<script" not in html
    assert not re.search(r'(src|href)="(https?:)?//', html)


# When it ends


def test_all_addresses_that_open_nothing_answer_the_same(counts, share, anybody):
    with time_machine.travel("2025-11-01T12:00Z", tick=False):
        old = share(expires=dt.date(2025, 11, 2))
    revoked = share(label="Revoked")
    doors.revoke(ShareLink.objects.get(label="Revoked"))
    senseless = share("channel=carrier-pigeon")
    answers = [anybody.get(path) for path in (old, revoked, senseless, "/shared/reach/never-was/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    for path in (old, revoked, senseless):
        assert {anybody.get(f"{path}{more}").status_code for more in ("csv/", "chart/time.svg")} == {404}
    assert "2026-27-Q2" not in answers[0].content.decode()


def test_it_opens_to_the_end_of_its_last_day_in_london(counts, share, anybody):
    with time_machine.travel("2027-03-20T12:00Z", tick=False):
        address = share(expires=dt.date(2027, 3, 28))
    # The clocks went forward that night: midnight in London is 23:00 UTC.
    with time_machine.travel("2027-03-28T22:59Z", tick=False):
        assert anybody.get(address).status_code == 200
    with time_machine.travel("2027-03-28T23:00Z", tick=False):
        assert anybody.get(address).status_code == 404


def test_ended_links_are_forgotten_after_a_year(share):
    with time_machine.travel("2025-11-01T12:00Z", tick=False):
        share(expires=dt.date(2025, 11, 2))
        share(expires=dt.date(2026, 10, 30))
    with time_machine.travel("2026-11-03T12:00Z", tick=False):
        doors.purge()

    assert ShareLink.objects.get().expires == dt.date(2026, 10, 30)


@pytest.mark.parametrize(
    "path", ["/shared/reach/", "/shared/", "/gu/shared/reach/x/", "/shared/reach/a/b/c/"]
)
def test_no_neighbouring_address_opens_anything(db, anybody, path):
    assert anybody.get(path).status_code == 404


def test_nothing_can_be_sent_to_it(counts, share, anybody):
    assert anybody.post(share(), {"audience": "vrn"}).status_code == 405


def test_an_error_says_nothing_of_the_secret():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Error", "/shared/reach/s3cr3t/pdf/"), None
    )
    ForgetVisitor().filter(record)

    assert record.getMessage() == "Error: /shared/reach/…/pdf/"
