"""What every why has, whatever its number is: the number made again, how, and the tables from which it was made."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from campaigns.period import LONDON
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.why.cell import Cell

Number: TypeAlias = int | Decimal | None
A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A table that may be long, of which a page is shown at a time."""

    panel: Panel  # Without its rows.
    found: QuerySet[Any] | Sequence[Any]
    say: Callable[[Any], tuple[Value, ...]]

    def page(self, number: str | None) -> tuple[Panel, Page[Any]]:
        """Whatever number is asked for, there is a page."""
        page = Paginator(self.found, A_PAGE).get_page(number)
        return replace(self.panel, rows=tuple(map(self.say, page.object_list))), page


class Why(ABC):
    """Each part is asked when it is shown, and is a few queries at most, however many rows there are."""

    @property
    @abstractmethod
    def query(self) -> Query:
        """Of which days and filters the number is."""

    @property
    @abstractmethod
    def total(self) -> Number:
        """The number again, made of what is shown: the same, unless something came in meanwhile."""

    @property
    @abstractmethod
    def made(self) -> str:
        """How it was made, as the beginning of a sentence that the total ends."""

    @property
    def parts(self) -> Sequence[tuple[str, Cell]]:
        """Other numbers of the report that it is made of, each with what to call it here and a why of its own."""
        return ()

    @property
    def rows(self) -> Listed | None:
        return None

    @property
    def panels(self) -> Iterable[Panel]:
        return ()

    @property
    def sources(self) -> frozenset[str]:
        """Of which sources it matters up to when they are complete: `own`, and platforms."""
        return frozenset()


def label(name: str, heading: str) -> Column:
    return Column(name, heading, Type.LABEL)


def facts(title: str, pairs: Iterable[tuple[str, str]]) -> Panel:
    """What is known of one thing, line by line; without what is blank."""
    columns = label("what", "What"), Column("said", "As it is kept", Type.TEXT)
    return Panel("record", title, columns, tuple((what, said) for what, said in pairs if said))


def day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def moment_words(at: dt.datetime) -> str:
    here = at.astimezone(LONDON)
    return f"{day_words(here)}, {here:%H:%M}"


def days_words(first: dt.date, last: dt.date) -> str:
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else "somebody who left"
