"""What readers said reads wrong: a number beside a text, and nothing of who said it."""

from __future__ import annotations

import hashlib

from django.db import models


class ReadsWrong(models.Model):
    """How often readers said that one text reads wrong, as it is shown to them today.

    A total: no person, device or time of day. The projection deletes it once readers get other words.
    """

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=20, help_text="Of the words that readers had before them.")
    n = models.PositiveIntegerField(default=0)
    day = models.DateField(help_text="The last on which somebody said so.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "language", "path", "source_hash", "text_hash"],
                name="one_count_a_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.path}: {self.n}"

    @staticmethod
    def hash_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:20]
