"""What the worker keeps of its dealings with the engine: jobs, texts kept out, characters spent, the account's answers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One object into one language. What is done lies in the memory; this says who asked, and how it goes."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being translated"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    object_key = models.CharField(max_length=80)
    name = models.CharField(max_length=255, help_text="What staff call the object.")
    language = models.CharField(max_length=10)
    of_draft = models.BooleanField(default=False, help_text="Its latest draft, not what readers see now.")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    words = models.TextField(blank=True, help_text="What went wrong, for staff.")
    segments = models.PositiveIntegerField(help_text="How many there were to do.")
    done = models.PositiveIntegerField(default=0)
    kept_out = models.PositiveIntegerField(default=0)
    billed = models.PositiveIntegerField(default=0, help_text="Characters that DeepL billed.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Failed attempts since the last success.")
    run = models.UUIDField(default=uuid.uuid4, editable=False, help_text="Of the worker that has it now.")
    task = models.UUIDField(null=True, editable=False)
    beat_at = models.DateTimeField(null=True, help_text="When its worker was last seen alive.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "language"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_job_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["state", "beat_at"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.language}: {self.get_state_display()}"


class KeptOut(models.Model):
    """A text that came back from the engine twice with something wrong: no reader sees it, and a person writes it."""

    object_key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    source_hash = models.CharField(max_length=20)
    source = models.TextField()
    text = models.TextField(blank=True, help_text="What came back.")
    problems = models.JSONField(default=list)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "language", "path", "source_hash"], name="kept_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.source[:60]}"


class Spending(models.Model):
    """Characters of one calendar month, sent or about to be sent."""

    month = models.DateField(unique=True)
    characters = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.month:%B %Y}: {self.characters}"


class Said(models.Model):
    """What the engine's account last said on one matter, so that no page of the desk waits for it."""

    matter = models.CharField(max_length=20, unique=True)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.matter}, {self.at:%d %B %Y %H:%M}"


class EngineGlossary(models.Model):
    """The engine's own copy of our glossary for one language."""

    language = models.CharField(max_length=10, unique=True)
    engine_id = models.CharField(max_length=64)
    entries_hash = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.language}: {self.engine_id}"
