"""The report as JSON, and back: what the API answers and a frozen report keeps."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from campaigns.report.query import Query
from campaigns.report.shape import Column, Doubt, Headline, Panel, Report, Type, Value

CONTENT_TYPE = "application/json"
NUMBERS = (Type.COUNT, Type.MONEY, Type.RATIO)


def as_json(report: Report) -> str:
    """Canonical: equal reports have equal text, and so one hash. Names are sorted; rows stay in their order."""
    return json.dumps(report.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_bytes(report: Report) -> bytes:
    return as_json(report).encode()


def read(content: str) -> Report:
    """The report that `as_json` wrote. What it left out stays out: the sentence of a withheld headline."""
    data = json.loads(content)
    return Report(
        query=Query.of(data["query"]),
        made=dt.date.fromisoformat(data["made"]),
        headline=_headline(data["headline"]),
        panels=tuple(_panel(panel) for panel in data["panels"]),
        is_demo=data["demo"],
        is_provisional=data["provisional"],
        how=tuple(data["how_we_counted"]),
    )


def _headline(data: dict[str, Any]) -> Headline:
    doubts = (Doubt(one["guard"], one["words"], "", one["note"] or "") for one in data["doubts"])
    return Headline(data["sentence"] or "", data["definition"], tuple(doubts))


def _panel(data: dict[str, Any]) -> Panel:
    columns = tuple(
        Column(
            one["name"],
            one["heading"],
            Type(one["type"]),
            one["definition"],
            one["additive"],
            tuple(one["of"]),
        )
        for one in data["dictionary"]
    )
    return Panel(
        name=data["name"],
        title=data["title"],
        columns=columns,
        rows=tuple(
            tuple(_value(value, column) for value, column in zip(row, columns, strict=True))
            for row in data["rows"]
        ),
        notes=tuple(data["notes"]),
        empty=data["empty"],
        words=data["words"] or None,
    )


def _value(value: int | str | None, column: Column) -> Value:
    if not isinstance(value, str) or column.type not in NUMBERS:
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return value  # “<10”, “hidden” and other words that stand in a figure's place.
