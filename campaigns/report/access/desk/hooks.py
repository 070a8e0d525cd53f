"""The places of tokens, share links and scheduled mails in the admin. campaigns/wagtail_hooks.py registers them."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaigns.report.access.desk.chrome import MODELS
from campaigns.report.access.desk.shares import VIEW


class OthersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


def addresses() -> list[URLResolver]:
    return [path("reports/reach/", include("campaigns.report.access.desk.urls"))]


def menu_item() -> MenuItem:
    return OthersMenuItem(
        "Reach for others", reverse("reach_shares"), name="reach-others", icon_name="view", order=110
    )


def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="campaigns", content_type__model__in=MODELS)


def register() -> None:
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_reports_menu_item", menu_item)
    hooks.register("register_permissions", permissions)
