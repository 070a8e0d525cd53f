"""Translation by the engine, in the background: what is wanted, asked for, sent, checked and stored.

Progress lies in the memory itself: a segment with a text is done. So a job that died, or is started twice, goes on where
it stopped, and pays for at most one batch again. Each language is a job of its own: one that fails stops no other.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import account, brief, budget, engine, objects
from livesafe.translations.columns import Translated
from livesafe.translations.engine import EngineError
from livesafe.translations.models import Job, KeptOut, LiveSegment, Said
from livesafe.translations.sending import Left, Sender
from livesafe.translations.wanted import Plan, plan, wanted

logger = logging.getLogger(__name__)
State = Job.State

WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 20, 60, 300, 900, 3600))  # After each failed try.
DEAD_AFTER = timedelta(minutes=3)  # More than two calls' silence and the storing of a batch.
UNFORESEEN = "Something went wrong that we did not foresee. Nothing is lost. Try again, and tell whoever runs the server."
GONE = "The page is no more."
KEPT_FOR = timedelta(days=90)


# Asking --------------------------------------------------------------------------


def request(
    obj: Translated,
    targets: Iterable[Language],
    user: User | None,
    *,
    draft: bool = False,
    again: bool = False,
) -> list[Job]:
    """Have an object translated by the worker; returns the jobs made. `draft` says that `obj` is its newest draft.

    Raises EngineError, and asks for nothing, where there is no key or the month has too few characters left for all.
    A language that is being translated already, needs nothing, or is for people alone, gets no job.
    """
    if not engine.has_key():
        raise EngineError("no_key")
    plans = [one for one in plan(obj, targets, again=again) if not one.why_not]
    needed, left = sum(one.characters for one in plans), budget.this_month().left
    if needed > left:
        raise EngineError(
            "limit",
            f"This needs {needed:,} characters, and {left:,} are left this month. Choose fewer languages.",
        )
    return [job for one in plans if (job := _ask_for(obj, one, user, draft=draft, again=again))]


def _ask_for(obj: Translated, one: Plan, user: User | None, *, draft: bool, again: bool) -> Job | None:
    try:
        with transaction.atomic():
            if again:
                KeptOut.objects.filter(object_key=obj.object_key, language=one.language.code).delete()
            job = Job.objects.create(
                object_key=obj.object_key,
                name=str(obj)[:255],
                language=one.language.code,
                of_draft=draft,
                segments=len(one.segments),
                asked_by=user,
            )
            _enqueue(job)
    except IntegrityError:
        return None  # It is being translated already.
    return job


def _enqueue(job: Job, *, after: datetime | None = None) -> None:
    result = translate.using(run_after=after).enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(task=result.id)


# Working -------------------------------------------------------------------------


@task()
def translate(job_id: int) -> None:
    """Do a job as far as it can be done now. How it went is told on its row, so the task itself never fails for it."""
    job = _claim(job_id)
    if job is None:
        return  # Done, stopped, or another worker's.
    if (until := _paused_until()) and until > timezone.now():
        _wait(job, until, tries=job.tries, words=job.words)
        return
    try:
        _work(job)
    except _TakenOverError:
        return
    except EngineError as error:
        _trouble(job, error)
    except Exception:
        logger.exception("The job %s failed", job)
        _end(job, State.FAILED, UNFORESEEN)
    else:
        _end(job, State.DONE)


class _TakenOverError(Exception):
    """Another worker has the job: this one was thought dead."""


def _claim(job_id: int) -> Job | None:
    mine = uuid.uuid4()
    waiting = Job.objects.filter(pk=job_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, run=mine, beat_at=timezone.now()):
        return None
    return Job.objects.get(pk=job_id)


def _change(job: Job, **changes: object) -> None:
    """Write a job's row while it is still this worker's; raises where it is not."""
    if not Job.objects.filter(pk=job.pk, run=job.run, state=State.RUNNING).update(**changes):
        raise _TakenOverError


def _work(job: Job) -> None:
    obj, language = objects.find(job.object_key, draft=job.of_draft), languages.get(job.language)
    if obj is None:
        raise EngineError("refused", GONE)
    sender = Sender(obj, language, told=lambda billed: _answered(job, billed))
    for section in brief.sections(obj, wanted(obj, language)):
        _change(job, beat_at=timezone.now())
        left = sender.translate(section)
        _keep_out(job, left)
        _change(job, done=F("done") + len(section.segments) - len(left), kept_out=F("kept_out") + len(left))


def _answered(job: Job, billed: int) -> None:
    """The engine is there, and so is this worker."""
    _change(job, billed=F("billed") + billed, tries=0, words="", beat_at=timezone.now())
    Said.objects.filter(matter="pause").delete()


def _keep_out(job: Job, left: Left) -> None:
    for segment, (text, problems) in left.items():
        KeptOut.objects.update_or_create(
            object_key=job.object_key,
            language=job.language,
            path=segment.path,
            source_hash=segment.hash,
            defaults={"source": segment.source, "text": text, "problems": problems},
        )


# Trouble -------------------------------------------------------------------------


def _trouble(job: Job, error: EngineError) -> None:
    if error.reason == "glossary_gone":
        account.forget_glossary(languages.get(job.language))
    if error.kind == "person" or job.tries >= len(WAITS):
        _end(job, State.FAILED, error.words)
        return
    until = timezone.now() + WAITS[job.tries]
    if error.reason in {"unreachable", "too_many"}:
        until = _pause()
    _wait(job, until, tries=job.tries + 1, words=error.words)


def _wait(job: Job, until: datetime, *, tries: int, words: str) -> None:
    with transaction.atomic():
        try:
            _change(job, state=State.WAITING, tries=tries, words=words, beat_at=timezone.now())
        except _TakenOverError:
            return
        _enqueue(job, after=until)


def _end(job: Job, state: Job.State, words: str = "") -> None:
    try:
        _change(job, state=state, words=words, ended_at=timezone.now())
    except _TakenOverError:
        return
    account.ask()


# While DeepL is away, one job asks for all: each silence may be billed, and a hundred jobs would each wait it out.


def _paused_until() -> datetime | None:
    said = Said.objects.filter(matter="pause").first()
    return datetime.fromisoformat(said.answer["until"]) if said else None


def _pause() -> datetime:
    said = Said.objects.filter(matter="pause").first()
    failures = said.answer["failures"] + 1 if said else 1
    until = timezone.now() + WAITS[min(failures, len(WAITS)) - 1]
    answer = {"until": until.isoformat(), "failures": failures}
    Said.objects.update_or_create(matter="pause", defaults={"answer": answer})
    return until


# The clock -----------------------------------------------------------------------


def tidy() -> None:
    """Forget what has had its time: ended jobs, and texts kept out of an English that nobody reads any more."""
    long_ago = timezone.now() - KEPT_FOR
    Job.objects.filter(ended_at__lt=long_ago).delete()
    read = LiveSegment.objects.filter(
        object_key=OuterRef("object_key"), path=OuterRef("path"), source_hash=OuterRef("source_hash")
    )
    KeptOut.objects.filter(~Exists(read), at__lt=long_ago).delete()


def revive() -> None:
    """Give jobs whose worker died back to a worker; a chore of the clock."""
    old = timezone.now() - DEAD_AFTER
    dead = Q(state=State.RUNNING, beat_at__lt=old)
    # Waiting for a task that is not there any more: it was deleted, or failed before it began.
    lost = Q(state=State.WAITING, beat_at__lt=old) | Q(state=State.WAITING, beat_at=None, asked_at__lt=old)
    for job in Job.objects.filter(dead | lost):
        with transaction.atomic():
            tasks = DBTaskResult.objects.filter(pk__in=[job.task] if job.task else [])
            if job.state == State.WAITING and tasks.filter(status=TaskResultStatus.READY).exists():
                continue
            # A new run: should the old worker wake up, it finds that the job is no longer its own.
            same = Job.objects.filter(pk=job.pk, run=job.run, state=job.state)
            if not same.update(state=State.WAITING, run=uuid.uuid4(), beat_at=timezone.now()):
                continue
            # Its own task is run again: the worker never takes up a row that says “running” by itself.
            if not tasks.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY):
                _enqueue(job)
            logger.warning("The job %s lost its worker and waits for another", job)
