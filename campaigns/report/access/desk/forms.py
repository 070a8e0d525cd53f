"""The forms by which publishers let others have the report, and what they refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst

from campaigns.desk.forms import LANGUAGES, DeskForm, campaigns
from campaigns.models import Channel, MailSchedule, Source
from campaigns.period import today
from campaigns.report import frozen
from campaigns.report.access import doors
from campaigns.report.figures import AUDIENCES as AIMED_AT
from campaigns.report.figures import LABELS, PAID_FOR
from campaigns.report.query import FILTERS, USUAL, Audience, Dimension, Query

AUDIENCES = [
    (Audience.OUTSIDE.value, "Outside the VRN: 1 to 9 read “<10”, other figures are rounded to 5"),
    (Audience.VRN.value, "The VRN: every number. Only for people who may see small numbers"),
]
UNIT_WORDS = {
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "quarter": "Financial quarter",
    "year": "Financial year",
}
CHANNELS = [(one.value, capfirst(one.label)) for one in Channel]
BREAKDOWNS = [(one.value, UNIT_WORDS.get(one.value) or LABELS[one.value]) for one in Dimension]
# The fields of a question that are ticked, and all of them in their order.
TICKED = ("campaign", "channel", "language", "creative", "venue", "aimed_at", "kind", "by")
QUESTION = ("campaign", "channel", "language", "source", *TICKED[3:])
MOST_ADDRESSES = 20  # Each takes up to twenty seconds where the mail's server doesn't answer.


def several(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def day(label: str, help_text: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more
    )


def last_day(after: int) -> forms.DateField:
    return day(
        "Works until",
        "The last day, a year from now at most.",
        initial=lambda: today() + dt.timedelta(days=after),
    )


class DoorForm(DeskForm):
    def clean_expires(self) -> dt.date:
        last: dt.date = self.cleaned_data["expires"]
        if not today() <= last <= today() + doors.LONGEST:
            raise ValidationError("Choose a day between today and a year from now.")
        return last


class TokenForm(DoorForm):
    label = forms.CharField(
        label="For whom",
        max_length=100,
        help_text="The organisation and what its program is for. Not a person’s name.",
    )
    campaigns = several("Campaigns", campaigns, "None ticked: all campaigns, also those to come.")
    audience = forms.ChoiceField(choices=AUDIENCES, initial=Audience.OUTSIDE.value, widget=forms.RadioSelect)
    first = day("Figures from", "The first day that it sees. Blank: all days.", required=False)
    expires = last_day(365)


class AskForm(DeskForm):
    """A question, as a form: its fields are called as in an address."""

    campaign = several("Campaigns", campaigns, "None ticked: all campaigns.")
    channel = several("Channels", CHANNELS, "None ticked: all channels.")
    language = several("Page languages", LANGUAGES, "None ticked: all languages.")
    source = forms.CharField(
        label="Links or placements",
        required=False,
        max_length=400,
        help_text="Their codes, with commas. Blank: all.",
    )
    creative = several("Creatives", [], "None ticked: all links. Platforms’ files know none of them.")
    venue = several("Places", [], "None ticked: all links. Platforms’ files know none of them.")
    aimed_at = several("Campaigns for", list(AIMED_AT.items()), "By their plans. None ticked: all.")
    kind = several(
        "Paid or organic", list(PAID_FOR.items()), "None ticked: both. One ticked: without our own counts."
    )
    by = several("Broken down by", BREAKDOWNS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Where no link was made for a creative or a place, none is asked for."""
        super().__init__(*args, **kwargs)
        for name, names in zip(("creative", "venue"), Source.objects.made_for(), strict=True):
            cast("forms.MultipleChoiceField", self.fields[name]).choices = [(one, one) for one in names]
            if not names:
                del self.fields[name]

    def asked(self) -> dict[str, Sequence[str]]:
        ticked = {name: self.cleaned_data.get(name, []) for name in TICKED}
        return {**ticked, "source": [self.cleaned_data.get("source", "")]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.query = Query.parse(self.asked(), audience=Audience.OUTSIDE)
            except ValueError as error:
                raise ValidationError(str(error)) from error
            if len(self.query.address) > frozen.LONGEST:
                raise ValidationError("This question names too many things to be kept. Choose fewer.")
        return cleaned


def asked_again(query: Query) -> dict[str, Any]:
    """What a question asks, but for its days, as the form begins with it."""
    only = {name.filter: list(query.values.get(name, ())) for name in FILTERS}
    return {**only, "source": ", ".join(only["source"]), "by": [one.value for one in query.by]}


class ShareForm(AskForm, DoorForm):
    label = forms.CharField(
        label="For whom", max_length=100, help_text="What you call them here. It isn’t shown to them."
    )
    period = forms.CharField(
        initial=USUAL,
        max_length=40,
        help_text="2026-27-Q2, 2026-27, 2026-10, last-quarter, or two days: 2026-10-05 to 2026-11-10. The link stays "
        "with these days.",
    )
    expires = last_day(30)
    field_order = ("label", "period", *QUESTION, "expires")

    def asked(self) -> dict[str, Sequence[str]]:
        first, to, last = self.cleaned_data["period"].partition(" to ")
        days = {"from": [first], "to": [last]} if to else {"period": [first]}
        return {**super().asked(), **days}


class ScheduleForm(AskForm):
    name = forms.CharField(max_length=100, help_text="What the mail is called: “Reach for the board”.")
    every = forms.ChoiceField(
        choices=MailSchedule.Every.choices,
        help_text="It goes out at seven in the morning of the next day, and is about what has ended.",
    )
    recipients = forms.CharField(
        label="Send it to",
        widget=forms.Textarea({"rows": 4}),
        help_text=f"One e-mail address a line, {MOST_ADDRESSES} at most. Nobody sees who else gets it.",
    )
    audience = forms.ChoiceField(choices=AUDIENCES, initial=Audience.OUTSIDE.value, widget=forms.RadioSelect)
    field_order = ("name", "every", "recipients", "audience", *QUESTION)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())  # It is the mail's subject: one line.

    def clean_recipients(self) -> str:
        said = (line.strip() for line in self.cleaned_data["recipients"].replace(",", "\n").splitlines())
        found = list(dict.fromkeys(filter(None, said)))
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(f"“{address[:80]}” is no e-mail address.") from None
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(
                f"That is more than {MOST_ADDRESSES} addresses. Use a mailing list of your own."
            )
        return "\n".join(found)
