"""The editor: one page (or snippet, or the interface's safety words) and one language, side by side.

It works without scripts: each segment is a form, and each answer a page. A script sends the same forms and asks for the
part of the page that changed (`X-Part`), so what is checked, refused or shown is decided here alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from livesafe.languages import Language
from livesafe.translations import engine, glossary, objects, review, roles
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.desk import writing
from livesafe.translations.desk.acts import ACTS, Act, do, keep_stray
from livesafe.translations.desk.note import NoteForm
from livesafe.translations.desk.opening import opened, user_of
from livesafe.translations.desk.pair import Pair, check
from livesafe.translations.desk.provenance import writer
from livesafe.translations.desk.spread import Spread, spread
from livesafe.translations.desk.suggestions import suggestions
from livesafe.translations.models import PastText, Unfinished
from livesafe.translations.review import By, Conflict, Gone, Refused

OK, CONFLICT, GONE, REFUSED = 200, 409, 410, 422
KEEPS_PLACE = ("show", "english")  # What an address of the editor carries along.


@dataclass
class Outcome:
    """What came of a press, and the words for its presser."""

    status: int = OK
    words: str = ""
    problems: list[str] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, object_key: str, language: str) -> HttpResponse:
    obj, target = opened(request, object_key, language)
    page = spread(obj, target, user_of(request), request.GET.get("show", "all"))
    if request.method == "POST":
        return _act(request, page)
    return _part(request, page) if "X-Part" in request.headers else _show(request, page)


@require_POST
def approve_page(request: HttpRequest, object_key: str, language: str) -> HttpResponse:
    """Approve every draft that was on the page, exactly as it was there."""
    obj, target = opened(request, object_key, language)
    if not request.POST.get("read"):
        messages.error(request, "Nothing is approved yet: tick that you have read every text.")
        return redirect(_address(request, obj, target))
    page = spread(obj, target, user_of(request))
    seen = dict(item.split(":", 1) for item in request.POST.getlist("seen") if ":" in item)
    drafts = {
        (pair.segment.path, pair.segment.hash): pair.text if pair.fingerprint == seen[pair.id] else ""
        for pair in page.pairs
        if pair.id in seen and pair.row
    }
    outcome = review.approve_all(obj, target, By(user_of(request)), drafts)
    messages.success(request, f"{len(outcome.approved)} approved.")
    if outcome.conflicts:
        count = len(outcome.conflicts)
        messages.warning(request, f"{count} not approved: somebody changed them meanwhile. Read them again.")
    if outcome.refused:
        count = len(outcome.refused)
        messages.warning(request, f"{count} not approved: each says what is wrong with it.")
    return redirect(_address(request, obj, target))


# One press of a button -----------------------------------------------------------


def _act(request: HttpRequest, page: Spread) -> HttpResponse:
    name, _, which = request.POST.get("do", "").partition(":")
    if name == "drop_stray":
        return _drop_stray(request, page, which)
    if name not in ACTS:
        return HttpResponseBadRequest("The editor has no such button.")
    place = (request.POST.get("path"), request.POST.get("hash"))
    pair = next((one for one in page.pairs if (one.segment.path, one.segment.hash) == place), None)
    if pair is None:
        return _gone(request, page)
    act = Act(page.obj, page.language, pair, user_of(request), request.POST, which)
    outcome = Outcome()
    try:
        outcome.words = do(act, name)
    except Conflict:
        outcome.status = CONFLICT
    except Refused as refused:
        outcome.status, outcome.problems = REFUSED, refused.problems
    except Gone:
        return _gone(request, page)
    return _answer(request, page, act, outcome, onward=name == "approve")


def _answer(request: HttpRequest, page: Spread, act: Act, outcome: Outcome, *, onward: bool) -> HttpResponse:
    asked = act.pair
    quiet = "X-Part" in request.headers
    if outcome.status == OK and not quiet and not asked.back:
        messages.success(request, f"{asked.place.name}: {outcome.words or 'Kept.'}")
        following = page.after(asked.id) if onward else None
        return redirect(_address(request, page.obj, page.language, at=(following or asked).id))
    now = spread(page.obj, page.language, act.user, page.show)
    pair = now.pair(asked.id) or asked
    pair.back, pair.said = asked.back, outcome.words
    # What a refusal named, and what else is wrong with the words in the box.
    pair.problems = list(dict.fromkeys([*outcome.problems, *_problems(pair)]))
    status = CONFLICT if pair.conflict else outcome.status
    if quiet:
        return render(request, "translations/editor_parts.html", _of_pair(request, now, pair), status=status)
    return _show(request, now, at=pair.id, status=status)


def _gone(request: HttpRequest, page: Spread) -> HttpResponse:
    """The English changed while somebody was typing: their words are kept, and shown on top."""
    keep_stray(page.obj, page.language, user_of(request), request.POST)
    now = spread(page.obj, page.language, user_of(request), page.show)
    if "X-Part" in request.headers:
        return render(request, "translations/editor_gone.html", {"spread": now}, status=GONE)
    return _show(request, now, status=GONE)


def _drop_stray(request: HttpRequest, page: Spread, which: str) -> HttpResponse:
    dropped = [one.pk for one in page.strays if str(one.pk) == which]
    Unfinished.objects.filter(pk__in=dropped).delete()
    return redirect(_address(request, page.obj, page.language))


# What is shown -------------------------------------------------------------------


def _show(request: HttpRequest, page: Spread, *, at: str = "", status: int = OK) -> HttpResponse:
    at = at or request.GET.get("at", "")
    for pair in page.shown:
        pair.problems = pair.problems or _problems(pair)
    here = page.pair(at)
    context = _of_pair(request, page, here) if here else _of_page(request, page)
    return render(request, "translations/editor.html", context | {"at": at}, status=status)


def _part(request: HttpRequest, page: Spread) -> HttpResponse:
    """What stands below one pair: what the memory, the glossary and people say of it."""
    pair = page.pair(request.GET.get("at", ""))
    if pair is None:
        raise Http404
    pair.problems = _problems(pair)
    return render(request, "translations/editor_parts.html", _of_pair(request, page, pair))


def _problems(pair: Pair) -> list[str]:
    text = writing.stored(pair.segment, pair.unfinished.text) if pair.unfinished else pair.text
    return check(pair, text)


def _of_page(request: HttpRequest, page: Spread) -> dict[str, object]:
    obj, target = page.obj, page.language
    return {
        "spread": page,
        "obj": obj,
        "target": target,
        "others": [one for one in roles.languages_of(request.user) if one != target],
        "may_approve": roles.may_approve(request.user, target),
        "may_note": request.user.has_perm(roles.TRANSLATE_ALL),
        "has_engine": engine.has_key() and target.deepl is not None,
        "has_preview": isinstance(obj, TranslatedPage),
        "has_draft": isinstance(obj, TranslatedPage) and obj.live and obj.has_unpublished_changes,
        "is_draft": request.GET.get("english") == "draft",
        "kept": _kept(request),
        "address": _address(request, obj, target),
        "here": reverse("translations:edit", args=[obj.object_key, target.code]),
        "preview": _preview(request, obj, target),
        "note_form": NoteForm(instance=page.note),
        "header_title": f"{obj} in {target.name}",
        "breadcrumbs_items": [
            {"url": reverse("translations:coverage"), "label": "Translations"},
            {"url": "", "label": f"{obj} · {target.name}"},
        ],
        "header_icon": "globe",
    }


def _of_pair(request: HttpRequest, page: Spread, pair: Pair) -> dict[str, object]:
    rows = [
        one
        for one in suggestions(page.obj.object_key, page.language, pair.segment)
        if one.row.text != pair.text  # It stands in the box already.
    ]
    titles = objects.find_all({one.row.object_key for one in rows})
    terms = page.note.explained() if page.note else {}
    plain = writing.bare(pair.segment, pair.segment.source).casefold()
    return _of_page(request, page) | {
        "pair": pair,
        "suggestions": [
            (one, titles.get(one.row.object_key), writing.shown(pair.segment, one.row.text)) for one in rows
        ],
        "hits": glossary.hits(pair.segment.source, page.language.code),
        "terms": {term: meaning for term, meaning in terms.items() if term.casefold() in plain},
        "history": _history(pair),
    }


def _history(pair: Pair) -> list[tuple[PastText, str, str]]:
    """What the text said before, the latest first, and who had made it."""
    past = pair.row.past.select_related("made_by").order_by("-replaced_at")[:10] if pair.row else []
    return [(one, writing.shown(pair.segment, one.text), writer(one)) for one in past]


def _kept(request: HttpRequest) -> str:
    return urlencode({name: request.GET[name] for name in KEEPS_PLACE if name in request.GET})


def _address(request: HttpRequest, obj: Translated, target: Language, *, at: str = "") -> str:
    path = reverse("translations:edit", args=[obj.object_key, target.code])
    query = "&".join(filter(None, [_kept(request), at and f"at={at}"]))
    return path + (f"?{query}" if query else "") + (f"#s-{at}" if at else "")


def _preview(request: HttpRequest, obj: Translated, target: Language) -> str:
    path = reverse("translations:preview", args=[obj.object_key, target.code])
    return f"{path}?english=draft" if request.GET.get("english") == "draft" else path
