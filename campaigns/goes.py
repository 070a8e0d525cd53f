"""What is wrong with a tracked link that stands in a page's words, for the site's link checker."""

from __future__ import annotations

from campaigns import acts, known
from campaigns.period import today

UNKNOWN = "No link has this code: readers are led to the help page."
ENDED = "This link is over, not begun or in the archive: readers are led to another page than it names."


def wrong_with(code: str) -> str:
    """What readers get who follow /go/ with this code, where it is not what the link names; else ""."""
    source = known.source(code)
    if source is None or known.campaign(source.campaign) is None:
        return UNKNOWN
    return ENDED if acts.has_ended(source, today()) else ""
