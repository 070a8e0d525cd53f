"""What a file calls its campaigns, and which of ours each is: remembered, or suggested by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from campaigns.ads.shape import LEVELS, AdFile, AdRow
from campaigns.imports.stored import digest
from campaigns.models import AdCampaign, CampaignPage

NOT_OURS = "-"  # In place of a slug: somebody else's campaign in the same account.
ALIKE = 85  # Of 100: below it a name is another name.


@dataclass(frozen=True, slots=True)
class Named:
    """A campaign of a platform, as rows of a file name it."""

    key: str
    platform: str
    kind: str
    account: str
    level: str
    known_by: str
    name: str
    rows: int
    impressions: int
    spend: Decimal
    remembered: AdCampaign | None = None
    suggested: str = ""  # The slug of one of ours.

    @property
    def choice(self) -> str:
        """The slug it goes to unless its sender says otherwise; NOT_OURS, or "" where nobody has said."""
        if self.remembered and not self.remembered.is_ours:
            return NOT_OURS
        return (self.remembered.campaign if self.remembered else "") or self.suggested

    @property
    def is_new(self) -> bool:
        return not (self.remembered and (self.remembered.campaign or not self.remembered.is_ours))

    def __str__(self) -> str:
        return self.name or self.known_by or f"The whole account {self.account}".strip()


def thing(row: AdRow) -> tuple[str, str, str]:
    """The highest level that a row names: level, by what it is known, name."""
    for level, (id_, name) in zip(LEVELS, row.levels, strict=True):
        if id_ or name:
            return level, id_ or name, name
    return "account", "", row.account_name


def key(row: AdRow) -> str:
    """Of the AdCampaign that a row belongs to."""
    level, known_by, _ = thing(row)
    return digest(row.platform, row.kind, row.account, level, known_by)


def named(file: AdFile) -> list[Named]:
    """Every campaign of a file, with what is known of it; those that nobody was asked about come first."""
    rows: dict[str, list[AdRow]] = defaultdict(list)
    for row in file.rows:
        rows[key(row)].append(row)
    known = AdCampaign.objects.in_bulk(list(rows), field_name="key")
    suggest = Suggestions()
    found = [_named(key_, ours, known.get(key_), suggest) for key_, ours in rows.items()]
    return sorted(found, key=lambda one: (not one.is_new, str(one)))


def _named(key_: str, rows: Sequence[AdRow], known: AdCampaign | None, suggest: Suggestions) -> Named:
    row = rows[0]
    level, known_by, name = thing(row)
    return Named(
        key=key_,
        platform=row.platform,
        kind=row.kind,
        account=row.account,
        level=level,
        known_by=known_by,
        name=name,
        rows=len(rows),
        impressions=sum(row.impressions or 0 for row in rows),
        spend=sum((row.spend or Decimal(0) for row in rows), Decimal(0)),
        remembered=known,
        suggested="" if known and (known.campaign or not known.is_ours) else suggest(name or known_by),
    )


class Suggestions:
    """Which of our campaigns a name may mean: one that was given to it before, else one whose own name it holds."""

    def __init__(self) -> None:
        given = AdCampaign.objects.filter(is_ours=True).exclude(campaign="").order_by("pk")
        self.given = {normal(str(one)): one.campaign for one in given}
        self.ours = [
            (page.slug, spelling)
            for page in CampaignPage.objects.order_by("pk")
            for spelling in {normal(page.title), normal(page.slug)} - {""}
        ]

    def __call__(self, name: str) -> str:
        wanted = normal(name)
        if not wanted:
            return ""
        if wanted in self.given:
            return self.given[wanted]
        scores = [
            (fuzz.token_set_ratio(wanted, spelling), len(spelling), slug) for slug, spelling in self.ours
        ]
        score, _, slug = max(scores, default=(0, 0, ""))
        return slug if score >= ALIKE else ""


def normal(name: str) -> str:
    """A name without what two people write in two ways: LLR_MakeAStand-2026 is “llr make a stand 2026”."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


def remember(names: Iterable[Named], chosen: Mapping[str, str]) -> dict[str, AdCampaign]:
    """The AdCampaign of each name, made where there is none, with what was chosen for it."""
    kept: dict[str, AdCampaign] = {}
    for one in names:
        values = {
            "platform": one.platform,
            "kind": one.kind,
            "account": one.account,
            "level": one.level,
            "known_by": one.known_by,
            "name": one.name,
        }
        found, _ = AdCampaign.objects.get_or_create(key=one.key, defaults=values)
        found.name = one.name or found.name
        if one.key in chosen:
            assign(found, chosen[one.key])
        found.save()
        kept[one.key] = found
    return kept


def assign(found: AdCampaign, choice: str) -> None:
    """Say which of ours it is: a slug, NOT_OURS, or "" for nobody knows."""
    found.is_ours = choice != NOT_OURS
    found.campaign = choice if found.is_ours else ""
