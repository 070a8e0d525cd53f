"""What came in through reviewer links and waits for staff: unsafe first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from livesafe import languages
from livesafe.translations import answers, checks, objects, roles
from livesafe.translations.columns import Translated
from livesafe.translations.desk import structure, writing
from livesafe.translations.desk.invitations import staff
from livesafe.translations.models import Reply, Translation
from livesafe.translations.review import Conflict, Refused
from livesafe.translations.segments import Segment
from livesafe.translations.sheet import fingerprint, readable

A_PAGE = 20


@dataclass
class Answer:
    """A reply with what staff need beside it to decide."""

    reply: Reply
    obj: Translated | None
    row: Translation | None  # Today's text.
    segment: Segment | None  # None where the page has another English by now.
    place: structure.Place | None
    may_approve: bool

    @property
    def language(self) -> languages.Language:
        return languages.get(self.reply.language)

    @property
    def english(self) -> SafeString:
        return readable(self.reply.kind, self.reply.source, languages.SOURCE)

    @property
    def today(self) -> SafeString:
        return readable(self.reply.kind, self.row.text if self.row else "", self.language)

    @property
    def saw(self) -> SafeString | None:
        """The text that they had before them, where it is another than today's."""
        if not self.reply.seen or (self.row and self.row.text == self.reply.seen):
            return None
        return readable(self.reply.kind, self.reply.seen, self.language)

    @property
    def seen(self) -> str:
        return fingerprint(self.row.text if self.row else "")

    @property
    def problems(self) -> list[str]:
        if self.segment is None or self.reply.verdict != Reply.Verdict.SUGGEST or not self.reply.text:
            return []
        wording = writing.stored(self.segment, self.reply.text)
        return checks.problems(self.segment.kind, self.segment.source, wording, self.reply.language)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The queue of the languages that a person has; `language` narrows it."""
    user = staff(request)
    mine = {language.code: language for language in roles.languages_of(user)}
    asked = request.GET.get("language", "")
    codes = [asked] if asked in mine else list(mine)
    page = Paginator(answers.waiting(codes), A_PAGE).get_page(request.GET.get("p"))
    numbers = dict(answers.waiting(list(mine)).order_by().values_list("language").annotate(Count("pk")))
    context = {
        "answers": beside(list(page.object_list), approves=roles.approves_in(user)),
        "page_of": page,
        "asked": asked if asked in mine else "",
        "numbers": [(language, numbers[code]) for code, language in mine.items() if code in numbers],
        "breadcrumbs_items": [
            {"url": reverse("translations:invitations"), "label": "Reviewer links"},
            {"url": "", "label": "What came in"},
        ],
        "header_title": "What came in",
        "header_icon": "comment",
    }
    return render(request, "translations/answers.html", context)


@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Take, approve, settle or dismiss one answer; where that can't be, say why and leave it waiting."""
    user = staff(request)
    codes = [language.code for language in roles.languages_of(user)]
    reply = get_object_or_404(Reply, pk=number, language__in=codes)
    back = redirect(f"{reverse('translations:answers')}?{request.META.get('QUERY_STRING', '')}")
    if reply.state != Reply.State.OPEN:
        messages.info(request, "Somebody has dealt with this one already.")
        return back
    try:
        _do(request.POST, reply, user)
    except _NoReasonError:
        messages.error(request, "Say why, so that the next person knows. Nothing was changed.")
    except Conflict:
        messages.error(request, "The text has changed meanwhile. Look at it again; nothing was changed.")
    except Refused as refused:
        messages.error(
            request, f"It can’t be approved as it is. {' '.join(refused.problems)} Nothing was changed."
        )
    except answers.GoneError as gone:
        messages.error(request, f"{gone} You can dismiss the answer.")
    else:
        messages.success(request, f"Done: {reply.outcome}")
    return back


class _NoReasonError(Exception):
    pass


def _do(form: QueryDict, reply: Reply, user: User) -> None:
    reason = form.get("reason", "").strip()[:2_000]
    seen = form.get("seen", "")
    match form.get("do"):
        case "take" | "take_and_approve" as do:
            answers.take_wording(
                reply, user, form.get("text", ""), seen=seen, approve=do == "take_and_approve"
            )
        case "approve":
            answers.approve(reply, user, seen=seen, reason=reason)
        case "keep_down":
            answers.settle(reply, user, reason or "Stays taken down.", accepted=True)
        case "dismiss" if reason:
            answers.settle(reply, user, reason)
        case _:
            raise _NoReasonError


def beside(replies: list[Reply], *, approves: tuple[languages.Language, ...]) -> list[Answer]:
    """The replies with their pages and today's texts; the queries grow with the pages, not with the replies."""
    objs = objects.find_all({reply.object_key for reply in replies})
    rows = {
        (row.object_key, row.language, row.path, row.source_hash): row
        for row in Translation.objects.filter(
            object_key__in=objs, source_hash__in={reply.source_hash for reply in replies}
        )
    }
    segments: dict[str, dict[tuple[str, str], Segment]] = {}
    places: dict[str, dict[str, structure.Place]] = {}
    for key, obj in objs.items():
        found = [*objects.drafted(obj).segments(), *obj.segments()]
        segments[key] = {(segment.path, segment.hash): segment for segment in found}
        places[key] = structure.places(obj, obj.segments())
    shown = []
    for reply in replies:
        key = reply.object_key
        shown.append(
            Answer(
                reply,
                objs.get(key),
                rows.get((key, reply.language, reply.path, reply.source_hash)),
                segments.get(key, {}).get((reply.path, reply.source_hash)),
                places.get(key, {}).get(reply.path),
                languages.get(reply.language) in approves,
            )
        )
    return shown


def number_waiting(user: Any) -> int:
    """How many answers wait in the languages of a person, for what the admin's home says."""
    return answers.waiting([language.code for language in roles.languages_of(user)]).count()
