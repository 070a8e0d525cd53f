"""The forms in which a report leaves the site as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from campaigns.report.shape import Report


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    type: str
    write: Callable[[Report], bytes]


def as_json(report: Report) -> bytes:
    return json.dumps(report.as_data(), ensure_ascii=False, separators=(",", ":")).encode()


FORMS = {"json": Form("JSON", "application/json; charset=utf-8", as_json)}


def file_name(report: Report, form: str) -> str:
    """livesafe-reach-2026-27-Q2.csv; made-up figures are called so."""
    period = report.query.period.name.replace(" to ", "-")
    return f"livesafe-reach-{period}{'-demo' if report.is_demo else ''}.{form}"
