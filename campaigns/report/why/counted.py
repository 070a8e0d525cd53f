"""Why a count of our own is so: its tallies, and what was left out of genuine beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet, Sum
from django.utils.text import capfirst

from campaigns.models import Channel, Source, Tally
from campaigns.report import figures
from campaigns.report.completeness import OURS
from campaigns.report.filtered import WORDS
from campaigns.report.own import UNKNOWN, Ground, label_of
from campaigns.report.query import Dimension, Query
from campaigns.report.shape import Column, Panel, Value
from campaigns.report.why.asked import KINDS, Asked
from campaigns.report.why.shape import Listed, Why, day_words, label
from campaigns.verdict import Verdict

ROWS = Panel(
    "rows",
    "Its rows",
    (
        label("day", "Day"),
        label("campaign", "Campaign"),
        label("source", "Link or placement"),
        label("language", "Page language"),
        label("kind", "What"),
        label("verdict", "Judged"),
        Column("n", "Number"),
    ),
    notes=("A number a day, link, page language and sort of act. Nothing smaller is kept.",),
    empty="There is none: nothing of this sort was counted, which is why the number is nought.",
)


@dataclass(frozen=True)
class Counted(Why):
    asked: Asked

    @property
    def query(self) -> Query:
        return self.asked.query

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.asked.query)

    @cached_property
    def total(self) -> int:
        return self.tallies.aggregate(total=Sum("n"))["total"] or 0

    @property
    def made(self) -> str:
        return "The rows below add up to"

    @property
    def rows(self) -> Listed:
        return Listed(ROWS, self.tallies, self._said)

    @property
    def panels(self) -> Iterable[Panel]:
        return (self.left_out(),)

    @property
    def sources(self) -> frozenset[str]:
        return frozenset({OURS})

    @property
    def tallies(self) -> QuerySet[Tally]:
        """The rows that are in the number, oldest first."""
        rows = self._acts
        if self.asked.verdicts is not None:
            rows = rows.filter(verdict__in=self.asked.verdicts)
        return rows.order_by("day", "source_id", "language", "kind", "verdict")

    def left_out(self, of: str = "genuine") -> Panel:
        """Acts of the same sort with the same labels that are not genuine, by reason."""
        found = self._acts.exclude(verdict=Verdict.GENUINE).values_list("verdict").annotate(total=Sum("n"))
        by_reason: dict[str, int] = dict(found.order_by())
        return Panel(
            "left-out",
            f"Left out of {of}, and why",
            (label("verdict", "Reason"), Column("n", "Number")),
            tuple((WORDS.get(one, one), by_reason[one]) for one in Verdict if one in by_reason),
            empty="Nothing of this sort, with the same labels, was left out.",
        )

    def _said(self, row: Tally) -> tuple[Value, ...]:
        language = figures.LANGUAGES.get(row.language, row.language)
        judged = WORDS.get(row.verdict, row.verdict)
        return (
            day_words(row.day),
            *self._place(row.source_id),
            language,
            row.get_kind_display(),
            judged,
            row.n,
        )

    def _place(self, number: int) -> tuple[str, str]:
        """A campaign, and a link or placement of it, in words."""
        source = self.ground.sources.get(number)
        if source is None:
            return UNKNOWN, UNKNOWN
        place = source.venue or source.creative or source.placement
        link = " · ".join(filter(None, [capfirst(Channel(source.channel).label), source.code, place]))
        return self.ground.campaigns.get(source.campaign, source.campaign), link

    @property
    def _acts(self) -> QuerySet[Tally]:
        """Every act of the figure's sort with the number's labels, genuine or not."""
        period = self.asked.query.period
        kept = Q(day__range=(period.first, period.last)) & KINDS[self.asked.figure]
        if spoken := self.asked.query.values.get(Dimension.LANGUAGE):
            kept &= Q(language__in=spoken)
        return Tally.objects.filter(kept & self._of_language & self._of_sources)

    @property
    def _of_language(self) -> Q:
        return Q(*(("language__in", one) for name, one in self.asked.labels if name is Dimension.LANGUAGE))

    @property
    def _of_sources(self) -> Q:
        about = [(name, one) for name, one in self.asked.labels if name in figures.OF_SOURCE]
        if not about:
            return Q() if self.ground.wanted is None else Q(source_id__in=self.ground.wanted)
        wanted = self.ground.sources if self.ground.wanted is None else self.ground.wanted
        kept = Q(source_id__in=[pk for pk in wanted if self._is_about(self.ground.sources[pk], about)])
        if self.ground.wanted is None and all(UNKNOWN in one for _, one in about):
            kept |= ~Q(source_id__in=list(self.ground.sources))
        return kept

    def _is_about(self, source: Source, about: list[tuple[Dimension, frozenset[str]]]) -> bool:
        return all(self._label(source, name) in one for name, one in about)

    def _label(self, source: Source, name: Dimension) -> str:
        if name is not Dimension.AUDIENCE:
            return label_of(source, name)
        plan = self.ground.plans.get(source.campaign)
        return plan.audience if plan else figures.NOT_TOLD
