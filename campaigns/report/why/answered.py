"""Why a mean of answers is so: how often each answer was tapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from campaigns.report.outtakes import Answers, Outtake, rounded
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel
from campaigns.report.why.asked import Asked
from campaigns.report.why.cell import Cell
from campaigns.report.why.counted import Counted
from campaigns.report.why.shape import Listed, Why, label

COLUMNS = (label("answer", "Answer"), Column("n", "Tapped"), Column("points", "Answer × tapped"))


@dataclass(frozen=True)
class Mean(Why):
    counted: Counted

    @classmethod
    def of(cls, asked: Asked) -> Mean:
        return cls(Counted(asked))

    @property
    def query(self) -> Query:
        return self.counted.query

    @property
    def total(self) -> Decimal | None:
        return rounded(self.answers.mean)

    @property
    def made(self) -> str:
        return f"{self.sum} is"

    @property
    def rows(self) -> Listed:
        return self.counted.rows

    @property
    def panels(self) -> Iterable[Panel]:
        return (self.by_answer, *self.counted.panels)

    @property
    def sources(self) -> frozenset[str]:
        return self.counted.sources

    @property
    def sum(self) -> str:
        return f"{self.answers.points:,} points ÷ {self.answers.n:,} answers"

    @cached_property
    def answers(self) -> Answers:
        answers = Answers()
        for answer, n in self.tapped:
            answers.add(answer, n)
        return answers

    @cached_property
    def tapped(self) -> list[tuple[int, int]]:
        """Each answer that somebody gave, from 1 to 5, with how often."""
        found = self.counted.tallies.order_by("kind").values_list("kind").annotate(total=Sum("n"))
        return [(int(kind.split("_")[1]), n) for kind, n in found]

    @property
    def by_answer(self) -> Panel:
        when = self.counted.asked.figure.removesuffix("_answers")
        rows = tuple((str(answer), n, answer * n) for answer, n in self.tapped)
        return Panel("answers", f"Answers {when} a story", COLUMNS, rows)


@dataclass(frozen=True)
class Change(Why):
    before: Mean
    after: Mean
    means: tuple[Cell, Cell]

    @property
    def query(self) -> Query:
        return self.before.query

    @property
    def total(self) -> Decimal | None:
        return Outtake(self.before.answers, self.after.answers).change

    @property
    def made(self) -> str:
        return f"{self.after.sum}, less {self.before.sum}, is"

    @property
    def parts(self) -> Sequence[tuple[str, Cell]]:
        return [(one.column.heading, one) for one in self.means]

    @property
    def panels(self) -> Iterable[Panel]:
        yield self.before.by_answer
        yield self.after.by_answer
        yield self.before.counted.left_out("answers before")
        yield self.after.counted.left_out("answers after")

    @property
    def sources(self) -> frozenset[str]:
        return self.before.sources
