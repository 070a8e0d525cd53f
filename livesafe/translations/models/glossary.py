"""Words that staff have agreed on: how a term is said in a language, or that it stays as it is."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from livesafe import languages


class Term(ClusterableModel):
    """An English term of which at least one language has a ruling."""

    term = models.CharField(
        max_length=80, unique=True, help_text="In English, as pages write it: county lines"
    )
    note = models.TextField(
        blank=True,
        help_text="What it means, for translators. Say it where a word-by-word translation misleads.",
    )

    class Meta:
        ordering = ("term",)
        verbose_name = "glossary term"

    def __str__(self) -> str:
        return self.term


class Ruling(models.Model):
    """What a language does with a term."""

    class Rule(models.TextChoices):
        AS = "as", "Translate as"
        NEVER = "never", "Never translate"

    CHOICES: ClassVar = [(language.code, language.name) for language in languages.TARGETS]

    of = ParentalKey(Term, on_delete=models.CASCADE, related_name="rulings")
    language = models.CharField(
        max_length=10,
        blank=True,
        choices=CHOICES,
        help_text="Blank: every language that has no line of its own.",
    )
    rule = models.CharField(max_length=5, choices=Rule, default=Rule.AS)
    text = models.CharField("translate as", max_length=120, blank=True)
    forms = models.CharField(
        "also right",
        max_length=400,
        blank=True,
        help_text="Other forms, with commas. An asterisk stands for any ending: lini* okręg*",
    )
    avoid = models.CharField(
        "never write",
        max_length=400,
        blank=True,
        help_text="Wrong or word-by-word translations, with commas.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_ruling_a_language")]

    def __str__(self) -> str:
        return f"{self.language or 'every language'}: {self.text or self.get_rule_display()}"

    def clean(self) -> None:
        if self.rule == self.Rule.AS and not (self.text and self.language):
            raise ValidationError("“Translate as” needs the language and the words in it.")
        if self.rule == self.Rule.NEVER and (self.text or self.forms):
            raise ValidationError("“Never translate” takes no words. Clear them, or choose “Translate as”.")
