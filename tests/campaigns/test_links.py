"""Sources: made once, never changed."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from campaigns import links
from campaigns.models import Channel, Source
from livesafe.content.models import PlainPage

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


def test_a_code_can_be_read_out_and_typed():
    codes = {links.new_code() for _ in range(200)}

    assert len(codes) > 190
    assert not set("".join(codes)) & set("01aeiouyl")


def test_no_code_is_left_of_a_rude_word(monkeypatch):
    letters = iter("fck22kkk23b4d7t")
    monkeypatch.setattr(links.secrets, "choice", lambda _: next(letters))

    assert links.new_code() == "b4d7t"


@pytest.mark.parametrize(
    "typed",
    [
        "g00d1",
        "GOOD1",
        "goodl",
        "goodI",
        "go od 1",
        "go-od-1",
        " good1. ",
        "good|",
        "ｇｏｏｄ１",
        "g૦૦d૧",
        "good١",
    ],
)
def test_typing_a_code_forgives_look_alikes_case_spaces_dashes_and_digits_of_another_script(typed):
    assert links.read(typed) == links.read("good1")


@pytest.mark.parametrize("typed", ["", "///", "\0", "١" * 5000, "😀", "%00", "\ud800"])
def test_rubbish_is_read_as_some_code_and_never_fails(typed):
    assert links.read(typed).isascii()


@given(st.text())
def test_whatever_is_typed_is_read_as_letters_and_digits_and_reading_it_again_changes_nothing(typed):
    read = links.read(typed)

    assert set(read) <= set("abcdefghjkmnpqrstuvwxyz0123456789")
    assert links.read(read) == read


def test_a_generated_code_is_read_as_itself():
    assert all(links.read(code) == code for code in (links.new_code() for _ in range(200)))


def test_publishing_a_campaign_makes_its_direct_source_and_one_for_each_channel_of_advertisements(campaign):
    sources = Source.objects.filter(campaign="be-kind")

    assert sources.get(code="direct").channel == "direct"
    paid = sources.exclude(code="direct")
    assert set(paid.values_list("creative", flat=True)) == {"utm"}
    assert set(paid.values_list("channel", flat=True)) == {*links.CHANNELS_OF_UTM, "other"}


def test_publishing_a_page_makes_a_source_for_each_card(topic):
    source = Source.objects.get(channel="site", campaign="be-kind")

    assert source.placement == f"{topic.url_path}#card-1"
    assert len(source.code) == links.LENGTH


def test_publishing_again_makes_no_second_source(campaign, topic, placement):
    before = Source.objects.count()
    campaign.save_revision().publish()
    topic.save_revision().publish()

    assert Source.objects.count() == before
    assert Source.objects.get(channel="site", campaign="be-kind").code == placement.code


@pytest.mark.parametrize("block", ["campaign_banner", "call_to_action"])
def test_a_banner_and_a_call_to_action_that_lead_to_a_campaign_are_placements_too(
    publish, shelf, campaign, block
):
    page = PlainPage(title="Bus stops", slug="bus-stops")
    page.body_en = [{"type": block, "value": {"page": campaign.pk, "text": "Come along"}, "id": "place-1"}]
    publish(page, shelf)

    source = Source.objects.get(channel="site", campaign="be-kind")
    assert source.placement == f"{page.url_path}#place-1"


def test_a_call_to_action_that_leads_elsewhere_is_no_placement(publish, shelf, campaign, topic):
    page = PlainPage(title="Bus stops", slug="bus-stops")
    page.body_en = [
        {"type": "call_to_action", "value": {"page": topic.pk, "text": "Read on"}, "id": "a"},
        {"type": "call_to_action", "value": {"url": "https://livesafe.example/", "text": "Go"}, "id": "b"},
    ]
    publish(page, shelf)

    assert not Source.objects.filter(placement__startswith=page.url_path).exists()


def test_a_draft_makes_no_source(shelf, campaign):
    page = PlainPage(title="Draft", slug="draft", headline_en="Draft", summary_en="Draft", live=False)
    page.body_en = [{"type": "campaign_card", "value": campaign.pk, "id": "card-2"}]
    shelf.add_child(instance=page)
    page.save_revision()

    assert not Source.objects.filter(channel="site", campaign="be-kind").exists()


def test_a_page_that_moves_is_a_new_placement(publish, shelf, topic, placement):
    elsewhere = publish(PlainPage(title="Elsewhere", slug="elsewhere"), shelf)

    topic.move(elsewhere, pos="last-child")

    places = Source.objects.filter(channel="site", campaign="be-kind").values_list("placement", flat=True)
    assert sorted(place.split("/")[-3:] for place in places) == [
        ["drives", "friends", "#card-1"],
        ["elsewhere", "friends", "#card-1"],
    ]


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("instagram", "instagram"),
        ("IG", "instagram"),
        ("Insta", "instagram"),
        ("tik-tok", "tiktok"),
        ("facebook.com", "facebook"),
        ("X", "x"),
        ("e-mail", "email"),
        ("QR", "poster"),
        ("somewhere new", "other"),
        ("=cmd|'/c calc'!A1", "other"),
    ],
)
def test_the_ways_to_write_a_channel_are_one_channel(written, channel):
    assert links.channel_of_utm(written) == channel


def test_a_channel_of_utm_has_one_source_a_campaign(campaign):
    first = links.utm_source("be-kind", Channel.TIKTOK)

    assert links.utm_source("be-kind", Channel.TIKTOK) == first
    assert (first.creative, first.channel) == ("utm", "tiktok")


def test_a_source_never_changes(poster):
    poster.venue = "Another library"

    with pytest.raises(ValueError, match="venue"):
        poster.save()


def test_nor_many_at_once(poster):
    with pytest.raises(ValueError, match="venue"):
        Source.objects.filter(pk=poster.pk).update(venue="Another library")
    poster.venue = "Another library"
    with pytest.raises(ValueError, match="venue"), transaction.atomic():
        Source.objects.bulk_update([poster], ["venue"])

    assert Source.objects.get(pk=poster.pk).venue == "Library"


def test_a_source_may_be_archived(poster):
    poster.archived = True
    poster.save()

    assert Source.objects.get(pk=poster.pk).archived


@pytest.mark.parametrize(
    "twice",
    [
        {"code": "pstr2", "campaign": "another", "channel": "press"},
        {"code": "direct", "campaign": "be-kind", "channel": "direct"},
    ],
    ids=["a code", "a campaign's direct source"],
)
def test_what_must_be_single_is(campaign, poster, twice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(**twice)
