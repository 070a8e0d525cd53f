"""The dry run of a campaign: what it finds, and that it never reaches a real figure."""

import datetime as dt
import re
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

from campaigns import aside, beacon, known, rehearsal, sketches
from campaigns.agents import sender
from campaigns.models import QuarterTally, Rehearsal, Source, Tally
from campaigns.period import Period, today
from campaigns.report.build import report
from campaigns.report.files import data
from campaigns.report.query import Dimension, Query
from campaigns.router import home
from campaigns.visitors import OTHERS, PEOPLE
from livesafe.content import groups

pytestmark = pytest.mark.django_db(databases="__all__")
OURS = Path(rehearsal.__file__).parent


@pytest.fixture
def fire(campaign):
    """Fire, and give each link and placement by its code."""

    def fire():
        return {line.source.code: line for line in rehearsal.lines(rehearsal.fire(campaign))}

    return fire


@pytest.fixture
def desk(campaign):
    """A client for somebody of a group, and the dry run's address."""

    def desk(group: str) -> tuple[Client, str]:
        user = User.objects.create_user(group.replace(" ", "-"), password="a long enough password")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client, f"/admin/campaigns/{campaign.pk}/dry-run/"

    return desk


# What it finds


def test_each_link_is_tried_and_shows_what_the_report_would_show(fire, poster):
    line = fire()[poster.code]

    assert line.problems == {}
    assert line.places[0].leads_to == "/drives/be-kind/?via=pstr2"
    assert line.figures == {
        "impressions": 0,
        "visits": len(PEOPLE),
        "clicks_gross": len(PEOPLE) + len(OTHERS) - 1,  # Who objects is in no figure.
        "clicks_genuine": len(PEOPLE),
        "actions": 0,
    }


def test_each_placement_is_tried_in_every_language(fire, placement):
    line = fire()[placement.code]

    assert line.problems == {}
    assert len(line.places) == 11
    assert {place.leads_to for place in line.places if place.language == "ur"} == {
        f"/ur/drives/be-kind/?via={placement.code}"
    }
    assert line.figures["impressions"] == line.figures["visits"] == 11 * len(PEOPLE)


def test_a_link_of_one_language_is_tried_in_it(fire, campaign):
    Source.objects.create(code="gjrt2", campaign="be-kind", channel="poster", language="gu")

    assert [place.leads_to for place in fire()["gjrt2"].places] == ["/gu/drives/be-kind/?via=gjrt2"]


def test_what_would_be_left_out_is_named(campaign, poster):
    fired = rehearsal.fire(campaign)

    assert rehearsal.left_out(fired) == {"crawler": 1, "link_preview": 1, "preload": 1}


def test_a_code_the_site_does_not_know_yet_is_found_out(fire, poster, monkeypatch):
    monkeypatch.setattr("campaigns.known.source", lambda code: None)
    line = fire()[poster.code]

    assert "doesn’t know this code yet" in next(iter(line.problems))
    assert line.figures["clicks_gross"] == 0


def test_an_archived_link_is_not_tried(fire, poster):
    poster.archived = True
    poster.save()

    assert poster.code not in fire()


def test_a_placement_whose_card_was_taken_away_is_not_tried(fire, placement, topic):
    topic.body_en = []
    topic.save()

    assert placement.code not in fire()


def test_a_campaign_that_is_not_published_says_why_its_links_lead_to_help(fire, campaign, poster):
    campaign.unpublish()
    line = fire()[poster.code]

    assert [*line.problems] == ["Leads to help, because the campaign isn’t published yet."]
    assert line.figures["clicks_genuine"] == 0


def test_a_campaign_that_has_ended_says_so(fire, campaign, poster):
    campaign.ends = today() - dt.timedelta(days=1)
    campaign.save()

    assert "last day" in next(iter(fire()[poster.code].problems))


def test_a_campaign_before_its_launch_is_tried_on_the_day_of_the_launch(fire, campaign):
    campaign.starts = today() + dt.timedelta(days=30)
    campaign.save()
    Source.objects.create(
        code="later", campaign="be-kind", channel="press", starts=today() + dt.timedelta(days=40)
    )
    line = fire()["later"]

    assert line.problems == {}
    assert line.figures["clicks_genuine"] == len(PEOPLE)


def test_people_who_would_be_taken_for_a_program_are_found_out(fire, poster, monkeypatch):
    """What a bad release of a list would do."""
    monkeypatch.setattr("campaigns.agents.IN_APP", re.compile("never"))
    monkeypatch.setattr("campaigns.agents.CRAWLER", re.compile("bytedance"))
    sender.cache_clear()
    line = fire()[poster.code]
    sender.cache_clear()

    assert [*line.problems] == ["People who come from TikTok are not counted. Tell whoever runs the site."]


def test_a_page_that_cannot_be_opened_is_found_out(fire, poster, monkeypatch):
    monkeypatch.setattr("campaigns.visitors.Visitor.open", lambda self, path: (500, ""))

    assert [*fire()[poster.code].problems] == ["The page it leads to can’t be opened: it answers 500."]


def test_a_page_that_reports_no_visit_is_found_out(fire, poster, monkeypatch):
    monkeypatch.setattr("campaigns.visitors.Visitor.open", lambda self, path: (200, "<body>"))

    assert "doesn’t report its visits" in next(iter(fire()[poster.code].problems))


