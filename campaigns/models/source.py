"""Where people come to a campaign from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models.functions import Lower, Replace

from campaigns.period import within

DIRECT = "direct"  # The code of a campaign's visits that no link or placement led to.
UTM = "utm"  # The creative of a source made from an address's utm_source.
# What a person takes for something else, or leaves out, when typing a code.
LOOK_ALIKES = {"o": "0", "l": "1", "i": "1", "-": ""}


class Channel(models.TextChoices):
    SITE = "site", "our own pages"
    DIRECT = "direct", "direct"
    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    SNAPCHAT = "snapchat", "Snapchat"
    FACEBOOK = "facebook", "Facebook"
    YOUTUBE = "youtube", "YouTube"
    GOOGLE = "google", "Google"
    X = "x", "X"
    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", "e-mail"
    POSTER = "poster", "poster"
    SCHOOL = "school", "school"
    PRESS = "press", "press"
    PARTNER = "partner", "partner"
    OTHER = "other", "other"


class SourceQuerySet(models.QuerySet["Source"]):
    def update(self, **changes: Any) -> int:
        """Archive, or take out of the archive; raises ValueError for any other change."""
        if fixed := sorted(changes.keys() - {"archived"}):
            raise ValueError(f"A source never changes; make another. Changed: {', '.join(fixed)}")
        return super().update(**changes)

    def made_for(self) -> tuple[list[str], list[str]]:
        """The creatives and the places that links were made for, by name. One query."""
        pairs = set(self.exclude(creative=UTM).values_list("creative", "venue"))
        creatives, venues = {one for one, _ in pairs}, {one for _, one in pairs}
        return sorted(creatives - {""}), sorted(venues - {""})

    def links(self) -> SourceQuerySet:
        """The tracked links that staff made, without placements and what the site makes by itself."""
        return self.exclude(channel__in=[Channel.SITE, Channel.DIRECT]).exclude(creative=UTM)


def _as_read(code: str) -> Any:
    """The database's own `links.read`, so that no two codes can be taken for one another, whoever makes them."""
    read: Any = Lower(code)
    for letter, taken_for in LOOK_ALIKES.items():
        read = Replace(read, models.Value(letter), models.Value(taken_for))
    return read


class Source(models.Model):
    """A link or placement that leads to a campaign. What it is never changes, so history keeps its labels."""

    code = models.CharField(max_length=12)
    campaign = models.SlugField(max_length=255, allow_unicode=True)
    channel = models.CharField(max_length=12, choices=Channel)
    creative = models.CharField(max_length=100, blank=True)
    placement = models.CharField(max_length=500, blank=True)
    venue = models.CharField(max_length=100, blank=True)
    language = models.CharField(
        max_length=10, blank=True, help_text="The language a link lands in. Blank: the follower's."
    )
    destination = models.UUIDField(
        null=True,
        blank=True,
        help_text="The translation key of the page a link leads to. Blank: the campaign’s.",
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)  # The last day.
    created = models.DateTimeField(auto_now_add=True)
    archived = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, editable=False)  # Its counts were made up, for show.

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                _as_read("code"), condition=~models.Q(code=DIRECT), name="one_source_a_code"
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=models.Q(code=DIRECT), name="one_direct_a_campaign"
            ),
            models.UniqueConstraint(
                fields=["campaign", "placement"],
                condition=models.Q(channel="site") & ~models.Q(placement=""),
                name="one_source_a_placement",
            ),
            models.UniqueConstraint(
                fields=["campaign", "channel"],
                condition=models.Q(creative=UTM),
                name="one_utm_source_a_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.campaign}, {self.get_channel_display()})"

    @property
    def is_link(self) -> bool:
        return self.channel not in {Channel.SITE, Channel.DIRECT} and self.creative != UTM

    def is_live_on(self, day: dt.date) -> bool:
        return not self.archived and within(day, self.starts, self.ends)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make a source, or archive it; raises ValueError for any other change."""
        if not self._state.adding:
            before: dict[str, Any] = {**Source.objects.values().get(pk=self.pk)}
            fixed = before.keys() - {"archived"}
            if changed := sorted(name for name in fixed if before[name] != getattr(self, name)):
                raise ValueError(f"A source never changes; make another. Changed: {', '.join(changed)}")
        super().save(*args, **kwargs)
