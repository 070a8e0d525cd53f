"""The ad platforms' figures of a report, with its filters: the only door between them and the panels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from campaigns import platform_figures
from campaigns.grains import PlatformFigures
from campaigns.imports.stored import META
from campaigns.models import Channel
from campaigns.platform_figures import PlatformReach, Told
from campaigns.report.query import Dimension, Query

__all__ = ["META", "OF_META", "Paid", "PlatformFigures", "PlatformReach", "notes", "paid"]

OF_META = frozenset({Channel.INSTAGRAM.value, Channel.FACEBOOK.value})
OF_OUR_LINKS = frozenset({Dimension.LANGUAGE, Dimension.SOURCE, Dimension.CREATIVE, Dimension.VENUE})


@dataclass(frozen=True)
class Paid:
    """Only `rows` are figures of the report, and only they may be added up; the others say what is missing."""

    rows: tuple[PlatformFigures, ...] = ()
    cut: tuple[PlatformFigures, ...] = ()  # They reach beyond the period, so no part of them can be told.
    unmapped: tuple[PlatformFigures, ...] = ()  # Nobody has said which of our campaigns they are about.
    undivided: tuple[
        PlatformFigures, ...
    ] = ()  # Instagram and Facebook together, where one of them is asked for.
    aside: tuple[PlatformFigures, ...] = ()  # By age, area or hour: people whom `rows` counts already.

    @cached_property
    def reaches(self) -> list[PlatformReach]:
        """What platforms call reach, where one figure tells a whole campaign. Never added up. Two queries."""
        return platform_figures.reach(Told(rows=self.rows)) if self.rows else []


def paid(query: Query) -> Paid:
    """One query; none where the question is about what no platform's file knows."""
    if tells_nothing(query):
        return Paid()
    told = platform_figures.told(query.period)
    return Paid(
        rows=tuple(row for row in told.rows if _is_asked(row, query)),
        cut=tuple(row for row in told.cut if _is_asked(row, query)),
        unmapped=tuple(
            row for row in told.unmapped if _is_of_channel(row, query) and _is_of_kind(row, query)
        ),
        undivided=tuple(row for row in told.rows if _is_undivided(row, query)),
        aside=tuple(row for row in told.aside if _is_asked(row, query)),
    )


def tells_nothing(query: Query) -> bool:
    """No file names the language of a page, or a link of ours and what it was made for."""
    return bool(query.values.keys() & OF_OUR_LINKS)


def _is_asked(row: PlatformFigures, query: Query) -> bool:
    return _is_of_campaign(row, query) and _is_of_channel(row, query) and _is_of_kind(row, query)


def _is_of_campaign(row: PlatformFigures, query: Query) -> bool:
    asked = query.campaigns
    return (asked is None or row.campaign in asked) and (query.since is None or row.first >= query.since)


def _is_of_kind(row: PlatformFigures, query: Query) -> bool:
    return row.kind in query.values.get(Dimension.KIND, (row.kind,))


def _is_of_channel(row: PlatformFigures, query: Query) -> bool:
    asked = query.values.get(Dimension.CHANNEL)
    return asked is None or row.channel in asked or (row.channel == META and set(asked) >= OF_META)


def _is_undivided(row: PlatformFigures, query: Query) -> bool:
    asked = query.values.get(Dimension.CHANNEL, ())
    is_of_both = row.channel == META and len(OF_META & set(asked)) == 1
    return is_of_both and _is_of_campaign(row, query) and _is_of_kind(row, query)


def notes(query: Query, told: Paid, *, told_apart: bool = False) -> Iterable[str]:
    """What the platforms' figures of this question don't hold, for people. `told_apart`: each has its kind beside it."""
    if tells_nothing(query):
        yield "The platforms’ figures are left out: their files name neither the page’s language nor our links."
    if told.cut:
        yield (
            "Left out, since they tell of days outside this period as well: platforms’ rows of "
            f"{', '.join(sorted({f'{row.first} to {row.last}' for row in told.cut}))}."
        )
    if told.unmapped:
        # Without their names: who asks may be somebody for whom another campaign is none of their business.
        yield "Left out: platforms’ rows of which nobody has said yet whose campaign they are about."
    if told.undivided:
        yield "Left out: Meta’s figures for Instagram and Facebook together. Ask for both to see them."
    if not told_apart and len({row.kind for row in told.rows}) > 1:
        yield (
            "The platforms’ figures are of advertisements and of posts that nobody paid for, together; “Paid and organic” "
            "has them apart."
        )
    if any(row.spend is not None and row.currency == "" for row in told.rows):
        yield "Some spend has no currency in its file."
    if any(row.masked for row in told.rows):
        yield "Where a platform says only “fewer than” a number, the figure is in no sum."
