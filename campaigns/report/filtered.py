"""What was left out as invalid, by its reason: gross is what was genuine and all that was left out."""

from __future__ import annotations

from collections import Counter

from campaigns.models import ACTIONS, OUTTAKES, Kind
from campaigns.report.own import Ground
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.verdict import Verdict

GROSS_ROW, GENUINE_ROW = "gross", "genuine"
UNREAD = "reports"
SORT_OF: dict[str, str] = {
    Kind.IMPRESSION: "impressions",
    Kind.VISIT: "visits",
    Kind.CLICK: "clicks",
    **dict.fromkeys(sorted(ACTIONS), "actions"),
    **dict.fromkeys(sorted(OUTTAKES), "answers"),
}
HEADINGS = {
    "impressions": "Seen on our pages",
    "visits": "Visits",
    "clicks": "Clicks",
    "actions": "Actions",
    "answers": "Answers",
    UNREAD: "Reports nobody read",
}
DEFINITIONS = {
    "answers": "One tap from 1 to 5, before a story or after it.",
    UNREAD: "Parts of a flood, of which nobody read what they were.",
}
WORDS = {
    GROSS_ROW: "Gross",
    GENUINE_ROW: "Genuine",
    Verdict.CRAWLER: "Crawlers",
    Verdict.LINK_PREVIEW: "Link previews",
    Verdict.PRELOAD: "Loaded ahead, not opened",
    Verdict.AUTOMATION: "Browsers that a program drives",
    Verdict.NOT_A_BROWSER: "No browser",
    Verdict.EMBEDDED: "Fetched by a page",
    Verdict.DUPLICATE: "Reported twice",
    Verdict.STAFF: "Staff",
    Verdict.FLOOD: "Floods",
    Verdict.ENDED: "Links that have ended",
    Verdict.UNKNOWN: "Codes that nobody made",
}
TABLE = (
    Column("what", "What became of it", Type.LABEL, "All of it, a reason why some was left out, or what is left."),
    # A row is the sum of others, so none of these is to be added up.
    *(Column(sort, words, definition=DEFINITIONS.get(sort, ""), is_additive=False) for sort, words in HEADINGS.items()),
)  # fmt: skip


def filtered(ground: Ground) -> Panel:
    """One query. Each column adds up: gross, less every reason that there was, is genuine."""
    found: dict[str, Counter[str]] = {}
    for total in ground.totals("kind", "verdict"):
        found.setdefault(total["verdict"], Counter())[SORT_OF.get(total["kind"], UNREAD)] += total["total"]
    gross = sum(found.values(), Counter[str]())
    # A verdict that these rules no longer know stays a reason.
    reasons = sorted(found.keys() - {Verdict.GENUINE}, key=_order)
    notes = ("Reports of a flood are in no language and of no campaign.",) if ground.query.only else ()
    return Panel(
        name="filtered",
        title="What was left out, and why",
        columns=TABLE,
        rows=(
            _row(GROSS_ROW, None if ground.left_out else gross),
            *(_row(reason, found[reason]) for reason in reasons),
            _row(GENUINE_ROW, None if ground.left_out else found.get(Verdict.GENUINE, Counter())),
        ),
        notes=ground.left_out or notes,
        words={"what": WORDS},
    )


def _order(verdict: str) -> tuple[int, str]:
    known = list(Verdict)
    return (known.index(Verdict(verdict)) if verdict in known else len(known), verdict)


def _row(what: str, totals: Counter[str] | None) -> tuple[Value, ...]:
    return (str(what), *(None if totals is None else totals[sort] for sort in HEADINGS))
