"""A file with what its sender states becomes an AdFile that the database can hold, or is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from campaigns.ads import calendar, dates, recognise, rows
from campaigns.ads.limits import REASONS
from campaigns.ads.mapping import Mapping
from campaigns.ads.read import read
from campaigns.ads.shape import COUNTS, AdFile, AdRow, Reason, RefusedError
from campaigns.models import AdImport
from campaigns.period import Period

Question = Literal["currency", "period", "mapping"]

NAME = 200  # Characters of an account.
MANY = 10**12  # More of anything is a slip: there are not so many people.
OFTEN = MONEY = Decimal(10**9)
EXACT = Decimal("0.000001")  # A millionth of a pound, or of a frequency.


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sender says where the file is silent."""

    currency: str = ""
    period: Period | None = None
    account: str = ""
    mapping: Mapping | str | None = None  # A name: one of recognise.NAMED.

    @classmethod
    def of(cls, imported: AdImport) -> Stated:
        """What was stated of a file that was handed in; raises RefusedError for a mapping that none can be."""
        first, last = imported.stated_first, imported.stated_last
        try:
            mapping = (
                Mapping.from_json(imported.mapping) if imported.mapping else imported.mapping_name or None
            )
        except ValueError as error:
            raise RefusedError([Reason(None, str(error))]) from None
        period = Period(first, last) if first and last else None
        return cls(imported.stated_currency, period, imported.stated_account, mapping)


def understand(name: str, content: bytes, stated: Stated) -> AdFile:
    """Read a file; raises RefusedError with reasons in plain words. Stores nothing."""
    file = read(name, content, mapping=stated.mapping, currency=stated.currency or None, period=stated.period)
    if stated.account:
        if others := [account for account in file.accounts if account != stated.account]:
            words = f"The file is of the account {others[0]}, but you state {stated.account}."
            raise RefusedError([Reason(None, words)], file)
        file = file.of_account(stated.account)
    if too_much := [reason for row in file.rows for reason in _too_much(row)]:
        raise RefusedError(too_much[:REASONS], file)
    return replace(file, rows=tuple(map(_rounded, file.rows)))


def _too_much(row: AdRow) -> Iterator[Reason]:
    if len(row.account) > NAME or len(row.account_name) > NAME:
        yield Reason(row.line, f"The name of the account has more than {NAME} characters.")
    if any((getattr(row, name) or 0) > MANY for name in (*COUNTS, "reach")) or (row.frequency or 0) >= OFTEN:
        yield Reason(row.line, "A figure is larger than any platform has people. Export it again.")
    if (row.spend or 0) > MONEY:
        yield Reason(row.line, "The spend is larger than any budget. Export it again.")


def _rounded(row: AdRow) -> AdRow:
    """As the database keeps it, so that the same row read again is found the same."""
    exact = {
        name: value.quantize(EXACT)
        for name in ("spend", "frequency")
        if (value := getattr(row, name)) is not None
    }
    return replace(row, **exact)


def questions(reasons: tuple[Reason, ...]) -> set[Question]:
    """What the sender could state so that the file is understood; empty where nothing they say would help."""
    found: set[Question] = set()
    for _, words in reasons:
        if rows.NO_CURRENCY in words or rows.WHICH_CURRENCY in words:
            found.add("currency")
        if calendar.STATE_IT in words or dates.TWO_DAYS in words:
            found.add("period")
        if recognise.IN_A_MAPPING in words:
            found.add("mapping")
    return found
