"""Rows that add up others: found, held against the sums, and never imported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from campaigns.ads.layout import BLANK, DAYS, NAMES, Line
from campaigns.ads.shape import ADDITIVE, COUNTS, LEVELS, Additive, AdRow, Reason, Total

ACCOUNT = re.compile(r"total: account", re.IGNORECASE)
# The kinds of campaigns and networks by which Google adds up what it shows.
NETWORK = re.compile(
    r"total: (search|display|video|shopping|performance max|demand gen|app|smart|hotel|discovery|local)",
    re.IGNORECASE,
)


NAMELESS = "a row without a name"
EACH = ("day", "week", "month")  # What a report by days, weeks or months has in each row.


@dataclass(frozen=True, slots=True)
class Summary:
    """A total as the file has it, read like any row, with what names it taken out."""

    label: str
    row: AdRow
    is_dated: bool
    is_network: bool = False


def label(line: Line) -> str | None:
    """What a total calls itself, "" for one without a name; None for a row of figures."""
    header = line.header
    if any(
        line.name(name) for name in NAMES if name.endswith("_id") and not _is_label(line, line.name(name))
    ):
        return None
    first = next((cell for cell in line.cells if cell not in BLANK), "")
    for cell in (first, *map(line.get, (*NAMES, *DAYS)), *map(line.cell, header.breakdowns)):
        if _is_label(line, cell):
            return cell
    if header.has_levels:
        return None if any(line.name(name) for name in NAMES) else ""
    if header.breakdowns:
        return None if line.breakdown else ""
    # Only days tell the rows of a whole account apart.
    dated = [field for field in EACH if field in header.at]
    return "" if dated and not any(map(line.name, dated)) else None


def _is_label(line: Line, text: str) -> bool:
    return bool(line.header.layout.totals.fullmatch(text))


def without_label(line: Line, label: str) -> Line:
    if not label:
        return line
    return Line(line.number, tuple("" if cell == label else cell for cell in line.cells), line.header)


def subtotals(lines: Sequence[Line]) -> set[int]:
    """The rows that leave open what other rows name: an ad, an age, a day. Only sums can say whether they are totals."""
    if not lines:
        return set()
    finest = [level for level in LEVELS if any(_names(line, level) for line in lines)]
    found = {line.number for line in lines if finest and not _names(line, finest[-1])}
    for field in EACH:
        dated = {line.number for line in lines if line.name(field)}
        found |= {line.number for line in lines} - dated if dated else set()
    for index in lines[0].header.breakdowns:
        named = {line.number for line in lines if line.cell(index) not in BLANK and not _is_all(line, index)}
        found |= {line.number for line in lines} - named if named else set()
    return found


def _names(line: Line, level: str) -> bool:
    return bool(line.name(f"{level}_id") or line.name(f"{level}_name"))


def _is_all(line: Line, index: int) -> bool:
    return line.cell(index).casefold() == "all"


def verify(
    summaries: Sequence[Summary], rows: Sequence[AdRow]
) -> tuple[list[Total], list[Reason], list[Reason]]:
    """Hold each total against the rows that it adds up: what was verified, what must be refused, what to know."""
    totals: list[Total] = []
    refused: list[Reason] = []
    notes: list[Reason] = []
    shown = [
        summary for summary in summaries if not ACCOUNT.fullmatch(summary.label) and not summary.is_network
    ]
    networks = [summary for summary in summaries if summary.is_network]
    proven = False
    for summary in shown:
        total, wrong = _held(summary, [row for row in rows if _covers(summary, row)])
        totals.append(total)
        refused += wrong
        proven = proven or (not wrong and bool(total.verified))
    for summary in summaries:
        if ACCOUNT.fullmatch(summary.label):
            total, wrong = _held(summary, rows)
            if wrong and proven:
                total = replace(total, verified=(), rounding=Decimal(0))
                words = "the whole account has other figures than the rows shown here, which their own total proves."
                notes.append(Reason(summary.row.line, f"“{summary.label}”: {words}"))
            else:
                refused += wrong
            totals.append(total)
            proven = proven or not wrong
    if networks:
        if not proven and not refused:
            refused += _together(networks, rows)
        totals += [_held(summary, [])[0] for summary in networks]
    return sorted(totals, key=lambda total: total.line), refused, notes


def _together(networks: Sequence[Summary], rows: Sequence[AdRow]) -> list[Reason]:
    """Where nothing else proves the rows, the totals of all networks together must."""
    wrong = []
    for name in ADDITIVE:
        parts = [value for summary in networks if (value := _value(summary.row, name)) is not None]
        low, high = _sum(rows, name)
        if parts and not low <= sum(parts) <= high:
            words = (
                f"The totals of the networks give {sum(parts):,} {_words(name)} together, the rows {low:,}."
            )
            wrong.append(Reason(networks[0].row.line, words))
    return wrong


def _covers(summary: Summary, row: AdRow) -> bool:
    total = summary.row
    return (
        (not summary.is_dated or (total.first <= row.first and row.last <= total.last))
        and (not total.account or total.account == row.account)
        and set(total.breakdown) <= set(row.breakdown)
        and all(
            not ours.known_by or ours.known_by == theirs.known_by
            for ours, theirs in zip(total.levels, row.levels, strict=True)
        )
    )


def _held(summary: Summary, rows: Sequence[AdRow]) -> tuple[Total, list[Reason]]:
    """Compare a total with its rows: whole numbers to the unit, money to the pennies that rounding can cost."""
    wrong: list[Reason] = []
    verified: list[Additive] = []
    for name in COUNTS:
        total = _value(summary.row, name)
        low, high = _sum(rows, name)
        if total is not None and low <= total <= high:
            verified.append(name)
        elif total is not None:
            wrong.append(_differs(summary, name, total, low))
    spend, rounding = summary.row.spend, Decimal(0)
    if spend is not None:
        rounding = abs(spend - _sum(rows, "spend")[0])
        if not rounding or (verified and rounding < _rounded_off(spend, rows)):
            verified.append("spend")
        else:
            wrong.append(_differs(summary, "spend", spend, _sum(rows, "spend")[0]))
    figures = tuple((name, value) for name in ADDITIVE if (value := _value(summary.row, name)) is not None)
    label = summary.label or NAMELESS
    return (
        Total(
            summary.row.line,
            label,
            figures,
            summary.row.reach,
            tuple(verified),
            rounding if not wrong else Decimal(0),
        ),
        wrong,
    )


def _differs(summary: Summary, name: Additive, total: Decimal, added: Decimal) -> Reason:
    called = (
        f"The total “{summary.label}”"
        if summary.label
        else "This row has no name, so it should be a total: it"
    )
    words = f"{called} gives {total:,} {_words(name)}, but the rows that it should add up give {added:,}. "
    return Reason(summary.row.line, words + "Export it again, with every row and without changing it.")


def _rounded_off(total: Decimal, rows: Sequence[AdRow]) -> Decimal:
    """Less than this can be lost where every row and the total are rounded by themselves."""
    amounts = [total, *(row.spend for row in rows if row.spend is not None)]
    exponents = [exponent for amount in amounts if isinstance(exponent := amount.as_tuple().exponent, int)]
    return Decimal(1).scaleb(min(exponents)) * len(amounts) / 2


def _value(row: AdRow, name: Additive) -> Decimal | None:
    value = getattr(row, name)
    return None if value is None else Decimal(value)


def _sum(rows: Sequence[AdRow], name: Additive) -> tuple[Decimal, Decimal]:
    """The sum, and the most it could be with what is hidden as `<5`."""
    low = sum((value for row in rows if (value := _value(row, name)) is not None), Decimal(0))
    hidden = sum(limit - 1 for row in rows for field, limit in row.masked if field == name)
    return low, low + hidden


def _words(name: str) -> str:
    return {"spend": "spent", "clicks_all": "clicks"}.get(name, name.replace("_", " "))
