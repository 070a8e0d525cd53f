"""What staff ask of the link desk: which links to see, and which to make."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from campaigns import batch, links, poster
from campaigns.batch import LinkError, Planned, Wish
from campaigns.models import CampaignPage, Source
from campaigns.period import today
from livesafe import languages
from livesafe.content.models import BasePage

ANY = [("", "All")]

CHANNELS = [(channel.value, capfirst(channel.label)) for channel in links.CHANNELS]
LANGUAGES = [(language.code, language.name) for language in languages.ALL]
OWN_LANGUAGE = "own"  # A form has no "" to tick.
STATES = [
    ("live", "Live"),
    ("soon", "Not yet live"),
    ("ended", "Ended"),
    ("archived", "Archived"),
    ("all", "All, archived too"),
]


def campaigns() -> list[tuple[str, str]]:
    pages = CampaignPage.objects.defer_streamfields().order_by("title")
    return [(page.slug, page.title) for page in pages]


class DeskForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class Filters(DeskForm):
    """Which links to list, as the address asks it. Without a state, those that are not archived."""

    campaign = forms.ChoiceField(required=False, choices=lambda: [*ANY, *campaigns()])
    channel = forms.ChoiceField(required=False, choices=[*ANY, *CHANNELS])
    language = forms.ChoiceField(required=False, choices=[*ANY, *LANGUAGES])
    state = forms.ChoiceField(required=False, choices=[("", "All but archived"), *STATES])
    q = forms.CharField(required=False, label="Find a code or name", max_length=100)

    def links(self) -> QuerySet[Source]:
        asked = self.cleaned_data if self.is_valid() else {}
        found = Source.objects.links().order_by("-pk")
        for name in ("campaign", "channel", "language"):
            if value := asked.get(name):
                found = found.filter(**{name: value})
        if words := asked.get("q", "").strip():
            found = found.filter(
                Q(code__icontains=words) | Q(creative__icontains=words) | Q(venue__icontains=words)
            )
        return found.filter(in_state(asked.get("state", "")))


def in_state(state: str) -> Q:
    """Links in a state that `Row.state` tells of each."""
    day = today()
    begun, goes_on = Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day)
    live = goes_on & Q(campaign__in=CampaignPage.objects.live().filter(goes_on).values("slug"))
    match state:
        case "live":
            return Q(archived=False) & begun & live
        case "soon":
            return Q(archived=False, starts__gt=day)
        case "ended":
            return Q(archived=False) & begun & ~live
        case "archived":
            return Q(archived=True)
        case "all":
            return Q()
        case _:
            return Q(archived=False)


class Lines(forms.CharField):
    """A list of names, each on a line of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        return [line for line in super().clean(value).splitlines() if line.strip()]


def day_field(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class Make(DeskForm):
    """Which links to make; `plan` says what that comes to, and `make` does it."""

    campaign = forms.ChoiceField(choices=lambda: [("", "Choose"), *campaigns()])
    channels = forms.MultipleChoiceField(choices=CHANNELS, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label="Languages the links land in",
        choices=[(OWN_LANGUAGE, "No fixed language"), *LANGUAGES],
        initial=[languages.SOURCE.code],
        widget=forms.CheckboxSelectMultiple,
    )
    venues = Lines(
        label="Placements or venues",
        help_text="One a line, such as Stories, Central Library or a school. Blank: not told apart.",
    )
    creatives = Lines(
        help_text="One a line: the picture, film or text, such as Reel 1. Blank: not told apart."
    )
    destination = forms.ModelChoiceField(
        Page.objects.filter(depth__gt=1),
        label="Another page to lead to",
        required=False,
        widget=AdminPageChooser,
        help_text="Blank: the campaign’s own page. On another page only the click is counted, not the visit.",
    )
    starts = day_field("Live from", "Blank: at once.")
    ends = day_field("Live until", "The last day. Blank: as long as the campaign.")
    code = forms.CharField(
        label="A code of your own",
        required=False,
        max_length=batch.LONGEST_CODE,
        help_text="For one link that is said in a video, such as stand-up. Blank: we choose one.",
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().lower()

    def clean_destination(self) -> BasePage | None:
        chosen = self.cleaned_data["destination"]
        page = chosen.specific if chosen else None
        if page is None:
            return None
        if not isinstance(page, BasePage) or not page.live:
            raise forms.ValidationError("This page is not published.")
        if page.sensitive:
            raise forms.ValidationError("This page is sensitive: no link that is counted may lead to it.")
        return page

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.planned = batch.plan(self.wish)
            except LinkError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    planned: list[Planned] = []

    @property
    def wish(self) -> Wish:
        asked = self.cleaned_data
        page = asked["destination"]
        own = page is None or page.slug == asked["campaign"]
        return Wish(
            campaign=asked["campaign"],
            channels=asked["channels"],
            languages=["" if code == OWN_LANGUAGE else code for code in asked["languages"]],
            venues=asked["venues"],
            creatives=asked["creatives"],
            destination=None if own else page.translation_key,
            starts=asked["starts"],
            ends=asked["ends"],
            code=asked["code"],
        )


class Print(DeskForm):
    """A poster's language and paper, as the address asks it."""

    language = forms.ChoiceField(choices=LANGUAGES)
    paper = forms.ChoiceField(choices=[(paper, paper.upper()) for paper in poster.PAPERS])
