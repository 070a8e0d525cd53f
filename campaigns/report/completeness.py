"""Up to which day each source of the report is complete, and the files that the platforms' figures are from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from campaigns import months, platform_figures
from campaigns.ads.shape import Platform
from campaigns.models import AdImport, Channel
from campaigns.period import LONDON, today
from campaigns.platform_figures import Watermark
from campaigns.report.own import Ground, figures_of
from campaigns.report.paid import Paid, tells_nothing
from campaigns.report.query import Audience
from campaigns.report.shape import Column, Panel, Type, Value

OURS = "own"
FINAL, PROVISIONAL, NO_FILE = "final", "provisional", "no file"
PLATFORM_OF = {
    Channel.INSTAGRAM: Platform.META,
    Channel.FACEBOOK: Platform.META,
    Channel.TIKTOK: Platform.TIKTOK,
    Channel.SNAPCHAT: Platform.SNAPCHAT,
    Channel.YOUTUBE: Platform.GOOGLE,
    Channel.GOOGLE: Platform.GOOGLE,
    Channel.X: Platform.X,
}
TABLE = (
    Column("source", "Source", Type.LABEL, "Our own counts, or a platform’s."),
    Column(
        "until", "Complete up to", Type.LABEL, "The last day that is whole; blank: nothing was brought in."
    ),
    Column("state", "State", Type.LABEL, "Provisional: figures of this period may still come in or change."),
    Column("file", "File", Type.TEXT, "A file whose rows are in this report; not named outside the VRN."),
    Column("sha256", "SHA-256 of the file", Type.TEXT, "Whoever has the file can compare it."),
    Column("exported", "Made by the platform on", Type.LABEL, "If the file says so."),
    Column("brought", "Brought in on", Type.LABEL, "When staff imported it."),
)
WORDS = {
    "source": {OURS: "Our own counts"} | {str(one): one.label for one in Platform},
    "state": {NO_FILE: "no file, though links of this platform were followed"},
}


def completeness(ground: Ground, told: Paid) -> Panel:
    """Two queries of files, beside tallies that other panels have asked for."""
    rows = [_own(ground)]
    if not tells_nothing(ground.query):
        rows += _platforms(ground, told)
    return Panel(
        name="completeness",
        title="Complete up to",
        columns=TABLE,
        rows=tuple(rows),
        notes=("A platform’s last day is the one before its file was made: that day was not over.",),
        words=WORDS,
    )


def is_provisional(panel: Panel) -> bool:
    return PROVISIONAL in panel.column("state")


def _own(ground: Ground) -> tuple[Value, ...]:
    last = ground.query.period.last
    until = min(last, today() - dt.timedelta(days=1))
    state = FINAL if last + months.SETTLED < today() else PROVISIONAL
    return (OURS, until.isoformat(), state, None, None, None, None)


def _platforms(ground: Ground, told: Paid) -> Iterator[tuple[Value, ...]]:
    """A row a file that the report has rows of; a platform whose links were followed has one in any case."""
    marks = platform_figures.watermarks()
    used = {row.import_id for row in told.rows}
    files: Mapping[int, AdImport] = AdImport.objects.in_bulk(used) if used else {}
    of_platform: dict[str, list[AdImport]] = defaultdict(list)
    for number in sorted(used):
        of_platform[files[number].platform].append(files[number])
    for platform in sorted(of_platform.keys() | _followed(ground)):
        mark = marks.get(Platform(platform))
        for one in of_platform[platform]:
            yield _row(platform, mark, one, ground)
        if not of_platform[platform]:
            # Of a file that has no rows here only the day is of interest: it says that there was nothing to tell.
            yield _row(platform, mark, None, ground)


def _followed(ground: Ground) -> set[str]:
    """The platforms whose links were followed in the period."""
    found = set()
    for total in ground.totals("source_id", "kind", "verdict"):
        source = ground.sources.get(total["source_id"])
        if source and "clicks_genuine" in figures_of(total["kind"], total["verdict"]):
            found.add(source.channel)
    return {str(PLATFORM_OF[Channel(channel)]) for channel in found if channel in PLATFORM_OF}


def _row(platform: str, mark: Watermark | None, one: AdImport | None, ground: Ground) -> tuple[Value, ...]:
    if mark is None:
        return (platform, None, NO_FILE, None, None, None, None)
    until, state = mark.until, FINAL if mark.until >= ground.query.period.last else PROVISIONAL
    # A file's name is staff's own word: it may name somebody.
    is_ours = ground.query.audience is Audience.VRN
    if one is None:
        return (platform, until.isoformat(), state, None, None, None, None)
    return (
        platform,
        until.isoformat(),
        state,
        one.name if is_ours else None,
        one.sha256,
        one.exported.isoformat() if one.exported else None,
        one.at.astimezone(LONDON).date().isoformat(),
    )