def test_a_visit_that_is_counted_for_another_link_is_found_out(fire, poster, monkeypatch):
    monkeypatch.setattr("campaigns.acts.Arrival.source", lambda self, campaign: known.direct(campaign))

    assert "visit" in next(iter(fire()[poster.code].problems))


# What it never does


def everything_counted() -> dict[str, list[object]]:
    tallies = [
        model
        for model in apps.get_app_config("campaigns").get_models()
        if home("campaigns", model._meta.model_name)
    ]
    assert Tally in tallies
    assert QuarterTally in tallies
    return {model.__name__: [*model.objects.order_by("pk").values()] for model in tallies}


def reports() -> list[bytes]:
    period = Period(today() - dt.timedelta(days=1), today() + dt.timedelta(days=60))
    return [data.as_bytes(report(Query(period, (by,)))) for by in Dimension]


def test_no_figure_and_no_export_knows_of_it(fire, poster, placement, visitor, campaign):
    visitor.get(f"/go/{poster.code}")
    before, reported = everything_counted(), reports()
    assert report(Query(Period(today(), today()))).figures.column("clicks_genuine") == [1]

    fire()

    assert everything_counted() == before
    assert reports() == reported


def test_a_real_visit_in_the_midst_of_it_is_counted(poster, monkeypatch):
    """Counts are set aside for the thread that fires, and no other."""
    set_aside = []

    def meanwhile(*args):
        other = Thread(target=lambda: set_aside.append(aside.takes([])))
        other.start()
        other.join()
        return respond(*args)

    respond = beacon.respond
    monkeypatch.setattr(beacon, "respond", meanwhile)
    with aside.aside():
        assert aside.takes([])
        PEOPLE[0].follow(poster.code, "en")

    assert set_aside == [False]


def test_nothing_a_visitor_sends_makes_a_visit_a_test(visitor, poster, counted):
    visitor.get(
        f"/go/{poster.code}?test=1&rehearsal=1&verdict=test",
        headers={"x-livesafe-rehearsal": "1", "x-test": "1"},
    )

    assert counted("click") == 1
    assert not Rehearsal.objects.exists()


def test_nobody_who_is_sent_is_a_device(fire, poster):
    fire()

    assert not sketches.collector._waiting


def test_no_report_reads_what_a_dry_run_left():
    readers = [
        path.name
        for path in OURS.rglob("*.py")
        if "Rehears" in path.read_text() and "migrations" not in path.parts
    ]

    assert sorted(readers) == ["__init__.py", "rehearsal.py", "rehearsal.py", "rehearsal.py"]


def test_firing_again_replaces_what_was_there(campaign, poster):
    rehearsal.fire(campaign)
    second = rehearsal.fire(campaign)

    assert [*Rehearsal.objects.all()] == [second]


def test_it_can_be_cleared_away(campaign, poster):
    rehearsal.fire(campaign)
    rehearsal.clear(campaign)

    assert not Rehearsal.objects.exists()


def test_many_links_take_no_query_each(campaign, django_assert_max_num_queries):
    for n in range(40):
        Source.objects.create(code=f"mny{n:02}", campaign="be-kind", channel="school", venue=str(n))
    rehearsal.fire(campaign)
    with django_assert_max_num_queries(40):
        rehearsal.fire(campaign)


# The desk


def test_an_editor_fires_reads_and_clears(desk, poster, placement):
    client, address = desk(groups.EDITORS)
    assert "Fire test visits" in client.get(address).content.decode()

    page = client.post(address, follow=True).content.decode()
    assert "All 2 work." in page
    assert f"/go/{poster.code}" in page
    assert "Poster · Library" in page
    assert "Our page: Friends" in page
    assert "1 link preview" not in page  # 12: one by the link, eleven by the placement.
    assert "12 link preview" in page

    assert "Fire test visits" in client.post(address, {"clear": "1"}, follow=True).content.decode()


def test_what_is_wrong_stands_first(desk, campaign, poster):
    campaign.unpublish()
    client, address = desk(groups.EDITORS)

    page = client.post(address, follow=True).content.decode()

    assert "1 of 1 needs mending." in page
    assert "isn’t published yet" in page


def test_a_campaign_without_a_link_is_told_what_to_do(desk):
    client, address = desk(groups.EDITORS)

    assert "Make links" in client.post(address, follow=True).content.decode()


def test_who_may_not_edit_the_campaign_may_not_fire(desk, campaign):
    client, address = desk(groups.ANALYSTS)

    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert not Rehearsal.objects.exists()


def test_the_public_may_not_fire(campaign):
    assert Client().post(f"/admin/campaigns/{campaign.pk}/dry-run/").status_code == 302
    assert not Rehearsal.objects.exists()


def test_the_editor_of_a_campaign_has_the_way_there(desk, campaign):
    client, address = desk(groups.EDITORS)

    assert f'href="{address}"' in client.get(f"/admin/pages/{campaign.pk}/edit/").content.decode()


def test_the_link_desk_has_the_way_there(desk, campaign, poster):
    client, address = desk(groups.EDITORS)
    page = client.get("/admin/links/?campaign=be-kind").content.decode()
    way = re.search(r'href="([^"]*dry-run[^"]*)"', page)[1]

    assert client.get(way)["Location"] == address


def test_other_pages_have_no_dry_run(desk, topic):
    client, _ = desk(groups.EDITORS)

    assert "dry-run" not in client.get(f"/admin/pages/{topic.pk}/edit/").content.decode()
