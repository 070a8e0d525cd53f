"""The dry run: test visits to every link and placement of a campaign, before it is launched.

Each goes the way of a real visit, through /go/ and /c/; only the counts end in tables of the dry run's
own. So a link that leads nowhere, or people who would not be counted, show before anybody came.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page

from campaigns import acts, beacon
from campaigns.aside import aside
from campaigns.models import (
    CampaignPage,
    Channel,
    Kind,
    Rehearsal,
    RehearsedSource,
    RehearsedTally,
    Source,
    Tally,
)
from campaigns.period import suppose, today
from campaigns.report.own import OWN, figures_of
from campaigns.verdict import Verdict
from campaigns.visitors import OTHERS, PEOPLE, Visitor
from livesafe import languages

A_STATEMENT = 500  # Rows.


def fire(campaign: CampaignPage) -> Rehearsal:
    """Send every visitor by every link and placement; replaces the campaign's last dry run."""
    run = _Run(campaign, cache(PEOPLE[0].open))
    tried = [_try(run, source, language) for source in sources(campaign) for language in _met_in(source)]
    with transaction.atomic():
        clear(campaign)
        rehearsal = Rehearsal.objects.create(campaign=campaign, fired=timezone.now())
        for one in tried:
            one.found.rehearsal = rehearsal
        RehearsedSource.objects.bulk_create([one.found for one in tried], A_STATEMENT)
        counts = [count for one in tried for count in one.counts]
        RehearsedTally.objects.bulk_create(_tallies(rehearsal, counts), A_STATEMENT)
    return rehearsal


def clear(campaign: CampaignPage) -> None:
    Rehearsal.objects.filter(campaign=campaign).delete()


def sources(campaign: CampaignPage) -> list[Source]:
    """The links that staff made and the placements that stand on our pages, without what is archived."""
    mine = Source.objects.filter(campaign=campaign.slug, archived=False)
    placements = [source for source in mine.filter(channel=Channel.SITE) if _stands(source)]
    return [*mine.links().order_by("channel", "pk"), *placements]


class _Run:
    """What all tries of a dry run share."""

    def __init__(self, campaign: CampaignPage, open_page: Callable[[str], tuple[int, str]]) -> None:
        self.campaign = campaign
        self.open_page = open_page  # Each page once.
        with translation.override(languages.SOURCE.code):
            self._path = campaign.get_url() or ""

    def path(self, language: str) -> str:
        return beacon.in_language(self._path, language)


@dataclass
class _Tried:
    found: RehearsedSource
    counts: list[Tally]


def _try(run: _Run, source: Source, language: str) -> _Tried:
    """Send all visitors to one source, on the first day on which it leads to the campaign."""
    campaign, target = run.campaign, run.path(language)
    day = max(filter(None, [today(), campaign.starts, source.starts]))
    with suppose(day), aside() as taken:
        came = {visitor: _come(visitor, campaign, source, language, target) for visitor in PEOPLE}
        for other in OTHERS:
            other.follow(source.code, language)
    counts = [count for count in taken if isinstance(count, Tally)]
    first = came[PEOPLE[0]]
    leads_to = dict(first.headers).get("Location", "")
    problem = (
        _unopened(campaign, source, first.counted, day)
        or _lost(came)
        or _broken(run, urlsplit(leads_to).path, target)
        or _miscounted(source, counts, visits=urlsplit(leads_to).path == target)
    )
    return _Tried(
        RehearsedSource(source=source, language=language, leads_to=leads_to, problem=problem), counts
    )


def _come(
    visitor: Visitor, campaign: CampaignPage, source: Source, language: str, target: str
) -> beacon.Answer:
    """A person sees the placement, follows it, and opens the page."""
    if source.channel == Channel.SITE:
        visitor.report(kind="impression", source=source.code, language=language)
    answer = visitor.follow(source.code, language)
    if urlsplit(dict(answer.headers).get("Location", "")).path == target:
        visitor.report(kind="visit", campaign=campaign.slug, via=source.code, language=language)
    return answer


