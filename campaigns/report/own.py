"""Our own counts for the report: tallies added up by whatever a panel needs, in one query."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from campaigns import months, platform_figures
from campaigns.ads.shape import Platform
from campaigns.models import ACTIONS, CampaignPage, CampaignPlan, Kind, Source
from campaigns.period import Period, today
from campaigns.platform_figures import Coverage
from campaigns.report.query import Dimension, Query
from campaigns.report.tallies import Total, add_up
from campaigns.verdict import Verdict

OWN = ("impressions", "visits", "clicks_gross", "clicks_genuine", "actions")
OF_LINK = frozenset(
    {Dimension.CAMPAIGN, Dimension.CHANNEL, Dimension.SOURCE, Dimension.CREATIVE, Dimension.VENUE}
)
LEFT_OUT = "Our own counts are left out: nothing that we count says whether somebody paid for it."
UNKNOWN = "unknown"  # A source that was taken out of the database by hand.


@dataclass(frozen=True)
class Ground:
    """What the panels of one report look up: each at most one query, asked when the first panel needs it."""

    query: Query

    @cached_property
    def sources(self) -> dict[int, Source]:
        return Source.objects.in_bulk()

    @cached_property
    def plans(self) -> dict[str, CampaignPlan]:
        return {plan.campaign: plan for plan in CampaignPlan.objects.all()}

    @cached_property
    def pages(self) -> dict[str, CampaignPage]:
        """By slug, with what says when each campaign runs; without their words."""
        names = ("slug", "title", "translation_key", "starts", "ends", "first_published_at")
        return {page.slug: page for page in CampaignPage.objects.only(*names)}

    @cached_property
    def campaigns(self) -> dict[str, str]:
        """Titles by slug."""
        return {slug: page.title for slug, page in self.pages.items()}

    @cached_property
    def wanted(self) -> list[int] | None:
        """The sources that the filters keep; None where no filter is about sources."""
        about = {name: frozenset(values) for name, values in self.query.only if name in OF_LINK}
        if (campaigns := self.query.campaigns) is not None:
            about[Dimension.CAMPAIGN] = campaigns
        if not about:
            return None
        return [
            pk
            for pk, source in self.sources.items()
            if all(label_of(source, name) in values for name, values in about.items())
        ]

    @cached_property
    def counted(self) -> Period | None:
        """From the first day on which anything at all was counted to the last; None where no count of ours is asked for."""
        return None if self.query.is_of_files else months.counted()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Why no count of ours is shown, for people; nothing where they are."""
        return (LEFT_OUT,) if self.query.is_of_files else ()

    @cached_property
    def coverage(self) -> dict[Platform, Coverage]:
        return platform_figures.coverage()

    def had_begun(self, day: dt.date) -> bool:
        """Whether counting had begun by a day. Before that there are no noughts: nobody counted."""
        return self.counted is not None and self.counted.first <= day

    def has_counted(self, period: Period) -> bool:
        """Whether a nought says that nothing happened: not before counting began, and not of days to come."""
        return bool(
            self.counted
            and self.counted.first <= period.last
            and period.first <= max(self.counted.last, today())
        )

    def figures(self, totals: Iterable[Total], query: Query | None = None) -> dict[str, int | None]:
        """The five figures of totals by kind and verdict; none of days on which nobody counted."""
        if not self.has_counted((query or self.query).period):
            return dict.fromkeys(OWN)
        figures = Counter[str]()
        for total in totals:
            for figure in figures_of(total["kind"], total["verdict"]):
                figures[figure] += total["total"]
        return {name: figures[name] for name in OWN}

    @cached_property
    def _summed(self) -> set[dt.date]:
        return months.current()

    @cached_property
    def _answers(self) -> dict[tuple[Period, tuple[str, ...]], list[Total]]:
        """What was asked before: every panel has the same answer to it, also while people go on being counted."""
        return {}

    def totals(self, *fields: str, query: Query | None = None) -> list[Total]:
        """`total` for each combination of some of day, month, source_id, language, kind and verdict: one query.

        `month` is a month's first day, and far cheaper than `day`. `query` asks of other days than the report's;
        its filters are the report's all the same.
        """
        period = (query or self.query).period
        if (period, fields) not in self._answers:
            self._answers[period, fields] = self._add_up(period, fields)
        return self._answers[period, fields]

    def _add_up(self, period: Period, fields: tuple[str, ...]) -> list[Total]:
        """Only days on which something was counted are asked about: a period may have a hundred years."""
        if not (counted := self.counted):
            return []
        first = max(period.first, counted.first, self.query.since or period.first)
        last = min(period.last, counted.last)
        return add_up(Period(first, last), fields, self._kept, self._summed) if first <= last else []

    @property
    def _kept(self) -> Q:
        kept = Q()
        if self.wanted is not None:
            kept &= Q(source_id__in=self.wanted)
        if spoken := self.query.values.get(Dimension.LANGUAGE):
            kept &= Q(language__in=spoken)
        return kept


def label_of(source: Source, dimension: Dimension) -> str:
    return str(getattr(source, "code" if dimension is Dimension.SOURCE else dimension.value))


def figures_of(kind: str, verdict: str) -> Sequence[str]:
    """The figures that a tally of this kind and verdict is part of."""
    is_genuine = verdict == Verdict.GENUINE
    match kind:
        case Kind.CLICK:
            return ("clicks_gross", "clicks_genuine") if is_genuine else ("clicks_gross",)
        case Kind.IMPRESSION if is_genuine:
            return ("impressions",)
        case Kind.VISIT if is_genuine:
            return ("visits",)
        case _ if is_genuine and kind in ACTIONS:
            return ("actions",)
        case _:
            return ()
