"""What an address of the editor names, and who may open it."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import objects, roles
from livesafe.translations.columns import Translated


def opened(request: HttpRequest, object_key: str, code: str) -> tuple[Translated, Language]:
    """The object of an address as readers have it, or with `?english=draft` as its editors left it, and the language.

    Raises PermissionDenied for a language that was not given to this person, whether or not the object is there.
    """
    if code not in languages.CODES or code == languages.SOURCE.code:
        raise Http404
    target = languages.get(code)
    if not roles.may_translate(request.user, target):
        raise PermissionDenied
    obj = objects.find(object_key)
    if obj is None:
        raise Http404
    # What was never published has nothing but its draft.
    if request.GET.get("english") == "draft" or not getattr(obj, "live", True):
        obj = objects.drafted(obj)
    return obj, target


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)  # Wagtail lets nobody else into the admin.
