"""A table whose header is understood becomes an AdFile: rows, totals held against them, everything refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaigns.ads import calendar, compare, dates, preamble, rows, sniff, totals
from campaigns.ads.layout import Header, Layout, Line
from campaigns.ads.limits import REASONS
from campaigns.ads.presets import PRESETS
from campaigns.ads.recognise import Found
from campaigns.ads.shape import ADDITIVE, AdFile, AdRow, Reason
from campaigns.period import Period

EVER = Period(dt.date.min, dt.date.max)
LOOK = (
    "Nobody vouches for these columns: compare a few figures with the platform's own screen before importing."
)

NO_TOTAL = "The file has no total to hold its rows against."


@dataclass(frozen=True, slots=True)
class Stated:
    """What the sender says where the file is silent."""

    currency: str = ""
    period: Period | None = None


def assemble(name: str, content: bytes, found: Found, layout: Layout, stated: Stated) -> AdFile:
    """Everything that a file says; whatever must be refused stands in its `refusals`."""
    name = sniff.file_name(name)
    said = preamble.read(found.table.rows[: found.index], found.header)
    named = preamble.of_name(name)
    file = AdFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        platform=layout.platform,
        kind=layout.kind,
        format=found.table.format,
        header=found.index + 1,
        columns=(),
        preamble=said.lines,
        time_zone=said.time_zone or named.time_zone or layout.time_zone,
        notes=tuple(_notes(found, layout)),
    )
    try:
        header = Header.of(found.header, layout)
        _demand_figures(header)
        file = replace(file, columns=header.meanings)
        lines = list(_lines(found, header))
        plain, sums = _apart(lines)
        days = calendar.of(header, plain, said, named, stated.period)
    except ValueError as error:
        return replace(file, refusals=(Reason(None, _sentence(str(error))),))
    zones = {zone for line in plain if (zone := line.name("time_zone"))}
    file = replace(
        file,
        exported=_day(said.made, days),
        covers=days.whole,
        time_zone=" and ".join(sorted(zones)) or file.time_zone,
    )
    return _fill(file, _odd(found, lines), plain, sums, days, stated.currency)


def _notes(found: Found, layout: Layout) -> Iterator[Reason]:
    if found.table.note:
        yield Reason(None, found.table.note)
    if layout in PRESETS.values():
        yield Reason(None, LOOK)
    for name, words in layout.unclear.items():
        if name in found.names:
            yield Reason(None, words)


def _demand_figures(header: Header) -> None:
    if not header.at.keys() & set(ADDITIVE) and not header.layout.clicks:
        raise ValueError("the table has no column of figures: no impressions, clicks, views or spend.")


def _lines(found: Found, header: Header) -> Iterator[Line]:
    first = found.index + 1
    for number, cells in enumerate(found.table.rows[first:], first + 1):
        if any(cells):
            yield Line(number, cells, header)


def _apart(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """The rows, and what adds them up with what it calls itself."""
    labels = [(line, totals.label(line)) for line in lines]
    plain = [line for line, label in labels if label is None]
    partial = totals.subtotals(plain)
    sums = [(line, label or "") for line, label in labels if label is not None or line.number in partial]
    return [line for line in plain if line.number not in partial], sums


def _odd(found: Found, lines: Sequence[Line]) -> list[Reason]:
    """Rows that have another shape than the table, as a file that was cut off or edited leaves them."""
    odd = []
    for line in lines:
        width, names = found.table.widths[line.number - 1], len(line.header.names)
        filled = [cell for cell in line.cells if cell]
        if len(line.cells) > names:
            odd.append(Reason(line.number, f"It has {len(line.cells)} cells, the header {names}."))
        elif len(filled) == 1 and names > 2:
            odd.append(
                Reason(line.number, f"It holds nothing but “{filled[0][:60]}”. Export the file again.")
            )
        elif found.table.delimiter and width < names and totals.label(line) is None:
            words = f"It has {width} cells, the header {names}: the file is cut off or was changed."
            odd.append(Reason(line.number, words))
        elif found.table.delimiter == ";" and any("," in line.get(name) for name in ADDITIVE):
            words = "In a file with semicolons a comma may be a decimal point. Export in English (UK)."
            odd.append(Reason(line.number, words))
    return odd


def _fill(
    file: AdFile,
    refused: list[Reason],
    plain: Sequence[Line],
    sums: Sequence[tuple[Line, str]],
    days: calendar.Calendar,
    currency: str,
) -> AdFile:
    found: list[AdRow] = []
    for line in plain:
        try:
            row, wrong = rows.row(line, days.of(line), currency, days.hour(line))
        except ValueError as error:
            refused.append(Reason(line.number, _sentence(str(error))))
            continue
        found.append(row)
        refused += wrong
    if not plain:
        refused.append(Reason(None, "The file has no rows of figures."))
    broken = {reason.line for reason in refused}
    refused += _currencies([row for row in found if row.line not in broken])
    refused += [_doubled(one, other) for one, other in itertools.islice(compare.within(found), REASONS)]
    file = replace(file, rows=tuple(found))
    if refused:
        return replace(file, refusals=tuple(refused))
    file = replace(file, notes=(*file.notes, *itertools.islice(_strange(found), REASONS)))
    if not sums:
        return replace(file, notes=(*file.notes, Reason(None, NO_TOTAL)))
    return _prove(file, sums, days, currency)


def _currencies(found: Sequence[AdRow]) -> Iterator[Reason]:
    spending = [row for row in found if row.spend]
    codes = sorted({row.currency for row in spending})
    if "" in codes:
        yield Reason(None, rows.NO_CURRENCY)
    elif len(codes) > 1:
        words = f"The spend is in several currencies, {' and '.join(codes)}. Export one file a currency."
        yield Reason(next(row.line for row in spending if row.currency != spending[0].currency), words)


def _strange(found: Sequence[AdRow]) -> Iterator[Reason]:
    """What platforms do report, though it can hardly be: worth a look before it is imported."""
    for row in found:
        seen = row.impressions
        if seen is not None and row.reach is not None and row.reach > seen:
            yield Reason(row.line, f"Its reach, {row.reach:,}, is more than its impressions, {seen:,}.")
        if seen is not None and row.link_clicks is not None and row.link_clicks > seen:
            yield Reason(row.line, f"It has {row.link_clicks:,} clicks, but {seen:,} impressions.")


def _doubled(one: AdRow, other: AdRow) -> Reason:
    if one.key == other.key:
        words = (
            f"It is about the same thing and the same days as row {one.line}. "
            "Export with the column that tells them apart (an ID, a device, an age)."
        )
    else:
        words = (
            f"It counts days or parts that row {one.line} counts too. Export one level, by day or by period."
        )
    return Reason(other.line, words)


def _prove(file: AdFile, sums: Sequence[tuple[Line, str]], days: calendar.Calendar, currency: str) -> AdFile:
    summaries: list[totals.Summary] = []
    refused: list[Reason] = []
    for line, label in sums:
        bare = totals.without_label(line, label)
        period = days.stated(bare)
        row, wrong = rows.row(bare, period or EVER, currency)
        refused += wrong
        is_network = bool(totals.NETWORK.fullmatch(label))
        summaries.append(totals.Summary(label, row, is_dated=period is not None, is_network=is_network))
    if refused:
        return replace(file, refusals=tuple(refused))
    proven, refused, notes = totals.verify(summaries, file.rows)
    notes += [
        Reason(total.line, f"The spend differs from its rows by {total.rounding}, as rounding does.")
        for total in proven
        if total.rounding
    ]
    return replace(file, totals=tuple(proven), refusals=tuple(refused), notes=(*file.notes, *notes))


def _day(text: str, days: calendar.Calendar) -> dt.date | None:
    try:
        return dates.day(text, days.order)
    except ValueError:
        return None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
