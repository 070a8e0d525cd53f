"""An understood file becomes rows, all in one transaction: new ones beside, changed ones in place of earlier ones."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from campaigns.ads.compare import Comparison, compare
from campaigns.ads.shape import AdFile, AdRow
from campaigns.imports import names, stored
from campaigns.models import AdCampaign, AdImport, AdUpload, PlatformRow

State = AdImport.State
BATCH = 500


class TakenOverError(Exception):
    """The import is no longer this worker's: it was thought dead, or somebody stopped it. Nothing was stored."""


def describe(imported: AdImport, file: AdFile) -> None:
    """Let an import say what its file says of itself."""
    imported.platform, imported.kind = file.platform, file.kind
    imported.format, imported.time_zone = file.format[:60], file.time_zone[:100]
    imported.accounts = list(file.accounts)
    imported.exported, imported.currency, imported.rows = file.exported, file.currency, len(file.rows)
    if file.covers:
        imported.covers_first, imported.covers_last = file.covers.first, file.covers.last
    if file.period:
        imported.first, imported.last = file.period.first, file.period.last
    imported.columns = [list(column) for column in file.columns]
    imported.notes = [list(note) for note in file.notes]
    imported.totals = [
        {
            "line": total.line,
            "label": total.label,
            "figures": dict(total.figures),
            "reach": total.reach,
            "verified": list(total.verified),
            "rounding": total.rounding,
        }
        for total in file.totals
    ]


def take(imported: AdImport, file: AdFile) -> Comparison:
    """Store a file's rows. Raises RefusedError where days would be counted twice, TakenOverError where another has it.

    One import at a time: what it is compared with can't change before it is stored.
    """
    run = imported.run
    with transaction.atomic():
        lock()
        comparison, before = held(file)
        chosen = names.remember(names.named(file), imported.chosen)
        changed = [old for old, _ in comparison.changed]
        _replace(imported, [before[row.key] for row in (*changed, *comparison.gone)])
        _add(imported, [*comparison.new, *(new for _, new in comparison.changed)], chosen)
        touched = (*changed, *comparison.gone, *comparison.same)
        imported.stands_on.set({before[row.key].brought_by_id for row in touched})
        describe(imported, file)
        imported.new, imported.same = len(comparison.new), len(comparison.same)
        imported.changed, imported.gone = len(comparison.changed), len(comparison.gone)
        _finish(imported, run)
    return comparison


def lock() -> None:
    """Let no other import or undoing begin before this one ends. SQLite's transactions do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE campaigns_platformrow IN SHARE ROW EXCLUSIVE MODE")


def held(file: AdFile) -> tuple[Comparison, dict[object, PlatformRow]]:
    """A file held against all current rows; raises RefusedError where something would be counted twice."""
    before: dict[Any, PlatformRow] = {}
    rows: list[AdRow] = []
    for row in stored.beside(file.rows).iterator():
        read = stored.as_read(row)
        before[read.key] = row
        rows.append(read)
    return compare(rows, file.rows), before


def _replace(imported: AdImport, rows: Sequence[PlatformRow]) -> None:
    for start in range(0, len(rows), BATCH):
        keys = [row.pk for row in rows[start : start + BATCH]]
        PlatformRow.objects.filter(pk__in=keys).update(replaced_by=imported)


def _add(imported: AdImport, rows: Iterable[AdRow], campaigns: dict[str, AdCampaign]) -> None:
    made = (stored.as_stored(row, imported, campaigns[names.key(row)]) for row in rows)
    PlatformRow.objects.bulk_create(made, batch_size=BATCH)


def _finish(imported: AdImport, run: uuid.UUID) -> None:
    imported.state, imported.stage, imported.words = State.DONE, "", ""
    imported.reasons, imported.chosen = [], {}
    imported.ended_at = timezone.now()
    if not AdImport.objects.filter(pk=imported.pk, run=run, state=State.RUNNING).exists():
        raise TakenOverError
    imported.save()
    AdUpload.objects.filter(of=imported).delete()
