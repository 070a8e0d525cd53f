from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete


class TranslationsConfig(AppConfig):
    name = "livesafe.translations"
    label = "translations"
    verbose_name = "Translations"

    def ready(self) -> None:
        _keep_glossary()
        _keep_links()
        # After the last app that has models.
        post_migrate.connect(_learn_words, sender=apps.get_app_config("sessions"))


def _learn_words(using: str, apps: Any = None, **_: Any) -> None:
    """The catalogues change with a release of the site, and so do migrations."""
    from livesafe.translations import interface
    from livesafe.translations.models import Translation

    if using != "default" or apps is None:  # The second: `manage.py flush`, which empties what was learned.
        return
    try:
        then = apps.get_model("translations", "Translation")
    except LookupError:
        return  # Migrated to a time before the desk.
    if {field.name for field in then._meta.fields} == {field.name for field in Translation._meta.fields}:
        interface.learn()


def _keep_links() -> None:
    from django.contrib.auth.models import User

    from livesafe.translations import invitations

    pre_delete.connect(invitations.stand_in_for_nobody, sender=User)


def _keep_glossary() -> None:
    from livesafe.translations import glossary, protected
    from livesafe.translations.models import Ruling, Term

    protected.register(glossary.never_translated)
    for sender in (Term, Ruling):
        for changed in (post_save, post_delete):
            changed.connect(glossary.forget, sender=sender)
