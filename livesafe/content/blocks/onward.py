"""Where to go from here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.models import Page

from livesafe.content.blocks.fields import words


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
    """A campaign shown on another page. The page type is named by string: campaigns imports content."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": "campaigns.CampaignPage"} | kwargs)

    class Meta:
        icon = "pick"
        description = "A campaign shown on this page. Impressions and clicks are counted, people are not."
        template = "content/blocks/campaign_card.html"

    def get_preview_value(self) -> Any:
        return Page.objects.live().type(self.target_model).specific().first()
