"""The projection: live English and released translations make the columns that readers of a language see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import segments, told
from livesafe.translations.columns import Translated
from livesafe.translations.interface import SafetyWords
from livesafe.translations.models import Standing, Translation
from livesafe.translations.segments import Segment
from livesafe.translations.told import ENGLISH, Outcome


def project(obj: Translated | SafetyWords, targets: Iterable[Language] = languages.TARGETS) -> None:
    """Rebuild an object's columns of the languages given, from the live row's English and the memory."""
    targets = tuple(targets)
    if isinstance(obj, SafetyWords):
        obj.project(targets)  # No columns: templates ask for these words one by one.
        return
    model = type(obj)
    with transaction.atomic():
        live = model._default_manager.select_for_update().get(pk=obj.pk)
        values: dict[str, Any] = {}
        standings = []
        for language in targets:
            columns, standing = columns_of(live, language)
            values |= columns
            standings.append(standing)
        model._default_manager.filter(pk=live.pk).update(**values)
        Standing.objects.bulk_create(
            standings,
            update_conflicts=True,
            unique_fields=["object_key", "language"],
            update_fields=["segments", "drafts", "approved"],
        )


def columns_of(obj: Translated, language: Language) -> tuple[dict[str, Any], Standing]:
    """What readers of `language` get for this object's English, live or draft, and how much of it is in their language."""
    memory = Memory(obj, language)
    shown: dict[tuple[str, str], str] = {}

    def visit(segment: Segment) -> Outcome:
        outcome, state = memory.outcome(segment)
        shown[segment.path, segment.hash] = state
        return outcome

    columns = {
        f"{field.translated_field.name}_{language.suffix}": segments.apply(field, value, obj.policy, visit)
        for field, value in obj.english()
    }
    states = Counter(shown.values())
    standing = Standing(
        object_key=obj.object_key,
        language=language.code,
        segments=len(shown),
        drafts=states[Translation.State.DRAFT],
        approved=states[Translation.State.APPROVED],
    )
    return columns, standing


class Memory:
    """The texts that one object may show in one language; one query."""

    def __init__(self, obj: Translated, language: Language) -> None:
        self.key = obj.object_key
        rows = (
            Translation.objects.filter(language=language.code)
            .exclude(state=Translation.State.UNSAFE)
            .filter(source_hash__in={segment.hash for segment in obj.segments()})
            .filter(Q(object_key=self.key, released=True) | Q(state=Translation.State.APPROVED))
            .order_by("approved_at", "pk")
        )
        self.own: dict[tuple[str, str], Translation] = {}
        self.approved_elsewhere: dict[str, Translation] = {}
        for row in rows:
            if row.object_key == self.key and row.released:
                self.own[row.path, row.source_hash] = row
            if row.state == Translation.State.APPROVED:
                self.approved_elsewhere[row.source_hash] = row

    def outcome(self, segment: Segment) -> tuple[Outcome, str]:
        """What readers get for a segment, and the state of the text they get ("" for the English alone)."""
        row = self.own.get((segment.path, segment.hash)) or self.approved_elsewhere.get(segment.hash)
        if row is None:
            return ENGLISH, ""
        approved = row.state == Translation.State.APPROVED
        if not approved and segment.policy == "hold":
            return ENGLISH, ""
        state: told.State = "beside" if segment.beside else "told"
        if not approved and segment.policy == "both":
            state = "unchecked"
        return Outcome(state, row.text), str(row.state)
