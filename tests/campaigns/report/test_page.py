"""The report as an analyst meets it: its address is the question, and its tables are the report's."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import GuardNote, Source
from campaigns.report.page.question import Question
from tests.campaigns.report.conftest import QUARTER, ask
from tests.campaigns.report.reading import ADDRESS, page, table, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(count, told):
    count(30, "impression", "pstr2")
    count(12)
    count(7, "visit", "tktk2", language="ur")
    count(3, "click", verdict="link_preview")
    told(impressions=9000, link_clicks=40, spend="12.50")


def test_an_analyst_sees_every_value_of_every_table_as_the_report_has_it(analyst, figures):
    html, report = (
        page(analyst, f"{QUARTER}&by=campaign&by=channel"),
        ask(f"{QUARTER}&by=campaign&by=channel"),
    )

    for panel in report.panels:
        headings = [column.heading for column in panel.columns]
        cells = [
            [
                " ".join(panel.said(value, column).split())
                for value, column in zip(row, panel.columns, strict=True)
            ]
            for row in panel.rows
        ]
        assert table(html, panel.name) == ([headings, *cells] if cells else []), panel.name


def test_the_first_screen_says_how_far_and_whom_we_missed(analyst, figures):
    html = page(analyst, QUARTER)
    first = html[html.index('id="headline"') : html.index("reach-contents")]

    assert "9,000" in text(first)
    assert ask().headline.sentence in text(first)
    assert "No evidence of reach" in first
    assert "Somali" in text(first)


def test_the_first_screen_says_what_it_cost_and_leads_to_what_that_is_made_of(analyst, figures):
    html = page(analyst, QUARTER)
    first = text(html[html.index('id="headline"') : html.index("reach-contents")])

    assert "Spend GBP 12.50 Cost per genuine click GBP 1.04 Cost per 1,000 times shown GBP 1.39" in first
    assert "Cost per link click GBP 0.31" in first
    assert html.count('href="#worth"') == 4, "three figures and the contents"
    assert '<h2 id="worth">What it cost</h2>' in html


def test_the_page_opens_with_this_quarter(client, db):
    with time_machine.travel("2026-11-22T12:00Z", tick=False):
        user = User.objects.create_superuser("head", "head@example.org", "a long password")
        client.force_login(user)
        html = client.get(ADDRESS).content.decode()

    assert "2026-27 Q3, 1 October 2026 to 31 December 2026" in html


@pytest.mark.parametrize(
    ("sent", "tidy"),
    [
        ("period=2026-27-Q2&was=this-quarter&from=&to=&by=campaign&by=", "period=2026-27-Q2&by=campaign"),
        ("period=2026-27-Q2&was=2026-27-Q2&from=2026-07-01&to=2026-07-09", "from=2026-07-01&to=2026-07-09"),
        ("period=2026-27-Q2&was=days&from=2026-07-01&to=2026-07-09", "period=2026-27-Q2"),
        ("period=days&from=2026-07-01&to=2026-07-09", "from=2026-07-01&to=2026-07-09"),
        ("period=last-quarter&audience=vrn", "period=last-quarter"),
    ],
)
def test_what_the_form_sends_becomes_the_shortest_address(analyst, sent, tidy):
    response = analyst.get(f"{ADDRESS}?{sent}")

    assert (response.status_code, response["Location"]) == (302, f"{ADDRESS}?{tidy}")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("from=2026-11-30&to=2026-11-01", "ends before it"),
        ("from=yesterday&to=2026-11-01", "“yesterday” is no day"),
        ("from=2026-11-01", "both the first day and the last"),
        ("period=sometime", "“sometime” is no period"),
        ("by=borough", "“borough” is not one of"),
        ("by=day&by=month", "Choose one of"),
        ("channel=smoke", "“smoke” is no channel"),
        ("audience=everybody", "“everybody” is not one of"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_words_and_kept(analyst, wrong, reason):
    response = analyst.get(f"{ADDRESS}?{wrong}&language=gu")
    html = response.content.decode()

    assert response.status_code == 400
    assert reason in text(html)
    assert 'value="gu" checked' in html
    assert "data-panel" not in html


def test_days_that_can_t_be_read_stay_where_they_were_typed(analyst):
    html = analyst.get(f"{ADDRESS}?from=yesterday&to=2026-11-01").content.decode()

    assert 'name="from" value="yesterday"' in html
    assert 'name="to" value="2026-11-01"' in html


def test_for_others_the_page_says_so_and_no_number_has_a_why(analyst, figures):
    html = page(analyst, f"{QUARTER}&audience=outside")

    assert "For people outside the VRN" in html
    assert "reach-why" not in html


def test_made_up_figures_are_marked(analyst, sources, count):
    count(4)
    assert "Demo figures" not in page(analyst, QUARTER)

    Source._base_manager.filter(code="pstr2").update(is_demo=True)
    assert "Demo figures" in page(analyst, QUARTER)


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"campaign"), ("json", b"{"), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_each_file_is_a_click_away(analyst, figures, form, begins):
    address = f"{reverse('reach_file', args=[form])}?{QUARTER}&by=campaign"
    assert address.replace("&", "&amp;") in page(analyst, f"{QUARTER}&by=campaign")
    response = analyst.get(address)

    assert response.content.lstrip(b"\xef\xbb\xbf").startswith(begins)
    assert response["Content-Disposition"].startswith('attachment; filename="livesafe-reach-2026-27-Q2')


def test_each_table_can_be_taken_away_alone(analyst, figures):
    response = analyst.get(f"{reverse('reach_file', args=['csv'])}?{QUARTER}&panel=channels")

    assert b"platform_link_clicks" in response.content
    assert analyst.get(f"{reverse('reach_file', args=['csv'])}?{QUARTER}&panel=nothing").status_code == 404
    assert analyst.get(f"{reverse('reach_file', args=['dictionary'])}?{QUARTER}").status_code == 200


def test_the_page_asks_as_often_for_many_campaigns_as_for_one(
    analyst, figures, count, django_assert_max_num_queries
):
    address = f"{ADDRESS}?{QUARTER}&by=campaign&by=channel&by=day"
    analyst.get(address)
    with django_assert_max_num_queries(1000) as few:
        analyst.get(address)
    for n in range(1, 29):
        count(n, "click", ("pstr2", "nstg2", "tktk2")[n % 3], on=f"2026-07-{n:02}")
    with django_assert_max_num_queries(len(few)) as many:
        analyst.get(address)

    assert len(many) <= 45


@pytest.mark.parametrize("path", ["", "why/", "chart/time.svg", "file/csv/"])
def test_nobody_without_the_permission_sees_any_of_it(editor, path):
    assert editor.get(f"{ADDRESS}{path}").status_code == 302
    assert Client().get(f"{ADDRESS}{path}")["Location"].startswith("/admin/login/")


def test_the_report_stands_in_the_menu_of_those_who_may_see_it(analyst, editor):
    link = f'"url": "{ADDRESS}"'

    assert reverse("reach_report") == ADDRESS
    assert link in analyst.get("/admin/").content.decode()
    assert link not in editor.get("/admin/").content.decode()


# The headline, its doubts and their notes


@pytest.fixture
def doubtful(elsewhere, count):
    """A quarter in which more people are said to be reached than live in the area."""
    count(5)
    elsewhere("people", 2_300_000, "over 2.3 million")
    return QUARTER


def write(client: Client, address: str, words: str, figures: str = ""):
    doubt = ask(address).headline.doubts[0]
    return client.post(
        f"{reverse('reach_note')}?{address}",
        {"guard": doubt.guard, "figures": figures or doubt.figures, "words": words},
    )


def test_a_doubtful_headline_is_held_back_until_a_note_explains_it(analyst, doubtful):
    html = page(analyst, doubtful)
    assert "The headline is held back" in html
    assert "data-sentence" not in html

    response = write(analyst, doubtful, "People of three counties were counted by the paper.")

    assert response["Location"].startswith(f"{ADDRESS}?{doubtful}")
    html = page(analyst, doubtful)
    assert "held back" not in html
    assert "People of three counties" in text(html)
    copied = re.search(r'data-copy="([^"]+)"', html)[1]
    assert "People of three counties" in copied, "the note goes where the sentence goes"


def test_a_note_that_says_nothing_is_refused_and_kept_to_be_mended(analyst, doubtful):
    response = write(analyst, doubtful, "ok")

    assert response.status_code == 400
    assert "Say in a sentence" in response.content.decode()
    assert ">ok</textarea>" in response.content.decode()
    assert not GuardNote.objects.exists()


def test_a_note_on_figures_that_have_changed_is_not_kept(analyst, doubtful):
    response = write(analyst, doubtful, "People of three counties were counted.", figures="other figures")

    assert "figures have changed" in response.content.decode()
    assert not GuardNote.objects.exists()


def test_a_note_on_more_than_can_be_named_is_not_kept(analyst, doubtful):
    address = doubtful + "".join(f"&source={'x' * 200}{number}" for number in range(5))
    asked = {"guard": "people", "figures": "", "words": "People of three counties were counted."}
    response = analyst.post(f"{reverse('reach_note')}?{address}", asked)

    assert "names too many things for a note" in response.content.decode()
    assert not GuardNote.objects.exists()


def test_who_wrote_a_note_may_withdraw_it_and_nobody_else(analyst, doubtful, client, django_user_model):
    write(analyst, doubtful, "People of three counties were counted.")
    note = GuardNote.objects.get()
    other = django_user_model.objects.create_superuser("other", "o@example.org", "a long password")
    client.force_login(other)

    assert client.post(reverse("reach_note_withdraw", args=[note.pk])).status_code == 404
    assert analyst.post(f"{reverse('reach_note_withdraw', args=[note.pk])}?{doubtful}").status_code == 302
    assert not GuardNote.objects.exists()


def test_a_question_knows_its_address(db):
    asked = {"period": ["last-quarter"], "by": ["language", ""], "campaign": ["one", "two"]}

    assert Question(asked).address == "period=last-quarter&by=language&campaign=one&campaign=two"
    assert "one, two" in Question(asked).said


def test_a_table_that_no_workbook_holds_is_said_so_and_the_csv_is_offered(analyst, figures, monkeypatch):
    monkeypatch.setattr("campaigns.report.files.workbook.MOST_ROWS", 0)
    answer = analyst.get(f"{ADDRESS}file/xlsx/?{QUARTER}", follow=True)

    assert answer.redirect_chain == [(f"{ADDRESS}?{QUARTER}", 302)]
    assert "more than a workbook holds. Take the CSV." in answer.content.decode()
