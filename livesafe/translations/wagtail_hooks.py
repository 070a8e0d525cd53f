"""Puts the translation desk into the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from livesafe.translations import roles
from livesafe.translations.desk import asking, people, publish
from livesafe.translations.desk.glossary import Glossary
from livesafe.translations.desk.panel import ToDo

register_snippet(Glossary)


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


@hooks.register("register_admin_viewset")
def people_viewset() -> people.LanguagesOfPeople:
    return people.LanguagesOfPeople("languages_of_people")


@hooks.register("construct_homepage_panels")
def to_do(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ToDo())


@hooks.register("register_admin_viewset")
def pages_viewset() -> asking.Pages:
    return asking.Pages()


@hooks.register("before_bulk_action")
def ask_before_publishing_many(
    request: HttpRequest, action: str, objects: Any, _: Any
) -> HttpResponse | None:
    return publish.refuse_in_bulk(request, action, objects)


@hooks.register("insert_editor_js")
def effect_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/desk/effect.js"))


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))
