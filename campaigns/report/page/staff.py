"""Where staff say what the figures can't: plans, figures from elsewhere, and what happened on a day.

Editors and publishers write them, analysts read them. Each change is in the history, with who made it and when.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from campaigns.models import Annotation, CampaignPage, CampaignPlan, Channel, ManualFigure
from campaigns.report.why.shape import name_of
from livesafe import languages

ALL = ("", "All campaigns")
CHANNELS = [("", "All, or not told"), *((one.value, capfirst(one.label)) for one in Channel)]
LANGUAGES = [("", "All, or not told"), *((one.code, one.name) for one in languages.ALL)]


def campaigns() -> dict[str, str]:
    return dict(CampaignPage.objects.order_by("title").values_list("slug", "title"))


class SaidForm(WagtailAdminModelForm):
    """A form on which a campaign is chosen by its title. One that is gone can still be kept."""

    any_campaign = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = campaigns()
        if kept := self.instance.campaign:
            known.setdefault(kept, kept)
        choices = [ALL] if self.any_campaign else [("", "Choose one")]
        self.fields["campaign"] = forms.ChoiceField(
            choices=[*choices, *known.items()], required=not self.any_campaign, label="Campaign"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last", "This is before the first day.")
        return cleaned


class PlanForm(SaidForm):
    any_campaign = False

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise forms.ValidationError("Say the currency in three letters, such as GBP.")
        return currency


class FigureForm(SaidForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("channel", CHANNELS), ("language", LANGUAGES)):
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=capfirst(name))


class SignedCreateView(CreateView):
    """Who adds something is kept with it."""

    def save_instance(self) -> Model:
        self.form.instance.by = self.request.user
        return super().save_instance()


def who(said: Any) -> str:
    return name_of(said.by)


def whose(said: Any) -> str:
    return said.campaign or "all"


def measure(figure: ManualFigure) -> str:
    return capfirst(figure.get_measure_display())


def value(figure: ManualFigure) -> str:
    return f"{figure.value:,}"


def lines(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.Textarea({"rows": 3}))


class SaidViewSet(ModelViewSet):
    """One of the three lists. Wagtail registers their permissions by itself."""

    add_view_class = SignedCreateView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    menu_hook = "register_reports_menu_item"
    inspect_view_fields_exclude = ["id", "is_demo"]


class Plans(SaidViewSet):
    model = CampaignPlan
    url_prefix = "reports/reach/plans"
    icon = "clipboard-list"
    menu_label = "Campaign plans"
    menu_order = 120
    list_display = (
        "campaign",
        "audience",
        "budget",
        "currency",
        Column("by", label="Added by", accessor=who),
    )
    ordering = ("campaign",)
    edit_handler = ObjectList(
        [
            FieldPanel("campaign"),
            lines("objective"),
            FieldPanel("audience"),
            MultiFieldPanel(
                [FieldPanel("budget"), FieldPanel("currency"), lines("inputs")], "What goes into it"
            ),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in (
                        "platform_impressions",
                        "impressions",
                        "clicks_genuine",
                        "visits",
                        "actions",
                    )
                ],
                "Targets for the whole campaign",
                help_text="Leave blank what no target was set for.",
            ),
            lines("outcomes"),
        ],
        base_form_class=PlanForm,
    )


class Figures(SaidViewSet):
    model = ManualFigure
    url_prefix = "reports/reach/elsewhere"
    icon = "openquote"
    menu_label = "Figures from elsewhere"
    menu_order = 130
    list_display = (
        Column("measure", accessor=measure, label="Measure", sort_key="measure"),
        Column("value", accessor=value, label="Figure", sort_key="value"),
        "first",
        "last",
        Column("campaign", accessor=whose, label="Campaign"),
        "source",
        Column("by", label="Added by", accessor=who),
    )
    ordering = ("-first", "measure")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("measure"), FieldPanel("value"), FieldPanel("wording")], "The figure"
            ),
            MultiFieldPanel([lines("source"), lines("note")], "Who says so"),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in (
                        "first",
                        "last",
                        "campaign",
                        "channel",
                        "language",
                    )
                ],
                "What it is about",
            ),
        ],
        base_form_class=FigureForm,
    )


class Annotations(SaidViewSet):
    model = Annotation
    url_prefix = "reports/reach/annotations"
    icon = "calendar"
    menu_label = "Notes on days"
    menu_order = 140
    list_display = (
        "words",
        "first",
        "last",
        Column("campaign", accessor=whose, label="Campaign"),
        Column("by", label="Added by", accessor=who),
    )
    ordering = ("-first",)
    edit_handler = ObjectList(
        [
            FieldPanel("words", help_text="What explains the figures: “poster launch”, “half-term”."),
            FieldPanel("first"),
            FieldPanel("last"),
            FieldPanel("campaign"),
        ],
        base_form_class=SaidForm,
    )


VIEW_SETS = (Plans("reach_plans"), Figures("reach_elsewhere"), Annotations("reach_annotations"))


def view_sets() -> tuple[ModelViewSet, ...]:
    return VIEW_SETS
