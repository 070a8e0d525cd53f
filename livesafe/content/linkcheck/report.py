"""The links that staff have to mend, in the admin's reports and among what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from livesafe import languages, version
from livesafe.content.linkcheck.collect import Link, links_of
from livesafe.content.linkcheck.judge import Judge
from livesafe.content.page import BasePage
from livesafe.languages import Language
from livesafe.translations import objects
from livesafe.translations.columns import Translated

TITLE = "Links to mend"
KEPT_FOR = 600  # Seconds; what a link leads to ends by the day, and a redirect moves no version.


@dataclass
class Found:
    """One link with one thing wrong, in every language whose readers meet it."""

    obj: Translated
    link: Link
    words: str
    wrong: str
    languages: list[Language] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The languages in words."""
        spared = [language.name for language in languages.ALL if language not in self.languages]
        if len(spared) < 2:
            return f"All but {spared[0]}" if spared else "All"
        return ", ".join(language.name for language in self.languages)

    @property
    def target(self) -> str:
        return self.link.target if self.link.kind == "address" else ""


def check() -> list[Found]:
    """Every link of all that readers have now, in the order of the pages; a draft is nobody's reading yet."""
    read = [*_pages(), *objects.snippets()]
    given = [(obj, language, links_of(obj, language)) for obj in read for language in languages.ALL]
    judge = Judge([link for _, _, links in given for link in links])
    found: dict[tuple[str, Link, str], Found] = {}
    for obj, language, links in given:
        for link, words in links.items():
            if wrong := judge.wrong(link, obj, language):
                key = (obj.object_key, link, wrong)
                found.setdefault(key, Found(obj, link, words, wrong)).languages.append(language)
    return list(found.values())


def show(request: HttpRequest) -> HttpResponse:
    """The report, checked anew each time that somebody looks."""
    if not may_see(request.user):
        raise PermissionDenied
    found = check()
    cache.set(_key(), len(found), KEPT_FOR)
    urls = AdminURLFinder(request.user)
    rows = [{"found": one, "url": _place(urls.get_edit_url(one.obj), one.link)} for one in found]
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": request.path, "label": TITLE},
    ]
    context = {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "link",
        "breadcrumbs_items": crumbs,
        "rows": rows,
    }
    return render(request, "content/admin/links_to_mend.html", context)


def may_see(user: Any) -> bool:
    """Whoever may change a page may mend a link."""
    return bool(page_permission_policy.user_has_any_permission(user, {"change", "publish"}))


def waiting(user: Any) -> tuple[int, str, str]:
    """For the list of what waits for a person: how many links, what they are called, and where they are shown."""
    if not may_see(user):
        return 0, "", ""
    number = cache.get_or_set(_key(), lambda: len(check()), KEPT_FOR) or 0
    what = "link leads nowhere or astray" if number == 1 else "links lead nowhere or astray"
    return number, what, reverse("links_to_mend")


def _key() -> str:
    return f"links-to-mend-{version.watch.known.number}-{timezone.localdate()}"


def _pages() -> Iterable[Translated]:
    # An alias has its page's links, and they are mended there.
    found = Page.objects.live().filter(alias_of=None).order_by("path").specific()
    return [page for page in found if isinstance(page, BasePage)]


def _place(url: str | None, link: Link) -> str:
    """The editor at the block of a link; "" for a person who may not edit there."""
    return f"{url}#:w:contentpath={link.path}" if url else ""
