"""Why a number is so: its definition, the rows that add up to it, and what was left out beside them."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns.models import Channel, Source, Tally
from campaigns.report import build
from campaigns.report import why as whys
from campaigns.report.figures import COLUMNS, LANGUAGES
from campaigns.report.own import UNKNOWN
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question
from campaigns.report.page.screen import about, chrome, name_of
from campaigns.report.page.table import table
from campaigns.report.query import lists
from campaigns.report.shape import Column, Report, Type, shown

A_PAGE = 100
PERIODS = {"this_period", "previous_period", "year_before"}


@require_safe
@permission_required(PERMISSION)
def why(request: HttpRequest) -> HttpResponse:
    question = Question(lists(request.GET))
    try:
        query = question.query
    except ValueError:
        return redirect(f"{reverse('reach_report')}?{question.address}")
    report = build.report(query)
    back = f"{reverse('reach_report')}?{query.address}"
    context = chrome((back, "Reach"), ("", "Why")) | about(report) | {"back": back}
    try:
        panel, row, column = whys.find(
            report, request.GET.get("panel", ""), request.GET.getlist("row"), request.GET.get("column", "")
        )
    except LookupError:
        return render(request, "campaigns/report/why_none.html", context, status=404)
    asked = whys.asked(query, panel, row, column)
    if asked is None:
        return render(request, "campaigns/report/why_none.html", context, status=404)
    found = whys.Why.of(asked)
    value = row[panel.columns.index(column)]
    labels = [
        (one.heading, panel.said(cell, one))
        for one, cell in takewhile(
            lambda pair: pair[0].type is Type.LABEL, zip(panel.columns, row, strict=True)
        )
        if cell is not None
    ]
    context |= {
        "why": found,
        "panel": panel,
        "column": column,
        "definition": _definition(asked.figure, column),
        "labels": labels,
        "value": shown(value, column),
        "total": shown(found.total, column),
        "adds_up": found.total == value,
        "completeness": _completeness(report),
    }
    return render(request, "campaigns/report/why.html", context | _own(request, found) | _paid(found))


def _definition(figure: str, column: Column) -> str:
    """What the figure is, where its column is called after a period."""
    known = COLUMNS.get(figure)
    return known.definition if known and column.name in PERIODS else column.definition


def _own(request: HttpRequest, found: whys.Why) -> dict[str, Any]:
    if not found.is_own:
        return {}
    page = Paginator(found.tallies, A_PAGE).get_page(request.GET.get("p"))
    asked = request.GET.copy()
    asked.pop("p", None)
    return {
        "page": page,
        "rows": [(row, *_said(row, found.ground.sources.get(row.source_id))) for row in page.object_list],
        "here": asked.urlencode(),
        "left_out": [(capfirst(reason.replace("_", " ")), n) for reason, n in found.left_out],
    }


def _said(row: Tally, source: Source | None) -> tuple[str, str, str]:
    """The campaign, the link or placement, and the language of a tally, in words."""
    language = LANGUAGES.get(row.language, row.language)
    if source is None:
        return UNKNOWN, UNKNOWN, language
    place = source.venue or source.creative or source.placement
    link = " · ".join(filter(None, [capfirst(Channel(source.channel).label), source.code, place]))
    return source.campaign, link, language


def _paid(found: whys.Why) -> dict[str, Any]:
    if found.is_own:
        return {}
    field, figure = whys.PLATFORM[found.asked.figure], COLUMNS[found.asked.figure]
    return {
        "figure": figure,
        "paid": [
            (row, shown(getattr(row, field), figure), file, name_of(file.by) if file else "")
            for row in found.rows
            for file in [found.imports.get(row.import_id)]
        ],
    }


def _completeness(report: Report) -> Any:
    return next((table(panel) for panel in report.panels if panel.name == "completeness"), None)
