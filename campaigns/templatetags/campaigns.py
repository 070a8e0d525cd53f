"""Draws a campaign on another page, as a placement whose impressions and clicks are counted."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.links import placement
from campaigns.models import CampaignPage, Channel, Source
from livesafe import languages
from livesafe.content.links import Link
from livesafe.content.models import BasePage

register = template.Library()


@register.inclusion_tag("campaigns/card.html", takes_context=True)
def campaign_card(context: Context, campaign: Any, page: BasePage | None, block_id: str) -> dict[str, Any]:
    """The card; nothing on a sensitive page, or where the campaign is not running."""
    return drawn(context, campaign, page, block_id)


@register.inclusion_tag("campaigns/banner.html", takes_context=True)
def campaign_banner(context: Context, value: Any, page: BasePage | None, block_id: str) -> dict[str, Any]:
    """The banner, where a card would show; its words are the campaign's headline unless the editor wrote others."""
    found = drawn(context, value["page"], page, block_id)
    return {**found, "words": value["text"] or found["campaign"].headline} if found else {}


@register.simple_tag
def counted_link(target: Link, page: BasePage | None, block_id: str) -> dict[str, str]:
    """Where a call to action leads: through the counter to a campaign that is running, straight to any other page.

    On a campaign's own page and on a sensitive one it is no placement.
    """
    campaign = target.page
    is_placement = (
        isinstance(campaign, CampaignPage)
        and campaign.is_running
        and page is not None
        and page.pk
        and not page.sensitive
        and not isinstance(page, CampaignPage)
    )
    source = codes(page).get((target.slug, block_id)) if page and is_placement else None
    return {"source": source, "url": link(source, active())} if source else {"source": "", "url": target.url}


def drawn(context: Context, campaign: Any, page: BasePage | None, block_id: str) -> dict[str, Any]:
    campaign = campaign.specific if campaign else None
    if not isinstance(campaign, CampaignPage) or not campaign.is_running or getattr(page, "sensitive", False):
        return {}
    source = codes(page).get((campaign.slug, block_id)) if page and page.pk else None
    return {
        "campaign": campaign,
        "source": source,
        "url": link(source, active()) if source else campaign.get_url(context.get("request")),
        "still_english": not campaign.is_translated(active()),
    }


def active() -> str:
    return get_language() or languages.SOURCE.code


def link(source: str, language: str) -> str:
    """The counted link of a placement; a page in another language than English says which it is."""
    asked = f"?l={language}" if language != languages.SOURCE.code else ""
    return reverse("campaigns:go", args=[source]) + asked


def codes(page: BasePage) -> dict[tuple[str, str], str]:
    """The codes of a page's placements by campaign and block; one query a page, however many cards."""
    kept: dict[tuple[str, str], str] | None = getattr(page, "codes_of_cards", None)
    if kept is None:
        here = placement(page, "")
        rows = Source.objects.filter(channel=Channel.SITE, placement__startswith=here)
        kept = {(row.campaign, row.placement.removeprefix(here)): row.code for row in rows}
        page.codes_of_cards = kept  # Kept on the page: it lives as long.
    return kept
