"""Puts the translation desk into the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from livesafe.translations import roles


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("translations/", include("livesafe.translations.desk.urls"))]


class DeskItem(MenuItem):
    """The desk, for those who have a language on it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(roles.languages_of(request.user))


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    return DeskItem(
        "Translations", reverse("translations:coverage"), name="translations", icon_name="globe", order=150
    )
