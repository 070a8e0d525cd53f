"""What an import would do, with nothing stored: what was understood, what would change, whose campaigns it tells of."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.ads.compare import Comparison
from campaigns.ads.shape import AdFile, Reason, RefusedError
from campaigns.imports import names
from campaigns.imports.names import Named
from campaigns.imports.stored import digest
from campaigns.imports.take import held
from campaigns.imports.understand import Stated, understand
from campaigns.models import AdImport


@dataclass(frozen=True, slots=True)
class Preview:
    file: AdFile
    change: Comparison | None  # None: it can't be imported, see `clashes`.
    clashes: tuple[Reason, ...]
    names: tuple[Named, ...]
    twin: AdImport | None  # The same bytes, imported already.

    @property
    def changes_nothing(self) -> bool:
        change = self.change
        return change is not None and not (change.new or change.changed or change.gone)

    @property
    def seen(self) -> str:
        """Tells whether an import would still do what somebody saw."""
        change = self.change
        if change is None:
            return ""
        said = [[row.says for row in rows] for rows in (change.new, change.gone)]
        return digest(self.file.sha256, said, [(old.says, new.says) for old, new in change.changed])


def preview(name: str, content: bytes, stated: Stated) -> Preview:
    """Raises RefusedError for a file that is not understood."""
    file = understand(name, content, stated)
    try:
        change, _ = held(file)
        clashes: tuple[Reason, ...] = ()
    except RefusedError as refused:
        change, clashes = None, refused.reasons
    twin = AdImport.objects.filter(sha256=file.sha256, state=AdImport.State.DONE).first()
    return Preview(file, change, clashes, tuple(names.named(file)), twin)
