"""What the site notes down for itself: where pages were, what is new, when the clock ran, which reminders were sent."""

from __future__ import annotations

from django.db import models

from livesafe.content.support import SupportService


class Withdrawn(models.Model):
    """An address at which a page once was: readers are told that it is gone, and not that it never was."""

    path = models.CharField(max_length=500, unique=True, help_text="The English address.")

    def __str__(self) -> str:
        return self.path


class ContentVersion(models.Model):
    """One row that moves with everything that readers see; livesafe/version.py moves and reads it."""

    number = models.PositiveBigIntegerField(default=0)
    retracted = models.PositiveBigIntegerField(
        default=0, help_text="The number at which something was last taken back: nothing older may be shown."
    )

    def __str__(self) -> str:
        return str(self.number)


class Tick(models.Model):
    """When the minute's clock last ran through: staff see when it is late."""

    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """A reminder that was mailed, so that it is mailed once."""

    service = models.ForeignKey(SupportService, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    days_before = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "due_on", "days_before"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.days_before} days before {self.due_on}"
