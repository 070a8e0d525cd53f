"""Files of translations between their preview and the yes of who handed them in."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class HandedIn(models.Model):
    """A file as it was handed in, kept until it is stored or thrown away, and never longer than a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name
