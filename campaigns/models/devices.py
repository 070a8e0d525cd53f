"""What is needed to count devices without a list of them, and what is known of it afterwards.

`SketchKey` and `SketchPart` are the only personal data of the counting, for as long as a key lives: they are kept where
no backup, replica or log of the database reaches (migration 0003, and a file of their own with SQLite).
"""

from __future__ import annotations

import uuid

from django.db import models


class Span(models.TextChoices):
    DAY = "day", "one day"
    CAMPAIGN = "campaign", "a campaign"


class Ending(models.TextChoices):
    SCHEDULE = "schedule", "on schedule"
    LOST = "lost", "lost with the database's unlogged tables; its days have no estimate"


class Window(models.Model):
    """The days over which one key tells devices apart, and what became of the key. Holds nothing of the key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    span = models.CharField(max_length=8, choices=Span)
    campaign = models.SlugField(max_length=255, allow_unicode=True, blank=True)  # Blank: all, for a day.
    first = models.DateField()
    last = models.DateField()
    ended = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    erased = models.DateField(null=True, blank=True, help_text="When the key was gone from the disk too.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["span", "campaign", "first"],
                condition=models.Q(ended__isnull=True),
                name="one_open_window",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign or 'all campaigns'}, {self.first} to {self.last}"


class DeviceEstimate(models.Model):
    """How many devices, of one sketch or in both of two, with the bounds of two standard deviations."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="estimates")
    campaign = models.SlugField(max_length=255, allow_unicode=True, blank=True)  # Blank: all together.
    dimension = models.CharField(max_length=8, blank=True)  # channel, language or, for the whole, nothing.
    label = models.CharField(max_length=20, blank=True)
    other = models.CharField(max_length=20, blank=True)  # With it: the devices that both labels have.
    low = models.PositiveBigIntegerField()
    estimate = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "campaign", "dimension", "label", "other"], name="one_estimate"
            )
        ]

    def __str__(self) -> str:
        return f"{self.low} to {self.high} devices"


class SketchKey(models.Model):
    """Half of a key. The other half is the site's own secret, so that a copy of this table alone opens nothing."""

    window = models.UUIDField(primary_key=True)
    secret = models.BinaryField(max_length=32)
    born = models.DateField()

    def __str__(self) -> str:
        return str(self.window)


class SketchPart(models.Model):
    """What one process has seen for one window, campaign, channel and language."""

    window = models.UUIDField()
    process = models.UUIDField()
    campaign = models.SlugField(max_length=255, allow_unicode=True)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=10)
    sketch = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "process", "campaign", "channel", "language"], name="one_part_a_process"
            )
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.campaign} {self.channel} {self.language}"
