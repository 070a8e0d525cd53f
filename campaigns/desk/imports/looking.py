"""One file. Before it is imported: what was understood, what would change, whose campaigns it tells of. Then: what
became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.ads.shape import ADDITIVE, LEVELS, Additive, AdFile, AdRow, RefusedError, Total
from campaigns.ads.totals import NAMELESS
from campaigns.desk.imports.forms import StatedForm
from campaigns.desk.imports.lists import facts
from campaigns.desk.imports.page import IMPORT, VIEW, page, user_of
from campaigns.imports import jobs
from campaigns.imports.names import NOT_OURS, Named
from campaigns.imports.preview import Preview, preview
from campaigns.imports.understand import Question, Stated, questions
from campaigns.models import AdImport, AdUpload, CampaignPage

A_PAGE = 50
GONE_SHOWN = 50
CHOICE = "to-"  # Before the key of an AdCampaign, in the name of its field.
FIGURES = {
    "impressions": "Impressions",
    "reach": "Reach",
    "link_clicks": "Link clicks",
    "clicks_all": "All clicks",
    "landing_page_views": "Landing page views",
    "video_views": "Video views",
    "spend": "Spend",
}
MEANINGS = {f"{level}_{part}": f"{level.replace('_', ' ')}: {words}" for level in LEVELS for part, words in
            (("id", "ID"), ("name", "name"))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the file on the screen."""

    row: AdRow
    what: str
    figures: Sequence[tuple[str, object]]
    change: str = ""  # new, changed, or the same
    differs: Sequence[tuple[str, object, object]] = ()  # What it was before.


@require_safe
@permission_required(VIEW)
def one(request: HttpRequest, number: int) -> HttpResponse:
    imported = get_object_or_404(AdImport, pk=number)
    if imported.state != AdImport.State.PREVIEWED:
        return page(request, "one", str(imported), **facts(imported))
    return _look(request, imported)


def content_of(imported: AdImport) -> bytes:
    upload = AdUpload.objects.filter(of=imported).first()
    if upload is None:
        raise Http404
    return bytes(upload.content)


