"""Pages as other pages show them: headline, summary, address, and whether the words are still English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from livesafe import languages, version
from livesafe.content.models import BasePage
from livesafe.translations.models import Standing

REMEMBERED = 30  # Seconds.


@dataclass(frozen=True)
class Link:
    pk: int
    slug: str
    kind: str
    headline: str
    summary: str
    url: str
    still_english: bool
    sensitive: bool
    page: BasePage


def of(pages: Any, request: HttpRequest | None) -> list[Link]:
    """Links to pages in the active language, in the queryset's order: a query for each page type, one for the rest."""
    found = [page for page in pages.public().defer_streamfields().specific() if isinstance(page, BasePage)]
    told = languages_of(found)
    return [
        Link(
            pk=page.pk,
            slug=page.slug,
            kind=page.kind,
            headline=page.headline,
            summary=page.summary,
            url=str(page.get_url(request) or ""),
            still_english=page.object_key not in told,
            sensitive=page.sensitive,
            page=page,
        )
        for page in found
    ]


def languages_of(pages: list[Any]) -> set[str]:
    """The object keys of those pages of which the active language has something to read."""
    keys = [page.object_key for page in pages]
    code = get_language() or languages.SOURCE.code
    if code == languages.SOURCE.code:
        return set(keys)
    rows = Standing.objects.filter(language=code, object_key__in=keys)
    return {row.object_key for row in rows if row.state != "english"}


def english_only(code: str) -> frozenset[str]:
    """The paths of live pages of which a language has nothing. Remembered for half a minute; empty without a database."""
    if code == languages.SOURCE.code:
        return frozenset()
    key = f"english-only-{version.watch.known.number}-{code}"
    found: frozenset[str] | None = cache.get(key)
    if found is None:
        try:
            told = Standing.objects.filter(language=code).exclude(drafts=0, approved=0)
            keys = set(told.values_list("object_key", flat=True))
            rows = Page.objects.live().filter(depth__gt=1).values_list("url_path", "translation_key")
            found = frozenset(
                path.split("/", 2)[2].strip("/") for path, key in rows if f"page:{key}" not in keys
            )
        except DatabaseError:
            return frozenset()
        cache.set(key, found, REMEMBERED)
    return found
