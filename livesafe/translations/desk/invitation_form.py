"""The form by which staff make a reviewer link, and what it refuses."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.models import User
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import roles
from livesafe.translations.columns import TranslatedPage

LASTS = [(1, "1 day"), (3, "3 days"), (7, "1 week"), (14, "2 weeks"), (30, "30 days"), (60, "60 days")]
USUAL = 14
NAMES_SOMEBODY = re.compile(r"@|\d[\d ]{5,}\d")
ENGLISH = languages.SOURCE.code


class InvitationForm(forms.Form):
    page = forms.ModelChoiceField(
        Page.objects.all(),
        label="Page",
        widget=AdminPageChooser(),
        help_text="The link opens this page and no other.",
    )
    language = forms.ChoiceField(
        label="What to look at",
        help_text="A translation: say of each part whether it is right. The English draft: stamp each paragraph.",
    )
    label = forms.CharField(
        label="Label",
        max_length=60,
        help_text="What you call this person here, such as “Punjabi reviewer 2” or “Group A, Thursday”. Not their name: it "
        "stands beside what they say, and readers’ translations are approved under it.",
    )
    lasts = forms.TypedChoiceField(label="Works for", choices=LASTS, coerce=int, initial=USUAL)
    may_approve = forms.BooleanField(
        label="What this person approves is released at once",
        required=False,
        help_text="Off: it waits for you as advice. Only for a translation, and only if you may approve in the language.",
    )
    shows_draft = forms.BooleanField(
        label="Show the page as last saved",
        required=False,
        help_text="Off: the page as readers have it. An English draft always shows the page as last saved.",
    )
    note = forms.CharField(
        label="Note for staff",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Not shown to the person.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        names = {language.code: language.name for language in roles.languages_of(user)}
        if edits_pages(user):
            names[ENGLISH] = "The English draft"
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types alone.
        field.choices = [("", "Choose"), *names.items()]

    def clean_page(self) -> TranslatedPage:
        page = self.cleaned_data["page"].specific
        if not isinstance(page, TranslatedPage):
            raise forms.ValidationError("This page has no words to look at. Choose another.")
        return page

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if NAMES_SOMEBODY.search(label):
            raise forms.ValidationError(
                "Leave out mail addresses and phone numbers: the label must name nobody."
            )
        return label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        language, page = cleaned.get("language"), cleaned.get("page")
        if language == ENGLISH:
            cleaned["may_approve"] = False
            if page and not page.permissions_for_user(self.user).can_edit():
                self.add_error("page", "You may not edit this page, so you can’t give its draft to others.")
        elif language and cleaned.get("may_approve"):
            self._may_approve(languages.get(language))
        return cleaned

    def _may_approve(self, language: Language) -> None:
        if not roles.may_approve(self.user, language):
            self.add_error("may_approve", "You may not approve in this language, so your link can’t either.")


def edits_pages(user: Any) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))
