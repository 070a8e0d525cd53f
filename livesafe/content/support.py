"""Support services: who can help, held once and chosen everywhere, so that a number changes in one place."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from wagtail.search import index

from livesafe.translations.columns import Translated, WordsField
from livesafe.translations.segments import Policy

SOURCE_ONLY = "source only"
CHECK_EVERY = timedelta(days=365)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPENING = re.compile(
    r"^(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)$"
)

AREAS = {
    "leicester": "Leicester",
    "leicestershire": "Leicestershire",
    "rutland": "Rutland",
    "uk": "All of the UK",
}
NEEDS = {
    "danger": "In danger now",
    "talk": "Someone to talk to",
    "abuse": "Hurt or scared at home or by a partner",
    "exploitation": "Being used or made to do things",
    "online": "Something online",
    "hurting": "Hurting yourself, or not wanting to live",
    "mental_health": "How you feel",
    "drugs": "Alcohol and drugs",
    "crime": "Something happened to you or you saw it",
    "police": "Tell the police or tell someone without your name",
    "hate": "Bullying and hate",
    "worried_child": "Worried about a child",
    "missing": "Running away or missing",
}


NUMBER = RegexValidator(r"^\+?\d[\d ]*$", "Write a number with digits and spaces, such as 0800 1111.")


class ChoiceList(models.JSONField):
    """A list of keys of a fixed table, edited as tick boxes."""

    def __init__(self, *args: Any, options: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.options = options or {}
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=list(self.options.items()),
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
        )


def check_opening(value: str) -> None:
    if value == "always":
        return
    for line in value.splitlines():
        match = OPENING.match(line.strip())
        if not match or match["first"] not in DAYS or (match["last"] or "mon") not in DAYS:
            raise ValidationError(
                f"“{line}” is not like “mon-fri 08:00-22:00”. Write one line for each, or “always”."
            )


class SupportService(index.Indexed, Translated):
    """A service that can help. Shown once a person or a source has verified it, and then never hidden by a date."""

    class Grade(models.TextChoices):
        A = "A", "A: verified on primary data"
        B = "B", "B: stated by an official or first-party source"
        C = "C", "C: secondary or old source. Not shown"
        D = "D", "D: not confirmed. Not shown"

    class Interpreter(models.TextChoices):
        YES = "yes", "Yes"
        ON_REQUEST = "on_request", "On request"
        NO = "no", "No"
        UNKNOWN = "unknown", "We do not know"

    translated: ClassVar[tuple[str, ...]] = (
        "purpose",
        "what_happens",
        "who_they_tell",
        "say_this",
        "hours",
        "cost",
        "languages_spoken",
    )

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, help_text="The same in every language.")
    order = models.PositiveSmallIntegerField(default=100, help_text="Smaller comes first.")
    purpose = WordsField("what it is for", help_text="One line.")
    what_happens = WordsField("what happens when you contact them", blank=True)
    who_they_tell = WordsField("who they tell", blank=True)
    say_this = WordsField("words to begin with", blank=True)
    hours = WordsField("hours, in words", blank=True)
    cost = WordsField(blank=True)
    languages_spoken = WordsField("languages", blank=True)
    phone = models.CharField(max_length=20, blank=True, validators=[NUMBER])
    sms = models.CharField("text number", max_length=20, blank=True, validators=[NUMBER])
    sms_word = models.CharField("word to text", max_length=20, blank=True)
    chat_url = models.URLField("chat", blank=True)
    web_url = models.URLField("website or form", blank=True)
    email = models.EmailField(blank=True)
    bsl_url = models.URLField("British Sign Language", blank=True)
    text_relay = models.CharField(max_length=24, blank=True)
    interpreter = models.CharField(max_length=10, choices=Interpreter, default=Interpreter.UNKNOWN)
    opening = models.TextField(
        "opening times",
        blank=True,
        validators=[check_opening],
        help_text="“always”, or lines such as “mon-fri 08:00-22:00”. Blank where we do not know.",
    )
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    areas = ChoiceList(options=AREAS)
    needs = ChoiceList(options=NEEDS)
    grade = models.CharField("how sure", max_length=1, choices=Grade, default=Grade.D)
    source_url = models.URLField("where this is stated")
    last_verified = models.DateField(null=True, blank=True)
    verified_by = models.CharField(
        max_length=80, blank=True, help_text="Who rang or opened it, or “source only”."
    )

    # For staff who choose one.
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("grade"),
        index.FilterField("interpreter"),
    ]

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def object_key(self) -> str:
        return f"service:{self.slug}"

    @classmethod
    def with_keys(cls, keys: Collection[str]) -> models.QuerySet[SupportService]:
        wanted = [key.removeprefix("service:") for key in keys if key.startswith("service:")]
        return cls.objects.filter(slug__in=wanted)

    @property
    def policy(self) -> Policy:
        return "both"

    @property
    def is_from_source_only(self) -> bool:
        """Nobody of ours has rung or opened it yet."""
        return self.verified_by == SOURCE_ONLY

    @property
    def is_shown(self) -> bool:
        return self.grade in {"A", "B"} and self.last_verified is not None

    @property
    def check_due_on(self) -> date | None:
        return self.last_verified + CHECK_EVERY if self.last_verified else None

    @property
    def check_is_due(self) -> bool:
        return self.check_due_on is not None and self.check_due_on <= timezone.localdate()

    @property
    def tel(self) -> str:
        """The number as a phone dials it."""
        return dial(self.phone)

    @property
    def is_open(self) -> bool | None:
        """Open now in Leicester; None where we do not know the times."""
        return is_open(self.opening, timezone.localtime()) if self.opening else None

    def clean(self) -> None:
        before = SupportService.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before not in (None, self.slug):
            raise ValidationError(
                {"slug": f"“{before}” is what its translations are kept under, so it stays."}
            )
        if self.age_from and self.age_to and self.age_from > self.age_to:
            raise ValidationError({"age_to": "This is below the age it starts from."})
        ways = ("phone", "sms", "chat_url", "web_url", "email", "bsl_url", "text_relay")
        if not any(getattr(self, way) for way in ways):
            raise ValidationError("Give at least one way to contact the service.")


def dial(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c in "+,")


def is_open(opening: str, now: datetime) -> bool:
    """Whether `now` (local time) lies in opening times written like "mon-fri 08:00-22:00"; midnight may be crossed."""
    if opening == "always":
        return True
    clock = now.strftime("%H:%M")
    for line in opening.splitlines():
        match = OPENING.match(line.strip())
        if match is None:
            continue
        first = DAYS.index(match["first"])
        last = DAYS.index(match["last"] or match["first"])
        days = {(first + offset) % 7 for offset in range((last - first) % 7 + 1)}
        opens, closes = match["opens"], match["closes"]
        if opens < closes and now.weekday() in days and opens <= clock < closes:
            return True
        if opens >= closes and (
            (now.weekday() in days and clock >= opens) or ((now.weekday() - 1) % 7 in days and clock < closes)
        ):
            return True
    return False


def shown() -> models.QuerySet[SupportService]:
    """The services that readers may see, in order."""
    return SupportService.objects.filter(grade__in=("A", "B"), last_verified__isnull=False)
