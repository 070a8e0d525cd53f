"""Which row of a table is its header, and which platform it comes from: by its columns, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.ads import google, meta, presets, snapchat, tiktok
from campaigns.ads.layout import Layout, base
from campaigns.ads.shape import Reason, RefusedError
from campaigns.ads.sniff import Table, fold

WITHIN = 15  # Rows before a header.
KNOWN = 3  # Names that make a row a header.

OWN = (meta.LAYOUT, tiktok.LAYOUT, snapchat.LAYOUT, google.LAYOUT)
NAMED = {**presets.PRESETS, **{str(layout.platform): layout for layout in OWN}}
LAYOUTS = (*OWN, *presets.PRESETS.values())
VOCABULARY = frozenset().union(*(layout.known for layout in LAYOUTS))

# One of a platform's names for a campaign or impressions, in the languages that its exports come in.
FOREIGN = (
    "campagne", "kampagne", "campaña", "campanha", "campagna", "kampania", "impressionen", "impresiones",
    "impressões", "impressioni", "weergaven", "wyświetlenia", "キャンペーン", "インプレッション", "캠페인", "노출",
    "广告系列", "展示次数",
)  # fmt: skip
IN_A_MAPPING = "in a mapping what"
ENGLISH = "Set the platform's language to English (UK) and export it again."


@dataclass(frozen=True, slots=True)
class Found:
    table: Table
    index: int  # Of the header in the table's rows.
    names: frozenset[str]

    @property
    def header(self) -> tuple[str, ...]:
        return self.table.rows[self.index]


def header(tables: Sequence[Table], layout: Layout | None) -> Found:
    """The first row with three known names. Raises RefusedError where there is none, or one in two sheets."""
    vocabulary = layout.known if layout else VOCABULARY
    needed = min(KNOWN, len(layout.columns)) if layout else KNOWN
    found = [match for table in tables if (match := _in(table, vocabulary, needed))]
    if not found:
        raise RefusedError([Reason(None, _missing(tables, layout))])
    if len({match.table.sheet for match in found}) > 1:
        sheets = ", ".join(f"“{match.table.sheet}”" for match in found)
        words = f"There is a table in each of the sheets {sheets}. Send one sheet a file."
        raise RefusedError([Reason(None, words)])
    return max(found, key=lambda match: len(match.names & vocabulary))


def _in(table: Table, vocabulary: frozenset[str], needed: int) -> Found | None:
    for index, row in enumerate(table.rows[:WITHIN]):
        names = frozenset(name for cell in row for name in (fold(cell), base(cell)[0]))
        if len(names & vocabulary) >= needed:
            return Found(table, index, names)
    return None


def _missing(tables: Sequence[Table], layout: Layout | None) -> str:
    words = {
        word for table in tables for row in table.rows[:WITHIN] for cell in row for word in fold(cell).split()
    }
    if any(word.startswith(foreign) for word in words for foreign in FOREIGN):
        return f"The columns are not in English. {ENGLISH}"
    if all(sum(map(bool, row)) <= 1 for table in tables for row in table.rows):
        return "The file has no table. The platform may have had nothing to report for these days."
    if layout:
        return f"None of the first {WITHIN} rows has the columns that the mapping names."
    return (
        f"None of the first {WITHIN} rows names columns that we know. If they are not in English: "
        f"{ENGLISH} If it is another platform's: say {IN_A_MAPPING} its columns mean."
    )


def platform(names: frozenset[str]) -> Layout:
    """The layout whose own columns a header has; raises RefusedError for none, or for two platforms."""
    own = [layout for layout in OWN if layout.fingerprints & names]
    found = own or [layout for layout in LAYOUTS if layout.fingerprints & names]
    if len(found) == 1:
        return found[0]
    if found:
        labels = " and ".join(sorted({layout.platform.label for layout in found}))
        words = f"The columns are those of {labels} at once. Send the file as the platform gave it."
    else:
        words = f"The columns don't show which platform this comes from. Say {IN_A_MAPPING} they mean."
    raise RefusedError([Reason(None, words)])


def suggest(names: Iterable[str]) -> dict[str, str]:
    """Field → column, for a table that nobody knows: what any platform calls by that name, to be confirmed."""
    folded = {base(name)[0]: name for name in names}
    fields: dict[str, str] = {}
    for layout in LAYOUTS:
        for field, candidates in layout.columns.items():
            found = next((name for name in candidates if name in folded), None)
            if found and folded[found] not in fields.values():
                fields.setdefault(field, folded[found])
    return fields
