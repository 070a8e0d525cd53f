"""A page in English and one other language, side by side: each segment with all that its editor shows beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from django.contrib.auth.models import User
from rapidfuzz import fuzz

from livesafe.languages import Language
from livesafe.translations.columns import Translated
from livesafe.translations.desk.pair import Pair
from livesafe.translations.desk.structure import Landmark, places
from livesafe.translations.models import (
    Comment,
    KeptOut,
    ReadsWrong,
    Reply,
    Translation,
    TranslatorsNote,
    Unfinished,
)
from livesafe.translations.project import Memory
from livesafe.translations.segments import Segment

Kept = TypeVar("Kept", Comment, KeptOut, ReadsWrong, Reply, Unfinished)
State = Translation.State
SHOWS = {
    "all": "All",
    "todo": "To do",
    "outdated": "English changed",
    "drafts": "Drafts",
    "unsafe": "Unsafe",
    "comments": "Comments",
}


@dataclass
class Spread:
    obj: Translated
    language: Language
    pairs: list[Pair]
    note: TranslatorsNote | None
    strays: list[Unfinished]  # What this person typed for English that has changed since.
    show: str = "all"

    @cached_property
    def shown(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.belongs(self.show)]

    def sections(self) -> Iterator[tuple[Landmark, list[Pair]]]:
        for landmark, pairs in groupby(self.shown, key=lambda pair: pair.place.landmark):
            yield landmark, list(pairs)

    def filters(self) -> list[tuple[str, str, int]]:
        """What can be shown: its name in the address, its words, and how many segments it has."""
        return [
            (show, words, sum(pair.belongs(show) for pair in self.pairs)) for show, words in SHOWS.items()
        ]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(pair.given or "english" for pair in self.pairs)

    @property
    def show_words(self) -> str:
        return SHOWS[self.show]

    @property
    def waiting(self) -> int:
        """Drafts among those shown, which can be approved together."""
        return sum(pair.is_draft for pair in self.shown)

    def pair(self, id: str) -> Pair | None:
        return next((pair for pair in self.pairs if pair.id == id), None)

    def after(self, id: str) -> Pair | None:
        """The next segment shown after this one."""
        place = next((at for at, pair in enumerate(self.shown) if pair.id == id), -1)
        return self.shown[place + 1] if place + 1 < len(self.shown) else None


def spread(obj: Translated, language: Language, user: User, show: str = "all") -> Spread:
    """Read an object's pairs. The number of queries does not grow with them."""
    found = obj.segments()
    where = places(obj, found)
    memory = Memory(obj, language, found)
    said = _by_place(
        Comment.objects.filter(object_key=obj.object_key, language=language.code).select_related("by")
    )
    replies = _by_place(
        Reply.objects.filter(object_key=obj.object_key, language=language.code, state=Reply.State.OPEN)
    )
    typed = _by_place(
        Unfinished.objects.filter(object_key=obj.object_key, language=language.code).select_related("user")
    )
    broken = _by_place(KeptOut.objects.filter(object_key=obj.object_key, language=language.code))
    wrong = _by_place(ReadsWrong.objects.filter(object_key=obj.object_key, language=language.code))
    pairs = []
    for number, segment in enumerate(found, start=1):
        key = (segment.path, segment.hash)
        own = memory.own.get(key)
        lent = memory.approved_elsewhere.get(segment.hash) if own is None else None
        pairs.append(
            Pair(
                number,
                segment,
                where[segment.path],
                language,
                row=own,
                lent=lent,
                previous=_previous(segment, memory.earlier.get(segment.path, ())),
                is_outdated=memory.is_outdated(segment),
                given=memory.shown(segment)[1],
                comments=said[key],
                replies=replies[key],
                reads_wrong=sum(one.n for one in wrong[key]),
                unfinished=next((one for one in typed[key] if one.user_id == user.pk), None),
                kept_out=broken[key][0] if own is None and broken[key] else None,
                others=[one for one in typed[key] if one.user_id != user.pk],
            )
        )
    _name_people(pairs)
    keys = {(segment.path, segment.hash) for segment in found}
    strays = [one for key, kept in typed.items() if key not in keys for one in kept if one.user_id == user.pk]
    note = TranslatorsNote.objects.filter(object_key=obj.object_key).select_related("changed_by").first()
    return Spread(obj, language, pairs, note, strays, show if show in SHOWS else "all")


def _previous(segment: Segment, earlier: Sequence[Translation]) -> Translation | None:
    """What a place said before its English changed. Paragraphs of one block share a place: the likest English is it."""
    return max(earlier, key=lambda row: (fuzz.ratio(row.source, segment.source), row.pk), default=None)


def _by_place(rows: Iterable[Kept]) -> defaultdict[tuple[str, str], list[Kept]]:
    found: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
    for row in rows:
        found[row.path, row.source_hash].append(row)
    return found


def _name_people(pairs: list[Pair]) -> None:
    """Give each row its people with one query for all."""
    rows = [row for pair in pairs for row in (pair.row, pair.lent, pair.previous) if row]
    wanted = {number for row in rows for number in (row.made_by_id, row.approved_by_id) if number}
    people = User.objects.in_bulk(wanted)
    for row in rows:
        if row.made_by_id in people:
            row.made_by = people[row.made_by_id]
        if row.approved_by_id in people:
            row.approved_by = people[row.approved_by_id]
