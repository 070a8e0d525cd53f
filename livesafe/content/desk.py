"""How staff edit support services and pictures in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.images.forms import BaseImageForm
from wagtail.snippets.views.snippets import SnippetViewSet

from livesafe.content.images import BROKEN, UNREADABLE
from livesafe.content.support import SupportService
from livesafe.translations.desk.asking import SavingAsksFirst


def line(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.TextInput)


def lines(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.Textarea(attrs={"rows": 2}))


def group(heading: str, *panels: Any) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(panel) if isinstance(panel, str) else panel for panel in panels], heading
    )


class SupportServices(SnippetViewSet):
    model = SupportService
    edit_view_class = SavingAsksFirst
    icon = "mobile-alt"
    menu_label = "Support services"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("name", "purpose_en", "phone", "grade", "last_verified", "verified_by")
    list_filter = ("grade", "interpreter")
    search_fields = ("name", "purpose_en")
    edit_handler = ObjectList(
        [
            group("Service", "name", "slug", "order", line("purpose_en")),
            group(
                "What a person needs to know",
                lines("what_happens_en"),
                lines("who_they_tell_en"),
                lines("say_this_en"),
                line("hours_en"),
                line("cost_en"),
            ),
            group(
                "How to contact them",
                "phone",
                "sms",
                "sms_word",
                "chat_url",
                "web_url",
                "email",
                "bsl_url",
                "text_relay",
                "opening",
            ),
            group(
                "For whom", "age_from", "age_to", "areas", "needs", "interpreter", line("languages_spoken_en")
            ),
            group(
                "How sure we are",
                HelpPanel(
                    "Readers see a service of grade A or B once it has been verified. A date never hides it."
                ),
                "grade",
                "source_url",
                "last_verified",
                "verified_by",
            ),
        ]
    )


class SafeImageForm(BaseImageForm):
    """Says in words that a picture is broken, where the field would fail."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()
        except UNREADABLE:
            self.add_error("file", BROKEN)
