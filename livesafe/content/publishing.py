"""What happens when an editor publishes, withdraws or deletes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Page

from livesafe.content.models import BasePage, Withdrawn
from livesafe.content.support import SupportService
from livesafe.translations import minor, protected
from livesafe.translations.columns import Translated
from livesafe.translations.project import english_now, forget, project


def published(sender: type[Page], instance: Page, **_: Any) -> None:
    """Sent for normal, scheduled, workflow and alias publishing alike."""
    if isinstance(instance, BasePage):
        translate(instance)
        Withdrawn.objects.filter(path=address(instance)).delete()


def alias_made(sender: type[Any], instance: Any, *, created: bool, **_: Any) -> None:
    """A new alias is live without being published."""
    if created and isinstance(instance, BasePage) and instance.live and instance.alias_of_id:
        translate(instance)


@transaction.atomic
def translate(page: BasePage) -> None:
    """Give readers of every language what there is for the English that is live now."""
    live = type(page)._default_manager.select_for_update().get(pk=page.pk)
    before = english_now(page.object_key)
    # Chosen for this very English: an old draft, or one that another overtook, changes more than its editor saw.
    if before and page.minor_against == minor.base(before):
        minor.carry(live)
    project(live)


def unpublished(sender: type[Page], instance: Page, **_: Any) -> None:
    withdraw(instance)


def deleted(sender: type[Any], instance: Any, **_: Any) -> None:
    if isinstance(instance, BasePage) and instance.live:
        withdraw(instance)
    if isinstance(instance, Translated):
        forget(instance.object_key)


def withdraw(page: Page) -> None:
    if path := address(page):
        Withdrawn.objects.get_or_create(path=path)


def address(page: Page) -> str:
    """The English address of a page: its place in the tree without the root's own part."""
    return "/" + page.url_path.split("/", 2)[2] if page.url_path.count("/") > 2 else ""


def service_saved(sender: type[SupportService], instance: SupportService, **_: Any) -> None:
    protected.forget()
    project(instance)


def service_names() -> Iterable[str]:
    """Names of support services, which no language translates."""
    return list(SupportService.objects.values_list("name", flat=True))
