"""Stores the demo figures once. Sources are marked, plans, notes, files and figures too; so every surface says it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping

from django.db import transaction

from campaigns import months
from campaigns.ads.shape import AdFile
from campaigns.demo import counts, days, devices, exports, links, said
from campaigns.demo.counts import Row
from campaigns.demo.links import Link
from campaigns.imports import jobs, names
from campaigns.imports.understand import Stated, understand
from campaigns.models import CampaignPage, Kind, MonthTally, QuarterTally, Source, Tally, Tap
from campaigns.period import Period, first_of_month, first_of_quarter, today
from campaigns.router import ALIAS
from campaigns.verdict import Verdict

BATCH = 1000
TAPS = {Tap.HELP: 0.022, Tap.EXIT: 0.009}  # Of the visits to a campaign's page.
ELSEWHERE = 1.8  # Help taps on all pages, to one on a campaign's.


def load(tell: Callable[[str], object] = print) -> None:
    """Make the figures of two financial years up to yesterday, where there are none and the demo campaigns are."""
    slugs = {link.campaign for link in links.LINKS}
    is_demo = CampaignPage.objects.filter(slug__in=slugs).count() == len(slugs)
    if not is_demo or Source.objects.filter(is_demo=True).exists():
        return
    period = days.span(today() - dt.timedelta(days=1))
    drawn = counts.draw(period, links.LINKS)
    # All or nothing: who stops it halfway starts it again.
    with transaction.atomic():
        sources = links.sources()
        said.say(period)
        files = sum(_bring(export) for export in exports.exports(drawn, period))
        with transaction.atomic(using=ALIAS):
            _count(drawn, sources)
            _count_taps(drawn, period)
            devices.store(drawn, period)
    for month in months.stale():
        months.build(month)
    tell(f"Figures for show: {len(drawn):,} tallies of {period.days} days, {files} files of platforms")


def _bring(export: exports.Export) -> int:
    """Import a file as staff do, all of it for one campaign."""
    file: AdFile = understand(export.name, export.content, Stated())
    chosen = {names.key(row): export.campaign for row in file.rows}
    jobs.import_now(export.name, export.content, chosen=chosen, is_demo=True)
    return 1


def _count(drawn: Mapping[Row, int], sources: Mapping[Link, Source]) -> None:
    rows = [
        Tally(day=day, source_id=sources[link].pk, language=language, kind=kind, verdict=verdict, n=n)
        for (day, link, language, kind, verdict), n in drawn.items()
    ]
    months.touch({first_of_month(row.day) for row in rows})
    Tally.objects.bulk_create(rows, batch_size=BATCH)


def _count_taps(drawn: Mapping[Row, int], period: Period) -> None:
    """Of the months and quarters that are over: the running ones are for real taps."""
    by_month: Counter[tuple[dt.date, str]] = Counter()
    by_quarter: Counter[tuple[dt.date, str]] = Counter()
    for (day, link, language, kind, verdict), n in drawn.items():
        if kind == Kind.VISIT and verdict == Verdict.GENUINE:
            by_month[first_of_month(day), link.campaign] += n
            by_quarter[first_of_quarter(day), language] += n
    months_of_campaigns = [
        MonthTally(month=month, campaign=campaign, kind=tap, n=round(n * share))
        for (month, campaign), n in by_month.items()
        for tap, share in TAPS.items()
        if month < first_of_month(period.last) and round(n * share)
    ]
    quarters_of_languages = [
        QuarterTally(quarter=quarter, language=language, kind=tap, n=round(n * share * ELSEWHERE))
        for (quarter, language), n in by_quarter.items()
        for tap, share in TAPS.items()
        if quarter < first_of_quarter(period.last) and round(n * share * ELSEWHERE)
    ]
    MonthTally.objects.bulk_create(months_of_campaigns, ignore_conflicts=True)
    QuarterTally.objects.bulk_create(quarters_of_languages, ignore_conflicts=True)
