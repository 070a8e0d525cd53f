"""Sends the tallies to their own database, and keeps everything else out of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.utils import DEFAULT_DB_ALIAS

ALIAS = "tallies"
TALLIES = frozenset(
    {
        "tally",
        "monthsum",
        "daysum",
        "summedmonth",
        "readtally",
        "monthtally",
        "quartertally",
        "rulesused",
        "window",
        "deviceestimate",
    }
)
# Keys and sketches of devices: with SQLite in a file of their own, of which nobody makes a copy.
SKETCHES = "sketches" if settings.TALLIES_SEPARATE else ALIAS
SECRET = frozenset({"sketchkey", "sketchpart"})


def home(app_label: str, model_name: str | None) -> str | None:
    """The alias that a model of the counting is kept under; None for every other."""
    if app_label != "campaigns":
        return None
    return ALIAS if model_name in TALLIES else SKETCHES if model_name in SECRET else None


class TalliesRouter:
    """With one PostgreSQL database all aliases lead to it: tables are then made through `default` alone."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return home(model._meta.app_label, model._meta.model_name)

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        place = home(app_label, model_name) if settings.TALLIES_SEPARATE else None
        return db == (place or DEFAULT_DB_ALIAS)
