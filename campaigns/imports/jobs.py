"""Imports done by the worker, behind the page.

What an import stores is stored in one transaction, so a worker that dies leaves nothing, and the next begins anew.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from campaigns.ads import sniff
from campaigns.ads.shape import RefusedError
from campaigns.imports.take import TakenOverError, take
from campaigns.imports.understand import Stated, understand
from campaigns.models import AdImport, AdUpload

logger = logging.getLogger(__name__)
State = AdImport.State

KEPT_FOR = timedelta(days=7)  # A file that nobody said yes or no to.
TOLD_FOR = timedelta(days=90)  # That an import was refused or stopped.
DEAD_AFTER = timedelta(minutes=10)  # The largest file takes a minute on a slow machine.
UNFORESEEN = (
    "Something went wrong that we did not foresee. Nothing of the file was stored. "
    "Try again, and tell whoever runs the server."
)


def hand_in(name: str, content: bytes, by: User | None, stated: Stated | None = None) -> AdImport:
    """Keep a file until it is imported or thrown away. What it says is not kept: it is read anew each time."""
    stated = stated or Stated()
    with transaction.atomic():
        imported = AdImport(name=sniff.file_name(name), sha256=hashlib.sha256(content).hexdigest(), by=by)
        state_of(imported, stated)
        imported.save()
        AdUpload.objects.create(of=imported, content=content)
    return imported


def state_of(imported: AdImport, stated: Stated) -> None:
    """Note what the sender states; the caller saves."""
    imported.stated_currency, imported.stated_account = stated.currency, stated.account
    imported.stated_first = stated.period.first if stated.period else None
    imported.stated_last = stated.period.last if stated.period else None
    if isinstance(stated.mapping, str) or stated.mapping is None:
        imported.mapping, imported.mapping_name = None, stated.mapping or ""
    else:
        imported.mapping = stated.mapping.as_json()


def request(imported: AdImport, chosen: Mapping[str, str], by: User | None) -> bool:
    """Have a file imported by the worker; False where it was asked for already."""
    with transaction.atomic():
        asked = AdImport.objects.filter(pk=imported.pk, state__in=[State.PREVIEWED, State.FAILED])
        if not asked.update(
            state=State.WAITING, chosen=dict(chosen), words="", beat_at=timezone.now(), by=by
        ):
            return False
        _enqueue(imported)
    return True


def _enqueue(imported: AdImport) -> None:
    result = bring.enqueue(imported.pk)
    AdImport.objects.filter(pk=imported.pk).update(task=result.id)


@task()
def bring(number: int) -> None:
    """Import a file. How it went is told on its row, so the task itself never fails for it."""
    imported = _claim(number)
    if imported is None:
        return  # Done, thrown away, or another worker's.
    try:
        run(imported)
    except TakenOverError:
        return
    except RefusedError as refused:
        _refuse(imported, refused)
    except Exception:
        logger.exception("The import %s failed", imported.pk)
        with suppress(TakenOverError):
            _change(imported, state=State.FAILED, stage="", words=UNFORESEEN, ended_at=timezone.now())


def run(imported: AdImport) -> None:
    """Read and store a file that this process has claimed."""
    _change(imported, stage="Reading the file")
    content = bytes(AdUpload.objects.get(of=imported).content)
    file = understand(imported.name, content, Stated.of(imported))
    _change(imported, stage=f"Storing {len(file.rows):,} rows", rows=len(file.rows), platform=file.platform)
    imported.refresh_from_db()
    take(imported, file)


def _claim(number: int) -> AdImport | None:
    waiting = AdImport.objects.filter(pk=number, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, run=uuid.uuid4(), beat_at=timezone.now()):
        return None
    return AdImport.objects.get(pk=number)


def _change(imported: AdImport, **changes: object) -> None:
    """Write an import's row while it is still this worker's; raises where it is not."""
    mine = AdImport.objects.filter(pk=imported.pk, run=imported.run, state=State.RUNNING)
    if not mine.update(beat_at=timezone.now(), **changes):
        raise TakenOverError


def _refuse(imported: AdImport, refused: RefusedError) -> None:
    """What was right when its sender looked at it is not any more. Of the file nothing is kept but why."""
    reasons = [list(reason) for reason in refused.reasons]
    with transaction.atomic():
        _change(
            imported,
            state=State.REFUSED,
            stage="",
            reasons=reasons,
            chosen={},
            rows=0,
            ended_at=timezone.now(),
        )
        AdUpload.objects.filter(of=imported).delete()


def import_now(
    name: str,
    content: bytes,
    *,
    by: User | None = None,
    stated: Stated | None = None,
    chosen: Mapping[str, str] | None = None,
    is_demo: bool = False,
) -> AdImport:
    """Import a file here and now, without the worker. Raises RefusedError, and then nothing of it is kept."""
    imported = hand_in(name, content, by, stated)
    waiting = AdImport.objects.filter(pk=imported.pk)
    waiting.update(state=State.RUNNING, run=imported.run, chosen=dict(chosen or {}), is_demo=is_demo)
    imported.refresh_from_db()
    try:
        run(imported)
    except BaseException:  # Also where somebody interrupts it: no worker may finish it later.
        waiting.delete()
        raise
    return imported


def throw_away(imported: AdImport) -> bool:
    """Forget a file that was not imported; False where it is being imported meanwhile."""
    idle = [State.PREVIEWED, State.FAILED, State.REFUSED]
    done, _ = AdImport.objects.filter(pk=imported.pk, state__in=idle).delete()
    return bool(done)


# The clock -----------------------------------------------------------------------


def purge() -> None:
    """Forget files that nobody imported, and, later, that a file was refused."""
    now = timezone.now()
    idle = AdImport.objects.filter(state__in=[State.PREVIEWED, State.FAILED], at__lt=now - KEPT_FOR)
    AdUpload.objects.filter(of__in=idle).delete()
    idle.filter(state=State.PREVIEWED).delete()
    AdImport.objects.filter(state__in=[State.REFUSED, State.FAILED], at__lt=now - TOLD_FOR).delete()


def revive() -> None:
    """Give imports whose worker died back to a worker."""
    old = timezone.now() - DEAD_AFTER
    for imported in AdImport.objects.filter(state__in=[State.RUNNING, State.WAITING], beat_at__lt=old):
        with transaction.atomic():
            tasks = DBTaskResult.objects.filter(pk__in=[imported.task] if imported.task else [])
            if imported.state == State.WAITING and tasks.filter(status=TaskResultStatus.READY).exists():
                continue
            # A new run: should the old worker wake up, it finds that the import is no longer its own.
            same = AdImport.objects.filter(pk=imported.pk, run=imported.run, state=imported.state)
            if not same.update(state=State.WAITING, run=uuid.uuid4(), beat_at=timezone.now()):
                continue
            if not tasks.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY):
                _enqueue(imported)
            logger.warning("The import %s lost its worker and waits for another", imported.pk)
