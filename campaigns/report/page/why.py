"""Why a number is so: its definition, what it is made of, and what was left out beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns.report import build
from campaigns.report.completeness import completeness
from campaigns.report.figures import COLUMNS
from campaigns.report.help import TABLE as TAPS
from campaigns.report.outtakes import TABLE as ANSWERS
from campaigns.report.own import Ground
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question, words_of
from campaigns.report.page.screen import about, chrome, why_address
from campaigns.report.page.table import table
from campaigns.report.paid import paid
from campaigns.report.query import lists
from campaigns.report.shape import Panel, Report, shown
from campaigns.report.why.asked import ALSO
from campaigns.report.why.cell import Cell, find
from campaigns.report.why.estimated import NUMBERS
from campaigns.report.why.resolve import why as resolve
from campaigns.report.why.shape import Why

# What the figures mean of which a row is named, in whichever panel they have a column.
MEANT = {one.name: one.definition for one in (*COLUMNS.values(), *TAPS, *ANSWERS)}
LONGEST = 6  # Digits of a row's number.


@require_safe
@permission_required(PERMISSION)
def why(request: HttpRequest) -> HttpResponse:
    question = Question(lists(request.GET))
    if question.wrong:
        return redirect(question.page)
    report = build.report(question.query)
    back = f"{reverse('reach_report')}?{report.query.address}"
    context = chrome((back, "Reach"), ("", "Why")) | about(report) | {"back": back}
    try:
        cell = _cell(request, report)
        found = resolve(cell)
    except LookupError:
        return render(request, "campaigns/report/why_none.html", context, status=404)
    return render(
        request, "campaigns/report/why.html", context | _number(cell, found) | _evidence(request, found)
    )


def _cell(request: HttpRequest, report: Report) -> Cell:
    asked = request.GET
    panel, labels, nth = asked.get("panel", ""), asked.getlist("row"), asked.get("nth", "")
    at = int(nth) if nth.isdecimal() and len(nth) < LONGEST else 0
    return find(report, panel, labels, asked.get("column", ""), at)


def _number(cell: Cell, found: Why) -> dict[str, Any]:
    """The number, what it is called, what it means and how it was made."""
    return {
        "title": _title(cell),
        "panel": cell.panel,
        "days": words_of(found.query.period),
        "labels": cell.said_labels,
        "definitions": list(dict.fromkeys(_definitions(cell))),
        "value": cell.said,
        "currency": cell.currency,
        "made": found.made,
        "total": shown(found.total, cell.column),
        "adds_up": found.total == cell.value,
        "parts": [(called, one, why_address(one)) for called, one in found.parts],
    }


def _title(cell: Cell) -> str:
    """What was counted, where its column alone doesn’t say so."""
    heading = cell.column.heading
    if "measure" in cell.record:
        return f"{cell.beside('measure').said}: {heading.lower()}"
    return f"{cell.panel.title}: {heading.lower()}" if cell.column.name in NUMBERS else heading


def _definitions(cell: Cell) -> Iterator[str]:
    measure = str(cell.record.get("measure"))
    yield from filter(None, [MEANT.get(ALSO.get(measure, measure), ""), cell.column.definition])


def _evidence(request: HttpRequest, found: Why) -> dict[str, Any]:
    """The tables below the number."""
    asked = request.GET.copy()
    asked.pop("p", None)
    panels = [*found.panels]
    context: dict[str, Any] = {"here": asked.urlencode()}
    if listed := found.rows:
        panel, context["page"] = listed.page(request.GET.get("p"))
        context["rows"] = table(panel)
    complete = completeness_of(found)
    return context | {"tables": [table(one) for one in [*panels, *complete]]}


def completeness_of(found: Why) -> list[Panel]:
    """Up to when the sources of the number are complete, for its own days."""
    if not (sources := found.sources):
        return []
    panel = completeness(Ground(found.query), paid(found.query))
    rows = tuple(row for row in panel.rows if row[0] in sources)
    return [replace(panel, rows=rows)]
