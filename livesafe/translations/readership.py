"""How much each text is read. Whoever counts readers says so here; the desk knows nothing of how they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

# Of these object keys: how often each was read in each language lately, by object key and language code.
Readership = Callable[[Collection[str]], dict[tuple[str, str], int]]

DAYS = 90  # How long ago “lately” begins.

_counts: list[Readership] = []


def register(count: Readership) -> None:
    _counts.append(count)


def reads(keys: Collection[str]) -> Counter[tuple[str, str]]:
    """How often these objects were read in the last `DAYS` days, English included; nothing for what is not counted."""
    found: Counter[tuple[str, str]] = Counter()
    for count in _counts:
        found.update(count(keys))
    return found
