"""The projection: live English and released translations make the columns that readers of a language see."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast

from django.db import transaction
from django.db.models import Q

from livesafe import languages, version
from livesafe.languages import Language
from livesafe.translations import interface, segments, told
from livesafe.translations.columns import Translated
from livesafe.translations.interface import SafetyWords
from livesafe.translations.models import LENT, LiveSegment, ReadsWrong, Standing, Translation
from livesafe.translations.segments import Policy, Segment
from livesafe.translations.told import ENGLISH, Outcome

State = Translation.State
TAG = re.compile(r"<[^>]+>")
COUNTED = tuple(
    field.name for field in Standing._meta.fields if field.name not in {"id", "object_key", "language"}
)


def project(obj: Translated | SafetyWords, targets: Iterable[Language] = languages.TARGETS) -> None:
    """Rebuild an object's columns of the languages given, from the live row's English and the memory.

    Whatever changes a translation for readers ends here, so this moves the content version.
    """
    targets = tuple(targets)
    if isinstance(obj, SafetyWords):
        _project_words(obj, targets)
        return
    model = type(obj)
    with transaction.atomic():
        live = model._default_manager.select_for_update().get(pk=obj.pk)
        found = live.segments()
        values: dict[str, Any] = {}
        standings = []
        for language in targets:
            columns, standing = columns_of(live, language, found)
            values |= columns
            standings.append(standing)
        model._default_manager.filter(pk=live.pk).update(**values)
        keep(standings)
        _note(live.object_key, found)
        _forget_reports(live, found, targets)
        version.move()


@transaction.atomic
def _project_words(words: SafetyWords, targets: tuple[Language, ...]) -> None:
    """There are no columns to write: templates ask for these words one by one."""
    found = words.segments()
    keep([Memory(words, language, found).standing(found) for language in targets])
    _note(words.object_key, found)
    interface.forget(targets)
    version.move()


def keep(standings: list[Standing]) -> None:
    """Store what readers of the languages get now, in place of what was counted before."""
    Standing.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["object_key", "language"],
        update_fields=COUNTED,
    )


def columns_of(
    obj: Translated, language: Language, found: Sequence[Segment] | None = None
) -> tuple[dict[str, Any], Standing]:
    """What readers of `language` get for this object's English, live or draft, and how much of it is in their language.

    `found` are the object's segments, where the caller has them already.
    """
    found = obj.segments() if found is None else found
    memory = Memory(obj, language, found)
    columns = {
        f"{field.translated_field.name}_{language.suffix}": segments.apply(
            field, value, obj.policy, memory.outcome
        )
        for field, value in obj.english()
    }
    return columns, memory.standing(found)


class Memory:
    """The texts that one object may show in one language; one query."""

    def __init__(
        self, obj: Translated | SafetyWords, language: Language, found: Sequence[Segment] | None = None
    ) -> None:
        self.key, self.language = obj.object_key, language
        found = obj.segments() if found is None else found
        self.live = {(segment.path, segment.hash) for segment in found}
        rows = (
            Translation.objects.filter(language=language.code)
            .filter(Q(object_key=self.key) | Q(LENT, source_hash__in={s.hash for s in found}))
            .order_by("approved_at", "pk")
        )
        self.own: dict[tuple[str, str], Translation] = {}
        self.earlier: dict[str, list[Translation]] = defaultdict(list)  # Made from another English, by path.
        self.approved_elsewhere: dict[str, Translation] = {}
        for row in rows:
            if row.object_key == self.key:
                if (row.path, row.source_hash) in self.live:
                    self.own[row.path, row.source_hash] = row
                else:
                    self.earlier[row.path].append(row)
            if lent := row.lent:
                self.approved_elsewhere[row.source_hash] = lent

    def row(self, segment: Segment) -> Translation | None:
        """The row whose words readers get, as far as the segment's policy lets them."""
        own = self.own.get((segment.path, segment.hash))
        elsewhere = self.approved_elsewhere.get(segment.hash)
        if own is None or own.state == State.UNSAFE:
            return elsewhere or own
        return own if own.released or own.approved_text else elsewhere

    def shown(self, segment: Segment) -> tuple[str, str]:
        """The words that readers get for a segment, and their state: "", "draft" or "approved"."""
        row = self.row(segment)
        if row is None:
            return "", ""
        if row.approved_text:  # A draft was written over it and waits for a person.
            return row.approved_text, State.APPROVED.value
        if row.state == State.APPROVED:
            return row.text, State.APPROVED.value
        # Help goes back beside its English; anything else to the English alone.
        if segment.policy == "both" or (segment.policy == "label" and row.state == State.DRAFT):
            return row.text, State.DRAFT.value
        return "", ""

    def outcome(self, segment: Segment) -> Outcome:
        """What readers get for a segment."""
        text, state = self.shown(segment)
        if not state:
            return ENGLISH
        how: told.State = "beside" if segment.beside else "told"
        if state == State.DRAFT and segment.policy == "both":
            how = "unchecked"
        return Outcome(how, text)

    def is_outdated(self, segment: Segment) -> bool:
        """Whether the English changed since a text was made for this place, and nobody has made another."""
        own = self.own.get((segment.path, segment.hash))
        if own is not None:
            return bool(own.minor_from)
        return segment.path in self.earlier and segment.hash not in self.approved_elsewhere

    def standing(self, found: Iterable[Segment]) -> Standing:
        """How much of these segments the language's readers get, and what waits for staff."""
        n: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        for segment in found:
            words = words_of(segment)
            _, state = self.shown(segment)
            own = self.own.get((segment.path, segment.hash))
            critical = segment.policy != "label"
            n["segments"] += 1
            n["words"] += words
            n["words_english"] += 0 if state else words
            n["drafts"] += state == State.DRAFT
            n["words_drafts"] += words if state == State.DRAFT else 0
            n["approved"] += state == State.APPROVED
            n["critical"] += critical
            n["critical_approved"] += critical and state == State.APPROVED
            n["outdated"] += self.is_outdated(segment)
            n["older"] += bool(state and own and own.minor_from)
            n["unsafe"] += bool(own and own.state == State.UNSAFE)
            n["waiting"] += bool(own and own.state == State.DRAFT)
        return Standing(object_key=self.key, language=self.language.code, **n)


