"""DeepL on the desk: what a page would cost, a question before it is spent, how the work goes, and what came back wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import account, budget, engine, jobs, objects, roles
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.engine import EngineError
from livesafe.translations.models import Job, KeptOut, LiveSegment, Translation
from livesafe.translations.readingage import AIM, TooHard, plain, too_hard
from livesafe.translations.segments import Segment
from livesafe.translations.wanted import Plan, kept_out, plan

TITLE = "Machine translation"
SHOWN = 50  # Jobs and texts on one screen.
UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """How the work goes, what this month has cost, and which texts wait for a person."""
    may_spend(request)
    context = {"kept": _waiting_for_a_person(), **_jobs(), **_money()}
    return _page(request, "translations/engine.html", TITLE, context)


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The table of jobs alone, asked for again while there is work."""
    may_spend(request)
    return render(request, "translations/engine_jobs.html", _jobs())


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, object_key: str) -> HttpResponse:
    """Translate this page: choose languages, see the sum, and say yes to exactly that sum."""
    may_spend(request)
    asked = request.POST if request.method == "POST" else request.GET
    live = objects.find(object_key)
    if live is None:
        raise Http404
    draft = objects.drafted(live)
    use_draft = draft is not live and asked.get("draft") == "1"
    obj, again = (draft if use_draft else live), asked.get("again") == "1"
    plans = plan(obj, languages.TARGETS, again=again)
    chosen = _chosen(plans, asked)
    needed = sum(one.characters for one in chosen)
    hard = too_hard(obj.segments(), (segment for one in (chosen or plans) for segment in one.segments))
    agreed = asked.get("agreed") == str(needed)
    if request.method == "POST" and chosen and agreed and (not hard or asked.get("hard")):
        return _ask(request, obj, [one.language for one in chosen], draft=use_draft, again=again)
    confirm = request.method == "POST" and bool(chosen)
    if request.method == "POST" and not chosen:
        messages.error(request, "Choose at least one language.")
    context = {
        "obj": obj,
        **_reading(request, obj, hard),
        "has_draft": draft is not live,
        "use_draft": use_draft,
        "again": again,
        "kept": sum(len(kept_out(obj, language)) for language in languages.TARGETS if language.deepl),
        "rows": [_row(one) for one in (chosen if confirm else plans)],
        "total": (total := sum(one.characters for one in plans)),
        "total_price": _price(total),
        "needed": needed,
        "price": _price(needed),
        "changed": bool(asked.get("agreed")) and not agreed,
        "unread": agreed,
        **_money(),
    }
    template = "translations/engine_confirm.html" if confirm else "translations/engine_page.html"
    return _page(request, template, f"Translate: {obj}", context)


@hooks.register("register_page_header_buttons")
def button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterable[Button]:
    """In the page's editor."""
    if isinstance(page, TranslatedPage) and page.depth > 1 and may_ask(user):
        address = reverse("translations:engine_page", args=[page.object_key])
        yield Button("Translate this page", address, icon_name="globe", priority=64)


def may_spend(request: HttpRequest) -> None:
    """Characters are the whole site's, so it takes somebody who works on all its languages."""
    if not may_ask(request.user):
        raise PermissionDenied


def may_ask(user: Any) -> bool:
    return set(roles.languages_of(user)) == set(languages.TARGETS)


def _ask(
    request: HttpRequest, obj: Translated, targets: list[Language], *, draft: bool, again: bool
) -> HttpResponse:
    try:
        made = jobs.request(obj, targets, request.user, draft=draft, again=again)  # type: ignore[arg-type]
    except EngineError as error:
        messages.error(request, error.words)
        return redirect("translations:engine_page", obj.object_key)
    names = ", ".join(languages.get(job.language).name for job in made)
    messages.success(
        request,
        f"{obj} is being translated into {names}. You can go on with other work."
        if made
        else f"{obj} is being translated into these languages already.",
    )
    return redirect("translations:engine")


def _reading(request: HttpRequest, obj: Translated, hard: TooHard | None) -> dict[str, Any]:
    """What reads too hard, each paragraph with the address at which it is mended."""
    if hard is None:
        return {"hard": None}
    url = AdminURLFinder(request.user).get_edit_url(obj) if isinstance(obj, Model) else None
    parts = [
        {"age": age, "words": plain(segment), "url": url and f"{url}#:w:contentpath={_in_editor(segment)}"}
        for age, segment in hard.parts
    ]
    return {"hard": hard, "hard_parts": parts, "hard_url": url, "aim": AIM}


def _in_editor(segment: Segment) -> str:
    """The path of a segment as the editor's own links to a block say it: there the English has its column's name."""
    field, *rest = segment.path.split(".")
    return ".".join([f"{field}_{languages.SOURCE.suffix}", *rest])


def _chosen(plans: Iterable[Plan], asked: QueryDict) -> list[Plan]:
    codes = set(asked.getlist("language"))
    return [one for one in plans if one.language.code in codes and not one.why_not]


def _row(one: Plan) -> dict[str, Any]:
    return {"plan": one, "price": _price(one.characters)}


def _price(characters: int) -> str:
    """In pounds, or “free” on DeepL's free plan; "" where nobody has said what the contract's price is."""
    if engine.is_free():
        return "free"
    pounds = budget.price(characters)
    return "" if pounds is None else f"£{pounds}"


def _money() -> dict[str, Any]:
    month, said = budget.this_month(), account.usage()
    return {
        "has_key": engine.has_key(),
        "no_key": engine.WHY["no_key"][1],
        "month": month,
        "month_price": _price(month.spent),
        "account": said[0] if said else None,
        "account_at": said[1] if said else None,
    }


def _jobs() -> dict[str, Any]:
    found = Job.objects.select_related("asked_by").order_by("-asked_at", "language")[:SHOWN]
    rows = [
        {
            "job": job,
            "language": languages.get(job.language),
            "under_way": job.state in UNDER_WAY,
            "address": reverse("translations:engine_page", args=[job.object_key]),
        }
        for job in found
    ]
    return {"jobs": rows, "under_way": any(row["under_way"] for row in rows)}


def _waiting_for_a_person() -> list[dict[str, Any]]:
    """Texts of today's English that came back wrong, and that nobody has written since."""
    place = {name: OuterRef(name) for name in ("object_key", "path", "source_hash")}
    written = Translation.objects.filter(language=OuterRef("language"), **place)
    found = KeptOut.objects.filter(Exists(LiveSegment.objects.filter(**place)), ~Exists(written))
    found = found.order_by("-at", "pk")[:SHOWN]
    there = objects.find_all({row.object_key for row in found})
    return [
        {
            "row": row,
            "obj": there[row.object_key],
            "language": languages.get(row.language),
            "address": reverse("translations:edit", args=[row.object_key, row.language]),
        }
        for row in found
        if row.object_key in there
    ]


def _page(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("translations:coverage"), "label": "Translations"},
        {"url": reverse("translations:engine"), "label": TITLE},
        *([{"url": request.path, "label": title}] if title != TITLE else []),
    ]
    return render(
        request,
        template,
        {"page_title": title, "header_title": title, "header_icon": "globe", "breadcrumbs_items": crumbs}
        | context,
    )
