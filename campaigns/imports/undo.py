"""An import is taken back: its rows go, and those that it replaced are current again, as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from campaigns.ads.compare import compare
from campaigns.ads.shape import RefusedError
from campaigns.imports import stored
from campaigns.imports.take import lock
from campaigns.models import AdImport, PlatformRow


class CannotUndoError(Exception):
    """Something stands on the import. Its words say what to undo first."""


def undo(imported: AdImport, by: User | None) -> None:
    """Restore the rows exactly as they were; raises CannotUndoError, and changes nothing, where that can't be."""
    with transaction.atomic():
        lock()
        current = AdImport.objects.get(pk=imported.pk)
        if current.state != AdImport.State.DONE:
            raise CannotUndoError(f"“{current}” is not imported, so there is nothing to undo.")
        if upon := list(current.carries.filter(state=AdImport.State.DONE)):
            raise CannotUndoError(_first(upon))
        PlatformRow.objects.filter(brought_by=current).delete()
        _restore(current)
        current.state = AdImport.State.UNDONE
        current.undone_by, current.undone_at = by, timezone.now()
        current.save()


def _restore(imported: AdImport) -> None:
    replaced = PlatformRow.objects.filter(replaced_by=imported)
    rows = [stored.as_read(row) for row in replaced]
    beside = {stored.as_read(row): row for row in stored.beside(rows).select_related("brought_by")}
    keys = {row.key for row in rows}
    again = [row.brought_by for read, row in beside.items() if read.key in keys]
    if again:
        raise CannotUndoError(_first(again))
    try:
        compare(list(beside), rows)
    except RefusedError as refused:
        words = "An import that came after it has the same days in another form. Undo that one first."
        raise CannotUndoError(f"{words} {refused.reasons[0].words}") from None
    replaced.update(replaced_by=None)


def _first(imports: Sequence[AdImport]) -> str:
    """The newest first: another may stand on it in turn."""
    newest = sorted(set(imports), key=lambda one: (one.ended_at or one.at, one.pk), reverse=True)
    told = " and ".join(f"“{one}” of {one.ended_at or one.at:%-d %B %Y, %H:%M}" for one in newest[:3])
    return f"A later import stands on it. Undo {told} first."