def _look(
    request: HttpRequest, imported: AdImport, form: StatedForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        seen = preview(imported.name, content_of(imported), Stated.of(imported))
    except RefusedError as refused:
        return show_refused(request, imported, refused, form, status)
    asked: set[str] = _said(imported) if seen.file.accounts else {*_said(imported), "account"}
    return page(
        request,
        "look",
        str(imported),
        status=status,
        imported=imported,
        form=form or StatedForm(imported=imported, asked=asked),
        **_shown(request, seen),
    )


def _said(imported: AdImport) -> set[str]:
    """What was stated before stays open to change."""
    said = {
        "currency": imported.stated_currency,
        "period": imported.stated_first,
        "account": imported.stated_account,
        "mapping": imported.mapping_name,
    }
    return {question for question, answer in said.items() if answer}


def show_refused(
    request: HttpRequest, imported: AdImport, refused: RefusedError, form: StatedForm | None, status: int
) -> HttpResponse:
    asks: set[Question] = questions(refused.reasons)
    asked = {*asks, *_said(imported)}
    return page(
        request,
        "refused",
        str(imported),
        status=status,
        imported=imported,
        reasons=refused.reasons,
        about="Or read it as one that is known" if asks == {"mapping"} else "Say it",
        kept_days=jobs.KEPT_FOR.days,
        asks=asks,
        form=form or (StatedForm(imported=imported, asked=asked) if asked else None),
    )


def _shown(request: HttpRequest, seen: Preview) -> dict[str, Any]:
    file, change = seen.file, seen.change
    names = [name for name in FIGURES if any(getattr(row, name) is not None for row in file.rows)]
    rows = Paginator(file.rows, A_PAGE).get_page(request.GET.get("p"))
    states = _states(seen)
    return {
        "seen": seen,
        "file": file,
        "changed": change,
        "headings": [FIGURES[name] for name in names],
        "page": rows,
        "rows": [_row(row, names, states.get(row.line, "")) for row in rows],
        "gone": [_row(row, names) for row in change.gone[:GONE_SHOWN]] if change else [],
        "replaced": [_changed(old, new) for old, new in change.changed[:GONE_SHOWN]] if change else [],
        "columns": [
            (name, MEANINGS.get(meaning, meaning.replace("_", " "))) for name, meaning in file.columns
        ],
        "totals": [_total(total) for total in file.totals],
        "campaigns": [(one, one.choice) for one in seen.names],
        "unasked": sum(one.is_new for one in seen.names),
        "ours": list(CampaignPage.objects.order_by("title").values_list("slug", "title")),
        "not_ours": NOT_OURS,
        "parts": sorted({dimension for row in file.rows for dimension, _ in row.breakdown}),
        "spent": _sums(file),
    }


def _states(seen: Preview) -> dict[int, str]:
    change = seen.change
    if change is None or not (change.same or change.changed):
        return {}  # Where every row is new, none of them needs to say so.
    states = dict.fromkeys((row.line for row in change.new), "new")
    states |= dict.fromkeys((new.line for _, new in change.changed), "changed")
    return states | dict.fromkeys((row.line for row in change.same), "the same")


def _row(row: AdRow, names: Iterable[str], change: str = "") -> Shown:
    what = [level.name or level.id for level in row.levels if level.known_by]
    parts = [value for _, value in row.breakdown]
    masked = dict(row.masked)
    figures = [
        (FIGURES[name], f"<{masked[name]}" if name in masked else getattr(row, name)) for name in names
    ]
    return Shown(row, " · ".join([*what, *parts]) or row.account_name or "the whole account", figures, change)


def _changed(old: AdRow, new: AdRow) -> Shown:
    """A row with what is other than it was, in a figure or in how something is called."""
    names = [name for name in FIGURES if getattr(old, name) is not None or getattr(new, name) is not None]
    before, after = _row(old, names), _row(new, names)
    pairs = zip(before.figures, after.figures, strict=True)
    differs = [(name, was, is_) for (name, was), (_, is_) in pairs if was != is_]
    if before.what != after.what or not differs:
        differs.append(("Called", before.what, after.what))
    return replace(after, differs=differs)


def _total(total: Total) -> dict[str, Any]:
    figures = [(name in total.verified, _told(name, value)) for name, value in total.figures]
    return {
        "line": total.line,
        "label": "" if total.label == NAMELESS else total.label,
        "proven": [words for proven, words in figures if proven],
        "other": [words for proven, words in figures if not proven],
    }


def _told(name: Additive, value: Decimal) -> str:
    return (
        f"{FIGURES[name].lower()} {value:,.2f}" if name == "spend" else f"{FIGURES[name].lower()} {value:,}"
    )


def _sums(file: AdFile) -> list[tuple[str, object]]:
    """What the rows come to, to be held against the platform's own screen. Not for breakdowns side by side."""
    if len({row.grain for row in file.rows}) > 1:
        return []
    found = []
    for name in ADDITIVE:
        values = [value for row in file.rows if (value := getattr(row, name)) is not None]
        if values:
            found.append((FIGURES[name], sum(values)))
    return found


@require_POST
@permission_required(IMPORT)
def state(request: HttpRequest, number: int) -> HttpResponse:
    """Note what the sender states, and read the file anew."""
    imported = get_object_or_404(AdImport, pk=number, state=AdImport.State.PREVIEWED)
    asked = {question for question in ("currency", "account", "mapping") if question in request.POST}
    form = StatedForm(
        request.POST, imported=imported, asked={*asked, *({"period"} if "first" in request.POST else ())}
    )
    if not form.is_valid():
        return _look(request, imported, form, status=422)
    stated, name = form.stated()
    jobs.state_of(imported, stated)
    imported.mapping_name = name or imported.mapping_name
    imported.save()
    return redirect("imports:one", number)


@require_POST
@permission_required(IMPORT)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Have the worker import exactly what was seen; show it anew where that has changed meanwhile."""
    imported = get_object_or_404(AdImport, pk=number)
    if imported.state != AdImport.State.PREVIEWED:
        return redirect("imports:one", number)
    try:
        seen = preview(imported.name, content_of(imported), Stated.of(imported))
    except RefusedError as refused:
        return show_refused(request, imported, refused, None, 422)
    if not seen.seen or request.POST.get("seen") != seen.seen:
        messages.warning(
            request, "Nothing was imported: another import changed something. This is what it would do now."
        )
        return redirect("imports:one", number)
    jobs.request(imported, _chosen(request, seen.names), user_of(request))
    return redirect("imports:one", number)


def _chosen(request: HttpRequest, names: Sequence[Named]) -> dict[str, str]:
    slugs = {"", NOT_OURS, *CampaignPage.objects.values_list("slug", flat=True)}
    said = {one.key: request.POST.get(f"{CHOICE}{one.key}") for one in names}
    return {key: choice for key, choice in said.items() if choice is not None and choice in slugs}
