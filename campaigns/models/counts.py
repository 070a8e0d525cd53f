"""The numbers that are kept. There is nothing smaller: no event, person, address or time of day."""

from __future__ import annotations

from typing import TypeAlias

from django.db import models


class Kind(models.TextChoices):
    IMPRESSION = "impression", "impression"
    CLICK = "click", "click"
    VISIT = "visit", "visit"
    PLEDGE = "pledge", "pledge"
    DOWNLOAD = "download", "download"
    SHARE = "share", "share"
    FINISH = "finish", "finished a scenario"
    # An outtake: one anonymous tap, from 1 (not at all) to 5 (very), before a scenario and after it.
    BEFORE_1 = "before_1", "before: 1"
    BEFORE_2 = "before_2", "before: 2"
    BEFORE_3 = "before_3", "before: 3"
    BEFORE_4 = "before_4", "before: 4"
    BEFORE_5 = "before_5", "before: 5"
    AFTER_1 = "after_1", "after: 1"
    AFTER_2 = "after_2", "after: 2"
    AFTER_3 = "after_3", "after: 3"
    AFTER_4 = "after_4", "after: 4"
    AFTER_5 = "after_5", "after: 5"


ACTIONS = frozenset({Kind.PLEDGE, Kind.DOWNLOAD, Kind.SHARE, Kind.FINISH})
OUTTAKES = frozenset(kind for kind in Kind if kind.value.startswith(("before_", "after_")))


class Tap(models.TextChoices):
    HELP = "help", "help tap"
    EXIT = "exit", "exit"


class Count(models.Model):
    """A number and what it counts; never who, when in the day, from where or with what."""

    n = models.PositiveBigIntegerField(default=1)

    class Meta:
        abstract = True


class Tally(Count):
    """What was done from one source on one day in London."""

    day = models.DateField()
    # Not a foreign key: the sources are in another database.
    source_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=Kind)
    verdict = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "source_id", "language", "kind", "verdict"], name="one_tally"
            )
        ]
        # PostgreSQL finds that the days of a report lie together by this, and not by the constraint's index.
        indexes = [models.Index(fields=["day"], name="tallies_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.source_id} {self.language} {self.kind} {self.verdict}: {self.n}"


class MonthSum(Count):
    """The tallies of a month that is over, added up, so that a report need not go through its days."""

    month = models.DateField()  # Its first day.
    source_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=Kind)
    verdict = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "source_id", "language", "kind", "verdict"], name="one_month_sum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.source_id} {self.language} {self.kind} {self.verdict}: {self.n}"


class DaySum(Count):
    """All tallies of a day of such a month, whatever their source and language."""

    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    verdict = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "verdict"], name="one_day_sum")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.verdict}: {self.n}"


class SummedMonth(models.Model):
    """Whether a month's sums are what its days add up to. Who changes either holds this row meanwhile."""

    month = models.DateField(unique=True)  # Its first day.
    is_current = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {'current' if self.is_current else 'to be added up'}"


class ReadTally(Count):
    """How often an ordinary page was opened by a person on one day; sensitive pages have none."""

    day = models.DateField()
    page = models.UUIDField()  # Its translation key.
    language = models.CharField(max_length=10)

    class Meta:
        verbose_name_plural = "read tallies"
        constraints = [models.UniqueConstraint(fields=["day", "page", "language"], name="one_read_tally")]

    def __str__(self) -> str:
        return f"{self.day} {self.page} {self.language}: {self.n}"


class MonthTally(Count):
    """Help taps and exits on a campaign's page in one month."""

    month = models.DateField()  # Its first day.
    campaign = models.SlugField(max_length=255, allow_unicode=True)
    kind = models.CharField(max_length=12, choices=Tap)

    class Meta:
        verbose_name_plural = "month tallies"
        constraints = [models.UniqueConstraint(fields=["month", "campaign", "kind"], name="one_month_tally")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.campaign} {self.kind}: {self.n}"


class QuarterTally(Count):
    """Help taps and exits on any page in one language in one financial quarter."""

    quarter = models.DateField()  # Its first day.
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=Tap)

    class Meta:
        verbose_name_plural = "quarter tallies"
        constraints = [
            models.UniqueConstraint(fields=["quarter", "language", "kind"], name="one_quarter_tally")
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.language} {self.kind}: {self.n}"


AnyTally: TypeAlias = Tally | ReadTally | MonthTally | QuarterTally
