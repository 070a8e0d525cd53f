"""Exports to read: the files beside this one, and small ones made on the spot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from campaigns.ads.read import read
from campaigns.ads.shape import AdFile, RefusedError
from campaigns.period import Period

FILES = Path(__file__).parent / "files"


def taken(name: str, **stated: Any) -> AdFile:
    return read(name, (FILES / name).read_bytes(), **stated)


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def refused(content: bytes, name: str = "export.csv", **stated: Any) -> list[str]:
    """Why a file is refused; fails where it is taken."""
    try:
        file = read(name, content, **stated)
    except RefusedError as error:
        return [str(reason) for reason in error.reasons]
    raise AssertionError(f"{name} was taken: {file}")


def days(first: str, last: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
