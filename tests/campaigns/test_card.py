"""A campaign's card on another page."""

import datetime as dt
import re

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

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
