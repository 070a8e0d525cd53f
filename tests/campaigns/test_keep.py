"""What has been counted stays what it was."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from campaigns import tally
from campaigns.models import CampaignPage, Source, Tally
from livesafe.content.models import PlainPage

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("keeper", "keeper@example.org", "a long password"))
    return client


def test_a_campaign_with_sources_keeps_its_slug(campaign):
    campaign.slug = "be-kinder"

    with pytest.raises(ValidationError, match="it stays"):
        campaign.full_clean()


def test_a_campaign_without_sources_may_be_named_anew(shelf):
    draft = CampaignPage(title="Draft", slug="draft", headline_en="Draft", summary_en="Draft", live=False)
    shelf.add_child(instance=draft)
    draft.slug = "better"

    draft.full_clean()


def test_two_campaigns_never_share_a_name(publish, shelf, campaign):
    elsewhere = publish(PlainPage(title="Elsewhere", slug="elsewhere"), shelf)
    twin = CampaignPage(title="Twin", slug="be-kind", headline_en="Twin", summary_en="Twin")

    with pytest.raises(ValidationError, match="Another campaign"):
        elsewhere.add_child(instance=twin)


def test_a_campaign_can_t_end_before_it_starts(campaign):
    campaign.starts, campaign.ends = dt.date(2026, 11, 22), dt.date(2026, 11, 21)

    with pytest.raises(ValidationError, match="end before it starts"):
        campaign.full_clean()


def test_a_campaign_with_sources_can_t_be_deleted(campaign):
    with pytest.raises(ProtectedError):
        campaign.delete()


def test_nor_as_part_of_what_is_above_it(campaign, shelf):
    with pytest.raises(ProtectedError), transaction.atomic():
        shelf.delete()

    assert CampaignPage.objects.filter(pk=campaign.pk).exists()


@pytest.mark.parametrize("which", ["campaign", "shelf"])
def test_an_editor_who_deletes_it_is_told_to_unpublish(admin, campaign, shelf, which):
    page = {"campaign": campaign, "shelf": shelf}[which]
    response = admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert "Unpublish it instead" in response.content.decode()
    assert CampaignPage.objects.filter(pk=campaign.pk).exists()


def test_an_editor_who_deletes_many_is_told_as_well(admin, campaign):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin.post(f"{address}?id={campaign.pk}", follow=True)

    assert "Unpublish it instead" in response.content.decode()
    assert CampaignPage.objects.filter(pk=campaign.pk).exists()


def test_a_page_without_campaigns_is_deleted_as_ever(admin, topic):
    admin.post(reverse("wagtailadmin_pages:delete", args=[topic.pk]))

    assert not PlainPage.objects.filter(pk=topic.pk).exists()


def test_a_source_that_was_counted_can_t_be_deleted(poster):
    tally.add([Tally(day=DAY, source_id=poster.pk, language="en", kind="click", verdict="genuine")])

    with pytest.raises(ProtectedError):
        poster.delete()


def test_nor_among_many_and_then_none_of_them_is(poster):
    other = Source.objects.create(code="prss3", campaign="be-kind", channel="press")
    tally.add([Tally(day=DAY, source_id=poster.pk, language="en", kind="click", verdict="genuine")])

    with pytest.raises(ProtectedError), transaction.atomic():
        Source.objects.filter(pk__in=[poster.pk, other.pk]).delete()

    assert Source.objects.filter(pk__in=[poster.pk, other.pk]).count() == 2


def test_filtered_traffic_keeps_a_source_as_well(poster):
    tally.add([Tally(day=DAY, source_id=poster.pk, language="en", kind="click", verdict="crawler")])

    with pytest.raises(ProtectedError):
        poster.delete()


def test_a_source_that_nobody_used_can_be_deleted(poster):
    poster.delete()


def test_an_editor_can_open_and_save_a_campaign(admin, campaign):
    response = admin.get(reverse("wagtailadmin_pages:edit", args=[campaign.pk]))

    assert response.status_code == 200
    assert "I will be kind." in response.content.decode()


def test_every_language_of_a_campaign_can_be_previewed(campaign):
    for mode, _ in campaign.preview_modes:
        response = campaign.make_preview_request(preview_mode=mode)
        assert response.status_code == 200
