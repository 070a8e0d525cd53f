"""How the admin knows the site: links in rich text and those to mend, and the state of the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet

from livesafe.content import links, media
from livesafe.content.desk import SupportServices
from livesafe.content.linkcheck import report
from livesafe.content.models import BasePage, Tick
from livesafe.translations.desk import panel


class LinkHandler(PageLinkHandler):
    """A link to a page of which the reader's language has nothing yet says so by `hreflang`."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        pages = cls.get_many(attrs_list)
        told = links.languages_of([page for page in pages if isinstance(page, BasePage)])
        return [cls.opening(page, told) for page in pages]

    @staticmethod
    def opening(page: Any, told: set[str]) -> str:
        if page is None or not page.live:
            return "<a>"
        language = ' hreflang="en"' if isinstance(page, BasePage) and page.object_key not in told else ""
        return f'<a href="{escape(page.url)}"{language}>'


@hooks.register("register_rich_text_features", order=100)
def link_features(features: Any) -> None:
    features.register_link_type(LinkHandler)


register_snippet(SupportServices)
panel.also(report.waiting)


@hooks.register("register_admin_urls")
def links_to_mend() -> list[URLPattern]:
    return [path("reports/links/", report.show, name="links_to_mend")]


class LinksItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return report.may_see(request.user)


@hooks.register("register_reports_menu_item")
def links_item() -> MenuItem:
    return LinksItem(report.TITLE, reverse("links_to_mend"), name="links", icon_name="link", order=200)


class LateClock(Component):
    """Tells staff when scheduled publishing and reminders have stopped."""

    order = 50
    template_name = "content/admin/late_clock.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        last = Tick.objects.first()
        late = last is None or last.ran_at < timezone.now() - timedelta(minutes=5)
        return {"late": late, "last": last}


@hooks.register("construct_homepage_panels")
def late_clock(request: Any, panels: list[Any]) -> None:
    panels.append(LateClock())


@hooks.register("before_serve_document", order=100)  # After Wagtail's own, which asks who may read it.
def play_in_parts(document: Any, request: Any) -> Any:
    """A film or sound from this machine, in the ranges that phones ask for."""
    kind = document.content_type
    if kind.startswith(("video/", "audio/")) and isinstance(document.file.storage, FileSystemStorage):
        return media.ranged(Path(document.file.path), kind, request.headers.get("Range", ""))
    return None


@hooks.register("before_publish_page")
def refuse_gaps(request: Any, page: Any) -> Any:
    """A page of advice without its first lines stays a draft: what was written is saved, and the editor is told."""
    if isinstance(page, BasePage) and page.gaps:
        messages.error(request, f"Not published yet; your words are saved. {' '.join(page.gaps)}")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action")
def refuse_gaps_of_many(request: Any, action: str, pages: Any, _: Any) -> Any:
    """The same where “Publish” is pressed for many pages at once, with what is below them or without."""
    if action != "publish":
        return None
    below = "include_descendants" in request.POST
    chosen = [one for page in pages for one in (page, *(page.get_descendants().not_live() if below else ()))]
    drafts = [page.get_latest_revision_as_object() for page in chosen]
    if gaps := [
        f"“{one.title}”: {' '.join(one.gaps)}" for one in drafts if isinstance(one, BasePage) and one.gaps
    ]:
        messages.error(request, f"Nothing is published yet. {' '.join(gaps)}")
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None
