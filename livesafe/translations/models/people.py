"""Who translates what, and what people say to each other about a text."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from livesafe import languages


class LanguageRole(models.Model):
    """A language in which a person translates or reviews. Which of the two, their groups say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="language_roles")
    language = models.CharField(
        max_length=10, choices=[(language.code, language.name) for language in languages.TARGETS]
    )

    class Meta:
        verbose_name = "language of a person"
        verbose_name_plural = "languages of people"
        constraints = [models.UniqueConstraint(fields=["user", "language"], name="one_role_a_language")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_language_display()}"


class Comment(models.Model):
    """What somebody said about one text in one language; waits until somebody settled it."""

    class Why(models.TextChoices):
        COMMENT = "comment", "Comment"
        SENT_BACK = "sent_back", "Sent back"
        UNSAFE = "unsafe", "Said to be unsafe"

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    why = models.CharField(max_length=9, choices=Why, default=Why.COMMENT)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_label = models.CharField(
        max_length=80, blank=True, help_text="What staff called the user of a reviewer link."
    )
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["object_key", "language"])]

    def __str__(self) -> str:
        return f"{self.language} {self.get_why_display()}: {self.text[:60]}"
