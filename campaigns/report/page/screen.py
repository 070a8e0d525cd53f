"""The report as a page: everything that its templates show, from one `Report`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.models import GuardNote, SavedView
from campaigns.report import build, charts
from campaigns.report.files import front
from campaigns.report.files.forms import FORMS
from campaigns.report.languages import NO_EVIDENCE
from campaigns.report.page.glance import glances
from campaigns.report.page.key import KeyFigure, cost_figures, key_figures
from campaigns.report.page.layout import KEY, Picture, sections
from campaigns.report.page.question import MOVING, Question, words_of
from campaigns.report.query import Audience, Query
from campaigns.report.shape import Doubt, Headline, Panel, Report
from campaigns.report.why.cell import Cell, names
from campaigns.report.why.shape import name_of

# What else can be done with a report: an address, what it is called, and who may.
NEXT = (
    ("reach_frozen", "Freeze it", "campaigns.view_tally"),
    ("reach_share_new", "Share a link", "campaigns.add_sharelink"),
    ("reach_schedule_new", "Send regularly", "campaigns.add_mailschedule"),
)


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody sent that can't be kept, with the reason: it is shown again, to be mended."""

    about: str  # The guard of a note, or "view".
    reason: str
    words: str


def screen(request: HttpRequest, question: Question, *, refused: Refused | None = None) -> HttpResponse:
    """The report, or what is wrong with the question: with what was asked still in the form."""
    if question.wrong:
        context = {"question": question, "error": question.wrong} | saved(request.user, "")
        return render(request, "campaigns/reach_report.html", chrome() | context, status=400)
    query = question.query
    report = build.report(query)
    context = {
        "question": question,
        "refused": refused,
        "key": list(_key(report)),
        "glances": list(glances(report, partial(why_addresses, query))),
        "doubts": list(_doubts(report)),
        "paste": paste(report.headline),
        "sections": list(sections(report, partial(why_addresses, query), pictures(report))),
        "missed": missed(report),
        "forms": FORMS,
        "next": [
            (f"{reverse(name)}?{query.address}", words)
            for name, words, permission in NEXT
            if request.user.has_perm(permission)
        ],
    }
    status = 400 if refused else 200
    shown = chrome() | about(report) | saved(request.user, question.address) | context
    return render(request, "campaigns/reach_report.html", shown, status=status)


def about(report: Report) -> dict[str, Any]:
    """What every page of the report says at its top."""
    return {
        "report": report,
        "days": words_of(report.query.period),
        "state": front.state(report),
        "is_outside": report.query.audience is Audience.OUTSIDE,
    }


def chrome(*above: tuple[str, str]) -> dict[str, Any]:
    """Wagtail's header: the report's name, or, for a page below it, that page's after the addresses above."""
    crumbs = [{"url": url, "label": label} for url, label in (above or (("", "Reach"),))]
    return {"breadcrumbs_items": crumbs, "header_title": crumbs[-1]["label"], "header_icon": "view"}


def _key(report: Report) -> Iterator[KeyFigure]:
    found = next((panel for panel in report.panels if panel.name == KEY), None)
    if found:
        yield from key_figures(found, partial(why_addresses, report.query))
    yield from cost_figures(report, partial(why_addresses, report.query))


def missed(report: Report) -> str:
    """The languages of which nothing was counted, in words."""
    panel = next((one for one in report.panels if one.name == "languages"), None)
    if panel is None:
        return ""
    name = panel.columns[0]
    names = [
        panel.said(row[name.name], name)
        for row in panel.records
        if row["evidence"] == NO_EVIDENCE and row["local_arrivals"] is not None  # None: nobody counted.
    ]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _doubts(report: Report) -> list[tuple[Doubt, GuardNote | None]]:
    """Each doubt with the note that explains it. One query, where there are any."""
    if not report.headline.doubts:
        return []
    notes = {(one.guard, one.figures): one for one in GuardNote.objects.filter(about=report.query.about)}
    return [(one, notes.get((one.guard, one.figures))) for one in report.headline.doubts]


def paste(headline: Headline) -> str:
    """The sentence with the notes that it may not be without."""
    notes = [f"({doubt.note})" for doubt in headline.doubts if doubt.note]
    return " ".join([headline.shown, *notes])


def staff_of(request: HttpRequest) -> User:
    """Who is logged in: every page of the report asks for a permission first."""
    return cast("User", request.user)


def saved(user: Any, address: str) -> dict[str, Any]:
    """The views that somebody may open: own ones, and those that others share. One query."""
    found = SavedView.objects.filter(Q(by=user) | Q(is_shared=True)).select_related("by")
    views = [(view, view.by_id == user.pk, view.query == address, name_of(view.by)) for view in found]
    return {"views": views, "moving": MOVING}


def why_address(cell: Cell) -> str:
    """Where a number says why it is so."""
    return f"{list(why_addresses(cell.query, cell.panel))[cell.at]}{cell.column.name}"


def why_addresses(query: Query, panel: Panel) -> Iterator[str]:
    """Where the numbers of each row say why they are so, all but the column's name, with which it ends."""
    for pairs in names(panel):
        cell = urlencode([("panel", panel.name), *pairs, ("column", "")])
        yield f"{reverse('reach_why')}?{query.address}&{cell}" if query.audience is Audience.VRN else ""


def pictures(report: Report) -> dict[str, Picture]:
    """Each chart's address names the data that it shows: so other data have another address."""
    return {
        name: Picture(
            f"{reverse('reach_chart', args=[name])}?{report.query.address}&data={charts.data_hash(name, report)}",
            charts.title(name, report),
            charts.description(name),
        )
        for name in charts.drawable(report)
    }
