"""The report as a PDF to put before a board: tagged, with its pictures, in the faces of all our scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format

from campaigns import typeset
from campaigns.poster import NETWORK
from campaigns.report import charts, worth
from campaigns.report.files import front, letters
from campaigns.report.files.layout import Sheet, Table, breakable, sheets
from campaigns.report.files.names import file_name
from campaigns.report.files.table import FIGURES
from campaigns.report.shape import Report, Type

CONTENT_TYPE = "application/pdf"
TEMPLATE = "report.typ"
ROUNDS = 3  # One finds the letters that no face has; another, what became of words without them.
MOST_ROWS = 2_000  # Of a table on paper: some forty pages. Workbook and CSV have them all.
KEY_FIGURES = 6
MEASURE, NOW, BEFORE = "measure", "this_period", "previous_period"


def as_pdf(report: Report, edition: str = "") -> bytes:
    """The same report makes the same bytes. A letter that no face has stands as its name in brackets."""
    words = _words(report, edition)
    found: set[str] = set()
    for _ in range(ROUNDS):
        try:
            return _set(words)
        except typeset.PrintError:
            words, names = letters.described(words, typeset.missing)
            found |= set(names)
            words |= {"letters": _told(found)}
    return _set(letters.plainest(words))


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
        ("State", front.state(report)),
        *only,
        ("For", front.AUDIENCES[report.query.audience]),
        ("Made on", date_format(report.made, "j F Y")),
        *version,
    ]


def _key(report: Report) -> list[dict[str, str]]:
    """The first measures of the whole, each with what it was before; then what it cost."""
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
    costs = [
        {"label": column.heading, "value": f"{currency} {said}".strip(), "beside": ""}
        for column, currency, said in worth.costs(report)
    ]
    return [*tiles[:KEY_FIGURES], *costs]


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


def _told(names: Iterable[str]) -> list[str]:
    told = ", ".join(sorted(names))
    return [f"Letters that this paper can’t show stand as their names in brackets: {told}."] if told else []
