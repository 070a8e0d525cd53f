"""The page as a language's readers get it, or with every text there is, drafts and unreleased ones too."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import PreviewableMixin

from livesafe.languages import Language
from livesafe.translations import segments
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.desk import writing
from livesafe.translations.desk.opening import opened, user_of
from livesafe.translations.desk.spread import spread
from livesafe.translations.segments import Segment
from livesafe.translations.told import ENGLISH, Outcome, unpack


@require_safe
def preview(request: HttpRequest, object_key: str, language: str) -> HttpResponse:
    obj, target = opened(request, object_key, language)
    if not isinstance(obj, TranslatedPage):
        raise Http404
    if request.GET.get("as") == "readers":
        return obj.make_preview_request(request, target.code)
    for name, value in with_every_text(obj, target, user_of(request)).items():
        setattr(obj, name, unpack(value) if isinstance(value, str) else value)
    # At the language's address and in no preview mode, in which the page would set its columns itself.
    with translation.override(target.code):
        return PreviewableMixin.make_preview_request(obj, request, "")


def with_every_text(obj: Translated, language: Language, user: User) -> dict[str, Any]:
    """The columns of a language with the newest text for each segment: what this person is typing, else the memory's."""
    pairs = {(pair.segment.path, pair.segment.hash): pair for pair in spread(obj, language, user).pairs}

    def visit(segment: Segment) -> Outcome:
        text = writing.stored(segment, pairs[segment.path, segment.hash].typed)
        return Outcome("beside" if segment.beside else "told", text) if text else ENGLISH

    return {
        f"{field.translated_field.name}_{language.suffix}": segments.apply(field, value, obj.policy, visit)
        for field, value in obj.english()
    }
