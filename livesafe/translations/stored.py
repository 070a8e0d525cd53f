"""A row of the translation memory: found and locked, made, replaced, and what readers then see of it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from livesafe.languages import Language
from livesafe.translations import checks, objects
from livesafe.translations.columns import Translated
from livesafe.translations.models import PastText, Translation
from livesafe.translations.places import By, Place, Refused
from livesafe.translations.project import Memory, object_keys_sharing, project

State = Translation.State


def show(obj: Translated, language: Language, *, sharing: Collection[str] = ()) -> None:
    """Rebuild what readers of a language see of an object, and of all others that share an English of these hashes."""
    keys = object_keys_sharing(sharing) - {obj.object_key} if sharing else set()
    found = {**(objects.find_all(keys) if keys else {}), obj.object_key: obj}
    for key in sorted(found):  # In one order: two who do this at once must not wait for each other.
        project(found[key], [language])


def locked(place: Place) -> Translation | None:
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


def locked_rows(obj: Translated, language: Language) -> dict[tuple[str, str], Translation]:
    rows = Translation.objects.select_for_update().filter(object_key=obj.object_key, language=language.code)
    return {(row.path, row.source_hash): row for row in rows}


def unsafe_texts(language: Language, hashes: Collection[str]) -> set[tuple[str, str]]:
    """What was said to be unsafe for these English texts, wherever it stood: source hash and text."""
    rows = Translation.objects.filter(language=language.code, source_hash__in=hashes, state=State.UNSAFE)
    return set(rows.values_list("source_hash", "text"))


def existing(place: Place) -> Translation:
    row = locked(place)
    if row is None:
        raise Refused(["There is no translation yet."])
    return row


def shared(place: Place) -> Translation:
    """A row of this object's own with the words that its readers get from elsewhere."""
    lent = Memory(place.obj, place.language, [place.segment]).row(place.segment)
    if lent is None:
        raise Refused(["There is no translation yet."])
    row = new(place, lent.text, lent.origin)
    row.made_by_id, row.made_as = lent.made_by_id, lent.made_as
    return row


def new(place: Place, text: str, origin: str) -> Translation:
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


def replace(row: Translation, text: str, origin: str) -> None:
    if row.state == State.APPROVED and row.released:
        row.approved_text = row.text
    if not row.approved_text:  # Nobody reads the older words of a minor edit any more.
        row.minor_from = ""
    row.text, row.origin, row.state, row.made_at = text, origin, State.DRAFT, timezone.now()


def signed(row: Translation, by: By, *, released: bool) -> None:
    row.made_by, row.made_as, row.released = by.user, by.label, released


def unapprove(row: Translation) -> None:
    """End an approval. Words that readers keep while a draft waits were approved themselves, and stay."""
    if not row.approved_text:
        row.approved_by, row.approved_as, row.approved_at = None, "", None


def may_be_shown(place: Place, text: str) -> bool:
    """Whether a draft goes to readers as the policy says. People alone release where no engine offers the language; help
    is shown beside its English at once."""
    segment = place.segment
    if checks.problems(segment.kind, segment.source, text, place.language.code):
        return False
    return place.language.deepl is not None or segment.policy == "both"


def is_withheld(place: Place, row: Translation) -> bool:
    """Whether somebody who may approve keeps this text from readers: a new wording does not end that."""
    return not row.released and may_be_shown(place, row.text)


def keep_past(row: Translation) -> None:
    PastText.objects.create(
        translation=row,
        text=row.text,
        state=row.state,
        origin=row.origin,
        made_by_id=row.made_by_id,
        made_as=row.made_as,
    )
