"""What the writer writes: counts that were merged by row, added in one transaction on either database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from itertools import chain, groupby
from typing import Any

from django.db import Error, connections, transaction

from campaigns import months, rules
from campaigns.models import AnyTally, ReadTally, Tally
from campaigns.router import ALIAS

# A row is named by its table's model and what the row is unique by.
Row = tuple[type[AnyTally], tuple[Any, ...]]
Totals = dict[Row, int]

AT_ONCE = 500  # Rows of a statement: one is half the work of one for each row, and a database has its limit.


class InDoubtError(Exception):
    """The database was lost while it committed: nobody can tell whether it did."""


def merge(counts: Iterable[AnyTally]) -> Totals:
    """How much is to be added to each row."""
    totals: Totals = {}
    for count in counts:
        model = type(count)
        row = model, tuple([getattr(count, name) for name in _key(model)])
        totals[row] = totals.get(row, 0) + count.n
    return totals


def add_up(totals: Totals, more: Totals) -> None:
    for row, n in more.items():
        totals[row] = totals.get(row, 0) + n


def commit(totals: Totals) -> None:
    """Add to every row, or to none. After an error the next call begins with a new connection.

    Raises InDoubtError where the connection broke after COMMIT was sent, and what the database says where it
    took nothing.
    """
    connection = connections[ALIAS]
    is_sent = False
    try:
        with transaction.atomic(using=ALIAS, durable=True), connection.cursor() as cursor:
            if late := months.over(_days(totals, Tally)):
                months.touch(late)
            # Every writer takes tables and rows in one order, so that no two wait for each other.
            for model, rows in groupby(sorted(totals, key=_place), key=lambda row: row[0]):
                values = [_values(row, totals[row]) for row in rows]
                for first in range(0, len(values), AT_ONCE):
                    some = values[first : first + AT_ONCE]
                    cursor.execute(_upsert(model, len(some)), list(chain.from_iterable(some)))
            is_sent = True
    except Error as error:
        # SQLite is in this process and always knows; a server that still answers has rolled back.
        is_lost = is_sent and connection.vendor == "postgresql" and not connection.is_usable()
        if not connection.in_atomic_block:  # Else it is somebody else's, as in a test.
            connection.close_if_unusable_or_obsolete()
        if is_lost:
            raise InDoubtError("The tallies' database was lost while it committed") from error
        raise
    for day in sorted(_days(totals, Tally, ReadTally)):
        rules.note(day)


def _days(totals: Totals, *models: type[AnyTally]) -> set[dt.date]:
    """The days that are added to. A month or quarter is none: its first day may have had other rules."""
    return {values[_key(model).index("day")] for model, values in totals if model in models}


def _place(row: Row) -> tuple[str, list[str]]:
    """By text, in which even a bad row has its place."""
    model, values = row
    return model._meta.db_table, [str(value) for value in values]


@cache
def _fields(model: type[AnyTally]) -> list[Any]:
    """What names a row, then its number."""
    fields: list[Any] = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return sorted(fields, key=lambda field: field.column == "n")


@cache
def _key(model: type[AnyTally]) -> list[str]:
    return [field.attname for field in _fields(model)[:-1]]


@cache
def _upsert(model: type[AnyTally], rows: int) -> str:
    """The statement that adds to so many rows, or makes them. Names come from the model, values go as parameters."""
    quote = connections[ALIAS].ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(field.column) for field in _fields(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * rows)} "  # noqa: S608
        f"ON CONFLICT ({', '.join(columns[:-1])}) DO UPDATE SET n = {table}.n + excluded.n"
    )


def _values(row: Row, n: int) -> list[Any]:
    model, key = row
    connection = connections[ALIAS]
    pairs = zip(_fields(model), (*key, n), strict=True)
    return [field.get_db_prep_save(value, connection) for field, value in pairs]