def words_of(segment: Segment) -> int:
    """How many words a translator has before them: tags are none."""
    return len(TAG.sub("", segment.source).split())


def _note(key: str, found: Sequence[Segment]) -> None:
    """Keep what English readers have now; nothing is written where it is the same."""
    rows = LiveSegment.objects.filter(object_key=key).order_by("order")
    before = list(rows.values_list("path", "source_hash", "policy"))
    if before == [(s.path, s.hash, s.policy) for s in found]:
        return
    rows.delete()
    LiveSegment.objects.bulk_create(
        LiveSegment(
            object_key=key,
            path=segment.path,
            source_hash=segment.hash,
            kind=segment.kind,
            source=segment.source,
            policy=segment.policy,
            order=order,
        )
        for order, segment in enumerate(found)
    )


def _forget_reports(obj: Translated, found: Sequence[Segment], targets: Sequence[Language]) -> None:
    """What readers said reads wrong is over once they get other words there."""
    codes = {language.code for language in targets}
    rows = list(ReadsWrong.objects.filter(object_key=obj.object_key, language__in=codes))
    for code in {row.language for row in rows}:
        memory = Memory(obj, languages.get(code), found)
        today = {(s.path, s.hash, ReadsWrong.hash_of(memory.shown(s)[0])) for s in found}
        past = [
            row.pk
            for row in rows
            if row.language == code and (row.path, row.source_hash, row.text_hash) not in today
        ]
        ReadsWrong.objects.filter(pk__in=past).delete()


def english_now(key: str) -> list[Segment]:
    """The segments of the English that readers of an object have now, as the projection read them last."""
    rows = LiveSegment.objects.filter(object_key=key).order_by("order")
    return [
        Segment(row.path, cast(Literal["text", "html"], row.kind), row.source, cast(Policy, row.policy))
        for row in rows
    ]


def forget(key: str) -> None:
    """What readers got of an object that is no more. Its texts stay in the memory."""
    LiveSegment.objects.filter(object_key=key).delete()
    Standing.objects.filter(object_key=key).delete()


def object_keys_sharing(hashes: Iterable[str]) -> set[str]:
    """The objects whose live English has a segment of one of these hashes."""
    found = LiveSegment.objects.filter(source_hash__in=set(hashes))
    return set(found.values_list("object_key", flat=True))
