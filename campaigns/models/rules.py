"""Which rules told people from machines, day by day."""

from __future__ import annotations

from django.db import models


class RulesUsed(models.Model):
    """The rules and lists that judged the acts of a day; two of them where it saw an upgrade."""

    day = models.DateField()
    version = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "rules used"
        constraints = [models.UniqueConstraint(fields=["day", "version"], name="one_set_of_rules")]

    def __str__(self) -> str:
        return f"{self.day} {self.version}"
