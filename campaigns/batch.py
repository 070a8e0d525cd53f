"""Many links at once: what staff ask for becomes a plan that they can look at, and the plan becomes links."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from campaigns import links
from campaigns.models import DIRECT, UTM, CampaignPage, Channel, Source
from livesafe import languages

MOST = 200  # Links made at once: more than that, somebody has ticked too much.
LONGEST_NAME = 100
OWN_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHORTEST_CODE, LONGEST_CODE = 3, 12


class LinkError(ValueError):
    """What can't be made, in words for staff."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A link for each channel in each language, for each creative and each venue. "" is a language, creative or venue
    of no account: the follower's own language, or nothing to tell apart."""

    campaign: str
    channels: Collection[str]
    languages: Collection[str] = ("",)
    creatives: Collection[str] = ("",)
    venues: Collection[str] = ("",)
    destination: UUID | None = None
    starts: dt.date | None = None
    ends: dt.date | None = None
    code: str = ""  # One that staff chose, for one link.


@dataclass(frozen=True)
class Planned:
    link: Source
    is_new: bool  # Else the link is there already.


def plan(wish: Wish) -> list[Planned]:
    """The links that a wish comes to, each new or already there; makes nothing. Raises LinkError."""
    _check(wish)
    many = math.prod(map(len, (wish.channels, wish.languages, wish.creatives or "1", wish.venues or "1")))
    if many > MOST:
        raise LinkError(f"That would be {many} links. Make at most {MOST} at once: tick or write less.")
    wanted = list(_wanted(wish))
    there = {
        _same(link): link for link in Source.objects.links().filter(campaign=wish.campaign, archived=False)
    }
    planned = [Planned(there.get(_same(link), link), _same(link) not in there) for link in wanted]
    if wish.code:
        _check_code(wish.code, planned)
    return planned


def make(wish: Wish) -> list[Planned]:
    """Make what is new of a plan; a second time it makes nothing. Each link comes back saved, with its code."""
    with transaction.atomic():
        # Whoever else makes links of this campaign waits: the same link would be made twice.
        CampaignPage.objects.select_for_update().filter(slug=wish.campaign).first()
        planned = plan(wish)
        for new in planned:
            if new.is_new:
                _save(new.link, wish.code)
    return planned


def _save(link: Source, code: str) -> None:
    while True:
        link.code = code or links.new_code()
        try:
            with transaction.atomic():
                link.save()
        except IntegrityError:
            if code:
                raise LinkError(TAKEN.format(code=code)) from None
        else:
            return


TAKEN = "“{code}” is taken, or reads like a code that is. Choose another."


def named(text: str) -> str:
    """A name in one form: no odd spaces, no letters that only look different."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def channel(text: str) -> Channel:
    """The channel that somebody means by Insta, IG or instagram; raises LinkError."""
    found = links.channel_of_utm(text)
    if found is Channel.OTHER and text.strip().lower() != Channel.OTHER:
        raise LinkError(f"“{text}” is no channel. Channels are {', '.join(links.CHANNELS)}.")
    return found


def language(code: str) -> str:
    """A language's code, or "" for none; raises LinkError."""
    if code and code not in languages.CODES:
        raise LinkError(
            f"“{code}” is no language. Languages are {', '.join(one.code for one in languages.ALL)}."
        )
    return code


def names(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    """Names without repetition, each spelt as it was the first time: *Year 9*, *year 9* and *Year-9* are one."""
    spelt: dict[str, str] = {}
    for name in [*known, *map(named, texts)]:
        spelt.setdefault(_folded(name), name)
    return list(dict.fromkeys(spelt[_folded(named(text))] for text in texts))


def _folded(name: str) -> str:
    """What is left of a name without case, spaces and punctuation; marks of a letter stay."""
    letters = [
        c for c in unicodedata.normalize("NFKC", name).casefold() if unicodedata.category(c)[0] in "LMN"
    ]
    return "".join(letters) or name


def _wanted(wish: Wish) -> Iterator[Source]:
    creatives = names(wish.creatives, _there("creative")) or [""]
    venues = names(wish.venues, _there("venue")) or [""]
    channels = [name for name in links.CHANNELS if name in wish.channels]
    codes = [code for code in ("", *(language.code for language in languages.ALL)) if code in wish.languages]
    for name, creative, venue, code in itertools.product(channels, creatives, venues, codes):
        yield Source(
            campaign=wish.campaign,
            channel=name,
            creative=creative,
            venue=venue,
            language=code,
            destination=wish.destination,
            starts=wish.starts,
            ends=wish.ends,
        )


def _there(field: str) -> list[str]:
    rows = Source.objects.links().exclude(**{field: ""}).order_by("pk")
    return list(rows.values_list(field, flat=True))


def _same(link: Source) -> tuple[Any, ...]:
    return (
        link.channel,
        link.creative,
        link.venue,
        link.language,
        link.destination,
        link.starts,
        link.ends,
    )


def _check(wish: Wish) -> None:
    if not CampaignPage.objects.filter(slug=wish.campaign).exists():
        raise LinkError(f"There is no campaign “{wish.campaign}”.")
    if not wish.channels or not wish.languages:
        raise LinkError("Choose at least one channel and one language.")
    if wish.starts and wish.ends and wish.ends < wish.starts:
        raise LinkError("The links would end before they start.")
    for name in itertools.chain(wish.creatives, wish.venues):
        if len(named(name)) > LONGEST_NAME:
            raise LinkError(f"“{named(name)[:40]}…” is longer than {LONGEST_NAME} letters.")
        if named(name).casefold() == UTM:
            raise LinkError(f"“{UTM}” names what comes by advertisements. Choose another name.")
        if not named(name).isprintable():
            raise LinkError(f"“{name!a}” has a character that nobody can see. Type it anew.")


def _check_code(code: str, planned: list[Planned]) -> None:
    if len(planned) != 1:
        raise LinkError(f"A code of your own is for one link; this would make {len(planned)}.")
    if not planned[0].is_new:
        raise LinkError(f"This link is there already, as “{planned[0].link.code}”.")
    if not SHORTEST_CODE <= len(code) <= LONGEST_CODE or not OWN_CODE.fullmatch(code):
        raise LinkError(
            f"A code is {SHORTEST_CODE} to {LONGEST_CODE} small letters and digits, with single dashes between."
        )
    if links.read(code) == links.read(DIRECT):
        raise LinkError(f"“{code}” has a meaning of its own. Choose another.")
    taken = {links.read(there) for there in Source.objects.values_list("code", flat=True)}
    if links.read(code) in taken:
        raise LinkError(TAKEN.format(code=code))
