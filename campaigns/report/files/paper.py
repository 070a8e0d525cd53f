"""The report as a PDF to put before a board: tagged, with its pictures, in the faces of all our scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format

from campaigns import typeset
from campaigns.poster import NETWORK
from campaigns.report import charts
from campaigns.report.files import front
from campaigns.report.files.layout import Sheet, Table, breakable, sheets
from campaigns.report.files.names import file_name
from campaigns.report.files.table import FIGURES
from campaigns.report.shape import Report, Type

CONTENT_TYPE = "application/pdf"
TEMPLATE = "report.typ"
ROUNDS = 4  # One finds the letters that no face has; others, marks that no letter is left for.
MOST_ROWS = 2_000  # Of a table on paper: some forty pages. Workbook and CSV have them all.
KEY_FIGURES = 6
MEASURE, NOW, BEFORE = "measure", "this_period", "previous_period"
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")


def as_pdf(report: Report, edition: str = "") -> bytes:
    """The same report makes the same bytes. A letter that no face has stands as its name in brackets."""
    words = _words(report, edition)
    described: dict[str, str] = {}
    for _ in range(ROUNDS):
        try:
            return _set(words)
        except typeset.PrintError as error:
            missing = [*error.missing, *typeset.missing(_foreign(words))]
            described |= {letter: name(letter) for letter in missing}
            words = _replaced(words, described) | {"letters": _told(described)}
    return _set(words)


def _set(words: Mapping[str, Any]) -> bytes:
    pages = [
        page | {"parts": [part | {"pictures": list(map(_drawn, part["pictures"]))} for part in page["parts"]]}
        for page in words["pages"]
    ]
    return typeset.pdf(TEMPLATE, {**words, "pages": pages})


def _drawn(picture: dict[str, str]) -> dict[str, str]:
    return picture | {"svg": typeset.printable(picture["svg"])}


def _words(report: Report, edition: str) -> dict[str, Any]:
    made = report.made
    return {
        "title": f"Reach, {report.query.period.name}",
        "network": NETWORK,
        "days": front.days(report),
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "foot": f"LiveSafe, reach {report.query.period.name} · {NETWORK}",
        "demo": front.DEMO if report.is_demo else "",
        "headline": report.headline.shown,
        "withheld": front.withheld(report),
        "definition": report.headline.definition,
        "explained": [front.note(doubt) for doubt in front.explained(report)],
        "key": _key(report),
        "facts": _facts(report, edition),
        "pages": [_page(sheet, report) for sheet in sheets(report.panels, MOST_ROWS)],
        "how": list(report.how),
        "columns": _columns(report),
        "files": _files(report),
        "letters": [],
    }


def _facts(report: Report, edition: str) -> list[tuple[str, str]]:
    """What the cover says in small print."""
    only = [
        (f"Only this {name.value}", ", ".join(map(breakable, values))) for name, values in report.query.only
    ]
    version = [("Version", breakable(edition))] if edition else []
    return [
        ("State", front.PROVISIONAL if report.is_provisional else front.FINAL),
        *only,
        ("For", front.AUDIENCES[report.query.audience]),
        ("Made on", date_format(report.made, "j F Y")),
        *version,
    ]


def _key(report: Report) -> list[dict[str, str]]:
    """The first measures of the whole, each with what it was before."""
    try:
        whole = report.panel("whole")
    except KeyError:
        return []
    columns = {column.name: column for column in whole.columns}
    tiles = []
    for record in whole.records:
        said = {name: whole.said(value, columns[name]) for name, value in record.items()}
        if record[NOW] is not None:
            tiles.append(
                {
                    "label": said[MEASURE],
                    "value": " ".join(filter(None, [str(record.get("currency") or ""), said[NOW]])),
                    "beside": "" if record[BEFORE] is None else f"{columns[BEFORE].heading}: {said[BEFORE]}",
                }
            )
    return tiles[:KEY_FIGURES]


def _page(sheet: Sheet, report: Report) -> dict[str, Any]:
    return {"wide": sheet.is_wide, "parts": [_part(table, report) for table in sheet.tables]}


def _part(table: Table, report: Report) -> dict[str, Any]:
    panel = table.panel
    left_out = (
        f"{len(table.rows):,} of {table.left_out + len(table.rows):,} rows are printed. "
        "The workbook and the CSV have all of them."
    )
    return {
        "title": panel.title,
        "size": table.size,
        "columns": [
            {"heading": column.heading, "figure": column.type in FIGURES, "width": width}
            for column, width in zip(panel.columns, table.widths, strict=True)
        ],
        "rows": table.rows,
        "empty": panel.empty,
        "notes": [*([left_out] if table.left_out else []), *panel.notes],
        "pictures": [
            _picture(name, report) for name in charts.drawable(report) if _panel_of(name) == panel.name
        ],
    }


def _panel_of(chart: str) -> str:
    return charts.CHARTS[chart].panel


def _picture(chart: str, report: Report) -> dict[str, str]:
    said = f"{charts.title(chart, report)}. {charts.description(chart)} The table below it has its figures."
    return {"svg": charts.svg(chart, report).decode(), "alt": said}


def _columns(report: Report) -> list[list[str]]:
    """Each column of the tables once, by its heading: what it is, and whether it may be added up."""
    found: dict[tuple[str, str], list[str]] = {}
    for column in (column for panel in report.panels for column in panel.columns if column.definition):
        adds = column.is_additive and column.type is not Type.RATIO
        added = ("yes" if adds else "no") if column.type in FIGURES else ""
        found.setdefault((column.heading, column.definition), [column.heading, column.definition, added])
    return list(found.values())


def _files(report: Report) -> list[str]:
    names = ", ".join(file_name(report, ending) for ending in ("xlsx", "csv", "json"))
    return [
        f"The report is to be had as a workbook, as a table and as data as well: {names}. Every number is the same there.",
        f"Whoever may see the report gets these figures again with the question {report.query.address}.",
    ]


def name(letter: str) -> str:
    """What a letter is called, in brackets: [party popper]. "" for what can't be seen."""
    seen = [one for one in letter if unicodedata.category(one) not in UNSEEN]
    return f"[{', '.join(map(_called, seen))}]" if seen else ""


def _called(letter: str) -> str:
    told = unicodedata.name(letter, "")
    # An ideograph's name is its number, after words that help nobody.
    return told.lower() if told and not told.startswith("CJK") else f"U+{ord(letter):04X}"


def _told(described: Mapping[str, str]) -> list[str]:
    names = ", ".join(sorted(filter(None, set(described.values()))))
    return [f"Letters that this paper can’t show stand as their names in brackets: {names}."] if names else []


def _foreign(part: Any) -> Iterator[str]:
    """The words anywhere in it that have a letter beyond ASCII."""
    match part:
        case str():
            yield from (word for word in part.split() if not word.isascii())
        case Mapping():
            for value in part.values():
                yield from _foreign(value)
        case list() | tuple():
            for value in part:
                yield from _foreign(value)


def _replaced(part: Any, by: Mapping[str, str]) -> Any:
    """The same words, lists and all, with these letters replaced."""
    match part:
        case str():
            for letter, said in by.items():
                part = part.replace(letter, said)
            return part
        case Mapping():
            return {key: _replaced(value, by) for key, value in part.items()}
        case list() | tuple():
            return [_replaced(value, by) for value in part]
        case _:
            return part
