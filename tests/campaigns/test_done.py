"""What is done on a campaign's page beside the promise: a file, a share, a story, and one tap before and after it."""

import pytest

from campaigns.models import OUTTAKES, Kind, Tally

pytestmark = pytest.mark.django_db

LOADS = iter(range(10**6))


@pytest.fixture
def story(campaign):
    """A campaign with a story that asks its readers."""
    campaign.body_en = [
        {
            "type": "scenario",
            "id": "bus",
            "value": {
                "title": "On the bus",
                "situation": "<p>Somebody is laughed at.</p>",
                "choices": [{"type": "item", "value": {"choice": "Leave.", "outcome": "<p>You left.</p>"}}],
                "after": "",
                "ask": "How sure are you?",
            },
        }
    ]
    campaign.save_revision().publish()
    return campaign


@pytest.mark.parametrize("kind", [Kind.DOWNLOAD, Kind.SHARE, Kind.FINISH, Kind.BEFORE_2, Kind.AFTER_5])
def test_the_script_reports_what_was_done_with_its_source(send, poster, counted, kind):
    answer = send({"kind": kind.value, "campaign": "be-kind", "via": poster.code, "language": "gu"})

    assert answer.status_code == 204
    assert counted(kind.value, language="gu", source_id=poster.pk) == 1


@pytest.mark.parametrize("kind", ["before_0", "after_6", "before_", "promise"])
def test_an_answer_beyond_the_scale_is_refused(send, campaign, kind):
    assert send({"kind": kind, "campaign": "be-kind"}).status_code == 400
    assert not Tally.objects.exists()


def test_what_was_done_belongs_to_a_campaign_that_there_is(send, campaign):
    assert send({"kind": "download", "campaign": "another"}).status_code == 400


def test_the_same_answer_of_one_page_load_counts_once(send, campaign, counted):
    load = next(LOADS)
    send({"kind": "after_4", "campaign": "be-kind", "load": load})
    send({"kind": "after_4", "campaign": "be-kind", "load": load})

    assert counted("after_4", verdict="genuine") == 1
    assert counted("after_4", verdict="duplicate") == 1


def test_an_answer_is_counted_without_script_and_leads_back_to_its_story(visitor, story, counted):
    html = visitor.get("/gu/drives/be-kind/").content.decode()
    assert 'id="before-bus"' in html
    form = {"campaign": "be-kind", "language": "gu", "at": "before-bus", "action": "before_3"}

    answer = visitor.post("/c/act/", form)

    assert (answer.status_code, answer["Location"]) == (303, "/gu/drives/be-kind/#before-bus")
    assert counted("before_3", language="gu") == 1


@pytest.mark.parametrize("at", ["//elsewhere.example", "a b", "x" * 80, "\r\nSet-Cookie: a=b"])
def test_an_answer_leads_nowhere_but_to_its_page(visitor, campaign, at):
    answer = visitor.post("/c/act/", {"campaign": "be-kind", "language": "en", "at": at, "action": "after_1"})
    assert answer["Location"] == "/drives/be-kind/#thanks"


def test_a_story_on_an_ordinary_page_asks_nothing(visitor, shelf, publish, story):
    from livesafe.content.models import PlainPage

    page = PlainPage(title="Stories", slug="stories")
    page.body_en = story.body_en
    publish(page, shelf)

    assert "data-outtake" not in visitor.get("/drives/stories/").content.decode()
    assert "data-outtake" in visitor.get("/drives/be-kind/").content.decode()


def test_an_outtake_is_no_action():
    from campaigns.models import ACTIONS

    assert len(OUTTAKES) == 10
    assert not OUTTAKES & ACTIONS
