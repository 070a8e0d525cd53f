"""What the editor of translations keeps beside the texts: a note for translators, and words that nobody saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class TranslatorsNote(models.Model):
    """For whom a page is, how it speaks, and which of its terms are explained and never translated word by word."""

    object_key = models.CharField(max_length=80, unique=True)
    audience = models.CharField(
        "who reads it", max_length=200, blank=True, help_text="For example: young people of 13 to 17."
    )
    register = models.CharField(
        "how it speaks",
        max_length=200,
        blank=True,
        help_text="For example: warm, informal “you”; no blame.",
    )
    terms = models.TextField(
        "terms to explain",
        blank=True,
        help_text="One a line: the term, a colon, what it means. Such a term is explained in the other language and "
        "never translated word by word. For example: county lines: gangs that use children to carry drugs.",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Note for translators of {self.object_key}"

    def explained(self) -> dict[str, str]:
        """The terms and what they mean; a line without a colon is a term without its meaning."""
        lines = [line.partition(":") for line in self.terms.splitlines()]
        return {term.strip(): meaning.strip() for term, _, meaning in lines if term.strip()}


class Unfinished(models.Model):
    """What one person has typed for a segment and not saved: kept as they type, seen by no reader.

    Each person has a row of their own, so that two who write at once never write over each other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    text = models.TextField(help_text="To the letter, as it stood in the box.")
    seen = models.TextField(help_text="What the memory said when they began to type.")
    typed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "language", "path", "source_hash", "user"],
                name="one_unfinished_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"
