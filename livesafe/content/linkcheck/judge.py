"""What is wrong with a link, in words for the person who mends it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from livesafe import languages
from livesafe.content.linkcheck.collect import Kind, Link, places_of
from livesafe.content.support import SupportService
from livesafe.languages import SOURCE, Language
from livesafe.translations.columns import Translated

Say = Callable[[str], str]
EVERYWHERE = {"", "main", "top", "take-part"}  # Places that templates give, on pages that have them.
OTHER_WAYS = {"mailto", "tel", "sms"}

NOTHING = "It leads nowhere: no page and no address was chosen."
DELETED = "The page was deleted."
NO_FILE = "The file was deleted."
NO_SERVICE = "The support service was deleted."
NO_PAGE = "There is no page at this address."
NOT_WHOLE = "This is not a whole address. Choose the page, or write https:// before it."
NO_SCHEME = "Browsers do not follow an address of this kind."
NO_PLACE = "The page has no place of this name (after the #)."
ONE_LANGUAGE = (
    "Typed as an address, it leads every reader to the {} page. Choose the page: they stay in their language."
)

_ours: dict[str, Say] = {}


def register(prefix: str, say: Say) -> None:
    """Have addresses below `prefix`, such as "/go/", judged by what follows it; "" where nothing is wrong."""
    _ours[prefix] = say


class Judge:
    """Knows what these links lead to; the number of its queries depends neither on links nor on languages, but for
    addresses of our own that somebody typed."""

    def __init__(self, links: Collection[Link]) -> None:
        def keys(kind: Kind) -> set[int]:
            return {int(link.target) for link in links if link.kind == kind and link.target.isdecimal()}

        self.pages = Page.objects.in_bulk(keys("page"))
        self.public = set(Page.objects.filter(pk__in=self.pages).public().values_list("pk", flat=True))
        self.files = set(
            get_document_model().objects.filter(pk__in=keys("document")).values_list("pk", flat=True)
        )
        self.services = SupportService.objects.in_bulk(keys("service"))
        self.hosts = {site.hostname for site in Site.objects.all()} | {urlsplit(settings.BASE_URL).hostname}
        self._found: dict[str, tuple[str, Any]] = {}

    def wrong(self, link: Link, obj: Translated, language: Language) -> str:
        """What is wrong with a link for readers of the language; "" where nothing is."""
        key = int(link.target) if link.target.isdecimal() else 0
        match link.kind:
            case "page":
                return self._page(self.pages.get(key))
            case "document":
                return "" if key in self.files else NO_FILE
            case "service":
                return _service(self.services.get(key))
        return self._address(link.target.strip(), obj, language)

    def _page(self, page: Page | None) -> str:
        if page is None:
            return DELETED
        if not page.live:
            return f"“{page.title}” is not published, so no reader can open it."
        return "" if page.pk in self.public else f"“{page.title}” is only for people who log in."

    def _address(self, address: str, obj: Translated, language: Language) -> str:
        try:
            parts = urlsplit(address)
            host = parts.hostname
        except ValueError:
            return NOT_WHOLE
        if not address:
            return NOTHING
        if parts.scheme in OTHER_WAYS:
            return "" if parts.path else NOTHING
        if parts.scheme not in {"", "http", "https"}:
            return NO_SCHEME
        if host and host not in self.hosts:
            return "" if "." in host else NOT_WHOLE
        if address.startswith("#"):
            return "" if _is_place(parts.fragment, obj) else NO_PLACE
        if not parts.path.startswith("/") and not host:
            return NOT_WHOLE
        return self._inside(parts, language)

    def _inside(self, parts: SplitResult, language: Language) -> str:
        path = parts.path or "/"
        for prefix, say in _ours.items():
            if path.startswith(prefix):
                return say(path.removeprefix(prefix).strip("/"))
        first = path.split("/")[1]
        leads_to = languages.get(first) if first in languages.CODES else SOURCE
        wrong, page = self._there(path, leads_to)
        if wrong:
            return wrong
        if page is None:
            return ""
        if not _is_place(parts.fragment, page):
            return NO_PLACE
        return ONE_LANGUAGE.format(leads_to.name) if leads_to != language else ""

    def _there(self, path: str, leads_to: Language) -> tuple[str, Any]:
        """What is wrong with a path of our own, and the page at it where one is; each path is looked up once."""
        if path not in self._found:
            self._found[path] = self._look_up(path, leads_to)
        return self._found[path]

    def _look_up(self, path: str, leads_to: Language) -> tuple[str, Any]:
        english = path.removeprefix(f"/{leads_to.code}") if leads_to != SOURCE else path
        with translation.override(leads_to.code):
            match = _match(path) or _match(f"{path}/")
        if match is None:
            return ("" if _moved(english) else NO_PAGE), None
        if match.url_name == "wagtaildocs_serve":
            there = get_document_model().objects.filter(pk=match.args[0]).exists()
            return ("" if there else NO_FILE), None
        if match.url_name != "wagtail_serve":
            return "", None
        try:
            page = self._home.route(HttpRequest(), [part for part in english.split("/") if part]).page
        except Http404:
            return ("" if _moved(english) else NO_PAGE), None
        return ("" if not page.get_view_restrictions() else self._page(page)), page.specific

    @cached_property
    def _home(self) -> Page:
        return Site.objects.get(is_default_site=True).root_page.specific


def _service(service: SupportService | None) -> str:
    if service is None:
        return NO_SERVICE
    if not service.is_shown:
        return f"“{service}” is not shown to readers: it is not verified, or its grade is C or D."
    return ""


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _is_place(fragment: str, obj: Translated) -> bool:
    return fragment in EVERYWHERE or fragment in places_of(obj)


def _moved(path: str) -> bool:
    """Whether a redirect takes readers on from here."""
    return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()
