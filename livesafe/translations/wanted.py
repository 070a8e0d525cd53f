"""What an object lacks in a language, and what the engine would cost for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from livesafe.languages import Language
from livesafe.translations import account, placeholders
from livesafe.translations.columns import Translated
from livesafe.translations.models import LENT, Job, KeptOut, Translation
from livesafe.translations.segments import Segment

UNASKED = "Nothing needs a translation."
UNDER_WAY = "It is being translated now."


@dataclass
class Plan:
    """What a job would do, before anybody pays for it."""

    language: Language
    segments: list[Segment] = field(default_factory=list)
    characters: int = 0  # As DeepL will bill them, unless a text has to be sent a second time.
    why_not: str = ""  # In words for staff; "" where the job can be asked for.


def plan(obj: Translated, targets: Iterable[Language], *, again: bool = False) -> list[Plan]:
    """What is wanted of an object, live or draft, in each language. `again` sends what was kept out once more."""
    return [_plan(obj, language, again=again) for language in targets]


def wanted(obj: Translated, language: Language, *, again: bool = False) -> list[Segment]:
    """The segments without a text of their own, or an approved one from elsewhere, for today's English."""
    segments = obj.segments()
    rows = Translation.objects.filter(
        language=language.code, source_hash__in={segment.hash for segment in segments}
    )
    own = set(rows.filter(object_key=obj.object_key).values_list("path", "source_hash"))
    if not again:
        kept = KeptOut.objects.filter(object_key=obj.object_key, language=language.code)
        own |= set(kept.values_list("path", "source_hash"))
    shared = set(rows.filter(LENT).values_list("source_hash", flat=True))
    return [s for s in segments if (s.path, s.hash) not in own and s.hash not in shared]


def kept_out(obj: Translated, language: Language) -> dict[tuple[str, str], KeptOut]:
    """The texts that came back wrong and that nobody has written since, by path and hash."""
    missing = {(s.path, s.hash) for s in wanted(obj, language, again=True)}
    rows = KeptOut.objects.filter(object_key=obj.object_key, language=language.code)
    return {(row.path, row.source_hash): row for row in rows if (row.path, row.source_hash) in missing}


def _plan(obj: Translated, language: Language, *, again: bool) -> Plan:
    if language.deepl is None:
        return Plan(language, why_not=f"DeepL does not know {language.name}: people translate it.")
    offered = account.capabilities(language)
    if not offered.target:
        return Plan(
            language, why_not="DeepL does not offer this language to our account: people translate it."
        )
    if Job.objects.filter(
        object_key=obj.object_key, language=language.code, state__in=(Job.State.WAITING, Job.State.RUNNING)
    ).exists():
        return Plan(language, why_not=UNDER_WAY)
    segments = wanted(obj, language, again=again)
    if not segments:
        return Plan(language, why_not=UNASKED)
    mode = placeholders.modes(tags=offered.tags)[0]
    once = {segment.hash: segment for segment in segments}
    prepared = [placeholders.prepare(segment, mode) for segment in once.values()]
    return Plan(language, segments, sum(one.cost for one in prepared if one.has_words))
