"""Frozen reports in the admin: which there are, what moved between them, and their files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import FrozenReport
from campaigns.report import frozen
from campaigns.report.files import front, paper, workbook
from campaigns.report.files.forms import FORMS
from campaigns.report.files.names import file_name
from campaigns.report.page import PERMISSION
from campaigns.report.query import Query
from campaigns.report.shape import Column, Panel, Report

MOST_MOVED = 500  # In the page; the JSON of both versions has all of it.
ON_A_PAGE = 50
EDITIONED = {"pdf": paper.as_pdf, "xlsx": workbook.as_workbook}  # They say which version they are.


@require_safe
@permission_required(PERMISSION)
def shelf(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first; with a question in the address, a button that freezes it."""
    asked, error = _asked(request.GET.urlencode())
    found = FrozenReport.objects.defer("content", "moved").select_related("by").order_by("-at", "-pk")
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "asked": asked,
        "error": error,
        "rows": rows,
        "shown": [(one, words_of(Query.of(one.query))) for one in rows],
        "words": words_of(asked) if asked else "",
        "latest": frozen.latest(asked) if asked else None,
    }
    return render(request, "campaigns/frozen.html", _chrome() | context)


@require_POST
@permission_required(PERMISSION)
def freeze(request: HttpRequest) -> HttpResponse:
    """`question` is a report's address."""
    by = request.user if isinstance(request.user, User) else None
    try:
        kept = frozen.freeze(Query.of(request.POST.get("question", "")), by)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("reach_frozen")
    if kept.is_new:
        messages.success(request, f"Frozen as version {kept.version}.")
    else:
        messages.warning(
            request, f"Nothing has moved since version {kept.version}, so there is no new version."
        )
    return redirect("reach_frozen_one", kept.pk)


@require_safe
@permission_required(PERMISSION)
def one(request: HttpRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(FrozenReport.objects.select_related("by"), pk=number)
    report = frozen.read(kept)
    context = {
        "kept": kept,
        "report": report,
        "words": words_of(report.query),
        "for_whom": front.AUDIENCES[report.query.audience],
        "state": front.state(report),
        "is_whole": frozen.verify(kept),
        "withheld": front.withheld(report),
        "moved": [_told(report, move) for move in kept.moved[:MOST_MOVED]],
        "forms": FORMS,
        "versions": FrozenReport.objects.filter(query=kept.query).defer("content", "moved"),
    }
    return render(request, "campaigns/frozen_one.html", _chrome(("", f"Version {kept.version}")) | context)


@require_safe
@permission_required(PERMISSION)
def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The same bytes whenever it is asked for: they are made of what was frozen and of nothing else."""
    kept = get_object_or_404(FrozenReport, pk=number)
    if form not in FORMS:
        raise Http404
    report = frozen.read(kept)
    try:
        content = _content(kept, report, form)
    except ValueError as error:  # More than a workbook holds.
        messages.error(request, str(error))
        return redirect("reach_frozen_one", number)
    name = file_name(report, form, edition=kept.version)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMS[form].content_type, headers=headers)


def words_of(query: Query) -> str:
    """2026-27-Q2, by channel and language, only tiktok."""
    by = " and ".join(one.value for one in query.by)
    only = ", ".join(value for _, values in query.only for value in values)
    return ", ".join(filter(None, [query.period.name, by and f"by {by}", only and f"only {only}"]))


def _content(kept: FrozenReport, report: Report, form: str) -> bytes:
    if form == "json":
        return kept.content.encode()
    if form in EDITIONED:
        return EDITIONED[form](report, frozen.edition(kept))
    return FORMS[form].make(report)


def _asked(address: str) -> tuple[Query | None, str]:
    if "period=" not in address and "from=" not in address:
        return None, ""
    try:
        return Query.of(address), ""
    except ValueError as error:
        return None, str(error)


def _told(report: Report, move: dict[str, Any]) -> dict[str, Any]:
    """A move in words: the names of tables, rows and columns as people read them."""
    panel = next((panel for panel in report.panels if panel.name == move["panel"]), None)
    column = _column(panel, move["column"])
    return {
        "panel": panel.title if panel else move["panel"].replace("_", " ").capitalize(),
        "row": ", ".join(_label(panel, label) for label in move["row"] if label),
        "column": column.heading if column else move["column"].capitalize(),
        "before": _said(move["before"]),
        "after": _said(move["after"]),
    }


def _column(panel: Panel | None, name: str) -> Column | None:
    return next((column for column in panel.columns if column.name == name), None) if panel else None


def _label(panel: Panel | None, label: str) -> str:
    words = (panel.words or {}) if panel else {}
    return next((said[label] for said in words.values() if label in said), label)


def _said(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _chrome(*below: tuple[str, str]) -> dict[str, Any]:
    """Wagtail's header and the way back to the report; `below` is what the page is called, below the list."""
    crumbs = [(reverse("reach_report"), "Reach"), (reverse("reach_frozen"), "Frozen reports"), *below]
    return {
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in crumbs],
        "header_title": crumbs[-1][1],
        "header_icon": "history",
    }
