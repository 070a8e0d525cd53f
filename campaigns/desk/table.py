"""Links as the desk shows them, and as a table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Sum
from django.utils.text import capfirst

from campaigns import addresses
from campaigns.models import CampaignPage, Kind, Source, Tally
from campaigns.period import today
from campaigns.report.files.cells import harmless
from campaigns.traffic import Verdict
from livesafe import languages
from livesafe.content.models import BasePage

COLUMNS = (
    "code",
    "short",
    "long",
    "campaign",
    "channel",
    "creative",
    "venue",
    "language",
    "leads_to",
    "starts",
    "ends",
    "state",
    "made",
)


@dataclass(frozen=True)
class Row:
    """A link as the desk shows it."""

    link: Source
    target: BasePage | None
    campaign: CampaignPage | None
    clicks: int | None = None  # Genuine; None for who may not see counts.

    @property
    def channel(self) -> str:
        return capfirst(self.link.get_channel_display())

    @property
    def language(self) -> str:
        return languages.get(self.link.language).name if self.link.language in languages.CODES else ""

    @property
    def name(self) -> str:
        return " · ".join(filter(None, [self.channel, self.link.venue, self.link.creative, self.language]))

    @property
    def short(self) -> str:
        return addresses.short(self.link)

    @property
    def path(self) -> str:
        """The short address without its host, which is the same for all."""
        return urlsplit(self.short).path

    @property
    def typed(self) -> str:
        return addresses.typed(self.link)

    @property
    def long(self) -> str:
        """Blank where it leads to another page than the campaign's: nothing but /go/ counts an arrival there."""
        return addresses.long(self.link, self.target) if self.target and not self.leads_elsewhere else ""

    @property
    def leads_elsewhere(self) -> bool:
        return self.target is not None and self.target != self.campaign

    @property
    def state(self) -> str:
        """Archived, ended, soon or live. A campaign that is over takes its links with it."""
        day = today()
        if self.link.archived:
            return "archived"
        if self.link.starts and self.link.starts > day:
            return "soon"
        over = self.campaign is None or not self.campaign.live or (self.campaign.ends or day) < day
        return "ended" if over or not self.link.is_live_on(day) else "live"


def rows(found: Iterable[Source], *, counted: bool = False) -> list[Row]:
    """Links with what they lead to and, where asked, their clicks; a few queries, however many links."""
    listed = list(found)
    targets = addresses.targets(listed)
    campaigns = {
        page.slug: page
        for page in CampaignPage.objects.filter(
            slug__in={link.campaign for link in listed}
        ).defer_streamfields()
    }
    clicks = _clicks(listed) if counted else None
    return [
        Row(
            link,
            targets.get(link.pk),
            campaigns.get(link.campaign),
            None if clicks is None else clicks.get(link.pk, 0),
        )
        for link in listed
    ]


def _clicks(listed: list[Source]) -> dict[int, int]:
    tallies = Tally.objects.filter(
        source_id__in=[link.pk for link in listed], kind=Kind.CLICK, verdict=Verdict.GENUINE
    )
    return dict(tallies.values_list("source_id").annotate(total=Sum("n")).order_by())


def as_csv(listed: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in cells(row)] for row in listed)
    return out.getvalue()


def cells(row: Row) -> list[str]:
    link = row.link
    return [
        link.code,
        row.short,
        row.long,
        link.campaign,
        link.channel,
        link.creative,
        link.venue,
        link.language,
        row.target.url_in(link.language or languages.SOURCE.code) if row.target else "",
        link.starts.isoformat() if link.starts else "",
        link.ends.isoformat() if link.ends else "",
        row.state,
        link.created.date().isoformat(),
    ]
