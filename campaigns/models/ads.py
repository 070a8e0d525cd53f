"""What ad platforms say of their own reach: the files brought in, their rows, and whose campaigns they are about."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from campaigns.ads.shape import Platform

PLATFORMS = [(str(platform), platform.label) for platform in Platform]
KINDS = [("paid", "paid"), ("organic", "organic")]


class AdMapping(models.Model):
    """What the columns of somebody's table mean, kept under a name for the next one."""

    name = models.CharField(max_length=80, unique=True)
    mapping = models.JSONField()  # As campaigns.ads.mapping.Mapping.as_json gives it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class AdCampaign(models.Model):
    """What a platform calls a campaign (or, where a file goes no higher, an ad set, an ad or a post), and which of
    ours it is. Nobody is asked twice."""

    key = models.CharField(max_length=64, unique=True, editable=False)  # A hash of the five below it.
    platform = models.CharField(max_length=12, choices=PLATFORMS)
    kind = models.CharField(max_length=7, choices=KINDS, default="paid")
    account = models.CharField(max_length=200, blank=True)
    level = models.CharField(
        max_length=8, default="campaign"
    )  # One of campaigns.ads.shape.LEVELS, or "account".
    known_by = models.TextField(blank=True)  # Its ID, or its name where the file has no ID.
    name = models.TextField(blank=True)
    campaign = models.SlugField(
        max_length=255,
        blank=True,
        allow_unicode=True,
        help_text="The slug of ours. Blank: nobody has said yet.",
    )
    is_ours = models.BooleanField(default=True, help_text="Not one of ours: it is left out of every figure.")

    class Meta:
        ordering = ("platform", "name", "pk")

    def __str__(self) -> str:
        return self.name or self.known_by or f"the whole account {self.account}".strip()


class AdImport(models.Model):
    """A file of a platform: who brought it, what it says about itself, and what became of it."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Looked at"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        REFUSED = "refused", "Refused"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Stopped"

    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64, db_index=True)
    platform = models.CharField(max_length=12, choices=PLATFORMS, blank=True)
    kind = models.CharField(max_length=7, choices=KINDS, blank=True)
    format = models.CharField(max_length=60, blank=True)
    accounts = models.JSONField(default=list)
    time_zone = models.CharField(max_length=100, blank=True)
    exported = models.DateField(null=True, blank=True, help_text="When the platform made the file.")
    covers_first = models.DateField(null=True, blank=True)  # What it is about, with rows or without.
    covers_last = models.DateField(null=True, blank=True)
    first = models.DateField(null=True, blank=True)  # Of its rows.
    last = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    totals = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    notes = models.JSONField(default=list)  # [row or null, words]
    columns = models.JSONField(default=list)  # [name in the file, what it was taken for or ""]
    rows = models.PositiveIntegerField(default=0)

    stated_currency = models.CharField(max_length=3, blank=True)
    stated_first = models.DateField(null=True, blank=True)
    stated_last = models.DateField(null=True, blank=True)
    stated_account = models.CharField(max_length=200, blank=True)
    mapping_name = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(null=True, blank=True)  # As it was when it was used.
    chosen = models.JSONField(default=dict)  # Key of an AdCampaign → slug of ours, or "-" for none of ours.

    state = models.CharField(max_length=9, choices=State, default=State.PREVIEWED)
    stage = models.CharField(max_length=80, blank=True)  # What its worker does now, for staff.
    reasons = models.JSONField(default=list)  # [row or null, words] of a refusal.
    words = models.TextField(blank=True)  # What went wrong, for staff.
    new = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    stands_on = models.ManyToManyField("self", symmetrical=False, related_name="carries", blank=True)

    run = models.UUIDField(default=uuid.uuid4, editable=False)  # Of the worker that has it now.
    task = models.UUIDField(null=True, editable=False)
    beat_at = models.DateTimeField(null=True)  # When its worker was last seen alive.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["state", "beat_at"], name="import_state")]

    def __str__(self) -> str:
        return self.name


class AdUpload(models.Model):
    """A file's bytes, kept until it is imported, refused or abandoned."""

    of = models.OneToOneField(AdImport, models.CASCADE, related_name="upload")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.of)


class PlatformRow(models.Model):
    """One row of a platform's file. A later file replaces it; undoing that file brings it back."""

    key_hash = models.CharField(max_length=64)  # Of campaigns.ads.shape.AdRow.key.
    brought_by = models.ForeignKey(AdImport, models.PROTECT, related_name="brought")
    replaced_by = models.ForeignKey(
        AdImport, models.PROTECT, null=True, blank=True, related_name="replaced"
    )  # Null: current.
    ad_campaign = models.ForeignKey(AdCampaign, models.PROTECT, related_name="rows")

    platform = models.CharField(max_length=12, choices=PLATFORMS)
    kind = models.CharField(max_length=7, choices=KINDS)
    account = models.CharField(max_length=200, blank=True)
    account_name = models.CharField(max_length=200, blank=True)
    campaign_id = models.TextField(blank=True)
    campaign_name = models.TextField(blank=True)
    ad_set_id = models.TextField(blank=True)
    ad_set_name = models.TextField(blank=True)
    ad_id = models.TextField(blank=True)
    ad_name = models.TextField(blank=True)
    creative_id = models.TextField(blank=True)
    creative_name = models.TextField(blank=True)
    breakdown = models.JSONField(default=list, blank=True)  # [[dimension, value], …], sorted.
    channel = models.CharField(max_length=12)  # One of ours, as the row's own columns say it, or "meta".
    grain = models.CharField(
        max_length=300
    )  # "campaign", "ad/age/gender": rows of two grains are never added.
    first = models.DateField()
    last = models.DateField()
    is_day = models.BooleanField()

    impressions = models.BigIntegerField(null=True, blank=True)
    reach = models.BigIntegerField(null=True, blank=True)
    frequency = models.DecimalField(max_digits=15, decimal_places=6, null=True, blank=True)
    link_clicks = models.BigIntegerField(null=True, blank=True)
    link_clicks_from = models.TextField(blank=True)
    clicks_all = models.BigIntegerField(null=True, blank=True)
    landing_page_views = models.BigIntegerField(null=True, blank=True)
    video_views = models.BigIntegerField(null=True, blank=True)
    video_views_from = models.TextField(blank=True)
    spend = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    masked = models.JSONField(default=list, blank=True)  # [[figure, below which it is], …]
    raw = models.JSONField(default=list, blank=True)  # [[column, cell], …] of what has no place above.
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_hash"],
                condition=models.Q(replaced_by__isnull=True),
                name="one_current_row",
            )
        ]
        indexes = [
            models.Index(
                fields=["first", "last"], condition=models.Q(replaced_by__isnull=True), name="current_rows"
            ),
            models.Index(fields=["platform", "account", "first"], name="rows_of_account"),
        ]

    def __str__(self) -> str:
        what = self.campaign_name or self.ad_set_name or self.ad_name or self.creative_name or self.account
        return f"{self.platform} {what}, {self.first} to {self.last}"

    def figures(self) -> dict[str, Any]:
        """What may be added up, None where the file doesn't say."""
        names = ("impressions", "link_clicks", "clicks_all", "landing_page_views", "video_views", "spend")
        return {name: getattr(self, name) for name in names}
