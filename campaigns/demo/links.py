"""The links and placements of the demo figures. No venue of these names exists."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.models import Channel, Source

DONT_CARRY, MAKE_A_STAND = "we-dont-carry", "make-a-stand"
# Of a hundred people who are led to no fixed language. Nobody of these figures read Somali or Hindi by such a link.
READERS = {"en": 84.0, "gu": 5.0, "pl": 3.0, "pa": 2.4, "ur": 2.0, "ro": 1.6, "bn": 1.0, "pt": 0.6, "ar": 0.4}


@dataclass(frozen=True, slots=True)
class Link:
    campaign: str
    channel: str
    quiet: float  # Clicks on a usual day; visits where nothing is clicked, cards seen on our own pages.
    busy: float  # … while the campaign is pushed.
    creative: str = ""
    venue: str = ""
    language: str = ""
    placement: str = ""

    @property
    def readers(self) -> dict[str, float]:
        return {self.language: 1.0} if self.language else READERS

    @property
    def is_advertised(self) -> bool:
        return self.creative.startswith("Film")


LINKS = (
    Link(DONT_CARRY, Channel.DIRECT, 5, 9, creative="Typed in"),
    Link(DONT_CARRY, Channel.SITE, 62, 110, placement="/demo/home/#card"),
    Link(DONT_CARRY, Channel.SITE, 38, 55, placement="/demo/young-people/#card"),
    Link(DONT_CARRY, Channel.TIKTOK, 0.8, 56, creative="Film, 15 s"),
    Link(DONT_CARRY, Channel.INSTAGRAM, 1.1, 34, creative="Film, 15 s"),
    Link(DONT_CARRY, Channel.SNAPCHAT, 0.3, 27, creative="Film, 6 s"),
    Link(DONT_CARRY, Channel.FACEBOOK, 0.5, 12, creative="Film for parents"),
    Link(DONT_CARRY, Channel.WHATSAPP, 0.5, 1.6, creative="Message for parents"),
    Link(DONT_CARRY, Channel.POSTER, 0.3, 1.5, venue="Bus stop, Example Road"),
    Link(DONT_CARRY, Channel.POSTER, 0.2, 0.9, venue="Example Community Centre", language="gu"),
    Link(DONT_CARRY, Channel.POSTER, 0.1, 0.5, venue="Sample Food Shop", language="pl"),
    Link(DONT_CARRY, Channel.POSTER, 0.06, 0.4, venue="Example Barber’s", language="ur"),
    Link(DONT_CARRY, Channel.PARTNER, 0.3, 1.2, venue="Demo Youth Club"),
    Link(DONT_CARRY, Channel.PRESS, 0.05, 0.7, creative="The Example Gazette"),
    Link(MAKE_A_STAND, Channel.DIRECT, 3, 7, creative="Typed in"),
    Link(MAKE_A_STAND, Channel.SITE, 48, 90, placement="/demo/home/#second-card"),
    Link(MAKE_A_STAND, Channel.SITE, 25, 40, placement="/demo/friends/#card"),
    Link(MAKE_A_STAND, Channel.TIKTOK, 0.5, 47, creative="Film, 15 s"),
    Link(MAKE_A_STAND, Channel.INSTAGRAM, 0.7, 30, creative="Film, 15 s"),
    Link(MAKE_A_STAND, Channel.YOUTUBE, 0.2, 14, creative="Film, 30 s"),
    Link(MAKE_A_STAND, Channel.EMAIL, 0.2, 1.1, creative="Letter to schools"),
    Link(MAKE_A_STAND, Channel.SCHOOL, 1.2, 5.5, venue="Example Academy"),
    Link(MAKE_A_STAND, Channel.SCHOOL, 0.7, 3.2, venue="Sample High School"),
    Link(MAKE_A_STAND, Channel.SCHOOL, 0.1, 0.5, venue="Example Academy, parents’ evening", language="ro"),
    Link(MAKE_A_STAND, Channel.POSTER, 0.2, 0.8, venue="Sample Leisure Centre"),
    Link(MAKE_A_STAND, Channel.POSTER, 0.1, 0.5, venue="Example Gurdwara noticeboard", language="pa"),
    Link(MAKE_A_STAND, Channel.PARTNER, 0.02, 0.15, venue="Demo Family Hub", language="bn"),
    Link(MAKE_A_STAND, Channel.PARTNER, 0.01, 0.06, venue="Demo Family Hub", language="ar"),
)


def sources() -> dict[Link, Source]:
    """A source for each. They are archived: a code that leads nowhere is on no poster."""
    made = [
        Source(
            code=f"demo{number}",
            campaign=link.campaign,
            channel=link.channel,
            creative=link.creative,
            venue=link.venue,
            language=link.language,
            placement=link.placement,
            archived=True,
            is_demo=True,
        )
        for number, link in enumerate(LINKS, 10)
    ]
    Source.objects.bulk_create(made)
    return dict(zip(LINKS, Source.objects.filter(is_demo=True).order_by("code"), strict=True))
