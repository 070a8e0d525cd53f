"""Links on paper: a poster of one in any language, and a contact sheet of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from campaigns import addresses, qr, typeset
from campaigns.models import CampaignPage, Source
from campaigns.period import today
from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import interface, told

Paper = Literal["a4", "a5"]
PAPERS: tuple[Paper, ...] = ("a4", "a5")
NETWORK = "Violence Reduction Network"
AREA = "Leicester, Leicestershire and Rutland"
# What staff should know before they print, by how a campaign's page stands in the language (`BasePage.notice`).
WARNINGS = {
    "english": "The campaign is not translated into {language}: the poster’s words are English.",
    "partly": "Parts of the campaign are not translated into {language}: look whether the poster’s words are.",
    "mixed": "A machine translated parts of the campaign into {language}, and others are English. "
    "Have the headline checked before you print.",
    "machine": "A machine translated the campaign into {language}. Have the headline checked before you print.",
}


def poster(link: Source, campaign: CampaignPage, language: Language, paper: Paper = "a4") -> bytes:
    """One page: what the campaign says in a language, the link's code to scan and its address to type."""
    return typeset.pdf("poster.typ", words(link, campaign, language, paper))


def preview(link: Source, campaign: CampaignPage, language: Language, paper: Paper = "a4") -> bytes:
    """The poster as a small picture."""
    return typeset.picture("poster.typ", words(link, campaign, language, paper))


def words(link: Source, campaign: CampaignPage, language: Language, paper: Paper) -> dict[str, Any]:
    with translation.override(language.code):
        headline = _lines(campaign.headline)
        return {
            "paper": paper,
            "language": language.code,
            "title": " ".join(run["words"] for run in headline[-1]) if headline else campaign.title,
            "headline": headline,
            "summary": _lines(campaign.summary),
            "ask": gettext("Scan the code, or type this address"),
            "address": addresses.typed(link),
            "qr": qr.svg(addresses.short(link)),
            "qr_words": gettext("QR code of %(address)s") % {"address": addresses.typed(link)},
            "danger": typeset.lines(interface.safe_word("In danger now?")),
            "network": NETWORK,
            "area": AREA,
        }


def warning(campaign: CampaignPage, language: Language) -> str:
    """What staff should know before they print the poster in a language; "" where all of it was checked."""
    with translation.override(language.code):
        return WARNINGS.get(campaign.notice, "").format(language=language.name)


def _lines(text: Any) -> list[list[typeset.Run]]:
    return typeset.lines(told.render(text, dialable=False)) if text else []


def sheet(title: str, links: Iterable[Source]) -> bytes:
    """Links with their codes, as many to a page as can still be scanned from it; of several campaigns, each with its
    campaign's name."""
    listed = list(links)
    slugs = {link.campaign for link in listed}
    pages = CampaignPage.objects.filter(slug__in=slugs if len(slugs) > 1 else ())
    titles = dict(pages.values_list("slug", "title"))
    data = {
        "title": f"Links of {title}",
        "day": date_format(today(), "j F Y"),
        "network": NETWORK,
        "links": [_cell(link, titles.get(link.campaign, "")) for link in listed],
    }
    return typeset.pdf("sheet.typ", data)


def _cell(link: Source, campaign: str) -> dict[str, Any]:
    return {
        "channel": capfirst(link.get_channel_display()),
        "language": languages.get(link.language).name if link.language else "",
        "facts": [campaign, link.creative, link.venue, _dates(link)],
        "address": addresses.typed(link),
        "qr": qr.svg(addresses.short(link)),
        "qr_words": f"QR code of {addresses.typed(link)}",
    }


def _dates(link: Source) -> str:
    first, last = (date_format(day, "j F Y") if day else "" for day in (link.starts, link.ends))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""
