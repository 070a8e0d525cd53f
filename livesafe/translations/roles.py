"""Who may translate and approve in which language."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations.models import LanguageRole

TRANSLATORS, REVIEWERS = "Translators", "Reviewers"

TRANSLATE_OWN, TRANSLATE_ALL = "translations.translate_own", "translations.translate_all"
APPROVE_OWN, APPROVE_ALL = "translations.approve_own", "translations.approve_all"

Person: TypeAlias = User | AnonymousUser | AbstractBaseUser


def languages_of(user: Person) -> tuple[Language, ...]:
    """The languages that a person may see and translate on the desk, in the site's order."""
    if _has(user, TRANSLATE_ALL):
        return languages.TARGETS
    return given(user) if _has(user, TRANSLATE_OWN) else ()


def approves_in(user: Person) -> tuple[Language, ...]:
    """The languages in which a person's word makes a text approved."""
    if _has(user, APPROVE_ALL):
        return languages.TARGETS
    return given(user) if _has(user, APPROVE_OWN) else ()


def may_translate(user: Person, language: Language) -> bool:
    return language in languages_of(user)


def may_approve(user: Person, language: Language) -> bool:
    return language in approves_in(user)


def given(user: Person) -> tuple[Language, ...]:
    """The languages that an administrator gave to a person; an editor may see more."""
    if not isinstance(user, User):
        return ()
    codes = set(LanguageRole.objects.filter(user=user).values_list("language", flat=True))
    return tuple(language for language in languages.TARGETS if language.code in codes)


def _has(user: Person, permission: str) -> bool:
    return isinstance(user, User) and user.has_perm(permission)
