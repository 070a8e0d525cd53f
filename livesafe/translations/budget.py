"""What translation may cost: a limit of characters a month that nothing exceeds, and what has been spent of it.

Characters are held before a call and settled after it. A worker killed in between leaves them held: the count may be
too high, never too low.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from livesafe.translations.models import Spending


@dataclass(frozen=True)
class Budget:
    """This month's characters, by our own count."""

    limit: int
    spent: int

    @property
    def left(self) -> int:
        return max(self.limit - self.spent, 0)


def this_month() -> Budget:
    spent = Spending.objects.filter(month=_month()).values_list("characters", flat=True).first()
    return Budget(settings.DEEPL_MONTHLY_CHARACTERS, spent or 0)


def price(characters: int) -> Decimal | None:
    """What characters cost in pounds; None where nobody has said what the contract's price is."""
    per_million: Decimal | None = settings.DEEPL_PRICE_PER_MILLION
    return None if per_million is None else (per_million * characters / 1_000_000).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Held:
    """Characters of a month that nobody else can spend."""

    month: date
    characters: int


def hold(characters: int) -> Held | None:
    """Take characters out of this month's rest before they are sent; None where there are not so many left.

    One conditional UPDATE, so two workers can't both take the last ones. Durable: refuses to run in a transaction,
    which might be rolled back after DeepL has been paid.
    """
    month = _month()
    with transaction.atomic(durable=True):
        Spending.objects.get_or_create(month=month)
        enough = Spending.objects.filter(
            month=month, characters__lte=settings.DEEPL_MONTHLY_CHARACTERS - characters
        )
        taken = enough.update(characters=F("characters") + characters)
    return Held(month, characters) if taken else None


def settle(held: Held, billed: int) -> None:
    """Put right what was held, once DeepL has said what it billed."""
    if held.characters != billed:
        Spending.objects.filter(month=held.month).update(
            characters=F("characters") + (billed - held.characters)
        )


def _month() -> date:
    return timezone.localdate().replace(day=1)
