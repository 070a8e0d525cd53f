"""All that is translated by all languages: what readers get, and what is left to do. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, Sum
from wagtail.models import Page

from livesafe.languages import Language
from livesafe.translations import objects, readership
from livesafe.translations.columns import TranslatedPage, translated_models
from livesafe.translations.models import ReadsWrong, Standing

SECTION_DEPTH = 3  # Root, home, sections.
STATES = {"english": "○ English", "partly": "◐ Partly", "machine": "◇ Machine", "reviewed": "● Reviewed"}
SNIPPETS, INTERFACE = "snippets", "interface"


@dataclass(frozen=True, slots=True)
class Cell:
    """One object in one language."""

    language: Language
    standing: Standing
    reads: int
    reads_wrong: int = 0  # How often readers said so of the words that they get today.

    @property
    def word(self) -> str:
        return STATES[self.standing.state]

    @property
    def words_to_do(self) -> int:
        """Of the English, what readers get in English or unchecked."""
        return self.standing.words_english + self.standing.words_drafts

    @property
    def critical_to_do(self) -> int:
        return self.standing.critical - self.standing.critical_approved


@dataclass(slots=True)
class Row:
    """One object in every language that a person may see."""

    key: str
    title: str
    section: str  # The key of its section.
    depth: int = 0
    has_draft: bool = False  # English that readers do not have yet, for which translations can be prepared.
    is_live: bool = True
    reads: int = 0  # In all languages, English included.
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_critical(self) -> bool:
        return any(cell.standing.critical for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Total:
    """One language over all rows."""

    language: Language
    words: int
    words_approved: int
    words_to_do: int
    reviewed: int  # Rows of which a person approved all.
    rows: int
    critical_to_do: int
    outdated: int
    unsafe: int

    @property
    def share(self) -> int:
        """Per cent of the words that a person approved."""
        return 100 * self.words_approved // self.words if self.words else 0


@dataclass(frozen=True)
class Board:
    rows: list[Row]
    sections: list[tuple[str, str]]  # Key and title.
    targets: tuple[Language, ...]


def board(targets: Sequence[Language]) -> Board:
    """What there is, for these languages. The number of queries depends neither on pages nor on languages."""
    rows, sections = _pages()
    rows += _snippets()
    sections.append((SNIPPETS, "Support services and other snippets"))
    words = objects.words()
    rows.append(Row(words.object_key, str(words), INTERFACE))
    sections.append((INTERFACE, "The interface's safety words"))
    _fill(rows, targets)
    return Board(rows, sections, tuple(targets))


def totals(rows: Iterable[Row], targets: Sequence[Language]) -> list[Total]:
    """Each language over these rows; a page that no reader can open is not counted."""
    live = [row for row in rows if row.is_live]
    return [_total(language, [row.cells[number] for row in live]) for number, language in enumerate(targets)]


def _total(language: Language, cells: Collection[Cell]) -> Total:
    to_do = sum(cell.words_to_do for cell in cells)
    words = sum(cell.standing.words for cell in cells)
    return Total(
        language,
        words=words,
        words_approved=words - to_do,
        words_to_do=to_do,
        reviewed=sum(cell.standing.state == "reviewed" for cell in cells),
        rows=len(cells),
        critical_to_do=sum(cell.critical_to_do for cell in cells),
        outdated=sum(cell.standing.outdated for cell in cells),
        unsafe=sum(cell.standing.unsafe for cell in cells),
    )


def _pages() -> tuple[list[Row], list[tuple[str, str]]]:
    models = [model for model in translated_models() if issubclass(model, TranslatedPage)]
    kinds = ContentType.objects.get_for_models(*models).values()
    found = Page.objects.filter(content_type__in=kinds).order_by("path")
    rows, sections = [], []
    for page in found.only(
        "title", "path", "depth", "live", "has_unpublished_changes", "translation_key", "content_type"
    ):
        key = f"page:{page.translation_key}"
        if page.depth <= SECTION_DEPTH:
            sections.append((key, page.title))
        rows.append(
            Row(
                key,
                page.title,
                section=sections[-1][0] if sections else "",
                depth=page.depth - 2,
                has_draft=page.has_unpublished_changes,
                is_live=page.live,
            )
        )
    return rows, sections


def _snippets() -> list[Row]:
    rows = []
    for model in objects.snippet_models():
        # Plain, for the manager of translated fields would load each language's column for each one left out.
        found: QuerySet[Any] = QuerySet(model).defer(*model.held())
        rows += [
            Row(obj.object_key, str(obj), SNIPPETS) for obj in found.order_by(*(model._meta.ordering or ()))
        ]
    return rows


def _fill(rows: Sequence[Row], targets: Sequence[Language]) -> None:
    """Give each row its cells, in the order of the languages."""
    codes = [language.code for language in targets]
    standings = {(s.object_key, s.language): s for s in Standing.objects.filter(language__in=codes)}
    read = readership.reads([row.key for row in rows])
    wrong = {
        (key, code): n
        for key, code, n in ReadsWrong.objects.filter(language__in=codes)
        .values_list("object_key", "language")
        .annotate(Sum("n"))
    }
    in_all: dict[str, int] = {}
    for (key, _), n in read.items():
        in_all[key] = in_all.get(key, 0) + n
    for row in rows:
        row.reads = in_all.get(row.key, 0)
        row.cells = [
            Cell(
                language,
                standings.get((row.key, language.code)) or Standing(segments=0, drafts=0, approved=0),
                read[row.key, language.code],
                wrong.get((row.key, language.code), 0),
            )
            for language in targets
        ]
