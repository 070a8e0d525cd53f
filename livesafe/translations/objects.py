"""What an object key names: a page, a snippet, or the interface's safety words."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from wagtail.models import DraftStateMixin, Page

from livesafe.translations import interface
from livesafe.translations.columns import PAGE_KEY, Translated, TranslatedPage, translated_models


def find(object_key: str, *, draft: bool = False) -> Translated | None:
    """The object of a key as readers have it, or with `draft` as its editors left it; None where there is none."""
    obj = find_all([object_key]).get(object_key)
    return drafted(obj) if obj is not None and draft else obj


def find_all(keys: Collection[str]) -> dict[str, Translated]:
    """The live objects of these keys; a key that names nothing is left out. Queries grow with the models, not the keys."""
    return {obj.object_key: obj for obj in [*_pages(keys), *_snippets(keys), *_words(keys)]}


def everything() -> list[Translated]:
    """All that is translated: pages in the order of the tree, snippets, the interface's safety words."""
    pages = (page for page in Page.objects.order_by("path").specific() if isinstance(page, TranslatedPage))
    return [*pages, *snippets(), words()]


def snippets() -> list[Translated]:
    """All that is translated and is no page: the support services."""
    return [obj for model in snippet_models() for obj in model._default_manager.all()]


def below(page: TranslatedPage) -> list[Translated]:
    """A section: the page and every page below it, in the order of the tree."""
    found = Page.objects.descendant_of(page, inclusive=True).order_by("path").specific()
    return [obj for obj in found if isinstance(obj, TranslatedPage)]


def words() -> Translated:
    """The interface's safety words, which are no model but have all that a segment's place asks of one."""
    return cast("Translated", interface.SafetyWords())


def drafted(obj: Translated) -> Translated:
    """The newest draft of an object that has one beside its live English; else the object itself."""
    if isinstance(obj, DraftStateMixin) and obj.has_unpublished_changes and obj.latest_revision_id:
        return cast("Translated", obj.get_latest_revision_as_object())
    return obj


def snippet_models() -> list[type[Translated]]:
    return [model for model in translated_models() if not issubclass(model, Page)]


def _pages(keys: Collection[str]) -> list[Translated]:
    wanted = [key.removeprefix("page:") for key in keys if PAGE_KEY.fullmatch(key)]
    if not wanted:
        return []
    found = Page.objects.filter(translation_key__in=wanted).specific()
    return [page for page in found if isinstance(page, TranslatedPage)]


def _snippets(keys: Collection[str]) -> list[Translated]:
    wanted = [key for key in keys if not key.startswith(("page:", "interface:"))]
    return [obj for model in snippet_models() for obj in model.with_keys(wanted)] if wanted else []


def _words(keys: Collection[str]) -> list[Translated]:
    return [words()] if interface.OBJECT_KEY in keys else []
