"""What a report says of itself before its first table: on the first sheet of a workbook and the cover of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format

from campaigns.report.completeness import GAPS
from campaigns.report.figures import LABELS
from campaigns.report.query import Audience
from campaigns.report.shape import SCHEMA, Doubt, Report

DEMO = "Demo figures: made up to show what a report looks like."
WITHHELD = "The headline is withheld until somebody has explained the figures:"
AUDIENCES = {
    Audience.VRN: "the Violence Reduction Network",
    Audience.OUTSIDE: "others, with small numbers left out",
}
PROVISIONAL = "Provisional: figures of this period may still come in or change."
FINAL = "Final: nothing more is expected of these days."
WITH_GAPS = "Final, but no file of a platform is about some of the days."


def state(report: Report) -> str:
    """Whether its figures may still change, for people."""
    if report.is_provisional:
        return PROVISIONAL
    complete = next((panel for panel in report.panels if panel.name == "completeness"), None)
    return WITH_GAPS if complete and GAPS in complete.column("state") else FINAL


def facts(report: Report, edition: str = "") -> Iterator[tuple[str, str]]:
    """Names and what they are; a day stands as 2026-10-05."""
    yield "Headline", report.headline.shown or withheld(report)
    yield "What it means", report.headline.definition
    for doubt in explained(report):
        yield "A note on it", note(doubt)
    yield "Period", report.query.period.name
    yield "First day", report.query.period.first.isoformat()
    yield "Last day", report.query.period.last.isoformat()
    for name, values in report.query.only:
        yield f"{LABELS[name.value]}, only", ", ".join(values)
    yield "For", AUDIENCES[report.query.audience]
    yield "State", state(report)
    yield "Made on", report.made.isoformat()
    if edition:
        yield "Version", edition
    yield "Asked with", report.query.address
    yield "Schema", SCHEMA


def explained(report: Report) -> list[Doubt]:
    return [doubt for doubt in report.headline.doubts if doubt.note]


def note(doubt: Doubt) -> str:
    return f"{doubt.words} {doubt.note}"


def withheld(report: Report) -> str:
    """Why there is no headline; "" where there is one, or nothing to say."""
    reasons = [doubt.words for doubt in report.headline.doubts if not doubt.note]
    return " ".join([WITHHELD, *reasons]) if reasons else ""


def days(report: Report) -> str:
    """1 July 2026 to 30 September 2026."""
    period = report.query.period
    first, last = (date_format(day, "j F Y") for day in (period.first, period.last))
    return first if period.first == period.last else f"{first} to {last}"
