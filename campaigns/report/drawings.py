"""How each chart is drawn: one panel's values, in shades of one hue and in words, so that colour alone says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import altair as alt

from campaigns.period import Period
from campaigns.report.calendar import LONGEST, SO_FAR
from campaigns.report.shape import Column, Panel, Type, Value

Rows: TypeAlias = list[dict[str, Any]]
Drawing: TypeAlias = Any  # Altair's layered, stacked and plain charts have no type in common but Any.

WIDTH = 640
INK, MUTED, LINE, VIOLET, PAPER = "#1B1730", "#55506B", "#D9D5E6", "#4A2BC2", "#FFFFFF"
LIGHT = "#EFEBFB"
SHADES = ["#F2EFFA", "#D3C9F3", "#B3A2EA", "#5B3CC4", "#3B1F9E"]  # One hue: light to dark, in grey too.
DARK_FROM = 0.62  # Of the highest value: from there on words on a shade are white.
LINES = 3
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
FONT = "Noto Sans, Helvetica, Arial, sans-serif"


def specification(drawing: Drawing) -> dict[str, Any]:
    """What every chart has alike, and Vega-Lite's own words for it."""
    spec: dict[str, Any] = drawing.configure(font=FONT, background=PAPER).configure_view(stroke=None).configure_axis(
        labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        gridColor=LINE, domainColor=MUTED, tickColor=MUTED, labelLimit=220,
    ).configure_title(color=INK, fontSize=13, fontWeight="bold", anchor="start").to_dict()  # fmt: skip
    return spec


def _number(value: Value) -> float | int | None:
    """None for what is hidden or unknown: it leaves a gap and is never a nought."""
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int) else None


def _data(rows: Rows) -> Any:
    return alt.Data(values=rows)


def _periods(panel: Panel) -> Iterator[tuple[Period, dict[str, Value]]]:
    for record in panel.records:
        yield Period.parse(str(record[panel.columns[0].name])), record


def _heading(panel: Panel, name: str) -> str:
    return next((column.heading for column in panel.columns if column.name == name), name)


# By time: two scales in two pictures, since one would flatten the clicks.

OVER_TIME = ("impressions", "clicks_genuine")


def by_time(panel: Panel) -> Drawing:
    """Without days that are not over, unless there is no other: their line would fall, and nothing fell."""
    names = [column.name for column in panel.columns]
    come = [(period.first, record) for period, record in _periods(panel)]
    found = [(day, record) for day, record in come if not _happened(panel, record).startswith(SO_FAR)] or come
    notes = _notes([(day, _happened(panel, record)) for day, record in found])
    drawings = [
        _line(
            [{"day": day.isoformat(), "n": _number(record[name])} for day, record in found],
            _heading(panel, name),
            notes,
        )
        for name in OVER_TIME
        if name in names
    ]
    return alt.vconcat(*drawings, spacing=24)


def _notes(happened: Sequence[tuple[dt.date, str]]) -> Rows:
    """Each on the first of its days: a holiday is one line, and no row of forty."""
    before: set[str] = set()
    notes: Rows = []
    for day, words in happened:
        said = words.split("; ") if words else []
        if new := [one for one in said if one not in before]:
            notes.append({"day": day.isoformat(), "words": "; ".join(new)[:40]})
        before = set(said)
    return notes


def _happened(panel: Panel, record: dict[str, Value]) -> str:
    texts = [record[column.name] for column in panel.columns if column.type is Type.TEXT]
    return next((str(text) for text in texts if text), "")


def _line(rows: Rows, heading: str, notes: Rows) -> Drawing:
    days = alt.Axis(
        grid=False, labelOverlap=True, labelFlush=True, tickCount=8,
        format="%-d %b" if len(rows) <= LONGEST else "%b %Y",
    )  # fmt: skip
    when = alt.X("day:T", title=None, axis=days)
    highest = max((row["n"] or 0 for row in rows), default=0)
    scale = (
        alt.Scale(domainMax=highest * 1.5 or 1) if notes else alt.Scale()
    )  # Room for words above the line.
    axis = alt.Axis(format=",d", tickCount=4, domain=False, tickSize=0)
    many = alt.Y("n:Q", title=None, axis=axis, scale=scale)
    base = alt.Chart(_data(rows)).encode(x=when, y=many)
    layers = [base.mark_area(color=LIGHT), base.mark_line(color=VIOLET, strokeWidth=2)]
    for line in range(LINES):  # Days stand close together, so each third of the words has a line of its own.
        if some := notes[line::LINES]:
            marked = alt.Chart(_data(some)).encode(x="day:T")
            layers.append(marked.mark_rule(color=INK, strokeDash=[2, 3]))
            words = marked.mark_text(align="left", baseline="top", dx=4, color=INK, fontSize=11, limit=200)
            layers.append(words.encode(text="words:N", y=alt.value(2 + 14 * line)))
    return alt.layer(*layers).properties(width=WIDTH, height=140, title=heading)


