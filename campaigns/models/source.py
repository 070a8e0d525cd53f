"""Where people come to a campaign from."""

from __future__ import annotations

from typing import Any

from django.db import models

DIRECT = "direct"  # The code of a campaign's visits that no link or placement led to.
UTM = "utm"  # The creative of a source made from an address's utm_source.


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
    created = models.DateTimeField(auto_now_add=True)
    archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=DIRECT), name="one_source_a_code"
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make a source, or archive it; raises ValueError for any other change."""
        if not self._state.adding:
            before: dict[str, Any] = {**Source.objects.values().get(pk=self.pk)}
            fixed = before.keys() - {"archived"}
            if changed := sorted(name for name in fixed if before[name] != getattr(self, name)):
                raise ValueError(f"A source never changes; make another. Changed: {', '.join(changed)}")
        super().save(*args, **kwargs)
