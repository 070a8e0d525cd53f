"""Every change that a person, a file or an engine makes to the translation memory, and what readers then see.

Each function changes rows and rebuilds the columns in one transaction: what was taken back is gone when it returns.
A text that a person approved is never overwritten: a draft written over it waits beside it (`approved_text`) until
somebody approves the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from livesafe import version
from livesafe.languages import Language
from livesafe.translations import checks, objects, stored
from livesafe.translations.columns import Translated
from livesafe.translations.models import Comment, ReadsWrong, Translation
from livesafe.translations.places import By, Conflict, Gone, Outcome, Place, Refused, place
from livesafe.translations.segments import Segment
from livesafe.translations.stored import show
from livesafe.translations.told import typed

__all__ = ["By", "Conflict", "Gone", "Outcome", "Place", "Refused", "place", "show"]

State = Translation.State
Why = Comment.Why
PERSON = "Person"


# What people do ------------------------------------------------------------------


@transaction.atomic
def write(place: Place, text: str, by: By, *, seen: str | None) -> Translation:
    """Store a person's text as a draft. `seen` is the text that its editor had before them, "" or None for none.

    Over an approved text, readers keep the approved one until the draft is approved. A draft that breaks a number, a tag
    or a name is kept and not released. Raises Conflict where somebody stored another text meanwhile, Refused for nothing.
    """
    by.must(approve=False, language=place.language)
    text = typed(text).replace("\r\n", "\n").strip()
    if not text:
        raise Refused(["It is empty."])
    row = stored.locked(place)
    if row is None:
        row = stored.new(place, text, PERSON)
        stored.signed(row, by, released=stored.may_be_shown(place, text))
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # The other was first by a moment.
            there = stored.locked(place)
            if there is None or there.text != text:
                raise Conflict(there or row) from None
            return there
    elif row.text == text:
        return row
    elif row.text != (seen or ""):
        raise Conflict(row)
    else:
        stored.keep_past(row)
        withheld = stored.is_withheld(place, row)
        stored.replace(row, text, PERSON)
        stored.signed(row, by, released=stored.may_be_shown(place, text) and not withheld)
        row.save()
    show(place.obj, place.language)
    return row


@transaction.atomic
def approve(place: Place, by: By, *, seen: str) -> Translation:
    """Say that exactly the text `seen` is right for this English. Raises Conflict and Refused."""
    by.must(approve=True, language=place.language)
    row = _approve(place, stored.locked(place), by, seen)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def approve_all(obj: Translated, language: Language, by: By, seen: Mapping[tuple[str, str], str]) -> Outcome:
    """Approve the texts `seen` of a page, by path and hash; one that changed meanwhile or has a fault is left out."""
    by.must(approve=True, language=language)
    there = {(s.path, s.hash): s for s in [*objects.drafted(obj).segments(), *obj.segments()]}
    rows = stored.locked_rows(obj, language)
    outcome = Outcome()
    for key, text in seen.items():
        if key not in there:
            outcome.refused[key] = ["Its English has changed."]
            continue
        try:
            spot = Place(obj, there[key], language, rows.get(key))
            if spot.row and spot.row.state == State.UNSAFE:  # Whoever overrules a warning reads it first.
                raise Conflict(spot.row)
            outcome.approved.append(_approve(spot, spot.row, by, text))
        except Conflict as conflict:
            outcome.conflicts.append(conflict.row)
        except Refused as refused:
            outcome.refused[key] = refused.problems
    show(obj, language, sharing=[row.source_hash for row in outcome.approved])
    return outcome


@transaction.atomic
def send_back(place: Place, by: By, reason: str) -> Translation:
    """Make the text a draft again and say why; an approval of it ends. People-only languages no longer show it."""
    by.must(approve=True, language=place.language)
    row = stored.existing(place)
    if row.state == State.APPROVED:
        stored.keep_past(row)
    row.state, row.released = State.DRAFT, row.released and stored.may_be_shown(place, row.text)
    stored.unapprove(row)
    row.save()
    comment(place, by, reason, why=Why.SENT_BACK)
    version.move(retract=True)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def mark_unsafe(place: Place, by: By, reason: str) -> Translation:
    """Take a text back at once, here and wherever else readers of the language get the same words for this English."""
    by.must(approve=False, language=place.language)
    row = stored.locked(place) or stored.shared(place)
    alike = Translation.objects.select_for_update().filter(
        language=place.language.code, source_hash=row.source_hash
    )
    same = alike.filter(text=row.text)
    for other in [row, *same.exclude(pk=row.pk)]:
        if other.state == State.UNSAFE:
            continue
        if other.pk:
            stored.keep_past(other)
        other.state = State.UNSAFE
        stored.unapprove(other)
        # Words that readers kept while a draft was written over them are taken back with it.
        other.approved_text = ""
        other.save()
    # Nor do readers keep them elsewhere, beneath a draft that says something else.
    alike.filter(approved_text=row.text).update(
        approved_text="", approved_by=None, approved_as="", approved_at=None
    )
    comment(place, by, reason, why=Why.UNSAFE)
    version.move(retract=True)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def release(place: Place, by: By) -> Translation:
    """Let readers see the text, as the release policy allows. Raises Refused for a text with a fault."""
    by.must(approve=True, language=place.language)
    row = stored.existing(place)
    if problems := checks.problems(row.kind, row.source, row.text, place.language.code):
        raise Refused(problems)
    if row.state == State.UNSAFE:
        raise Refused(["A reviewer said that it is unsafe. Write another text, or approve this one."])
    return _set_released(place, row, released=True)


@transaction.atomic
def withhold(place: Place, by: By) -> Translation:
    """Take the text from readers without a word about what it says; an approval stays for the day of its release."""
    by.must(approve=True, language=place.language)
    return _set_released(place, stored.existing(place), released=False)


def comment(place: Place, by: By, text: str, *, why: Why = Why.COMMENT) -> Comment:
    """Say something about the text at a place."""
    by.must(approve=False, language=place.language)
    return Comment.objects.create(
        object_key=place.obj.object_key,
        language=place.language.code,
        path=place.segment.path,
        source_hash=place.segment.hash,
        why=why,
        text=typed(text).strip(),
        by=by.user,
        by_label=by.label,
    )


# What an engine does -------------------------------------------------------------


@transaction.atomic
def store_engine(
    obj: Translated, language: Language, texts: Iterable[tuple[Segment, str]], origin: str
) -> list[Translation]:
    """Store an engine's texts as drafts, and return the rows that it made or changed. Idempotent.

    What a person wrote, approved or said to be unsafe stays. A text with a fault is stored and not released.
    """
    texts = list(texts)
    rows = stored.locked_rows(obj, language)
    unsafe = stored.unsafe_texts(language, {segment.hash for segment, _ in texts})
    changed = []
    for segment, text in texts:
        row = rows.get((segment.path, segment.hash))
        spot = Place(obj, segment, language, row)
        withheld = row is not None and stored.is_withheld(spot, row)
        if row is None:
            row = rows[segment.path, segment.hash] = stored.new(spot, text, origin)
        elif row.text == text or row.state != State.DRAFT or row.is_by_person or row.approved_text:
            continue
        else:
            stored.keep_past(row)
            stored.replace(row, text, origin)
        row.released = not withheld and not checks.problems(row.kind, row.source, text, language.code)
        if (segment.hash, text) in unsafe:  # An engine says the same again wherever the English is the same.
            row.state = State.UNSAFE
        row.save()
        changed.append(row)
    if changed:
        show(obj, language)
    return changed


def settle_reports(place: Place) -> None:
    """A person has looked at what readers said reads wrong here: the count starts at nothing again."""
    ReadsWrong.objects.filter(
        object_key=place.obj.object_key,
        language=place.language.code,
        path=place.segment.path,
        source_hash=place.segment.hash,
    ).delete()


def _approve(place: Place, row: Translation | None, by: By, seen: str) -> Translation:
    if row is None:
        raise Refused(["There is no translation yet."])
    if row.text != seen:
        raise Conflict(row)
    if problems := checks.problems(place.segment.kind, place.segment.source, row.text, place.language.code):
        raise Refused(problems)
    row.state, row.released, row.approved_text, row.minor_from = State.APPROVED, True, "", ""
    row.approved_by, row.approved_as, row.approved_at = by.user, by.label, timezone.now()
    row.save()
    answered = {"why__in": (Why.SENT_BACK, Why.UNSAFE), "settled_at": None}
    _comments(place).filter(**answered).update(settled_at=timezone.now())
    settle_reports(place)
    return row


def _set_released(place: Place, row: Translation, *, released: bool) -> Translation:
    row.released = released
    if not released:
        row.approved_text = ""
        version.move(retract=True)
    row.save()
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


def _comments(place: Place) -> QuerySet[Comment]:
    return Comment.objects.filter(
        object_key=place.obj.object_key,
        language=place.language.code,
        path=place.segment.path,
        source_hash=place.segment.hash,
    )
