"""The admin's side of campaigns: the report's and the links' places in the menu, and campaigns that stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from campaigns import keep, views
from campaigns.desk import rehearsal
from campaigns.models import CampaignPage
from campaigns.report.access.desk import hooks as others
from campaigns.report.page import PERMISSION, staff

LINKS = "campaigns.view_source"
IMPORTS = "campaigns.view_adimport"
others.register()  # Who has the report without the admin.


@hooks.register("register_admin_urls")
def report_address() -> list[URLPattern | URLResolver]:
    return [
        path("reports/reach/", views.reach_report, name="reach_report"),
        path("reports/reach/", include("campaigns.report.page.urls")),
        path("reports/reach/frozen/", include("campaigns.report.frozen_urls")),
    ]


hooks.register("register_admin_viewset", staff.view_sets)


class ReachMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReachMenuItem("Reach", reverse("reach_report"), name="reach", icon_name="view", order=100)


@hooks.register("register_admin_urls")
def import_desk() -> list[URLResolver]:
    return [path("reports/reach/imports/", include("campaigns.desk.imports.urls"))]


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(IMPORTS)


@hooks.register("register_reports_menu_item")
def imports_menu_item() -> MenuItem:
    return ImportsMenuItem(
        "Platforms’ files", reverse("imports:desk"), name="imports", icon_name="upload", order=110
    )


@hooks.register("register_permissions")
def import_permissions() -> QuerySet[Permission]:
    shown = ["view_adimport", "add_adimport"]
    return Permission.objects.filter(content_type__app_label="campaigns", codename__in=shown)


@hooks.register("register_admin_urls")
def link_desk() -> list[URLResolver]:
    return [path("links/", include("campaigns.desk.urls"))]


@hooks.register("register_admin_urls")
def dry_run() -> list[URLPattern]:
    return [
        path("campaigns/<int:number>/dry-run/", rehearsal.rehearse, name=rehearsal.NAME),
        path("campaigns/dry-run/", rehearsal.of_campaign, name=rehearsal.BY_SLUG),
    ]


@hooks.register("register_page_header_buttons")
def dry_run_button(page: Page, user: Any, next_url: str | None, view_name: str) -> Iterator[Button]:
    if isinstance(page.specific_deferred, CampaignPage) and page.permissions_for_user(user).can_edit():
        yield Button("Dry run", reverse(rehearsal.NAME, args=[page.pk]), icon_name="view", priority=60)


class LinksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(LINKS)


@hooks.register("register_admin_menu_item")
def links_menu_item() -> MenuItem:
    return LinksMenuItem("Links", reverse("links:desk"), name="links", icon_name="link", order=260)


@hooks.register("register_permissions")
def link_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="campaigns", content_type__model="source")


@hooks.register("register_permissions")
def report_permission() -> QuerySet[Permission]:
    app, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@hooks.register("before_delete_page")
def keep_campaigns(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def keep_campaigns_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    return _refuse(request, objects) if action_type == "delete" and action.models == [Page] else None


def _refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    if not (campaigns := keep.kept_below(pages)):
        return None
    messages.error(request, keep.because(campaigns))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
