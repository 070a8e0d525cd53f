"""What publishing the English does to each language, shown before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, Revision

from livesafe.translations import minor
from livesafe.translations.columns import TranslatedPage
from livesafe.translations.minor import Effect
from livesafe.translations.project import english_now


def effect(request: HttpRequest, page_id: int) -> HttpResponse:
    """The effect of the draft as last saved; for the page editor without the admin around it."""
    page = _page(page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    inside = request.headers.get("X-Requested-With") == "fetch"
    template = "translations/effect.html" if inside else "translations/effect_page.html"
    return render(request, template, _told(page.get_latest_revision_as_object()))


def ask(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answers a press of “Publish” where readers of some language would lose a text: what was written is saved, and the
    publisher sees what will happen first."""
    if not isinstance(page, TranslatedPage) or not page.live or getattr(request, "was_asked", False):
        return None
    told = _told(page)
    if not told["loses"]:
        return None
    told["revision"] = page.latest_revision
    return TemplateResponse(request, "translations/confirm.html", told)


def refuse_in_bulk(request: HttpRequest, action: str, pages: Iterable[Page]) -> HttpResponse | None:
    """Answers “Publish” for many pages at once: one that takes a text from readers has its effect shown first."""
    if action != "publish":
        return None
    drafts = [page.get_latest_revision_as_object() for page in pages if page.live]
    losing = [one for one in drafts if isinstance(one, TranslatedPage) and _told(one)["loses"]]
    if not losing:
        return None
    names = ", ".join(f"“{page.title}”" for page in losing)
    messages.error(
        request,
        f"Nothing is published yet: readers of other languages would lose texts of {names}. "
        "Publish it by itself, in its editor: you see first what it does.",
    )
    return redirect("wagtailadmin_explore", losing[0].get_parent().pk)


@require_POST
def publish(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Publish, or schedule, exactly the revision whose effect was shown."""
    page = _page(page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if page.latest_revision_id != revision_id:
        messages.error(request, "Not published: somebody saved another draft meanwhile. Look at it first.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    revision = get_object_or_404(Revision, pk=revision_id)
    if refused := _refused(request, page, revision):
        return refused
    chosen = minor.base(english_now(page.object_key)) if request.POST.get("minor_edit") else ""
    if revision.content.get("minor_against", "") != chosen:
        revision.content["minor_against"] = chosen
        revision.save(update_fields=["content"])
    revision.publish(user=request.user)
    due = revision.as_object().go_live_at
    later = due is not None and due > timezone.now()
    messages.success(request, f"“{page.title}” has been {'scheduled' if later else 'published'}.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _refused(request: HttpRequest, page: TranslatedPage, revision: Revision) -> HttpResponse | None:
    """What keeps any press of “Publish” from publishing: a lock, or a page with gaps."""
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, "Not published: the page is locked.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    request.was_asked = True  # type: ignore[attr-defined]
    draft = revision.as_object()
    answers = (refuse(request, draft) for refuse in hooks.get_hooks("before_publish_page"))
    return next((answer for answer in answers if hasattr(answer, "status_code")), None)


def _page(page_id: int) -> TranslatedPage:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, TranslatedPage):
        raise PermissionDenied
    return page


def _told(draft: TranslatedPage) -> dict[str, Any]:
    effects = minor.effects(draft)
    base = minor.base(english_now(draft.object_key))
    return {
        "page": draft,
        "effects": effects,
        "changes": any(_count(effect) for effect in effects),
        "touches": any(effect.falls or effect.ready for effect in effects),
        "loses": any(effect.falls for effect in effects),
        "critical": _critical(effects),
        "is_minor": draft.minor_against == base,
        "when": draft.go_live_at if draft.go_live_at and draft.go_live_at > timezone.now() else None,
    }


def _count(effect: Effect) -> int:
    return len(effect.falls) + len(effect.new) + len(effect.ready)


def _critical(effects: list[Effect]) -> list[str]:
    """The English of the safety-critical texts that fall back in any language, each once."""
    return list(dict.fromkeys(segment.source for effect in effects for segment in effect.critical))
