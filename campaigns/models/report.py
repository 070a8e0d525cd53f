"""What staff say about the figures: plans, figures from elsewhere, notes; and what was sent out of the report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from campaigns.period import today


class Said(models.Model):
    """Something that a member of staff put into the report. Who left keeps no name here."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class CampaignPlan(Said):
    """What a campaign set out to do, before its figures came: objective, budget and targets."""

    class Audience(models.TextChoices):
        YOUNG_PEOPLE = "young-people", "young people"
        PARENTS = "parents", "parents and carers"
        PROFESSIONALS = "professionals", "professionals"
        EVERYBODY = "everybody", "everybody"

    campaign = models.SlugField(max_length=255, allow_unicode=True, unique=True)
    objective = models.TextField(
        blank=True, help_text="What should be different afterwards, as one sentence."
    )
    audience = models.CharField(max_length=13, choices=Audience, default=Audience.EVERYBODY)
    budget = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, default="GBP")
    inputs = models.TextField(
        blank=True, help_text="What else went into it: staff time, partners, materials."
    )
    outcomes = models.TextField(
        blank=True, help_text="What changed, and how you know. Figures need a source."
    )
    # Targets for the whole campaign. Blank: none was set.
    platform_impressions = models.PositiveBigIntegerField("shown by platforms", null=True, blank=True)
    impressions = models.PositiveBigIntegerField("seen on our pages", null=True, blank=True)
    clicks_genuine = models.PositiveBigIntegerField("genuine clicks", null=True, blank=True)
    visits = models.PositiveBigIntegerField(null=True, blank=True)
    actions = models.PositiveBigIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return f"Plan of {self.campaign}"


class ManualFigure(Said):
    """A figure that somebody else counted. It stands beside ours with its source, and is never added to them."""

    class Measure(models.TextChoices):
        IMPRESSIONS = "impressions", "impressions"
        CLICKS = "clicks", "genuine clicks"
        PEOPLE = "people", "people reached"
        PRINT_RUN = "print_run", "copies printed"
        ATTENDANCE = "attendance", "people present"
        OTHER = "other", "another figure"

    measure = models.CharField(max_length=12, choices=Measure)
    value = models.PositiveBigIntegerField()
    wording = models.CharField(
        max_length=200,
        blank=True,
        help_text="As the source says it, such as “over 28,000”. Blank: exactly so.",
    )
    first = models.DateField("from")
    last = models.DateField("to")
    campaign = models.SlugField(max_length=255, allow_unicode=True, blank=True)  # Blank: all campaigns.
    channel = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=500, help_text="Where it can be looked up: title, page, date.")
    note = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "figure from elsewhere"
        verbose_name_plural = "figures from elsewhere"
        ordering = ["first", "measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="figure_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value:,}, {self.source}"


class Annotation(Said):
    """What happened on a day that explains its figures: “poster launch”, “half-term”."""

    first = models.DateField("from")
    last = models.DateField("to")
    campaign = models.SlugField(max_length=255, allow_unicode=True, blank=True)  # Blank: all campaigns.
    words = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "note on a day"
        verbose_name_plural = "notes on days"
        ordering = ["first", "pk"]

    def __str__(self) -> str:
        return f"{self.first}: {self.words}"


class GuardNote(Said):
    """Why a headline may stand that a guard held back. It is printed with the headline."""

    guard = models.CharField(max_length=40)
    about = models.CharField(max_length=1000)  # `Query.about`: the days and filters it was written for.
    figures = models.CharField(max_length=200)  # What it explains; other figures need another note.
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guard", "about", "figures"], name="one_note_a_guard")]

    def __str__(self) -> str:
        return f"{self.guard}: {self.words}"


class SavedView(Said):
    """A question somebody asks often."""

    name = models.CharField(max_length=100)
    query = models.CharField(
        max_length=1000
    )  # As in the report's address; “last quarter” moves on by itself.
    is_shared = models.BooleanField("everybody who sees the report sees this view", default=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class FrozenQuerySet(models.QuerySet["FrozenReport"]):
    def update(self, **changes: Any) -> int:
        raise ValueError(FIXED)

    def delete(self) -> Any:
        raise ValueError(FIXED)


FIXED = "A frozen report never changes and never goes. Freeze the period again to have another version."


class FrozenReport(Said):
    """A report as it was. It never changes: data that came late make another version."""

    query = models.CharField(max_length=1000)  # `Query.address`
    audience = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    content = models.TextField()  # `Report.as_data` as canonical JSON.
    content_hash = models.CharField(max_length=64)  # SHA-256 of `content`.
    moved = models.JSONField(default=list)  # What differs from the version before it.
    is_demo = models.BooleanField(default=False)
    is_new = False  # Whether it was frozen just now, by this call.

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["query", "version"]
        constraints = [models.UniqueConstraint(fields=["query", "version"], name="one_report_a_version")]

    def __str__(self) -> str:
        return f"{self.query}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError(FIXED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError(FIXED)


class Door(Said):
    """A way into the report without an account. Only a hash of its secret is kept."""

    label = models.CharField(max_length=100, help_text="For whom it is.")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires = models.DateField(help_text="The last day it opens.")
    revoked = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.revoked is None and today() <= self.expires


class ReachToken(Door):
    """A partner's token for the JSON API, audience *outside* unless it says otherwise."""

    campaigns = models.JSONField(default=list, blank=True)  # Slugs. None: all of them.
    audience = models.CharField(max_length=7, default="outside")
    first = models.DateField("figures from", null=True, blank=True)


class TokenUse(models.Model):
    """What a partner's program asked, kept for a year."""

    token = models.ForeignKey(ReachToken, models.CASCADE, related_name="uses")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    asked = models.CharField(max_length=1000)
    status = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.status}"


class ShareLink(Door):
    """One report for whoever has the link, audience *outside*."""

    query = models.CharField(max_length=1000)
    opened = models.PositiveIntegerField(default=0)


class MailSchedule(Said):
    """A report that goes out by itself when a week, month or quarter has ended."""

    class Every(models.TextChoices):
        WEEK = "week", "week"
        MONTH = "month", "month"
        QUARTER = "quarter", "financial quarter"

    name = models.CharField(max_length=100)
    every = models.CharField(max_length=7, choices=Every)
    query = models.CharField(max_length=1000, blank=True)  # All but the period.
    audience = models.CharField(max_length=7, default="outside")
    recipients = models.TextField(help_text="One e-mail address a line.")
    is_active = models.BooleanField("send it", default=True)
    sent_for = models.CharField(max_length=20, blank=True, editable=False)  # The last period that went out.
    sent_to = models.JSONField(default=dict, editable=False)  # The last period that each address was sent.
    failed = models.TextField(blank=True, editable=False)  # Why the last try did not.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)  # That failed, of this period.
    next_try = models.DateTimeField(null=True, editable=False)  # Until then it is somebody's, or waits.

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
