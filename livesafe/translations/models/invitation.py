"""Reviewer links, and what their users said. Nobody who opens a link is named: staff chose a label for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from livesafe import languages
from livesafe.languages import Language

# What was begun before a link ended is still taken for this long.
GRACE = timedelta(hours=24)


class Invitation(models.Model):
    """A link to one page in one language for one person without an account; in English, to the page's draft.

    Only a hash of the link's secret is stored: a copy of this table opens no link, and neither does the secret key of
    the site. The price is that the address is shown once.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    label = models.CharField(
        max_length=60,
        help_text="What staff call the person who gets it, such as “Punjabi reviewer 2”. Never a name.",
    )
    may_approve = models.BooleanField(
        "approvals count",
        default=False,
        help_text="What this person approves is released at once. Otherwise it waits for you as advice.",
    )
    shows_draft = models.BooleanField(
        "show the draft",
        default=False,
        help_text="The page as last saved, in place of the page that is live.",
    )
    note = models.TextField(blank=True, help_text="For staff alone.")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "reviewer link"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label

    @property
    def ended_at(self) -> datetime:
        """When it stops to open, or stopped."""
        return min(self.expires_at, self.revoked_at) if self.revoked_at else self.expires_at

    @property
    def is_over(self) -> bool:
        return self.ended_at <= timezone.now()

    @property
    def target(self) -> Language:
        return languages.get(self.language)

    @property
    def is_english(self) -> bool:
        """Whether it asks about the words of an English draft, and not about a translation."""
        return self.language == languages.SOURCE.code


class Stamp(models.TextChoices):
    """What a young person can say of a paragraph with one tap; as many as fit."""

    CLEAR = "clear", "Clear"
    NOT_OUR_WORDS = "not_our_words", "Not how we’d say it"
    COULD_UPSET = "could_upset", "Could upset"
    STOP_READING = "stop_reading", "Stop reading here"


class Reply(models.Model):
    """What the user of a link said about one segment. Outlives the link, whose label it repeats."""

    class Verdict(models.TextChoices):
        NONE = "", "Nothing yet"
        APPROVE = "approve", "It is right"
        SUGGEST = "suggest", "I would say it another way"
        UNSAFE = "unsafe", "It could harm someone"
        STAMPED = "stamped", "Stamped"

    class State(models.TextChoices):
        TYPING = "typing", "Typed, not handed in"
        OPEN = "open", "Waits for staff"
        NOTED = "noted", "Shown beside the draft"
        APPLIED = "applied", "Took effect by itself"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="replies")
    label = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    kind = models.CharField(max_length=4, default="text")
    source = models.TextField(help_text="The English that the person had before them.")
    seen = models.TextField(blank=True, help_text="The translation that the person had before them.")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True, default=Verdict.NONE)
    stamps = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True, help_text="Their own wording.")
    comment = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.TYPING)
    late = models.BooleanField(default=False, help_text="Handed in after the link had ended.")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="What came of it, and why.")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["invitation", "path", "source_hash"], name="one_reply_a_segment")
        ]
        indexes = [
            models.Index(fields=["object_key", "language"]),
            models.Index(fields=["state", "language"]),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_verdict_display()}"

    @property
    def stamp_words(self) -> list[str]:
        return [str(stamp.label) for stamp in Stamp if stamp in self.stamps]
