from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campaigns"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from campaigns import goes, keep, known, links, readership
        from campaigns.models import Source
        from livesafe.content import changes
        from livesafe.content.linkcheck import judge
        from livesafe.translations import readership as desk

        desk.register(readership.reads)
        judge.register("/go/", goes.wrong_with)
        changes.also(Source)  # The code that a card counts by.
        page_published.connect(links.published)
        post_page_move.connect(links.moved)
        page_slug_changed.connect(links.moved)
        pre_delete.connect(keep.refuse_deletion)
        for change in (page_published, page_unpublished, post_page_move, post_save, post_delete):
            change.connect(known.changed)