def _tallies(rehearsal: Rehearsal, counts: list[Tally]) -> Iterator[RehearsedTally]:
    """What was counted, for whichever source it was counted."""
    totals: Counter[tuple[int, str, str, str]] = Counter()
    for count in counts:
        if count.source_id == acts.NOBODY:
            continue  # A code that the site does not know yet; `_unopened` tells of it.
        totals[count.source_id, count.language, count.kind, count.verdict] += count.n
    for (source_id, language, kind, verdict), n in totals.items():
        yield RehearsedTally(
            rehearsal=rehearsal, source_id=source_id, language=language, kind=kind, verdict=verdict, n=n
        )


def _met_in(source: Source) -> list[str]:
    """A placement is met in every language, a link in its own."""
    if source.channel == Channel.SITE:
        return [language.code for language in languages.ALL]
    return [source.language or languages.SOURCE.code]


def _stands(source: Source) -> bool:
    """Whether a placement's page is there and still has it."""
    place, _, block = source.placement.rpartition("#")
    page = Page.objects.live().filter(url_path=place).specific().first()
    return block in {part.id for part in getattr(page, "body_en", [])}


def _unopened(campaign: CampaignPage, source: Source, counted: str, day: dt.date) -> str:
    if counted == Verdict.UNKNOWN:
        return "The site doesn’t know this code yet. Wait a minute and try again."
    if counted != Verdict.ENDED:
        return ""
    if not campaign.live:
        return "Leads to help, because the campaign isn’t published yet."
    if campaign.ends and campaign.ends < day:
        return f"Leads to help, because the campaign’s last day is {campaign.ends:%-d %B %Y}."
    return "Leads to help, because the link’s last day is over. Make another link."


def _lost(came: dict[Visitor, beacon.Answer]) -> str:
    lost = [visitor.name for visitor, answer in came.items() if answer.counted != Verdict.GENUINE]
    return (
        f"People who come from {', '.join(lost)} are not counted. Tell whoever runs the site." if lost else ""
    )


def _broken(run: _Run, path: str, target: str) -> str:
    status, html = run.open_page(path)
    if status != 200:
        return f"The page it leads to can’t be opened: it answers {status}."
    if path == target and f'data-campaign="{run.campaign.slug}"' not in html:
        return "The campaign’s page doesn’t report its visits. Tell whoever runs the site."
    return ""


def _miscounted(source: Source, counts: list[Tally], *, visits: bool) -> str:
    """Each person once, for this source, with every act that the way there has."""
    kinds = Counter(
        count.kind for count in counts if count.source_id == source.pk and count.verdict == Verdict.GENUINE
    )
    expected = {Kind.CLICK: True, Kind.VISIT: visits, Kind.IMPRESSION: source.channel == Channel.SITE}
    wrong = [kind.label for kind, counted in expected.items() if kinds[kind] != len(PEOPLE) * counted]
    return f"Not counted as it should be: {', '.join(wrong)}. Tell whoever runs the site." if wrong else ""


@dataclass
class Line:
    """A link or placement in all its languages, as the report would show it."""

    source: Source
    places: list[RehearsedSource] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OWN, 0))

    @property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong, each with the languages it is wrong in."""
        found: dict[str, list[str]] = {}
        for place in self.places:
            if place.problem:
                found.setdefault(place.problem, []).append(languages.get(place.language).name)
        return found


def lines(rehearsal: Rehearsal) -> list[Line]:
    """What a dry run found, in the order in which it was fired. Two queries."""
    found: dict[int, Line] = {}
    for place in rehearsal.sources.select_related("source").order_by("pk"):
        found.setdefault(place.source_id, Line(place.source)).places.append(place)
    for tally in rehearsal.tallies.filter(source_id__in=found):
        for figure in figures_of(tally.kind, tally.verdict):
            found[tally.source_id].figures[figure] += tally.n
    return list(found.values())


def left_out(rehearsal: Rehearsal) -> dict[str, int]:
    """The clicks that the report would filter, by reason."""
    totals: Counter[str] = Counter()
    for tally in rehearsal.tallies.filter(kind=Kind.CLICK).exclude(verdict=Verdict.GENUINE):
        totals[tally.verdict] += tally.n
    return dict(sorted(totals.items()))
