"""Where a text stands, who changes it, and what can be in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from livesafe.languages import Language
from livesafe.translations import objects, roles
from livesafe.translations.columns import Translated
from livesafe.translations.models import Translation
from livesafe.translations.segments import Segment


@dataclass(frozen=True)
class By:
    """A user of the admin, or what staff called the user of a reviewer link: exactly one of the two."""

    user: User | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if (self.user is None) == (not self.label):
            raise ValueError("A text is by a user or by a label, and not by both.")

    @property
    def name(self) -> str:
        return self.label or (self.user.get_full_name() or self.user.get_username() if self.user else "")

    def must(self, *, approve: bool, language: Language) -> None:
        """Raise PermissionDenied for a user who may not do this in the language. A link's page asks its link."""
        may = roles.may_approve if approve else roles.may_translate
        if self.user is not None and not may(self.user, language):
            raise PermissionDenied(f"You have not been given {language.name}.")


class Conflict(Exception):  # noqa: N818 - it is what happened, and no fault.
    """Somebody stored another text meanwhile. Nothing was overwritten; `row` is what is there now."""

    def __init__(self, row: Translation) -> None:
        super().__init__("Somebody else has changed this text meanwhile.")
        self.row = row


class Refused(Exception):  # noqa: N818
    """A text that may not be released. `problems` say why, in plain words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Gone(LookupError):  # noqa: N818
    """The object has no such segment any more, neither live nor in its draft: the English has changed."""


@dataclass(frozen=True)
class Place:
    """A segment of an object in a language, with its own row of the memory where it has one."""

    obj: Translated
    segment: Segment
    language: Language
    row: Translation | None = None


@dataclass
class Outcome:
    """What became of the texts of a page that somebody approved as a whole."""

    approved: list[Translation] = field(default_factory=list)
    conflicts: list[Translation] = field(default_factory=list)  # Somebody stored another text meanwhile.
    refused: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # Problems by path and hash.


def place(obj: Translated, language: Language, path: str, source_hash: str) -> Place:
    """The place of a segment of the live English or, for work ahead of publishing, of the newest draft."""
    segment = _find(obj, path, source_hash) or _find(objects.drafted(obj), path, source_hash)
    if segment is None:
        raise Gone(f"{obj} has no such text any more: its English has changed.")
    row = Translation.objects.filter(
        object_key=obj.object_key, language=language.code, path=path, source_hash=source_hash
    ).first()
    return Place(obj, segment, language, row)


def _find(obj: Translated, path: str, source_hash: str) -> Segment | None:
    return next((s for s in obj.segments() if (s.path, s.hash) == (path, source_hash)), None)
