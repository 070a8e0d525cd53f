"""The addresses of a tracked link: short to follow, bare to type, long for an advertisement that allows no redirect."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from campaigns.models import CampaignPage, Channel, Source
from livesafe import languages
from livesafe.content.models import BasePage

MEDIUMS = {
    Channel.INSTAGRAM: "social",
    Channel.TIKTOK: "social",
    Channel.SNAPCHAT: "social",
    Channel.FACEBOOK: "social",
    Channel.X: "social",
    Channel.YOUTUBE: "video",
    Channel.GOOGLE: "cpc",
    Channel.WHATSAPP: "message",
    Channel.EMAIL: "email",
    Channel.POSTER: "print",
}
OTHER_MEDIUM = "referral"


def short(source: Source) -> str:
    return f"{settings.BASE_URL}{reverse('campaigns:go', args=[source.code])}"


def typed(source: Source) -> str:
    """The short address as a poster shows it."""
    return short(source).split("://", 1)[-1]


def long(source: Source, target: BasePage) -> str:
    """The address of a link's page with what names the link, in the words that other tools know."""
    named = {
        "utm_source": source.channel,
        "utm_medium": MEDIUMS.get(Channel(source.channel), OTHER_MEDIUM),
        "utm_campaign": source.campaign,
        "utm_content": " · ".join(filter(None, [source.creative, source.venue])),
        "utm_id": source.code,
    }
    query = urlencode({name: value for name, value in named.items() if value}, quote_via=quote)
    path = target.url_in(source.language or languages.SOURCE.code)
    return f"{settings.BASE_URL}{path}?{query}"


def targets(sources: list[Source]) -> dict[int, BasePage]:
    """The page that each link leads to, by the link's id; a campaign that is gone has none."""
    keys = {source.destination for source in sources if source.destination}
    others = {
        page.translation_key: page
        for page in Page.objects.filter(translation_key__in=keys).live().defer_streamfields().specific()
        if isinstance(page, BasePage) and not page.sensitive
    }
    slugs = {source.campaign for source in sources}
    campaigns = {page.slug: page for page in CampaignPage.objects.filter(slug__in=slugs).defer_streamfields()}
    found = {
        source.pk: others.get(source.destination) or campaigns.get(source.campaign) for source in sources
    }
    return {pk: page for pk, page in found.items() if page is not None}
