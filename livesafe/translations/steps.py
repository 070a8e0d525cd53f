"""What to do first: what could hurt, then what is read most by most for the fewest words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from livesafe.languages import Language
from livesafe.translations import readership
from livesafe.translations.board import Cell, Row


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and why it is the next."""

    row: Row
    cell: Cell
    checking: bool  # Somebody who may approve reads what is there; else somebody translates.

    @property
    def verb(self) -> str:
        if self.checking:
            return "Check"
        return "Translate" if self.words or not self.cell.reads_wrong else "Look at"

    @property
    def words(self) -> int:
        return self.cell.words_to_do if self.checking else self.cell.standing.words_english

    @property
    def urgency(self) -> tuple[int, float]:
        """The class of harm first; then, for each word of work, who reads the page and who speaks the language."""
        standing, critical = self.cell.standing, self.cell.critical_to_do > 0
        harm = (
            4 if standing.unsafe else 3 if critical and standing.outdated else 2 if critical else
            1 if standing.outdated or self.cell.reads_wrong else 0
        )  # fmt: skip
        return harm, (self.row.reads + 1) * self.cell.language.speakers / (self.words + 10)

    @property
    def reason(self) -> str:
        standing, language = self.cell.standing, self.cell.language
        parts = []
        if standing.unsafe:
            parts.append(f"{_texts(standing.unsafe)} said to be unsafe")
        if self.cell.critical_to_do:
            parts.append(f"{_texts(self.cell.critical_to_do)} of safety advice not approved")
        if standing.outdated:
            parts.append(f"the English of {_texts(standing.outdated)} has changed")
        if n := self.cell.reads_wrong:
            parts.append(
                "a reader said that it reads wrong"
                if n == 1
                else f"readers said {n} times that it reads wrong"
            )
        parts.append(f"{self.words:,} words to do")
        if self.row.reads:
            parts.append(f"the page was read {self.row.reads:,} times in {readership.DAYS} days")
        parts.append(f"{language.speakers:,} people here speak {language.name}")
        return "; ".join(parts) + "."


def steps(rows: Iterable[Row], *, approves: Collection[Language]) -> list[Step]:
    """What waits for a person in these rows, the most useful first; a page that no reader can open waits for nobody."""
    found = [
        Step(row, cell, checking=cell.language in approves and cell.standing.words_drafts > 0)
        for row in rows
        if row.is_live
        for cell in row.cells
        if waits(cell, approves)
    ]
    return sorted(found, key=lambda step: step.urgency, reverse=True)


def waits(cell: Cell, approves: Collection[Language]) -> bool:
    """Whether a person who may approve in these languages has something to do here."""
    standing = cell.standing
    if cell.language in approves and (standing.words_drafts or standing.waiting):
        return True
    return bool(standing.words_english or standing.unsafe or standing.outdated or cell.reads_wrong)


def _texts(n: int) -> str:
    return f"{n} text{'' if n == 1 else 's'}"
