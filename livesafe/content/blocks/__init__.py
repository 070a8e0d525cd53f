"""The blocks that a page body is built from: nouns of youth safety, never looks."""

from __future__ import annotations

from wagtail import blocks

from livesafe.content.blocks.advice import (
    LawBlock,
    MeansForMeBlock,
    MythFactBlock,
    QuoteBlock,
    ScenarioBlock,
    ShortVersionBlock,
    StepsBlock,
    TextBlock,
    WarningSignsBlock,
)
from livesafe.content.blocks.help import (
    CountingNoticeBlock,
    DirectoryBlock,
    DoNowBlock,
    DoorBlock,
    OpeningLinesBlock,
    SayThisBlock,
    ServicesBlock,
)
from livesafe.content.blocks.media import DownloadBlock, ImageBlock, VideoBlock
from livesafe.content.blocks.onward import (
    CallToActionBlock,
    CampaignBannerBlock,
    CampaignCardBlock,
    MoreBlock,
    campaign_of,
)

__all__ = ["BodyBlock", "campaign_of"]


class BodyBlock(blocks.StreamBlock):
    short_version = ShortVersionBlock()
    do_now = DoNowBlock()
    text = TextBlock()
    steps = StepsBlock()
    warning_signs = WarningSignsBlock()
    myth_fact = MythFactBlock()
    means_for_me = MeansForMeBlock()
    law = LawBlock()
    services = ServicesBlock()
    scenario = ScenarioBlock()
    quote = QuoteBlock()
    image = ImageBlock()
    video = VideoBlock()
    download = DownloadBlock()
    call_to_action = CallToActionBlock()
    opening_lines = OpeningLinesBlock()
    say_this = SayThisBlock()
    door = DoorBlock()
    directory = DirectoryBlock()
    counting_notice = CountingNoticeBlock()
    more = MoreBlock()
    campaign_card = CampaignCardBlock()
    campaign_banner = CampaignBannerBlock()

    class Meta:
        block_counts = {"short_version": {"max_num": 1}, "directory": {"max_num": 1}}
