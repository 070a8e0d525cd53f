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
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.minor import Effect
from livesafe.translations.project import english_now


def effect(request: HttpRequest, page_id: int) -> HttpResponse:
    """The effect of the draft as last saved; for the page editor without the admin around it."""
    page = _page(page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    inside = request.headers.get("X-Requested-With") == "fetch"
    template = "translations/effect.html" if inside else "translations/effect_page.html"
    return render(request, template, told(page.get_latest_revision_as_object()))


def takes_away(draft: Any) -> bool:
    """Whether readers of some language would lose a text, were this draft published now."""
    if not isinstance(draft, Translated) or not getattr(draft, "live", True):
        return False
    return bool(told(draft)["loses"])


def refusal(request: HttpRequest, draft: Page) -> HttpResponse | None:
    """What answers any press of “Publish” for a page that must stay a draft, such as one with gaps."""
    answers = (refuse(request, draft) for refuse in hooks.get_hooks("before_publish_page"))
    return next((answer for answer in answers if hasattr(answer, "status_code")), None)


def question(request: HttpRequest, draft: TranslatedPage, **more: Any) -> TemplateResponse:
    """Shows what publishing the newest draft, which is saved, does to readers, and asks."""
    context = told(draft) | {"revision": draft.latest_revision} | more
    return TemplateResponse(request, "translations/confirm.html", context)


def refuse_in_bulk(request: HttpRequest, action: str, pages: Iterable[Page]) -> HttpResponse | None:
    """Answers “Publish” for many pages at once: one that takes a text from readers has its effect shown first."""
    if action != "publish":
        return None
    losing = [
        draft for page in pages if page.live and takes_away(draft := page.get_latest_revision_as_object())
    ]
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
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, "Not published: the page is locked.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    revision = get_object_or_404(Revision, pk=revision_id)
    draft = revision.as_object()
    if refused := refusal(request, draft):
        return refused
    choose_minor(request, revision)
    revision.publish(user=request.user)
    say_published(request, draft)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def choose_minor(request: HttpRequest, revision: Revision) -> None:
    """Keep in the revision what the question's box says: whether the edit changes no meaning."""
    live = english_now(revision.as_object().object_key)
    chosen = minor.base(live) if request.POST.get("minor_edit") else ""
    if revision.content.get("minor_against", "") != chosen:
        revision.content["minor_against"] = chosen
        revision.save(update_fields=["content"])


def say_published(request: HttpRequest, draft: Page) -> None:
    messages.success(request, f"“{draft.title}” has been {'scheduled' if _when(draft) else 'published'}.")


def told(draft: Translated) -> dict[str, Any]:
    """What the templates of the effect show of an English that is not published yet."""
    effects = minor.effects(draft)
    page = draft if isinstance(draft, TranslatedPage) else None
    return {
        "obj": draft,
        "effects": effects,
        "changes": any(_count(effect) for effect in effects),
        "touches": any(effect.falls or effect.ready for effect in effects),
        "loses": any(effect.falls for effect in effects),
        "critical": _critical(effects),
        "can_prepare": page is not None,  # A snippet has no draft beside what readers have.
        "is_minor": page is not None and page.minor_against == minor.base(english_now(page.object_key)),
        "when": _when(draft),
    }


def _page(page_id: int) -> TranslatedPage:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, TranslatedPage):
        raise PermissionDenied
    return page


def _when(draft: Any) -> Any:
    """The time for which a draft is scheduled; None where publishing makes it live at once."""
    due = getattr(draft, "go_live_at", None)
    return due if due and due > timezone.now() else None


def _count(effect: Effect) -> int:
    return len(effect.falls) + len(effect.new) + len(effect.ready)


def _critical(effects: list[Effect]) -> list[str]:
    """The English of the safety-critical texts that fall back in any language, each once."""
    return list(dict.fromkeys(segment.source for effect in effects for segment in effect.critical))
