"""What a cell of a file may hold. Labels come from outside: campaigns, venues and advertisements are named by people."""

from __future__ import annotations

import re

from campaigns.report.shape import Value, plain

# What a spreadsheet takes for the beginning of a formula; the wide ones in its East Asian editions.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# XML 1.0, and so a workbook, has no way to say these.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_risky(text: str) -> bool:
    return text.startswith(FORMULA)


def harmless(value: Value) -> int | str | None:
    """A value of a CSV file, with an apostrophe before what a spreadsheet would run as a formula."""
    if isinstance(value, str):
        return f"'{value}" if is_risky(value) else value
    return plain(value)


def sayable(text: str) -> str:
    """The text with a mark in place of what no workbook can hold."""
    return UNSAYABLE.sub("\ufffd", text)
