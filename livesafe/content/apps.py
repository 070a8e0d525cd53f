from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete


class ContentConfig(AppConfig):
    name = "livesafe.content"
    label = "content"
    verbose_name = "Content"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from livesafe.content import changes, publishing, words
        from livesafe.content.support import SupportService
        from livesafe.translations import interface, protected

        protected.register(publishing.service_names)
        interface.register("both", words.SAFETY)
        interface.register("label", words.CARE)
        page_published.connect(publishing.published)
        page_unpublished.connect(publishing.unpublished)
        pre_delete.connect(publishing.deleted)
        post_save.connect(publishing.alias_made)
        post_save.connect(publishing.service_saved, sender=SupportService)
        post_save.connect(changes.saved)
        post_delete.connect(changes.deleted)
        page_unpublished.connect(changes.withdrawn)
        for move in (post_page_move, page_slug_changed):
            move.connect(changes.moved)
        # The last app that has models: by then every permission exists.
        post_migrate.connect(_set_up_groups, sender=apps.get_app_config("sessions"))


def _set_up_groups(using: str, **_: Any) -> None:
    from livesafe.content import groups

    if using == "default":
        groups.set_up()
