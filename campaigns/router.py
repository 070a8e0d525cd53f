"""Sends the tallies to their own database, and keeps everything else out of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.utils import DEFAULT_DB_ALIAS

ALIAS = "tallies"
TALLIES = frozenset({"tally", "readtally", "monthtally", "quartertally", "rulesused"})


def is_tally(app_label: str, model_name: str | None) -> bool:
    return app_label == "campaigns" and model_name in TALLIES


class TalliesRouter:
    """With one PostgreSQL database both aliases lead to it: tables are then made through `default` alone."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if is_tally(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        home = DEFAULT_DB_ALIAS
        if settings.TALLIES_SEPARATE and is_tally(app_label, model_name):
            home = ALIAS
        return db == home