# By channel: hollow what a platform says, filled what we counted.


def by_channel(panel: Panel) -> Drawing:
    says, ours = "Link clicks, as platforms say", "Arrivals, as we counted"
    names = panel.columns[0]
    rows = [
        {"channel": panel.said(record[names.name], names), "who": who, "n": _number(record[name])}
        for record in panel.records
        for who, name in ((says, "platform_link_clicks"), (ours, "arrivals"))
        if name in record
    ]
    rows = [row for row in rows if row["n"] is not None]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("channel:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False)),
        yOffset=alt.YOffset("who:N", sort=[says, ours]),
        x=alt.X("n:Q", title=None, axis=alt.Axis(format=",d", tickCount=5, domain=False)),
    )
    bars = base.mark_bar(stroke=VIOLET, strokeWidth=1.5).encode(
        fill=alt.Fill("who:N", title=None, scale=alt.Scale(domain=[says, ours], range=[PAPER, VIOLET]),
                      legend=alt.Legend(orient="top", labelLimit=300, symbolType="square", symbolSize=140,
                                        symbolStrokeColor=VIOLET, symbolStrokeWidth=1.5, labelColor=INK,
                                        labelFontSize=12))
    )  # fmt: skip
    words = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(
        text=alt.Text("n:Q", format=",d")
    )
    return alt.layer(bars, words).properties(width=WIDTH - 60, height=alt.Step(20))


# Languages: the shade says how many arrived for each 1,000 speakers, and so does the number on it.


def by_language(panel: Panel) -> Drawing:
    """A column for each campaign where the panel tells them apart."""
    rate = _rate(panel)
    found = [(_said(panel, record, "language"), _said(panel, record, "campaign"), record[rate.name])
             for record in panel.records]  # fmt: skip
    highest = max((_number(value) or 0 for *_, value in found), default=0)
    rows = [
        {
            "language": language,
            "campaign": campaign,
            "n": _number(value),
            "words": panel.said(value, rate) if _number(value) else _no_evidence(value),
            "none": not _number(value),
            "dark": (_number(value) or 0) > DARK_FROM * highest,
        }
        for language, campaign, value in found
    ]
    many = len({campaign for _, campaign, _ in found})
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("campaign:N", title=None, sort=None, axis=alt.Axis(
            orient="top", labelAngle=0, labelLimit=140, domain=False, ticks=False)),
        y=alt.Y("language:N", title=None, sort=None,
                axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
    )  # fmt: skip
    cell: dict[str, Any] = {"stroke": MUTED, "strokeWidth": 1, "cornerRadius": 3,
            "height": alt.RelativeBandSize(0.9), "width": alt.RelativeBandSize(0.9)}  # fmt: skip
    counted = base.transform_filter("!datum.none").mark_rect(**cell).encode(
        color=alt.Color("n:Q", scale=alt.Scale(range=SHADES, domain=[0, highest]), legend=None)
    )  # fmt: skip
    nothing = base.transform_filter("datum.none").mark_rect(fill=PAPER, strokeDash=[3, 3], **cell)
    words = base.mark_text(fontSize=12).encode(
        text="words:N", color=alt.condition("datum.dark", alt.value(PAPER), alt.value(INK))
    )
    width = 300 if many < 2 else alt.Step(150)
    return alt.layer(counted, nothing, words).properties(width=width, height=alt.Step(30), title=rate.heading)


def _said(panel: Panel, record: dict[str, Value], name: str) -> str:
    found = (panel.said(record[name], column) for column in panel.columns if column.name == name)
    return next(found, "") if record.get(name) is not None else ""


