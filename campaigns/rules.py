"""Keeps with each day which rules judged its acts, so that a report can name them."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import Error, transaction

from campaigns import traffic
from campaigns.models import RulesUsed
from campaigns.period import Period
from campaigns.router import ALIAS

logger = logging.getLogger(__name__)


class Notes:
    """Of which day this process has noted the rules already."""

    def __init__(self) -> None:
        self._noted: dt.date | None = None

    def note(self, day: dt.date) -> None:
        """Keep that today's rules judged a day's acts. Once a day and process it asks the database, else nothing.

        The writer calls it after it added to a day, outside a transaction. Never raises: rules that could not
        be kept are tried again with the next acts, and stop no count.
        """
        if day == self._noted:
            return
        try:
            with transaction.atomic(using=ALIAS):
                RulesUsed.objects.bulk_create(
                    [RulesUsed(day=day, version=traffic.VERSION)], ignore_conflicts=True
                )
        except Error:
            logger.warning("The version of the traffic rules can't be kept with its day yet")
        else:
            self._noted = day

    def clear(self) -> None:
        self._noted = None


notes = Notes()
note = notes.note


def used(period: Period) -> list[str]:
    """The versions of the rules that judged the acts of a period, oldest first."""
    days = RulesUsed.objects.filter(day__range=(period.first, period.last)).order_by("day", "version")
    return list(dict.fromkeys(days.values_list("version", flat=True)))
