"""What only its sender knows of a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from campaigns.ads import recognise
from campaigns.ads.mapping import Mapping
from campaigns.ads.numbers import CURRENCIES
from campaigns.imports.understand import NAME, Stated
from campaigns.models import AdImport, AdMapping
from campaigns.period import Period

FIELDS = {
    "currency": ("currency",),
    "period": ("first", "last"),
    "account": ("account",),
    "mapping": ("mapping",),
}
OWN = "own:"  # Before the name of a mapping that staff have saved.
PRESETS = {
    "meta": "Meta Ads Manager",
    "tiktok": "TikTok Ads Manager",
    "snapchat": "Snapchat Ads Manager",
    "google": "Google Ads and YouTube",
    "linkedin": "LinkedIn Campaign Manager",
    "x": "X Ads",
    "meta-organic": "Facebook and Instagram insights (organic)",
    "tiktok-organic": "TikTok insights (organic)",
    "youtube-organic": "YouTube Studio (organic)",
    "x-organic": "X analytics (organic)",
}


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class StatedForm(forms.Form):
    """Some of the fields: those that are asked. The others stay as they were stated."""

    currency = forms.CharField(
        label="Currency of its spend",
        required=False,
        max_length=3,
        help_text="Three letters, such as GBP.",
        widget=forms.TextInput({"autocomplete": "off", "size": 4}),
    )
    first = _day("First day it is about")
    last = _day("Last day it is about")
    account = forms.CharField(
        label="Account",
        required=False,
        max_length=NAME,
        help_text="Only where you export from several accounts of this platform: its ID, or its name.",
    )
    mapping = forms.ChoiceField(label="Read it as", required=False)

    def __init__(self, *args: Any, imported: AdImport, asked: Collection[str], **kwargs: Any) -> None:
        before = {
            "currency": imported.stated_currency,
            "first": imported.stated_first,
            "last": imported.stated_last,
            "account": imported.stated_account,
            "mapping": OWN + imported.mapping_name if imported.mapping else imported.mapping_name,
        }
        kwargs["initial"] = before
        super().__init__(*args, **kwargs)
        self.imported = imported
        shown = {name for question in asked for name in FIELDS[question]}
        for name in [*self.fields]:
            if name not in shown:
                del self.fields[name]
        if isinstance(mapping := self.fields.get("mapping"), forms.ChoiceField):
            mapping.choices = _mappings(imported)

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if code and code not in CURRENCIES:
            raise forms.ValidationError("This is not a currency’s three letters, such as GBP.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if "first" in self.fields and not self.errors and (first is None) != (last is None):
            raise forms.ValidationError("Say both days, or neither.")
        if first and last and last < first:
            raise forms.ValidationError("It would end before it begins.")
        return cleaned

    def stated(self) -> tuple[Stated, str]:
        """What is stated now, and the name of the saved mapping, if it is one."""
        said = {name: self.cleaned_data.get(name, value) for name, value in self.initial.items()}
        period = Period(said["first"], said["last"]) if said["first"] and said["last"] else None
        mapping, name = self._mapping()
        return Stated(str(said["currency"]), period, str(said["account"]), mapping), name

    def _mapping(self) -> tuple[Mapping | str | None, str]:
        if "mapping" not in self.fields:  # As it was when it was chosen, whatever is saved by its name since.
            return Stated.of(self.imported).mapping, self.imported.mapping_name
        chosen = str(self.cleaned_data["mapping"])
        if not chosen.startswith(OWN):
            return chosen or None, ""
        name = chosen.removeprefix(OWN)
        saved = AdMapping.objects.filter(name=name).first()
        # Where it was deleted since, the file still has its own.
        return (Mapping.from_json(saved.mapping) if saved else Stated.of(self.imported).mapping), name


def _mappings(imported: AdImport) -> list[tuple[str, Any]]:
    names = {
        *AdMapping.objects.values_list("name", flat=True),
        *([imported.mapping_name] if imported.mapping else []),
    }
    saved = [(f"{OWN}{name}", name) for name in sorted(names)]
    presets = [(name, PRESETS.get(name, name)) for name in recognise.NAMED]
    own = [("Saved by staff", saved)] if saved else []
    return [("", "What its columns show"), *own, ("Platforms", presets)]
