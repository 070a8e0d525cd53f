"""Every change that a person, a file or an engine makes to the translation memory, and what readers then see.

Each function changes rows and rebuilds the columns in one transaction: what was taken back is gone when it returns.
A text that a person approved is never overwritten: a draft written over it waits beside it (`approved_text`) until
somebody approves the draft.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from livesafe.languages import Language
from livesafe.translations import checks, objects, roles
from livesafe.translations.columns import Translated
from livesafe.translations.models import Comment, PastText, Translation
from livesafe.translations.project import Memory, object_keys_sharing, project
from livesafe.translations.segments import Segment
from livesafe.translations.told import typed

State = Translation.State
Why = Comment.Why
PERSON = "Person"


@dataclass(frozen=True)
class By:
    """A user of the admin, or what staff called the user of a reviewer link: exactly one of the two."""

    user: User | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if (self.user is None) == (not self.label):
            raise ValueError("A text is by a user or by a label, and not by both.")

    @property
    def name(self) -> str:
        return self.label or (self.user.get_full_name() or self.user.get_username() if self.user else "")

    def must(self, *, approve: bool, language: Language) -> None:
        """Raise PermissionDenied for a user who may not do this in the language. A link's page asks its link."""
        may = roles.may_approve if approve else roles.may_translate
        if self.user is not None and not may(self.user, language):
            raise PermissionDenied(f"You have not been given {language.name}.")


class Conflict(Exception):  # noqa: N818 - it is what happened, and no fault.
    """Somebody stored another text meanwhile. Nothing was overwritten; `row` is what is there now."""

    def __init__(self, row: Translation) -> None:
        super().__init__("Somebody else has changed this text meanwhile.")
        self.row = row


class Refused(Exception):  # noqa: N818
    """A text that may not be released. `problems` say why, in plain words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Gone(LookupError):  # noqa: N818
    """The object has no such segment any more, neither live nor in its draft: the English has changed."""


@dataclass(frozen=True)
class Place:
    """A segment of an object in a language, with its own row of the memory where it has one."""

    obj: Translated
    segment: Segment
    language: Language
    row: Translation | None = None


@dataclass
class Outcome:
    """What became of the texts of a page that somebody approved as a whole."""

    approved: list[Translation] = field(default_factory=list)
    conflicts: list[Translation] = field(default_factory=list)  # Somebody stored another text meanwhile.
    refused: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # Problems by path and hash.


def place(obj: Translated, language: Language, path: str, source_hash: str) -> Place:
    """The place of a segment of the live English or, for work ahead of publishing, of the newest draft."""
    segment = _find(obj, path, source_hash) or _find(objects.drafted(obj), path, source_hash)
    if segment is None:
        raise Gone(f"{obj} has no such text any more: its English has changed.")
    row = Translation.objects.filter(
        object_key=obj.object_key, language=language.code, path=path, source_hash=source_hash
    ).first()
    return Place(obj, segment, language, row)


def _find(obj: Translated, path: str, source_hash: str) -> Segment | None:
    return next((s for s in obj.segments() if (s.path, s.hash) == (path, source_hash)), None)


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
    row = _locked(place)
    if row is None:
        row = _new(place, text, PERSON)
        _signed(row, by, released=_may_be_shown(place, text))
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # The other was first by a moment.
            there = _locked(place)
            if there is None or there.text != text:
                raise Conflict(there or row) from None
            return there
    elif row.text == text:
        return row
    elif row.text != (seen or ""):
        raise Conflict(row)
    else:
        _keep_past(row)
        withheld = _is_withheld(place, row)
        _replace(row, text, PERSON)
        _signed(row, by, released=_may_be_shown(place, text) and not withheld)
        row.save()
    show(place.obj, place.language)
    return row


@transaction.atomic
def approve(place: Place, by: By, *, seen: str) -> Translation:
    """Say that exactly the text `seen` is right for this English. Raises Conflict and Refused."""
    by.must(approve=True, language=place.language)
    row = _approve(place, _locked(place), by, seen)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def approve_all(obj: Translated, language: Language, by: By, seen: Mapping[tuple[str, str], str]) -> Outcome:
    """Approve the texts `seen` of a page, by path and hash; one that changed meanwhile or has a fault is left out."""
    by.must(approve=True, language=language)
    there = {(s.path, s.hash): s for s in [*objects.drafted(obj).segments(), *obj.segments()]}
    rows = _locked_rows(obj, language)
    outcome = Outcome()
    for key, text in seen.items():
        if key not in there:
            outcome.refused[key] = ["Its English has changed."]
            continue
        try:
            spot = Place(obj, there[key], language, rows.get(key))
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
    row = _existing(place)
    if row.state == State.APPROVED:
        _keep_past(row)
    row.state, row.released = State.DRAFT, row.released and _may_be_shown(place, row.text)
    _unapprove(row)
    row.save()
    comment(place, by, reason, why=Why.SENT_BACK)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def mark_unsafe(place: Place, by: By, reason: str) -> Translation:
    """Take a text back at once, here and wherever else readers of the language get the same words for this English."""
    by.must(approve=False, language=place.language)
    row = _locked(place) or _shared(place)
    same = Translation.objects.select_for_update().filter(
        language=place.language.code, source_hash=row.source_hash, text=row.text
    )
    for other in [row, *same.exclude(pk=row.pk)]:
        if other.state == State.UNSAFE:
            continue
        if other.pk:
            _keep_past(other)
        other.state = State.UNSAFE
        _unapprove(other)
        # Words that readers kept while a draft was written over them are taken back with it.
        other.approved_text = ""
        other.save()
    comment(place, by, reason, why=Why.UNSAFE)
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


@transaction.atomic
def release(place: Place, by: By) -> Translation:
    """Let readers see the text, as the release policy allows. Raises Refused for a text with a fault."""
    by.must(approve=True, language=place.language)
    row = _existing(place)
    if problems := checks.problems(row.kind, row.source, row.text, place.language.code):
        raise Refused(problems)
    if row.state == State.UNSAFE:
        raise Refused(["A reviewer said that it is unsafe. Write another text, or approve this one."])
    return _set_released(place, row, released=True)


@transaction.atomic
def withhold(place: Place, by: By) -> Translation:
    """Take the text from readers without a word about what it says; an approval stays for the day of its release."""
    by.must(approve=True, language=place.language)
    return _set_released(place, _existing(place), released=False)


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
    rows = _locked_rows(obj, language)
    changed = []
    for segment, text in texts:
        row = rows.get((segment.path, segment.hash))
        spot = Place(obj, segment, language, row)
        withheld = row is not None and _is_withheld(spot, row)
        if row is None:
            row = rows[segment.path, segment.hash] = _new(spot, text, origin)
        elif row.text == text or row.state != State.DRAFT or row.is_by_person or row.approved_text:
            continue
        else:
            _keep_past(row)
            _replace(row, text, origin)
        row.released = not withheld and not checks.problems(row.kind, row.source, text, language.code)
        row.save()
        changed.append(row)
    if changed:
        show(obj, language)
    return changed


# What readers then see -----------------------------------------------------------


def show(obj: Translated, language: Language, *, sharing: Collection[str] = ()) -> None:
    """Rebuild what readers of a language see of an object, and of all others that share an English of these hashes."""
    project(obj, [language])
    keys = object_keys_sharing(sharing) - {obj.object_key} if sharing else set()
    others = objects.find_all(keys) if keys else {}
    for key in sorted(others):  # In one order: two who do this at once must not wait for each other.
        project(others[key], [language])


# The rows ------------------------------------------------------------------------


def _locked(place: Place) -> Translation | None:
    return (
        Translation.objects.select_for_update()
        .filter(
            object_key=place.obj.object_key,
            language=place.language.code,
            path=place.segment.path,
            source_hash=place.segment.hash,
        )
        .first()
    )


def _locked_rows(obj: Translated, language: Language) -> dict[tuple[str, str], Translation]:
    rows = Translation.objects.select_for_update().filter(object_key=obj.object_key, language=language.code)
    return {(row.path, row.source_hash): row for row in rows}


def _existing(place: Place) -> Translation:
    row = _locked(place)
    if row is None:
        raise Refused(["There is no translation yet."])
    return row


def _shared(place: Place) -> Translation:
    """A row of this object's own with the words that its readers get from elsewhere."""
    lent = Memory(place.obj, place.language, [place.segment]).row(place.segment)
    if lent is None:
        raise Refused(["There is no translation yet."])
    row = _new(place, lent.text, lent.origin)
    row.made_by_id, row.made_as = lent.made_by_id, lent.made_as
    return row


