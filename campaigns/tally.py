"""The writer, third stage of counting: adds to the tallies, and says when nothing was added."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import Error, connections, transaction

from campaigns.router import ALIAS

if TYPE_CHECKING:
    from campaigns.models import AnyTally


# Of the server's sixteen threads: the others go on serving pages while a tally waits for its database.
WAITING = threading.BoundedSemaphore(8)


class TallyError(Exception):
    """Nothing was counted; the same counts may be added again."""


def add(counts: Sequence[AnyTally]) -> None:
    """Add the `n` of each count to its row, all of them or none; returns after the commit.

    Raises TallyError where nothing was added: the database took none, or too many wait for it already.
    """
    if not WAITING.acquire(blocking=False):
        raise TallyError("Too many wait for the tallies' database")
    try:
        _add(counts)
    finally:
        WAITING.release()


def _add(counts: Sequence[AnyTally]) -> None:
    # Every writer takes rows in the same order, so that two can't wait for each other.
    statements = sorted(_upsert(count) for count in counts)
    try:
        with transaction.atomic(using=ALIAS, durable=True), connections[ALIAS].cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
    except Error as error:
        raise TallyError("The tallies' database took no count") from error


def _upsert(count: AnyTally) -> tuple[str, list[Any]]:
    """The statement that adds a count to its row, or makes the row."""
    quote = connections[ALIAS].ops.quote_name
    fields: list[Any] = [field for field in count._meta.local_concrete_fields if not field.primary_key]
    key = ", ".join(quote(field.column) for field in fields if field.column != "n")
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(count._meta.db_table)
    values = [field.get_db_prep_save(getattr(count, field.attname), connections[ALIAS]) for field in fields]
    # Names come from the models and values go as parameters.
    sql = (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) "  # noqa: S608
        f"ON CONFLICT ({key}) DO UPDATE SET n = {table}.n + excluded.n"
    )
    return sql, values
