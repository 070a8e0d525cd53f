"""The names of a workbook's sheets, which Excel restricts: short, unique, and without signs it needs itself."""

from __future__ import annotations

import re

from campaigns.report.files.cells import sayable

LONGEST = 31  # UTF-16 units, so a letter beyond the first plane takes two.
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"


class Names:
    """Gives each sheet a name that none before it has; Excel doesn't tell capitals apart."""

    def __init__(self) -> None:
        self._taken = {RESERVED}

    def take(self, wanted: str) -> str:
        clean = " ".join(FORBIDDEN.sub(" ", sayable(wanted)).split()).strip("'") or "Sheet"
        name, number = shortened(clean, LONGEST), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = shortened(clean, LONGEST - len(ending)) + ending
        self._taken.add(name.casefold())
        return name


def shortened(text: str, room: int) -> str:
    """As many whole letters as have room, and no apostrophe or blank at the end."""
    while len(text.encode("utf-16-le")) // 2 > room:
        text = text[:-1]
    return text.rstrip("' ")
