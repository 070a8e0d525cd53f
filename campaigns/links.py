"""Links and placements: makes the sources that people come to a campaign from, and their codes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.models import Page

from campaigns.models import DIRECT, UTM, CampaignPage, Channel, Source
from livesafe.content.models import BasePage

# Without vowels, which make words, and without the letters and digits that look like others.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 5

CHANNELS_OF_UTM = {
    Channel.INSTAGRAM: {"instagram", "ig", "insta"},
    Channel.TIKTOK: {"tiktok", "tt"},
    Channel.SNAPCHAT: {"snapchat", "snap"},
    Channel.FACEBOOK: {"facebook", "fb", "meta"},
    Channel.YOUTUBE: {"youtube", "yt"},
    Channel.GOOGLE: {"google", "adwords", "googleads"},
    Channel.X: {"x", "twitter"},
    Channel.WHATSAPP: {"whatsapp", "wa"},
    Channel.EMAIL: {"email", "mail", "newsletter"},
    Channel.POSTER: {"poster", "qr", "leaflet", "flyer"},
    Channel.SCHOOL: {"school", "schools"},
    Channel.PRESS: {"press", "news", "newspaper"},
    Channel.PARTNER: {"partner", "partners"},
}
_CHANNELS = {name: channel for channel, names in CHANNELS_OF_UTM.items() for name in names}


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def direct_source(campaign: str) -> Source:
    return _source(campaign, Channel.DIRECT, code=DIRECT)


def utm_source(campaign: str, channel: str) -> Source:
    """The one source of all arrivals on a campaign whose utm_source names a channel."""
    return _source(campaign, channel, creative=UTM)


def placement_source(campaign: str, placement: str) -> Source:
    return _source(campaign, Channel.SITE, placement=placement)


def channel_of_utm(utm_source: str) -> Channel:
    """The channel that an address's utm_source names; anybody may write one, so it is never kept."""
    name = re.sub(r"[^a-z]", "", utm_source.lower().removesuffix(".com"))
    return _CHANNELS.get(name, Channel.OTHER)


def placement(page: BasePage, block_id: str) -> str:
    """What names a campaign card's place: the page's address in the tree and the block."""
    return f"{page.url_path}#{block_id}"


def sources_of(page: BasePage) -> list[Source]:
    """Make sure that each campaign card of a live page has its source, and a campaign its own and those of its
    advertisements."""
    if isinstance(page, CampaignPage):
        channels = [*CHANNELS_OF_UTM, Channel.OTHER]
        return [direct_source(page.slug), *(utm_source(page.slug, channel) for channel in channels)]
    return [placement_source(campaign.slug, placement(page, block_id)) for block_id, campaign in _cards(page)]


def published(sender: type[Page], instance: Page, **_: Any) -> None:
    if isinstance(instance, BasePage):
        sources_of(instance)


def moved(sender: type[Page], instance: Page, **_: Any) -> None:
    """Cards are placed by address, so a new address of a page is a new place of the cards below it."""
    for page in instance.get_descendants(inclusive=True).live().specific().iterator():
        if isinstance(page, BasePage):
            sources_of(page)


def _cards(page: BasePage) -> Iterator[tuple[str, Any]]:
    """The campaign cards of the English body, each with the id of its block."""
    for block in page.body_en:
        if block.block_type == "campaign_card" and block.value is not None:
            yield block.id, block.value


def _source(campaign: str, channel: str, *, code: str = "", **what: str) -> Source:
    """The source that is this and nothing else, made where there is none yet."""
    same = Source.objects.filter(campaign=campaign, channel=channel, **what)
    if found := same.first():
        return found
    while True:
        try:
            with transaction.atomic():
                return Source.objects.create(
                    campaign=campaign, channel=channel, code=code or new_code(), **what
                )
        except IntegrityError:
            # Another process made it meanwhile, or the code is taken.
            if found := same.first():
                return found
