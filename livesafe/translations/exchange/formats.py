"""The formats that files go out in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from livesafe.languages import Language
from livesafe.translations.columns import Translated
from livesafe.translations.exchange import po, xliff12, xliff21
from livesafe.translations.exchange.document import Outgoing
from livesafe.translations.exchange.gather import Which, gather


class Format(NamedTuple):
    code: str
    name: str  # For staff.
    suffix: str
    media_type: str
    write: Callable[[Outgoing], bytes]


FORMATS = {
    each.code: each
    for each in (
        Format("xliff21", "XLIFF 2.1", ".xlf", "application/xliff+xml", xliff21.write),
        Format("xliff12", "XLIFF 1.2 (older tools)", ".xlf", "application/x-xliff+xml", xliff12.write),
        Format("po", "PO (gettext)", ".po", "text/x-gettext-translation", po.write),
    )
}


def export(
    objects: Iterable[Translated], language: Language, *, format: str = "po", which: Which = "all"
) -> tuple[bytes, int]:
    """A file of the objects' segments in page order with the texts that they have, and how many segments it holds."""
    document = gather(objects, language, which)
    return FORMATS[format].write(document), document.count
