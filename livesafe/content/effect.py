"""What the page editor shows of the translations before an edit of the English is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from livesafe.translations import minor
from livesafe.translations.project import english_now


class PageForm(WagtailAdminPageForm):
    """Adds the choice that an edit changes no meaning. It holds for the English that readers have now, and no other."""

    minor_edit = forms.BooleanField(
        required=False,
        label="Minor edit: the meaning is the same",
        help_text="Keeps the translations that there are, approved or not. Readers are told that the English has small "
        "changes. Texts in which a number, a link or a name changed fall back to English all the same.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = english_now(self.instance.object_key)
        self.base = minor.base(live) if live else ""
        self.initial["minor_edit"] = bool(self.base) and self.instance.minor_against == self.base

    def clean(self) -> Any:
        cleaned = super().clean()
        self.instance.minor_against = self.base if self.cleaned_data.get("minor_edit") else ""
        return cleaned


class EffectPanel(Panel):
    """Per language, what publishing would do; loaded after the form, and again each time the draft is saved."""

    def get_form_options(self) -> dict[str, Any]:
        # Else the form would show the choice a second time, as a field of no panel.
        return {"fields": ["minor_edit"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/effect.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "effect_url": reverse("translations:effect", args=[self.instance.pk]),
                "minor_edit": self.form["minor_edit"]
                if self.form and "minor_edit" in self.form.fields
                else None,
            }
