"""Which changes readers see: each moves the content version, so that no process shows what it kept from before.

Translations reach readers by the projection, which moves it itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Model
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.snippets.models import get_snippet_models

from livesafe import version

SHOWN = (
    Page,
    Site,
    PageViewRestriction,
    AbstractImage,
    AbstractDocument,
    BaseSiteSetting,
    BaseGenericSetting,
)
# What saving a draft writes to the page's own row.
OF_A_DRAFT = {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
_more: list[type[Model]] = []


def also(model: type[Model]) -> None:
    """Readers see this model too; the app that owns it says so."""
    _more.append(model)
    is_shown.cache_clear()


@cache
def is_shown(model: type[Model]) -> bool:
    return issubclass(model, (*SHOWN, *get_snippet_models(), *_more))


def saved(sender: type[Model], instance: Any, *, update_fields: Any = None, **_: Any) -> None:
    if is_shown(sender) and not (update_fields and OF_A_DRAFT.issuperset(update_fields)):
        # A page that only some may read must be gone for the others.
        version.move(retract=issubclass(sender, PageViewRestriction))


def deleted(sender: type[Model], instance: Any, **_: Any) -> None:
    if is_shown(sender):
        version.move(retract=getattr(instance, "live", True))  # Nobody ever saw a draft.


def moved(sender: type[Any], **_: Any) -> None:
    version.move()


def withdrawn(sender: type[Any], **_: Any) -> None:
    version.move(retract=True)
