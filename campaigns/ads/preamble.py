"""What a file says before its table, and in its name: days, time zone, when it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.ads import dates

MADE = re.compile(r"\b(generated|exported|downloaded|created)\b", re.IGNORECASE)
STARTS = re.compile(r"\b(report )?(start|starts|from)( date)?\s*[:,]", re.IGNORECASE)
ENDS = re.compile(r"\b(report )?(end|ends|to)( date)?\s*[:,]", re.IGNORECASE)
ZONE = re.compile(
    r"\b(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?(?![\w+-])"
    r"|\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/\w+"
)
IN_NAME = re.compile(
    r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?:[_-]+|\s+(?:to|-)\s+)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)"
)
ZONE_IN_NAME = re.compile(r"(?<![A-Za-z])(?:GMT|UTC)[+-]\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Preamble:
    """Dates are still text: an order may have to be settled first."""

    lines: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    made: str = ""
    time_zone: str = ""


def read(rows: Sequence[Sequence[str]], header: Sequence[str]) -> Preamble:
    lines = tuple(", ".join(cell for cell in row if cell) for row in rows if any(row))
    first = last = made = ""
    for line in lines:
        found = dates.mentioned(line)
        if not found:
            continue
        if MADE.search(line):
            made = found[0]
        elif len(found) == 2:
            first, last = found
        elif STARTS.search(line):
            first = found[0]
        elif ENDS.search(line):
            last = found[0]
        elif line.strip(' "') == found[0]:
            first = last = found[0]
    zones = [zone[0] for line in (*lines, *header) if (zone := ZONE.search(line))]
    return Preamble(lines, first, last, made, zones[0] if zones else "")


def of_name(name: str) -> Preamble:
    """`Report_20260101_20260131_GMT+0.xlsx`: TikTok says its days nowhere else."""
    days = IN_NAME.search(name)
    zone = ZONE_IN_NAME.search(name)
    first, last = ("-".join(days.group(1, 2, 3)), "-".join(days.group(4, 5, 6))) if days else ("", "")
    return Preamble((), first, last, "", zone[0] if zone else "")
