"""Reviewer links in the admin: made, seen in use, and ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from livesafe.translations import invitations, objects, roles
from livesafe.translations.columns import Translated
from livesafe.translations.desk.invitation_form import ENGLISH, InvitationForm, edits_pages
from livesafe.translations.models import Invitation, Reply


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
