"""Any other table: its columns as somebody has named them, kept to be used for the next one."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any, get_args

from campaigns.ads.dates import Order
from campaigns.ads.layout import FIELDS, Layout
from campaigns.ads.shape import ADDITIVE, Kind, Platform
from campaigns.ads.sniff import fold


@dataclass(frozen=True)
class Mapping:
    """What the columns of a table mean. Several names for one field: the first one found is taken."""

    platform: Platform
    columns: AnyMapping[str, tuple[str, ...]]  # Field → names of columns.
    breakdowns: AnyMapping[str, str] = field(default_factory=dict)  # Name of a column → dimension.
    kind: Kind = "paid"
    dates: Order | None = None  # Which of 3/4/2026 is the month, where nothing in a file says so.
    account: str = ""
    time_zone: str = ""

    def __post_init__(self) -> None:
        if unknown := sorted(self.columns.keys() - set(FIELDS)):
            raise ValueError(f"A mapping knows no field {', '.join(unknown)}.")
        if not self.columns.keys() & set(ADDITIVE):
            raise ValueError(
                "A mapping names at least one column of figures: impressions, clicks, views or spend."
            )
        if not all(names and all(map(fold, names)) for names in self.columns.values()):
            raise ValueError("A mapping names a column for each field.")
        if self.kind not in get_args(Kind) or self.dates not in {None, *get_args(Order)}:
            raise ValueError("A mapping is for paid or organic figures, with dates as dmy or mdy.")

    @property
    def layout(self) -> Layout:
        return Layout(
            platform=self.platform,
            columns={name: tuple(map(fold, names)) for name, names in self.columns.items()},
            breakdowns={fold(name): dimension for name, dimension in self.breakdowns.items()},
            kind=self.kind,
            order=self.dates,
            account=self.account,
            time_zone=self.time_zone,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "platform": str(self.platform),
            "columns": {name: list(names) for name, names in self.columns.items()},
            "breakdowns": dict(self.breakdowns),
            "kind": self.kind,
            "dates": self.dates,
            "account": self.account,
            "time_zone": self.time_zone,
        }

    @classmethod
    def from_json(cls, stored: AnyMapping[str, Any]) -> Mapping:
        """Raises ValueError for what no mapping could have stored."""
        try:
            columns = {name: tuple(map(str, names)) for name, names in stored["columns"].items()}
            return cls(**{**stored, "platform": Platform(stored["platform"]), "columns": columns})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"This is not a mapping: {error}") from None
