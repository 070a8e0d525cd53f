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

from campaigns.ads.shape import Platform
from campaigns.models import Channel, Tally
from campaigns.report import build
from campaigns.report import why as whys
from campaigns.report.figures import COLUMNS, LANGUAGES
from campaigns.report.filtered import WORDS
from campaigns.report.own import UNKNOWN, Ground
from campaigns.report.page import PERMISSION
from campaigns.report.page.question import Question, words_of
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
    if question.wrong:
        return redirect(question.page)
    query = question.query
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
    figure = COLUMNS.get(asked.figure, column)
    context |= {
        "why": found,
        "days": words_of(asked.query.period),
        "title": f"{figure.heading}: {column.heading.lower()}" if column.name in PERIODS else column.heading,
        "panel": panel,
        "column": column,
        "definition": _definition(asked.figure, column),
        "labels": labels,
        "value": shown(value, column),
        "total": shown(found.total, column),
        "adds_up": found.total == value,
        "completeness": _completeness(report),
    }
    return render(
        request, "campaigns/report/why.html", context | _own(request, found) | _paid(request, found)
    )


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
        "rows": [
            (row, *_said(row, found.ground), WORDS.get(row.verdict, row.verdict)) for row in page.object_list
        ],
        "here": asked.urlencode(),
        "left_out": [(WORDS.get(reason, reason), n) for reason, n in found.left_out],
    }


def _said(row: Tally, ground: Ground) -> tuple[str, str, str]:
    """The campaign, the link or placement, and the language of a tally, in words."""
    language = LANGUAGES.get(row.language, row.language)
    source = ground.sources.get(row.source_id)
    if source is None:
        return UNKNOWN, UNKNOWN, language
    place = source.venue or source.creative or source.placement
    link = " · ".join(filter(None, [capfirst(Channel(source.channel).label), source.code, place]))
    return ground.campaigns.get(source.campaign, source.campaign), link, language


def _paid(request: HttpRequest, found: whys.Why) -> dict[str, Any]:
    if found.is_own:
        return {}
    field, figure = whys.PLATFORM[found.asked.figure], COLUMNS[found.asked.figure]
    page, asked = Paginator(found.rows, A_PAGE).get_page(request.GET.get("p")), request.GET.copy()
    asked.pop("p", None)
    titles, files = found.ground.campaigns, found.imports
    return {
        "figure": figure,
        "page": page,
        "here": asked.urlencode(),
        "paid": [
            (
                row,
                shown(getattr(row, field), figure),
                titles.get(row.campaign, row.campaign),
                Platform(row.platform).label,
                files.get(row.import_id),
            )
            for row in page.object_list
        ],
        "files": [(file, name_of(file.by)) for file in files.values()],
    }


def _completeness(report: Report) -> Any:
    return next((table(panel) for panel in report.panels if panel.name == "completeness"), None)