def _new(place: Place, text: str, origin: str) -> Translation:
    return Translation(
        object_key=place.obj.object_key,
        language=place.language.code,
        path=place.segment.path,
        source_hash=place.segment.hash,
        kind=place.segment.kind,
        source=place.segment.source,
        text=text,
        origin=origin,
    )


def _replace(row: Translation, text: str, origin: str) -> None:
    if row.state == State.APPROVED and row.released:
        row.approved_text = row.text
    row.text, row.origin, row.state, row.made_at = text, origin, State.DRAFT, timezone.now()


def _signed(row: Translation, by: By, *, released: bool) -> None:
    row.made_by, row.made_as, row.released = by.user, by.label, released


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
    return row


def _unapprove(row: Translation) -> None:
    """End an approval. Words that readers keep while a draft waits were approved themselves, and stay."""
    if not row.approved_text:
        row.approved_by, row.approved_as, row.approved_at = None, "", None


def _set_released(place: Place, row: Translation, *, released: bool) -> Translation:
    row.released = released
    if not released:
        row.approved_text = ""
    row.save()
    show(place.obj, place.language, sharing=[row.source_hash])
    return row


def _may_be_shown(place: Place, text: str) -> bool:
    """Whether a draft goes to readers as the policy says. People alone release where no engine offers the language; help
    is shown beside its English at once."""
    segment = place.segment
    if checks.problems(segment.kind, segment.source, text, place.language.code):
        return False
    return place.language.deepl is not None or segment.policy == "both"


def _is_withheld(place: Place, row: Translation) -> bool:
    """Whether somebody who may approve keeps this text from readers: a new wording does not end that."""
    return not row.released and _may_be_shown(place, row.text)


def _comments(place: Place) -> QuerySet[Comment]:
    return Comment.objects.filter(
        object_key=place.obj.object_key,
        language=place.language.code,
        path=place.segment.path,
        source_hash=place.segment.hash,
    )


def _keep_past(row: Translation) -> None:
    PastText.objects.create(
        translation=row,
        text=row.text,
        state=row.state,
        origin=row.origin,
        made_by_id=row.made_by_id,
        made_as=row.made_as,
    )
