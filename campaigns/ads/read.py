"""The door: a file's bytes become an AdFile, or RefusedError tells its sender why not. Nothing is stored."""

from __future__ import annotations

from campaigns.ads import recognise, sniff
from campaigns.ads.assemble import Stated, assemble
from campaigns.ads.layout import Layout
from campaigns.ads.limits import REASONS
from campaigns.ads.mapping import Mapping
from campaigns.ads.numbers import CURRENCIES
from campaigns.ads.shape import AdFile, Reason, RefusedError
from campaigns.period import Period


def read(
    name: str,
    content: bytes,
    *,
    mapping: Mapping | str | None = None,  # A name: one of recognise.NAMED.
    currency: str | None = None,
    period: Period | None = None,
) -> AdFile:
    """Read a platform's export. `currency` and `period` are what the sender states where the file is silent;
    a file that says otherwise is refused, as is everything that could mean two things."""
    if currency and currency.upper() not in CURRENCIES:
        raise RefusedError(
            [Reason(None, f"“{currency[:20]}” is not a currency's three letters, such as GBP.")]
        )
    layout = _layout(mapping)
    found = recognise.header(sniff.tables(content), layout)
    layout = layout or recognise.platform(found.names)
    file = assemble(name, content, found, layout, Stated((currency or "").upper(), period))
    if file.refusals:
        raise RefusedError(file.refusals[:REASONS], file)
    return file


def _layout(mapping: Mapping | str | None) -> Layout | None:
    if isinstance(mapping, str):
        if mapping not in recognise.NAMED:
            raise RefusedError([Reason(None, f"There is no preset “{mapping[:40]}”.")])
        return recognise.NAMED[mapping]
    return mapping.layout if mapping else None
