"""*This reads wrong*: one tap of a reader beside a part of a translated page. The editor shows it at that part.

No analytics but a message to us: it is sent because somebody presses a button that says so, as a letter is. So an
objection to being counted does not silence it. What is stored is a total a text, and nothing of who pressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from livesafe import languages
from livesafe.languages import SOURCE, Language
from livesafe.origin import is_from_own_page
from livesafe.translations import objects
from livesafe.translations.columns import TranslatedPage
from livesafe.translations.models import ReadsWrong
from livesafe.translations.project import Memory
from livesafe.translations.segments import Segment
from livesafe.translations.sheet import readable

MOST = 1_000  # Of one text; more would tell staff nothing new.


@dataclass(frozen=True)
class Part:
    """One segment of a page as readers of a language have it."""

    number: int
    segment: Segment
    text: str
    language: Language
    with_english: bool  # As the page itself shows it.

    @property
    def told(self) -> SafeString:
        return readable(self.segment.kind, self.text, self.language)

    @property
    def english(self) -> SafeString | None:
        return readable(self.segment.kind, self.segment.source, SOURCE) if self.with_english else None

    @property
    def text_hash(self) -> str:
        return ReadsWrong.hash_of(self.text)


@csrf_exempt  # The page holds no token; only a page of this site may ask.
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a page's parts in the language of the address, and take which of them reads wrong."""
    response = _answer(request, key)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, key: UUID) -> HttpResponse:
    page = objects.find(f"page:{key}")
    if not isinstance(page, TranslatedPage) or not page.live or page.get_view_restrictions().exists():
        raise Http404
    language = languages.get(get_language() or SOURCE.code)
    shown = [] if language is SOURCE else parts(page, language)
    if not shown:
        raise Http404
    if request.method != "POST":
        return _show(request, page, shown, told=request.GET.get("told", ""))
    if not is_from_own_page(request.META):
        return HttpResponse(status=403)
    form = request.POST
    said = (form.get("path"), form.get("hash"), form.get("text"))
    part = next((p for p in shown if (p.segment.path, p.segment.hash, p.text_hash) == said), None)
    if part is None:  # Made up, or changed since the reader opened the page.
        return _show(request, page, shown, has_changed=True, status=409)
    count(page, part)
    response = HttpResponseRedirect(f"{request.path}?told={part.number}#part-{part.number}")
    response.status_code = 303
    return response


def parts(page: TranslatedPage, language: Language) -> list[Part]:
    """What of a page readers get in a language, in the order of the page. English is left out."""
    found = page.segments()
    memory = Memory(page, language, found)
    shown = []
    for number, segment in enumerate(found, start=1):
        state, text = memory.outcome(segment)
        if text is not None:
            shown.append(Part(number, segment, text, language, with_english=state in {"unchecked", "beside"}))
    return shown


@transaction.atomic
def count(page: TranslatedPage, part: Part) -> None:
    """Count one tap. Added by the database, so that two at once are two."""
    day = timezone.localdate()
    place = {
        "object_key": page.object_key,
        "language": part.language.code,
        "path": part.segment.path,
        "source_hash": part.segment.hash,
        "text_hash": part.text_hash,
    }
    ReadsWrong.objects.bulk_create([ReadsWrong(**place, day=day)], ignore_conflicts=True)
    ReadsWrong.objects.filter(**place, n__lt=MOST).update(n=F("n") + 1, day=day)


def _show(
    request: HttpRequest,
    page: TranslatedPage,
    shown: list[Part],
    *,
    told: str = "",
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "page_url": page.get_url(request),
        "parts": shown,
        "told": told,
        "has_changed": has_changed,
    }
    return render(request, "translations/reads_wrong.html", context, status=status)