def _rate(panel: Panel) -> Column:
    return next(column for column in panel.columns if column.type is Type.RATIO)


def _no_evidence(value: Value) -> str:
    return str(value) if isinstance(value, str) else "no evidence of reach"


# Calendar: a column a week and a line a weekday, or, of more days than a quarter has, a line a year.


def calendar(panel: Panel) -> Drawing:
    found = list(_periods(panel))
    is_by_day = all(period.unit == "day" for period, _ in found)
    place = _weekday if is_by_day else _week
    rows = [place(period) | {"n": _number(record["clicks_genuine"])} for period, record in found]
    lines = WEEKDAYS if is_by_day else sorted({row["line"] for row in rows})
    step = max(12, min(26, (WIDTH - 60) // max(len({row["at"] for row in rows}), 1)))
    shade = alt.Color(
        "n:Q",
        scale=alt.Scale(range=SHADES, domainMin=0),
        legend=alt.Legend(
            title=_heading(panel, "clicks_genuine"), orient="bottom", format=",d", tickCount=4,
            gradientLength=220, titleFontWeight="normal", titleFontSize=12, labelFontSize=11,
        ),
    )  # fmt: skip
    when = "timeFormat(toDate(datum.value), '%-d %b')" if is_by_day else "datum.value"
    across = alt.Axis(
        domain=False, ticks=False, labelAngle=0, labelOverlap=True, labelExpr=when, labelFontSize=11
    )
    return (
        alt.Chart(_data(rows))
        .mark_rect(stroke=MUTED, strokeWidth=0.5)
        .encode(
            x=alt.X("at:O", title=None, axis=across),
            y=alt.Y("line:O", sort=lines, title=None, axis=alt.Axis(domain=False, ticks=False)),
            color=alt.condition("datum.n === null", alt.value(PAPER), shade),
        )
        .properties(width=alt.Step(step), height=alt.Step(20))
    )


def _weekday(period: Period) -> dict[str, Any]:
    day = period.first
    return {"at": Period.of(day, "week").first.isoformat(), "line": WEEKDAYS[day.weekday()]}


def _week(period: Period) -> dict[str, Any]:
    """A week stands in the year that its Thursday is in, as ISO 8601 has it."""
    year, week, _ = period.first.isocalendar()
    return {"at": f"W{week:02}", "line": str(year)}


# Overlap: devices in both, with their bounds on each cell.


def overlap(panel: Panel) -> Drawing:
    """A picture for each window, and in it for channels and for languages."""
    pictures: dict[str, Rows] = {}
    for record in panel.records:
        window = " ".join(filter(None, [
            _said(panel, record, "campaign"), _said(panel, record, "dimension").lower(),
            f"{record['first']} to {record['last']}",
        ]))  # fmt: skip
        pictures.setdefault(window, []).append(_both(panel, record))
    highest = max((row["n"] or 0 for rows in pictures.values() for row in rows), default=0)
    return alt.vconcat(*(_matrix(rows, window, highest) for window, rows in pictures.items()), spacing=20)


def _both(panel: Panel, record: dict[str, Value]) -> dict[str, Any]:
    low, estimate, high = (_said(panel, record, name) for name in ("low", "estimate", "high"))
    return {
        "one": _said(panel, record, "label"),
        "other": _said(panel, record, "other"),
        "n": _number(record["estimate"]),
        "words": estimate,
        "bounds": f"{low} to {high}",
    }


def _matrix(rows: Rows, window: str, highest: float) -> Drawing:
    for row in rows:
        row["dark"] = (row["n"] or 0) > DARK_FROM * highest
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("one:N", title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("other:N", title=None, axis=alt.Axis(domain=False, ticks=False)),
    )
    ink = alt.condition("datum.dark", alt.value(PAPER), alt.value(INK))
    cells = base.mark_rect(stroke=MUTED, strokeWidth=0.5).encode(
        color=alt.Color("n:Q", scale=alt.Scale(range=SHADES, domain=[0, max(highest, 1)]), legend=None)
    )
    words = base.mark_text(dy=-7, fontSize=12).encode(text="words:N", color=ink)
    bounds = base.mark_text(dy=9, fontSize=10).encode(text="bounds:N", color=ink)
    return alt.layer(cells, words, bounds).properties(width=alt.Step(110), height=alt.Step(44), title=window)
