"""Where to go from here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.models import Page

from livesafe.content.blocks.fields import words

CAMPAIGN = "campaigns.CampaignPage"  # Named by string: campaigns imports content.


def campaign_of(child: Any) -> Page | None:
    """The campaign that a block of a body leads to, and is a counted placement of."""
    asked = getattr(child.block, "campaign", None)
    return asked(child.value) if asked else None


class CallToActionValue(blocks.StructValue):
    @property
    def pages(self) -> list[Any]:
        return [self["page"]] if self["page"] else []


class CallToActionBlock(blocks.StructBlock):
    text = words()
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Or an address")

    class Meta:
        icon = "link-external"
        label = "Call to action"
        description = "One thing to do next."
        template = "content/blocks/call_to_action.html"
        value_class = CallToActionValue
        preview_value = {"text": "See who can help", "page": None, "url": "https://livesafe.example/"}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            wrong = ValidationError("Choose a page or give an address: one of the two.")
            raise blocks.StructBlockValidationError(block_errors={"page": wrong})
        return value

    def campaign(self, value: Any) -> Page | None:
        page = value["page"]
        return page if page and getattr(page.specific_class, "kind", "") == "campaign" else None


class MoreBlock(blocks.StructBlock):
    heading = words(required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label="Page"))

    class Meta:
        icon = "doc-full"
        label = "More to read"
        description = "Other pages of this site."
        template = "content/blocks/more.html"

    def get_preview_value(self) -> Any:
        return self.normalize(
            {"heading": "Read next", "pages": list(Page.objects.live().filter(depth=4)[:2])}
        )


class CampaignCardBlock(blocks.PageChooserBlock):
    """A campaign shown on another page, with its headline and summary."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": CAMPAIGN} | kwargs)

    class Meta:
        icon = "pick"
        description = "A campaign shown on this page. Impressions and clicks are counted, people are not."
        template = "content/blocks/campaign_card.html"

    def campaign(self, value: Any) -> Page | None:
        return value

    def get_preview_value(self) -> Any:
        return Page.objects.live().type(self.target_model).specific().first()


class CampaignBannerBlock(blocks.StructBlock):
    """One line across the page that leads to a campaign."""

    page = blocks.PageChooserBlock(page_type=CAMPAIGN, label="Campaign")
    text = words(required=False, help_text="One short line. Blank: the campaign’s headline.")

    class Meta:
        icon = "pick"
        label = "Campaign banner"
        description = "One line that leads to a campaign. Impressions and clicks are counted, people are not."
        template = "content/blocks/campaign_banner.html"

    def campaign(self, value: Any) -> Page | None:
        return value["page"]

    def get_preview_value(self) -> Any:
        target = self.child_blocks["page"].target_model
        return self.normalize({"page": Page.objects.live().type(target).first(), "text": ""})
