"""The directory of support services: what a reader asks for, and who fits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from livesafe.content.support import SupportService, shown

ANY = ("", _("Any"))
NEEDS = [
    ("danger", _("In danger now")),
    ("talk", _("Someone to talk to")),
    ("abuse", _("Hurt or scared at home")),
    ("exploitation", _("Being used by others")),
    ("online", _("Something online")),
    ("hurting", _("Hurting yourself")),
    ("mental_health", _("How you feel")),
    ("drugs", _("Alcohol and drugs")),
    ("crime", _("Something happened")),
    ("police", _("Tell the police")),
    ("hate", _("Bullying and hate")),
    ("worried_child", _("Worried about a child")),
    ("missing", _("Running away")),
]
AREAS = [("leicester", "Leicester"), ("leicestershire", "Leicestershire"), ("rutland", "Rutland")]
WAYS = [
    ("phone", _("Phone")),
    ("sms", _("Text message")),
    ("chat_url", _("Chat")),
    ("web_url", _("Website or form")),
    ("email", _("Email")),
    ("bsl_url", _("British Sign Language")),
    ("text_relay", _("Text relay")),
]


class DirectoryForm(forms.Form):
    """What a reader looks for. Every answer is optional, and none is kept."""

    need = forms.ChoiceField(label=_("What is it about?"), choices=[ANY, *NEEDS], required=False)
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=120, required=False)
    area = forms.ChoiceField(label=_("Where?"), choices=[ANY, *AREAS], required=False)
    way = forms.ChoiceField(label=_("How do you want to contact them?"), choices=[ANY, *WAYS], required=False)
    interpreter = forms.BooleanField(label=_("I need an interpreter"), required=False)
    open_now = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, data: Any, services: list[SupportService]) -> None:
        super().__init__(data)
        # A choice that finds nobody is no choice.
        ways = [(way, label) for way, label in WAYS if any(getattr(service, way) for service in services)]
        self.fields["way"].choices = [ANY, *ways]  # type: ignore[attr-defined]


def look_up(data: Any) -> tuple[DirectoryForm, list[SupportService]]:
    """The form as a reader filled it in, and the shown services that fit; all of them where it is empty or wrong."""
    services = list(shown())
    form = DirectoryForm(data or None, services)
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = [service for service in services if fits(service, asked)]
    if asked.get("interpreter"):
        # First who is known to have one; then who may, since most do not say.
        found.sort(key=lambda service: service.interpreter == SupportService.Interpreter.UNKNOWN)
    return form, found


def fits(service: SupportService, asked: dict[str, Any]) -> bool:
    need, age, area, way = asked.get("need"), asked.get("age"), asked.get("area"), asked.get("way")
    return (
        (not need or need in service.needs)
        and (age is None or (service.age_from or 0) <= age <= (service.age_to or 120))
        and (not area or area in service.areas or "uk" in service.areas)
        and (not way or bool(getattr(service, way)))
        and (not asked.get("interpreter") or service.interpreter != SupportService.Interpreter.NO)
        and (not asked.get("open_now") or service.is_open is True)
    )
