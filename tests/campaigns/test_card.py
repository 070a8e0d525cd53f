"""A campaign on another page: its card, its banner, and a call to action that leads to it."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from campaigns.models import CampaignPage, Source
from livesafe.content.models import PlainPage

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

TAG = Template("{% load campaigns %}{% campaign_card campaign page block_id %}")


def drawn(campaign, page, block_id="card-1", language="en") -> str:
    with translation.override(language):
        return TAG.render(Context({"campaign": campaign, "page": page, "block_id": block_id})).strip()


def test_a_card_links_through_the_counter_and_names_its_placement(visitor, topic, placement):
    html = visitor.get("/drives/friends/").content.decode()

    card = re.search(r"<article.*?</article>", html, re.DOTALL)[0]
    assert f'data-source="{placement.code}"' in card
    assert f'href="/go/{placement.code}"' in card
    assert "Be kind" in card


def test_a_card_keeps_the_reader_s_language(visitor, topic, placement):
    assert f'href="/go/{placement.code}?l=gu"' in visitor.get("/gu/drives/friends/").content.decode()


def test_a_card_asks_crawlers_not_to_follow_it(campaign, topic, placement):
    assert 'rel="nofollow"' in drawn(campaign, topic)


def test_a_card_says_before_the_tap_that_the_campaign_is_still_english(campaign, topic):
    assert 'hreflang="en"' in drawn(campaign, topic, language="ur")
    assert 'class="badge"' in drawn(campaign, topic, language="ur")
    assert 'class="badge"' not in drawn(campaign, topic)


def test_a_sensitive_page_carries_no_card(campaign, topic):
    topic.sensitive = True

    assert drawn(campaign, topic) == ""


def test_a_campaign_that_is_not_published_has_no_card(campaign, topic):
    campaign.unpublish()

    assert drawn(campaign, topic) == ""


@pytest.mark.parametrize(
    ("moment", "shows"),
    [
        ("2026-11-09T23:59Z", False),
        ("2026-11-10T00:00Z", True),
        ("2026-11-20T23:59Z", True),
        ("2026-11-21T00:00Z", False),
    ],
)
def test_a_card_shows_from_the_first_day_to_the_last(campaign, topic, moment, shows):
    campaign.starts, campaign.ends = dt.date(2026, 11, 10), dt.date(2026, 11, 20)
    with time_machine.travel(moment):
        assert bool(drawn(campaign, topic)) is shows


def test_a_card_in_a_draft_links_to_the_campaign_itself_and_counts_nothing(campaign, topic):
    card = drawn(campaign, topic, block_id="not-published-yet")

    assert 'href="/drives/be-kind/"' in card
    assert "data-source" not in card


def test_a_page_that_was_never_saved_can_be_previewed(campaign):
    assert 'href="/drives/be-kind/"' in drawn(campaign, PlainPage(title="New"))


def test_a_card_without_a_campaign_draws_nothing(topic):
    assert drawn(None, topic) == ""


def test_a_page_s_placements_are_one_query(campaign, topic, placement, django_assert_num_queries):
    drawn(campaign, topic)
    with django_assert_num_queries(0):
        drawn(campaign, topic)


@pytest.fixture
def crossing(publish, shelf, campaign) -> PlainPage:
    """A page with a banner and a call to action that lead to the campaign."""
    page = PlainPage(title="Crossing", slug="crossing")
    page.body_en = [
        {"type": "campaign_banner", "value": {"page": campaign.pk, "text": ""}, "id": "banner-1"},
        {"type": "call_to_action", "value": {"page": campaign.pk, "text": "Take part"}, "id": "call-1"},
    ]
    return publish(page, shelf)


@pytest.mark.parametrize(
    ("block", "element", "words"),
    [
        ("banner-1", '<aside class="campaign-card campaign-banner".*?</aside>', "Be kind"),
        ("call-1", '<p class="call-to-action".*?</p>', "Take part"),
    ],
)
def test_a_banner_and_a_call_to_action_link_through_the_counter(visitor, crossing, block, element, words):
    source = Source.objects.get(placement=f"{crossing.url_path}#{block}")

    html = visitor.get("/gu/drives/crossing/").content.decode()

    drawn = re.search(element, html, re.DOTALL)[0]
    assert f'data-source="{source.code}"' in drawn
    assert f'href="/go/{source.code}?l=gu"' in drawn
    assert 'rel="nofollow"' in drawn
    assert words in drawn


def test_a_banner_of_a_campaign_that_is_over_is_gone_and_its_call_to_action_leads_straight_there(
    visitor, campaign, crossing
):
    campaign.ends = dt.date(2026, 1, 1)
    campaign.save_revision().publish()

    html = visitor.get("/drives/crossing/").content.decode()

    assert "campaign-banner" not in html
    assert "data-source" not in html
    assert 'href="/drives/be-kind/"' in html


def test_a_call_to_action_on_a_campaign_s_own_page_is_no_placement(visitor, publish, shelf, campaign):
    other = CampaignPage(title="Other", slug="other")
    other.body_en = [
        {"type": "call_to_action", "value": {"page": campaign.pk, "text": "Take part"}, "id": "call-1"}
    ]
    publish(other, shelf)

    html = visitor.get("/drives/other/").content.decode()

    assert "data-source" not in html
    assert 'href="/drives/be-kind/"' in html


@pytest.mark.parametrize("block", ["campaign_banner", "call_to_action"])
def test_a_sensitive_page_can_t_be_given_one(shelf, campaign, block):
    page = PlainPage(title="Quiet", slug="quiet", headline_en="Quiet", summary_en="Quiet", sensitive=True)
    page.neutral_title_en = "A page"
    page.body_en = [{"type": block, "value": {"page": campaign.pk, "text": "Go"}, "id": "x"}]

    with pytest.raises(ValidationError, match="carries no campaign"):
        shelf.add_child(instance=page)


def test_a_page_that_became_sensitive_shows_none(visitor, crossing):
    PlainPage.objects.filter(pk=crossing.pk).update(sensitive=True)

    html = visitor.get("/drives/crossing/").content.decode()

    assert "data-source" not in html
    assert "campaign-banner" not in html
