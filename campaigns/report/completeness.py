"""Up to which day each source of the report is complete, and the files that the platforms' figures are from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.text import get_text_list

from campaigns import months
from campaigns.ads.shape import Platform
from campaigns.models import AdImport, Channel
from campaigns.period import LONDON, Period, today
from campaigns.platform_figures import Coverage
from campaigns.report.own import Ground, figures_of
from campaigns.report.paid import Paid, tells_nothing
from campaigns.report.query import Audience
from campaigns.report.shape import Column, Panel, Type, Value

OURS = "own"
MOST = 5  # Gaps that are said one by one.
FINAL, PROVISIONAL, GAPS, NO_FILE = "final", "provisional", "gaps", "no file"
PARTLY, NOT_COUNTED = "partly counted", "not counted"
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
        "until",
        "Complete up to",
        Type.TEXT,
        "The last day of the period that is whole; blank: nothing was counted or brought in.",
    ),
    Column("state", "State", Type.TEXT, "Provisional: figures of this period may still come in or change."),
    Column("file", "File", Type.TEXT, "A file whose rows are in this report; not named outside the VRN."),
    Column("sha256", "SHA-256 of the file", Type.TEXT, "Whoever has the file can compare it."),
    Column("exported", "Made by the platform on", Type.LABEL, "If the file says so."),
    Column("brought", "Brought in on", Type.LABEL, "When staff imported it."),
)
WORDS = {
    "source": {OURS: "Our own counts"} | {str(one): one.label for one in Platform},
    "state": {
        GAPS: "no file is about some of the days",
        NO_FILE: "no file, though links of this platform were followed",
        PARTLY: "final; we began to count during these days",
        NOT_COUNTED: "we had not begun to count",
    },
}


def completeness(ground: Ground, told: Paid) -> Panel:
    """A query of files, beside what other panels have asked for."""
    rows = [] if ground.left_out else [_own(ground)]
    missing: list[str] = []
    if not tells_nothing(ground.query):
        rows += _platforms(ground, told)
        missing += _missing(ground, {str(source) for source, *_ in rows})
    return Panel(
        name="completeness",
        title="Complete up to",
        columns=TABLE,
        rows=tuple(rows),
        notes=(
            *ground.left_out,
            "A platform’s last day is the one before its file was made: that day was not over.",
            *missing,
        ),
        words=WORDS,
    )


def is_provisional(panel: Panel) -> bool:
    return PROVISIONAL in panel.column("state")


def _missing(ground: Ground, sources: set[str]) -> Iterator[str]:
    for platform, covered in sorted(ground.coverage.items()):
        if str(platform) in sources and (spans := covered.missing(ground.query.period)):
            said = get_text_list([_days(*span) for span in spans[:MOST]], "and")
            more = f", and {len(spans) - MOST} times more" if len(spans) > MOST else ""
            yield f"No file of {platform.label} is about {said}{more}: nothing was shown then, or a file is missing."


def _days(first: dt.date, last: dt.date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _own(ground: Ground) -> tuple[Value, ...]:
    period = ground.query.period
    until = min(period.last, today() - dt.timedelta(days=1)).isoformat()
    if period.last + months.SETTLED >= today():
        return (OURS, until, PROVISIONAL, None, None, None, None)
    if not ground.had_begun(period.last):
        return (OURS, None, NOT_COUNTED, None, None, None, None)
    return (OURS, until, FINAL if ground.had_begun(period.first) else PARTLY, None, None, None, None)


def _platforms(ground: Ground, told: Paid) -> Iterator[tuple[Value, ...]]:
    """A row a file that the report has rows of; a platform whose links were followed has one in any case."""
    used = {row.import_id for row in told.rows}
    files: Mapping[int, AdImport] = AdImport.objects.in_bulk(used) if used else {}
    of_platform: dict[str, list[AdImport]] = defaultdict(list)
    for number in sorted(used):
        of_platform[files[number].platform].append(files[number])
    for platform in sorted(of_platform.keys() | _followed(ground)):
        covered = ground.coverage.get(Platform(platform))
        for one in of_platform[platform]:
            yield _row(platform, covered, one, ground)
        if not of_platform[platform]:
            # Of a file that has no rows here only the day is of interest: it says that there was nothing to tell.
            yield _row(platform, covered, None, ground)


def _followed(ground: Ground) -> set[str]:
    """The platforms whose links were followed in the period."""
    found = set()
    for total in ground.totals("source_id", "kind", "verdict"):
        source = ground.sources.get(total["source_id"])
        if source and "clicks_genuine" in figures_of(total["kind"], total["verdict"]):
            found.add(source.channel)
    return {str(PLATFORM_OF[Channel(channel)]) for channel in found if channel in PLATFORM_OF}


def _row(platform: str, covered: Coverage | None, one: AdImport | None, ground: Ground) -> tuple[Value, ...]:
    state, until = _state(covered, ground.query.period, has_file=one is not None)
    # A file's name is staff's own word: it may name somebody.
    is_ours = ground.query.audience is Audience.VRN
    if one is None:
        return (platform, until, state, None, None, None, None)
    return (
        platform,
        until,
        state,
        one.name if is_ours else None,
        one.sha256,
        one.exported.isoformat() if one.exported else None,
        one.at.astimezone(LONDON).date().isoformat(),
    )


def _state(covered: Coverage | None, period: Period, *, has_file: bool) -> tuple[str, str | None]:
    """And the last whole day of the period. Not that of a file of later days: it says nothing about these."""
    if covered is None:
        return PROVISIONAL if has_file else NO_FILE, None
    until = min(covered.until, period.last).isoformat()
    if covered.until < period.last:
        return PROVISIONAL, until
    return GAPS if covered.missing(period) else FINAL, until
