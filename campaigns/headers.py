"""The headers of a request, without a request of Django's: an act is answered before one is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

Environ: TypeAlias = Mapping[str, Any]


class Headers(Mapping[str, str]):
    """What a WSGI environment tells of a request's headers, by name in lower case; a request's META is one too."""

    __slots__ = ("_environ",)

    def __init__(self, environ: Environ) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        value: str = self._environ[_key(name)]
        return value

    # Mapping's own raises and catches for each header that is not there, and most are not.
    def get(self, name: str, default: Any = None) -> Any:
        return self._environ.get(_key(name), default)

    def __iter__(self) -> Iterator[str]:
        return (key[5:].replace("_", "-").lower() for key in self._environ if key.startswith("HTTP_"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache  # The names are those that our own code asks for.
def _key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
