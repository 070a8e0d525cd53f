"""How the report's tables stand on paper: how wide each column is, how large the letters, and which way the page lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from campaigns.report.files.table import FIGURES, shown_rows
from campaigns.report.shape import Panel

UPRIGHT, ACROSS = 178, 265  # Millimetres between the margins of A4.
# Points, and millimetres there are; tried in this order.
WAYS = (
    (9.0, UPRIGHT),
    (8.0, UPRIGHT),
    (9.0, ACROSS),
    (8.0, ACROSS),
    (7.0, ACROSS),
    (6.0, ACROSS),
    (5.0, ACROSS),
)
LETTER = 0.205  # Millimetres that a letter takes for each point of its size, bold ones included.
BESIDE = 2.5  # Letters' room for what is left and right of a cell's words.
LONGEST_WORD = 24  # Longer ones, such as hashes, may be broken.
LABEL = 18  # Letters of a label that stand in one line wherever there is room.
WIDEST = 44  # Letters of a column of words; more make another line.
BREAK = "\u200b"


@dataclass(frozen=True, slots=True)
class Table:
    panel: Panel
    rows: list[list[str]]
    left_out: int  # Rows for which there is no room on paper.
    size: float
    is_wide: bool
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables that follow each other on pages of one shape."""

    is_wide: bool
    tables: tuple[Table, ...]


def sheets(panels: Sequence[Panel], most_rows: int) -> Iterator[Sheet]:
    """In the order of the report."""
    tables = (table(panel, most_rows) for panel in panels)
    for is_wide, together in groupby(tables, key=lambda one: one.is_wide):
        yield Sheet(is_wide, tuple(together))


def table(panel: Panel, most_rows: int) -> Table:
    rows = [[breakable(cell) for cell in row] for row in shown_rows(panel)[:most_rows]]
    needs, wants = _room(panel, rows)
    size, room = next((way for way in WAYS if sum(needs) <= _letters(*way)), WAYS[-1])
    return Table(
        panel=panel,
        rows=rows,
        left_out=len(panel.rows) - len(rows),
        size=size,
        is_wide=room == ACROSS,
        widths=tuple(round(one * size * LETTER, 2) for one in _shared(needs, wants, _letters(size, room))),
    )


def breakable(text: str) -> str:
    """The text, in which a word that is too long for a column can go on in the next line."""
    if max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return " ".join(
        BREAK.join(word[at : at + 12] for at in range(0, len(word), 12)) if len(word) > LONGEST_WORD else word
        for word in text.split(" ")
    )


def _room(panel: Panel, rows: list[list[str]]) -> tuple[list[float], list[float]]:
    """The letters that each column needs at least, and those with which no cell takes a second line."""
    needs, wants = [], []
    for at, column in enumerate(panel.columns):
        cells = [row[at] for row in rows]
        words = [part for cell in (column.heading, *cells) for part in cell.replace(BREAK, " ").split()]
        longest = max(map(len, words), default=1)
        whole = max(map(len, cells), default=1)
        is_figure = column.type in FIGURES
        needs.append((max(longest, whole if is_figure else min(whole, LABEL))) + BESIDE)
        wants.append(max(needs[-1], min(max(whole, len(column.heading) / 2), WIDEST) + BESIDE))
    return needs, wants


def _letters(size: float, room: int) -> float:
    return room / (size * LETTER)


def _shared(needs: Sequence[float], wants: Sequence[float], room: float) -> list[float]:
    """What each column needs and a fair part of what is left; together never more than there is."""
    left, asked = max(room - sum(needs), 0), sum(wants) - sum(needs)
    part = min(1, left / asked) if asked else 0
    given = [need + (want - need) * part for need, want in zip(needs, wants, strict=True)]
    shrunk = min(1, room / sum(given))
    return [one * shrunk for one in given]
