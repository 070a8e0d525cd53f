"""What has been counted is kept: a campaign with sources is unpublished, a source with tallies archived."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, ProtectedError
from wagtail.models import Page

from campaigns.models import CampaignPage, Source, Tally


def refuse_deletion(sender: type[Model], instance: Model, **_: Any) -> None:
    """Stop whatever would delete what has been counted, also as part of a larger whole."""
    if isinstance(instance, CampaignPage) and instance.has_sources:
        raise ProtectedError(because([instance]), {instance})
    if isinstance(instance, Source) and Tally.objects.filter(source_id=instance.pk).exists():
        raise ProtectedError(f"{instance} has been counted: archive it.", {instance})


def kept_below(pages: Iterable[Page]) -> list[CampaignPage]:
    """The campaigns that would go with these pages, but have sources."""
    below = {
        campaign.pk: campaign
        for page in pages
        for campaign in CampaignPage.objects.descendant_of(page, inclusive=True)
        if campaign.has_sources
    }
    return list(below.values())


def because(campaigns: Iterable[CampaignPage]) -> str:
    titles = ", ".join(f"“{campaign.title}”" for campaign in campaigns)
    return f"{titles} has links and counts of its own, so it can’t be deleted. Unpublish it instead."
