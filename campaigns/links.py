"""Links and placements: makes the sources that people come to a campaign from, and reads their codes."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.models import Page

from campaigns.models import DIRECT, LOOK_ALIKES, UTM, CampaignPage, Channel, Source
from livesafe.content.blocks import campaign_of
from livesafe.content.models import BasePage

# Without vowels, which make words, and without the letters and digits that look like others.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 5
# What remains of rude words without their vowels.
RUDE = re.compile(r"f.?[ck]{1,2}|cnt|sht|wnk|tw.?t|ngg|kkk|btch|c.?ck|d.?ck|bstr|prck|pss|slt|666|88")

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
CHANNELS = (*CHANNELS_OF_UTM, Channel.OTHER)  # Those of links; our own pages have placements.
_CHANNELS = {name: channel for channel, names in CHANNELS_OF_UTM.items() for name in names}

_KEPT = "abcdefghijklmnopqrstuvwxyz0123456789"
_AS_READ = {
    **{ord(letter): LOOK_ALIKES.get(letter, letter) for letter in _KEPT},
    **{ord(letter.upper()): LOOK_ALIKES.get(letter, letter) for letter in _KEPT if letter.isalpha()},
    ord("|"): LOOK_ALIKES["l"],
}


def new_code() -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if not RUDE.search(code):
            return code


def read(typed: str) -> str:
    """What a code is known by, however it was typed: without case, spaces and dashes, look-alike letters made one,
    digits of any script. Two codes that read alike are one; the database holds to that too."""
    if not typed.isascii():
        typed = unicodedata.normalize("NFKC", typed)
        typed = "".join(str(unicodedata.decimal(letter, letter)) for letter in typed)
    return "".join(_AS_READ.get(ord(letter), "") for letter in typed)


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
    """What names the place of a card, banner or call to action: the page's address in the tree and the block."""
    return f"{page.url_path}#{block_id}"


def sources_of(page: BasePage) -> list[Source]:
    """Make sure that each placement on a live page has its source, and a campaign its own and those of its
    advertisements."""
    if isinstance(page, CampaignPage):
        return [direct_source(page.slug), *(utm_source(page.slug, channel) for channel in CHANNELS)]
    return [
        placement_source(campaign.slug, placement(page, block_id)) for block_id, campaign in _placed(page)
    ]


def published(sender: type[Page], instance: Page, **_: Any) -> None:
    if isinstance(instance, BasePage):
        sources_of(instance)


def moved(sender: type[Page], instance: Page, **_: Any) -> None:
    """Cards are placed by address, so a new address of a page is a new place of the cards below it."""
    for page in instance.get_descendants(inclusive=True).live().specific().iterator():
        if isinstance(page, BasePage):
            sources_of(page)


def _placed(page: BasePage) -> Iterator[tuple[str, Page]]:
    """The campaigns that the English body leads to, each with the id of its block."""
    for block in page.body_en:
        if campaign := campaign_of(block):
            yield block.id, campaign


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
