"""A campaign's dry run. It lies in tables of its own, so that no report can ever add it to real figures."""

from __future__ import annotations

from django.db import models

from campaigns.models.campaign import CampaignPage
from campaigns.models.counts import Kind
from campaigns.models.source import Source


class Rehearsal(models.Model):
    """The last dry run of a campaign; firing again replaces it."""

    campaign = models.OneToOneField(CampaignPage, on_delete=models.CASCADE, related_name="rehearsal")
    fired = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.campaign}: {self.fired:%Y-%m-%d}"


class RehearsedSource(models.Model):
    """Where a link or placement led in a dry run, and what is wrong with it."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    leads_to = models.CharField(max_length=1000, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "source", "language"], name="one_rehearsed_source")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.language}: {self.problem or self.leads_to}"


class RehearsedTally(models.Model):
    """What a dry run would have added to the tallies."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="tallies")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=Kind)
    verdict = models.CharField(max_length=20)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rehearsal", "source", "language", "kind", "verdict"], name="one_rehearsed_tally"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.language} {self.kind} {self.verdict}: {self.n}"
