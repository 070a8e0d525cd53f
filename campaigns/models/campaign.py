"""The landing page of a campaign."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from campaigns.models.source import Source
from campaigns.period import today, within
from livesafe.content.models import BasePage
from livesafe.translations.columns import WordsField


class CampaignPage(BasePage):
    """The landing page of a campaign. Its slug is the campaign's name in every report."""

    kind = "campaign"
    page_template = "campaigns/campaign_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.PlainPage"]
    subpage_types: ClassVar[list[str]] = []
    translated: ClassVar[tuple[str, ...]] = (*BasePage.translated, "pledge", "pledge_thanks")

    pledge = WordsField(
        blank=True, help_text="What a person promises, as one sentence: “I will …”. Blank: no pledge."
    )
    pledge_thanks = WordsField("thanks", blank=True, help_text="What a person reads who has made the pledge.")
    starts = models.DateField(null=True, blank=True, help_text="Cards show from this day. Blank: at once.")
    ends = models.DateField(
        null=True, blank=True, help_text="The last day of cards and links. Blank: no end."
    )
    topic = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where the campaign's links lead once it has ended. Blank: the help page.",
    )

    edit_handler = BasePage.tabs(
        MultiFieldPanel(
            [
                FieldPanel("pledge_en", widget=forms.TextInput),
                FieldPanel("pledge_thanks_en", widget=forms.TextInput),
            ],
            "Pledge",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]), FieldPanel("topic")], "Campaign"
        ),
    )

    def runs_on(self, day: dt.date) -> bool:
        return within(day, self.starts, self.ends)

    @property
    def is_running(self) -> bool:
        return self.live and self.runs_on(today())

    @property
    def has_sources(self) -> bool:
        return Source.objects.filter(campaign=self.slug).exists()

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The campaign would end before it starts."})
        others = CampaignPage.objects.exclude(pk=self.pk)
        if others.filter(slug=self.slug).exists():
            raise ValidationError({"slug": "Another campaign has this slug."})
        slug = CampaignPage.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if slug not in (None, self.slug) and Source.objects.filter(campaign=slug).exists():
            raise ValidationError(
                {"slug": f"“{slug}” is the campaign's name in its counts and links, so it stays."}
            )
