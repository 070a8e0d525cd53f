"""What an act can turn out to be."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """All but `genuine` are reasons why an act is in no figure, after the MRC's general invalid traffic.

    Those above the gap are counted apart, so that a report shows what was left out; the rest leave no count.
    """

    GENUINE = "genuine"
    CRAWLER = "crawler"  # A program that says so: search engines, watchers, collectors for language models.
    LINK_PREVIEW = "link_preview"  # An app that draws a picture of a link somebody sent.
    PRELOAD = "preload"  # A browser that fetches what nobody has opened yet.
    AUTOMATION = "automation"  # A browser that a program drives.
    NOT_A_BROWSER = "not_a_browser"  # A library or tool, or one that pretends to be a browser.
    EMBEDDED = "embedded"  # A link fetched by a page, as a picture or a frame, and followed by nobody.
    DUPLICATE = "duplicate"  # One act of one page load, reported again.
    STAFF = "staff"
    FLOOD = "flood"  # More from one address than a whole school sends.
    ENDED = "ended"  # A click on a link whose campaign is over, or that is not live.
    UNKNOWN = "unknown"  # A click on a code that nobody made.

    OBJECTED = "objected"
    HEAD = "head"
    FOREIGN = "foreign"  # Sent from another site's page.
    MALFORMED = "malformed"

    @property
    def is_counted(self) -> bool:
        return self not in _UNCOUNTED


_UNCOUNTED = frozenset({Verdict.OBJECTED, Verdict.HEAD, Verdict.FOREIGN, Verdict.MALFORMED})
