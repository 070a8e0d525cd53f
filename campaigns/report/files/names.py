"""What the report's files are called: a name says what was asked, so that two questions seldom share one."""

from __future__ import annotations

from django.utils.text import slugify

from campaigns.report.query import Audience
from campaigns.report.shape import Report

LONGEST = 120  # Without the ending. Some systems stop at 255 bytes, and mail programs earlier.


def file_name(report: Report, ending: str, *, panel: str = "figures", edition: int = 0) -> str:
    """livesafe-reach-2026-27-Q2-by-channel-language-outside-demo.csv; `edition` is a frozen report's version."""
    query = report.query
    said = [
        "livesafe-reach",
        query.period.name.replace(" ", "-"),
        "" if panel == "figures" else slugify(panel),
        "-".join(["by", *query.by]) if query.by else "",
        "-".join(["only", *_filters(report)]) if query.only else "",
        Audience.OUTSIDE if query.audience is Audience.OUTSIDE else "",
        f"version-{edition}" if edition else "",
    ]
    name = "-".join(filter(None, said))[:LONGEST].rstrip("-")
    return f"{name}{'-demo' if report.is_demo else ''}.{ending}"


def _filters(report: Report) -> list[str]:
    """Values that may stand in any file system's name: letters of other scripts are left out."""
    return [slug for _, values in report.query.only for value in values if (slug := slugify(value))]
