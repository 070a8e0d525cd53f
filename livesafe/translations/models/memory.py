"""The translation memory: what was once translated is kept, whatever becomes of its page."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Translation(models.Model):
    """One text in one language for one segment of one object, made from one English source.

    `object_key` outlives its object ("page:<translation key>"), so deleting a page keeps its texts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft: no person has checked it"
        APPROVED = "approved", "Approved by a person"
        UNSAFE = "unsafe", "Unsafe: a reviewer said so"

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    kind = models.CharField(max_length=4)
    source = models.TextField(help_text="The English that this was made from.")
    text = models.TextField()
    origin = models.CharField(max_length=120, help_text="Engine and model, person, or imported file.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    released = models.BooleanField(
        default=True, help_text="Readers may see it, as the release policy allows."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "language", "path", "source_hash"], name="one_text_a_segment"
            ),
            models.CheckConstraint(
                # Reviewed means that somebody said so, on a day; the account may be deleted later.
                condition=~models.Q(state="approved") | models.Q(approved_at__isnull=False),
                name="approved_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["language", "source_hash"])]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"


class PastText(models.Model):
    """What a memory row said before it was changed. Never edited, never shown to readers."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="past")
    text = models.TextField()
    state = models.CharField(max_length=8)
    origin = models.CharField(max_length=120)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.text[:60]}"


class Standing(models.Model):
    """How much of an object a language's readers get in that language: the projection's own count.

    Written only with the columns it describes, so the two cannot disagree.
    """

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    segments = models.PositiveIntegerField()
    drafts = models.PositiveIntegerField()
    approved = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_key", "language"], name="one_standing_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.object_key} {self.language}: {self.state}"

    @property
    def state(self) -> str:
        """The first that holds: english, partly, machine, reviewed."""
        shown = self.drafts + self.approved
        if not shown:
            return "english"
        if shown < self.segments:
            return "partly"
        return "machine" if self.drafts else "reviewed"
