"""The translation memory: what was once translated is kept, whatever becomes of its page."""

from __future__ import annotations

from copy import copy

from django.conf import settings
from django.db import models

# What serves every object that says the same: a text that a person approved for exactly this English. A draft written
# over it takes it from nobody, and an approval kept through a minor edit was for another English.
LENT = models.Q(minor_from="") & (models.Q(state="approved", released=True) | ~models.Q(approved_text=""))


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
    made_as = models.CharField(
        max_length=80, blank=True, help_text="What staff called the user of a reviewer link who wrote it."
    )
    approved_as = models.CharField(max_length=80, blank=True, help_text="The same, for who approved it.")
    approved_text = models.TextField(
        blank=True, help_text="What readers get until a draft that was written over it is approved."
    )
    minor_from = models.CharField(
        max_length=20,
        blank=True,
        help_text="Kept through a minor edit: the hash of the English that it was really made from.",
    )

    class Meta:
        permissions = [
            ("translate_own", "Can translate into the languages given to them"),
            ("approve_own", "Can approve in the languages given to them"),
            ("translate_all", "Can translate into every language"),
            ("approve_all", "Can approve in every language"),
        ]
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

    @property
    def is_by_person(self) -> bool:
        return bool(self.made_by_id or self.made_as)

    @property
    def lent(self) -> Translation | None:
        """The text that serves others, as it stood before any draft over it; never to be saved."""
        if self.minor_from:
            return None
        if not self.approved_text:
            return self if self.state == self.State.APPROVED and self.released else None
        before = copy(self)
        before.text, before.state, before.approved_text = self.approved_text, self.State.APPROVED, ""
        before.made_by, before.made_as = None, ""  # They wrote the draft.
        return before


class PastText(models.Model):
    """What a memory row said before it was changed. Never edited, never shown to readers."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="past")
    text = models.TextField()
    state = models.CharField(max_length=8)
    origin = models.CharField(max_length=120)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_as = models.CharField(max_length=80, blank=True)
    replaced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.text[:60]}"


class LiveSegment(models.Model):
    """One segment of the English that readers have today, in page order: what the projection read last.

    From it the desk knows what an edit changed, and which objects share a text, without opening a page.
    """

    object_key = models.CharField(max_length=80)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=4)
    source = models.TextField()
    policy = models.CharField(max_length=5)
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "path", "source_hash"], name="one_live_segment_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_key}#{self.path}: {self.source[:60]}"


class Standing(models.Model):
    """How much of an object a language's readers get in that language: the projection's own count.

    Written only with the columns it describes, so the two cannot disagree.
    """

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    segments = models.PositiveIntegerField()
    drafts = models.PositiveIntegerField()
    approved = models.PositiveIntegerField()
    words = models.PositiveIntegerField(default=0, help_text="Of the English.")
    words_english = models.PositiveIntegerField(
        default=0, help_text="Of them, those that readers get in English."
    )
    words_drafts = models.PositiveIntegerField(default=0, help_text="… and those that no person has checked.")
    critical = models.PositiveIntegerField(default=0, help_text="Segments under “both” or “hold”.")
    critical_approved = models.PositiveIntegerField(default=0)
    outdated = models.PositiveIntegerField(
        default=0, help_text="Segments whose English changed since a text that exists for their place."
    )
    older = models.PositiveIntegerField(
        default=0, help_text="Of them, those that a minor edit left readers with the older text."
    )
    unsafe = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0, help_text="Drafts that wait for a person, shown or not.")

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
