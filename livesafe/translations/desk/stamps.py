"""What young people said of an English draft, paragraph by paragraph beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import Button
from wagtail.models import Page

from livesafe.languages import SOURCE
from livesafe.translations import objects
from livesafe.translations.columns import TranslatedPage
from livesafe.translations.desk import structure
from livesafe.translations.models import Reply, Stamp
from livesafe.translations.sheet import readable

GONE = structure.Place(structure.Landmark("gone", "No longer on the page"), "Text")


@dataclass
class Paragraph:
    english: SafeString
    place: structure.Place
    replies: list[Reply] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each stamp with its words and how many gave it."""
        given = Counter(stamp for reply in self.replies for stamp in reply.stamps)
        return [(stamp.value, str(stamp.label), given[stamp]) for stamp in Stamp]

    @property
    def comments(self) -> list[Reply]:
        return [reply for reply in self.replies if reply.comment]

    @property
    def needs_a_look(self) -> bool:
        return any(set(reply.stamps) - {"clear"} for reply in self.replies)


@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The draft as last saved, with the stamps and comments of each paragraph; for those who may edit the page."""
    page = get_object_or_404(Page, pk=number).specific
    if not isinstance(page, TranslatedPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    replies = handed_in(page)
    paragraphs, older = beside(page, replies)
    context = {
        "page": page,
        "sections": [
            (place, list(group)) for place, group in groupby(paragraphs, key=lambda one: one.place.landmark)
        ],
        "older": older,
        "people": len({reply.invitation_id or reply.label for reply in replies}),
        "breadcrumbs_items": [
            {
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "label": page.get_admin_display_title(),
            },
            {"url": "", "label": "What young people said"},
        ],
        "header_title": "What young people said",
        "header_icon": "comment",
    }
    return render(request, "translations/stamps.html", context)


def handed_in(page: TranslatedPage) -> list[Reply]:
    return list(
        Reply.objects.filter(
            object_key=page.object_key, language=SOURCE.code, state=Reply.State.NOTED
        ).order_by("pk")
    )


def beside(page: TranslatedPage, replies: Iterable[Reply]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The draft's paragraphs with what was said of each, and those that were said something of and have changed since."""
    draft = objects.drafted(page)
    segments = draft.segments()
    where = structure.places(draft, segments)
    now = {
        (segment.path, segment.hash): Paragraph(
            readable(segment.kind, segment.source, SOURCE), where[segment.path]
        )
        for segment in segments
    }
    older: dict[tuple[str, str], Paragraph] = {}
    for reply in replies:
        key = (reply.path, reply.source_hash)
        paragraph = now.get(key) or older.setdefault(
            key, Paragraph(readable(reply.kind, reply.source, SOURCE), where.get(reply.path, GONE))
        )
        paragraph.replies.append(reply)
    return list(now.values()), list(older.values())


class StampsPanel(Panel):
    """In the page's form: how many have stamped the draft, and how; nothing where nobody has."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "translations/stamps_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            replies = handed_in(self.instance) if self.instance.pk else []
            given = Counter(stamp for reply in replies for stamp in reply.stamps)
            return super().get_context_data(parent_context) | {
                "said": bool(replies),
                "stamps": [(str(stamp.label), given[stamp]) for stamp in Stamp if given[stamp]],
                "comments": sum(bool(reply.comment) for reply in replies),
            }


@hooks.register("register_page_header_buttons")
def button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterable[Button]:
    """In the page's editor: what was said of the draft."""
    if page.depth > 1 and page.permissions_for_user(user).can_edit():
        address = reverse("translations:stamps", args=[page.pk])
        yield Button("What young people said", address, icon_name="comment", priority=66)
