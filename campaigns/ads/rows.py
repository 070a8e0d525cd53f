"""A row of a table becomes figures. What can't be read, or could be read in two ways, is told with its row."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from campaigns.ads import numbers
from campaigns.ads.layout import FIGURES, Line
from campaigns.ads.shape import LEVELS, AdRow, Level, Reason
from campaigns.period import Period

Read = TypeVar("Read")

WHICH_CURRENCY = "State which when you import it."
NO_CURRENCY = "The file doesn't say in which currency its spend is. State the currency when you import it."


def row(
    line: Line, period: Period, currency: str, hour: tuple[tuple[str, str], ...] = ()
) -> tuple[AdRow, list[Reason]]:
    """The figures of a row, and everything that is wrong with it."""
    cells = _Cells(line)
    levels = {level: Level(cells.id(level), line.name(f"{level}_name")) for level in LEVELS}
    values: dict[str, Any] = {**levels, **cells.figures(), **cells.money(currency)}
    found = AdRow(
        platform=line.header.layout.platform,
        kind=line.header.layout.kind,
        line=line.number,
        first=period.first,
        last=period.last,
        account=line.name("account_id") or line.name("account_name") or line.header.layout.account,
        account_name=line.name("account_name"),
        breakdown=tuple(sorted((*line.breakdown, *hour))),
        raw=line.raw,
        **values,
    )
    return found, cells.wrong


class _Cells:
    """The cells of one row as they are read, with what is wrong among them."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.wrong: list[Reason] = []

    def figures(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        masked = []
        for field in FIGURES:
            text, source = _figure(self.line, field)
            figure = self._read(source, numbers.count, text)
            if isinstance(figure, numbers.Below):
                masked.append((field, figure.limit))
            else:
                values[field] = figure
            if field in {"link_clicks", "video_views"} and figure is not None:
                values[f"{field}_from"] = source
        return {**values, "masked": tuple(masked), "frequency": self._ratio("frequency")}

    def money(self, currency: str) -> dict[str, Any]:
        if not (text := self.line.get("spend")):
            return {}
        amount = self._read(self.line.header.name("spend"), numbers.money, text)
        if amount is None:
            return {}
        code = self._read("Currency", partial(_currency, self.line, amount), currency)
        return {"spend": amount.amount, "currency": code or ""}

    def id(self, level: str) -> str:
        field = f"{level}_id"
        text = self.line.name(field)
        if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text, re.IGNORECASE):
            words = f"a spreadsheet shortened the ID “{text}”. Send the file as the platform gave it."
            self.wrong.append(Reason(self.line.number, f"{self.line.header.name(field)}: {words}"))
        return text

    def _ratio(self, field: str) -> Decimal | None:
        text = numbers.plain(self.line.get(field))
        if not text or text.startswith("<"):
            return None
        return self._read(self.line.header.name(field), numbers.decimal, text)

    def _read(self, name: str, read: Callable[[str], Read], text: str) -> Read | None:
        try:
            return read(text)
        except ValueError as error:
            self.wrong.append(Reason(self.line.number, f"{name}: {error}"))
            return None


def _figure(line: Line, field: str) -> tuple[str, str]:
    """What a figure's column holds, and that column's name."""
    if field in line.header.at:
        return line.get(field), line.header.name(field)
    if field == "link_clicks" and line.header.layout.clicks:
        return line.header.layout.clicks(line)
    return "", ""


def _currency(line: Line, money: numbers.Money, asked: str) -> str:
    """The one currency that header, column, cell and sender agree on."""
    column = numbers.plain(line.get("currency")).upper()
    shared = numbers.SHARED.get(money.sign)
    stated = {line.header.currency, column, asked, "" if shared else money.sign} - {""}
    if len(stated) > 1:
        raise ValueError(f"the row says {' and '.join(sorted(stated))}.")
    code = stated.pop() if stated else ""
    if code and code not in numbers.CURRENCIES:
        raise ValueError(f"“{code[:20]}” is not a currency's three letters.")
    if shared and code and code not in shared:
        raise ValueError(f"“{money.sign}” is not the sign of {code}.")
    if shared and not code:
        raise ValueError(f"“{money.sign}” is the sign of several currencies. {WHICH_CURRENCY}")
    return code
