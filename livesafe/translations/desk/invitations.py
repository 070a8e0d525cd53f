"""Reviewer links in the admin: made, seen in use, and ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import invitations, objects, roles
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.models import Invitation, Reply

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


@dataclass
class Use:
    """A link with what has come of it."""

    invitation: Invitation
    obj: Translated | None
    replies: list[Reply]
    parts: set[tuple[str, str]]  # Of the page as it is now.

    @property
    def answered(self) -> list[Reply]:
        return [reply for reply in self.replies if reply.state != Reply.State.TYPING]

    @property
    def last(self) -> datetime | None:
        return max((reply.handed_in_at for reply in self.answered if reply.handed_in_at), default=None)

    @property
    def done(self) -> int:
        """Parts of today's page that have an answer; those of earlier words are beside the point."""
        return len(self.parts & {(reply.path, reply.source_hash) for reply in self.answered})

    @property
    def left(self) -> int:
        return len(self.parts) - self.done

    @property
    def waiting(self) -> int:
        return sum(reply.state == Reply.State.OPEN for reply in self.replies)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The links that a person may see: those that work first."""
    found = visible(request.user)
    uses = used(found)
    context = {
        "open": [use for use in uses if not use.invitation.is_over],
        "ended": [use for use in uses if use.invitation.is_over],
        "kept_days": invitations.LINKS_KEPT.days,
        **header("Reviewer links"),
    }
    return render(request, "translations/invitations.html", context)


def make(request: HttpRequest) -> HttpResponse:
    """A new link. Its address is in this one answer and nowhere else."""
    user = staff(request)
    form = InvitationForm(request.POST or None, user=user, initial=asked(request))
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "translations/invitation_form.html", {"form": form, **header("New reviewer link")}
        )
    values = form.cleaned_data
    invitation, secret = invitations.invite(
        object_key=values["page"].object_key,
        language=values["language"],
        label=values["label"],
        may_approve=values["may_approve"],
        shows_draft=values["shows_draft"],
        note=values["note"],
        expires_at=timezone.now() + timedelta(days=values["lasts"]),
        created_by=user,
    )
    address = settings.BASE_URL + reverse("review", args=[secret])
    context = {
        "invitation": invitation,
        "address": address,
        "page": values["page"],
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=3),
        **header("The link is ready"),
    }
    return render(request, "translations/invitation_made.html", context)


@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A link with everything that its user said, and what came of it."""
    invitation = theirs(request, number)
    [use] = used([invitation])
    return render(request, "translations/invitation.html", {"use": use, **header(invitation.label)})


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    invitation = theirs(request, number)
    invitations.revoke(invitation)
    messages.success(
        request, f"“{invitation.label}” opens nothing any more. What was typed has been handed in."
    )
    return redirect("translations:invitations")


# Who may see which -----------------------------------------------------------


def staff(request: HttpRequest) -> User:
    """The user, who has a language on the desk or pages to edit; anybody else is sent away."""
    user = request.user
    if not isinstance(user, User) or not (roles.languages_of(user) or edits_pages(user)):
        raise PermissionDenied
    return user


def edits_pages(user: Any) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


def codes_of(user: Any) -> list[str]:
    """The languages whose links and answers a person may see."""
    return [language.code for language in roles.languages_of(user)] + ([ENGLISH] if edits_pages(user) else [])


def visible(user: Any) -> list[Invitation]:
    if not (codes := codes_of(user)):
        raise PermissionDenied
    return list(Invitation.objects.filter(language__in=codes).select_related("created_by"))


def theirs(request: HttpRequest, number: int) -> Invitation:
    """A link of a language that the user may see; to others it is as if there were none."""
    return get_object_or_404(Invitation, pk=number, language__in=codes_of(staff(request)))


# What a page of the desk shows -----------------------------------------------


def used(found: Iterable[Invitation]) -> list[Use]:
    """The links with their use. Pages and replies are asked for once, a draft once for each link to one."""
    found = list(found)
    objs = objects.find_all({invitation.object_key for invitation in found})
    said: dict[int | None, list[Reply]] = {}
    for reply in Reply.objects.filter(invitation__in=found).select_related("handled_by").order_by("pk"):
        said.setdefault(reply.invitation_id, []).append(reply)
    uses = []
    for invitation in found:
        obj = objs.get(invitation.object_key)
        shown = obj and invitations.as_shown(invitation, obj)
        parts = {(segment.path, segment.hash) for segment in shown.segments()} if shown else set()
        uses.append(Use(invitation, obj, said.get(invitation.pk, []), parts))
    return uses


def asked(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: from the address, or like another link whose own address was lost."""
    if not (like := request.GET.get("like", "")).isdecimal():
        number = request.GET.get("page", "")
        return {
            "page": number if number.isdecimal() else None,
            "language": request.GET.get("language", ""),
        }
    other = theirs(request, int(like))
    page = objects.find(other.object_key)
    return {
        "page": page.pk if isinstance(page, Page) else None,
        "language": other.language,
        "label": other.label,
        "may_approve": other.may_approve,
        "shows_draft": other.shows_draft,
        "note": other.note,
    }


def header(title: str) -> dict[str, Any]:
    crumbs = [{"url": reverse("translations:invitations"), "label": "Reviewer links"}]
    if title != "Reviewer links":
        crumbs.append({"url": "", "label": title})
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": "link"}
