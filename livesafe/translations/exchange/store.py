"""What a comparison showed becomes rows of the memory, all of it or nothing, and readers see what they may."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from livesafe.languages import Language
from livesafe.translations import checks, objects
from livesafe.translations.exchange import upload
from livesafe.translations.exchange.differences import (
    FROM_A_FILE,
    STORED,
    Comparison,
    Difference,
    compare,
)
from livesafe.translations.exchange.document import FileRefusedError, Incoming
from livesafe.translations.models import PastText, Translation
from livesafe.translations.project import project

WRITTEN = ("text", "origin", "released", "made_by", "made_as", "made_at", "minor_from")
LONGEST_ORIGIN = Translation._meta.get_field("origin").max_length or 120


class ChangedMeanwhileError(Exception):
    """Somebody changed a text between the preview and its confirmation. Nothing was stored."""


def load(path: Path, *, origin: str = "", user: User | None = None) -> list[Comparison]:
    """Store a file's texts as drafts and show readers what they may see. All of a file, or of a ZIP, or nothing.

    Raises FileRefusedError for a file that can't be read, or of which one text breaks a number, tag or name. A text that a
    person wrote or approved is never overwritten. An import approves nothing: a person does that, by name.
    """
    return store(_read(path), origin=origin, user=user)


def look(path: Path, *, user: User | None = None) -> list[Comparison]:
    """What `load` would do now; nothing is stored."""
    return [compare(file, user) for file in _read(path)]


def _read(path: Path) -> list[Incoming]:
    try:
        return upload.read(path.name, path.read_bytes())
    except OSError as error:
        raise FileRefusedError(path.name, [f"It cannot be opened: {error.strerror}."]) from error


@transaction.atomic
def store(
    files: Sequence[Incoming],
    *,
    origin: str = "",
    user: User | None = None,
    seen: Sequence[str] | None = None,
) -> list[Comparison]:
    """Store the texts of files that were handed in together. `seen` are the fingerprints of what a person confirmed.

    Raises ChangedMeanwhileError where something else would be stored today, and FileRefusedError as compare does.
    """
    done = []
    for number, file in enumerate(files):
        comparison = compare(file, user, lock=True)
        if seen is not None and seen[number : number + 1] != [comparison.fingerprint]:
            raise ChangedMeanwhileError
        made_of = origin or file.origin or f"{FROM_A_FILE} {file.name}"
        try:
            _write(comparison, made_of[:LONGEST_ORIGIN], user)
        except IntegrityError as error:  # Another stored a first text for a segment a moment ago.
            raise ChangedMeanwhileError from error
        done.append(comparison)
    return done


def _write(comparison: Comparison, origin: str, user: User | None) -> None:
    written = [(difference, difference.row) for difference in comparison.of(*STORED) if difference.row]
    new = [row for _, row in written if row.pk is None]
    changed = [row for _, row in written if row.pk is not None]
    PastText.objects.bulk_create(_past(row) for row in changed)
    for difference, row in written:
        row.released = _may_be_shown(row, difference, comparison.language)
        row.text, row.origin, row.made_by, row.made_as = difference.text, origin, user, ""
        row.made_at, row.minor_from = timezone.now(), ""
    Translation.objects.bulk_create(new)
    Translation.objects.bulk_update(changed, WRITTEN, batch_size=200)
    for obj in objects.find_all({difference.key for difference, _ in written}).values():
        project(obj, [comparison.language])


def _may_be_shown(row: Translation, difference: Difference, language: Language) -> bool:
    """Where no engine offers the language, people alone release; help is shown beside the English at once. What somebody
    keeps from readers stays so: a file does not end that."""
    if row.pk is not None:
        if row.released:
            return True
        if not checks.problems(row.kind, row.source, row.text, language.code):
            return False
    is_help = difference.segment is not None and difference.segment.policy == "both"
    return is_help or language.deepl is not None


def _past(row: Translation) -> PastText:
    return PastText(
        translation=row,
        text=row.text,
        state=row.state,
        origin=row.origin,
        made_by_id=row.made_by_id,
        made_as=row.made_as,
    )
