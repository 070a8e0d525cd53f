"""What templates ask of the site: addresses in every language, marked words, numbers that can be dialled."""

from __future__ import annotations

import contextlib
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from livesafe import languages
from livesafe.content import links
from livesafe.content.links import Link
from livesafe.content.models import BasePage, HelpPage
from livesafe.content.support import dial, shown
from livesafe.translations import interface, told
from livesafe.translations.told import Told

register = template.Library()
DOORS = {"door", "say_this"}


@register.filter
def plain(text: object) -> str:
    """A text without marks, for attributes and titles; in a sentence of its own language."""
    return str.__str__(text) if isinstance(text, str) else str(text or "")


@register.filter
def whole(text: object) -> str:
    """As `plain`, where nothing stands beside it: words that no person has checked come after their English."""
    if isinstance(text, Told) and text.state == "unchecked":
        return f"{text.english} · {plain(text)}"
    return plain(text)


@register.filter
def english(text: object) -> str:
    """The English that a text was told from; a text that is English already comes back as it is."""
    return text.english if isinstance(text, Told) and text.state != "told" else plain(text)


@register.filter
def dialable(text: str) -> SafeString:
    """A text in which emergency numbers are links; not for use inside another link."""
    return told.render(text, dialable=True) if text else SafeString("")


@register.filter
def phone(number: str) -> SafeString:
    return dial_link("tel", number)


@register.filter
def sms(number: str) -> SafeString:
    return dial_link("sms", number)


def dial_link(scheme: str, number: str) -> SafeString:
    """A number that can be tapped; it reads left to right in every language."""
    if not number:
        return SafeString("")
    return format_html('<a href="{}:{}"><bdi dir="ltr">{}</bdi></a>', scheme, dial(number), number)


@register.simple_tag
def safe_word(word: str) -> SafeString:
    """A safety word of the interface, under the policy "both": with its English until a person approved the translation."""
    return interface.safe_word(word)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """This page in every language, for the switcher. A view that is no page's own names its path as `here`; else home."""
    page, request = context.get("page"), context.get("request")
    current = get_language()
    found = []
    for language in languages.ALL:
        is_translated = page.is_translated(language.code) if isinstance(page, BasePage) else True
        if isinstance(page, BasePage) and not context.get("here"):
            url = page.url_in(language.code, request)
        else:
            url = path_in(language.code, str(context.get("here", "")))
        found.append(
            {
                "language": language,
                "url": url,
                "current": language.code == current,
                "translated": is_translated,
            }
        )
    return found


def path_in(code: str, path: str) -> str:
    """The address of an English path in a language."""
    prefix = "/" if code == languages.SOURCE.code else f"/{code}/"
    return f"{prefix}{path.strip('/')}/" if path.strip("/") else prefix


@register.simple_tag(takes_context=True)
def hreflang_links(context: Context) -> SafeString:
    """Canonical and alternate addresses of the page. A language that has nothing of the page is canonical to English."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, BasePage):
        return SafeString("")
    here = get_language() or languages.SOURCE.code
    codes = [language.code for language in languages.ALL if page.is_translated(language.code)]
    if path := context.get("here"):
        urls = {code: f"{settings.BASE_URL}{path_in(code, path)}" for code in codes}
    else:
        urls = {code: page.url_in(code, request, full=True) for code in codes}
    canonical = urls.get(here, urls[languages.SOURCE.code])
    alternates = [*urls.items(), ("x-default", urls[languages.SOURCE.code])]
    return format_html('<link rel="canonical" href="{}">', canonical) + format_html_join(
        "\n", '<link rel="alternate" hreflang="{}" href="{}">', alternates
    )


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[Link]:
    """From home to the parent of this page."""
    page = context.get("page")
    if not isinstance(page, BasePage) or not page.pk:
        return []
    return links.of(page.get_ancestors().filter(depth__gt=1).live(), context.get("request"))


@register.simple_tag(takes_context=True)
def children(context: Context, of: BasePage | None = None) -> list[Link]:
    """The live pages below a page, in the order of the tree."""
    page = of or context.get("page")
    if not isinstance(page, BasePage) or not page.pk:
        return []
    return links.of(page.get_children().live(), context.get("request"))


@register.simple_tag(takes_context=True)
def cards(context: Context, pages: Any) -> list[Link]:
    """The live ones of a list of chosen pages, in its order."""
    wanted = [page.pk for page in pages if page]
    found = {
        link.pk: link for link in links.of(Page.objects.filter(pk__in=wanted).live(), context.get("request"))
    }
    return [found[pk] for pk in wanted if pk in found]


@register.simple_tag(takes_context=True)
def url_of(context: Context, path: str) -> str:
    """The address of a path of the site in the reader's language. Asks nothing of the database."""
    return path_in(get_language() or languages.SOURCE.code, path)


@register.simple_tag
def is_english(path: str) -> bool:
    """Whether the page at an English path has nothing yet in the reader's language."""
    return path in links.english_only(get_language() or languages.SOURCE.code)


@register.simple_tag(takes_context=True)
def help_doors(context: Context) -> list[dict[str, Any]]:
    """The doors of the help page, in the reader's language; none where the help page can't be had."""
    with contextlib.suppress(DatabaseError):
        page = HelpPage.objects.live().first()
        if page:
            return [door(block, url_of(context, "help")) for block in page.body if block.block_type in DOORS]
    return []


@register.simple_tag
def all_services() -> list[Any]:
    """The support services that readers may see, in order."""
    return list(shown())


def door(block: Any, help_url: str) -> dict[str, Any]:
    value = block.value
    anchor = (
        value.get("anchor") or "no-english"
    )  # The block of English phrases is a door too, and there is one.
    return {
        "anchor": anchor,
        "heading": value["heading"],
        "intro": value.get("intro"),
        "url": f"{help_url}#{anchor}",
    }
