"""What the engine is told about a text beside the text: what the page is about, and who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bs4 import BeautifulSoup
from wagtail.models import Page

from livesafe.translations import engine
from livesafe.translations.columns import Translated
from livesafe.translations.segments import Segment

# Parents and professionals are spoken to politely where a language makes a difference; everybody else as “you”.
FORMALITY: dict[str, engine.Formality] = {"parents": "prefer_more", "professionals": "prefer_more"}
ON_TOP = ("headline", "summary")
HEADINGS = ("heading", "title")


@dataclass(frozen=True)
class Section:
    """Segments that stand together on the page, with what their context is. Never more than one request takes."""

    segments: list[Segment]
    context: str


def audience(obj: Translated) -> str:
    """Whose shelf a page stands on; "" for what stands on none."""
    if not isinstance(obj, Page):
        return ""
    shelves = obj.get_ancestors(inclusive=True).specific().reverse()
    return next((str(page.audience) for page in shelves if getattr(page, "audience", "")), "")


def formality(obj: Translated) -> engine.Formality:
    return FORMALITY.get(audience(obj), "prefer_less")


def sections(obj: Translated, wanted: Iterable[Segment]) -> Iterator[Section]:
    """The wanted segments in page order, section by section, each with the page's title, summary and its heading.

    The texts of a request share one context, so a request is never more than a section.
    """
    wanted = list(wanted)
    everything = obj.segments()
    top = [_plain(s) for s in everything if s.path in ON_TOP] or [str(obj)]
    headings = {_section(s): _plain(s) for s in reversed(everything) if _is_heading(s)}
    for name, group in groupby(wanted, key=_section):
        context = "\n".join(filter(None, [*top, headings.get(name, "")]))
        for batch in batches(list(group)):
            yield Section(batch, context)


def batches(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Segments in portions that one request may carry, with room for placeholders and the context."""
    batch: list[Segment] = []
    for segment in segments:
        if batch and (
            len(batch) == engine.MAX_TEXTS
            or engine.size([s.source for s in (*batch, segment)]) > engine.MAX_BYTES // 2
        ):
            yield batch
            batch = []
        batch.append(segment)
    if batch:
        yield batch


def _section(segment: Segment) -> str:
    """A block of a body; the fields above it are one section together."""
    field, _, rest = segment.path.partition(".")
    return f"{field}.{rest.partition('.')[0]}" if rest else ""


def _is_heading(segment: Segment) -> bool:
    return segment.path.count(".") == 2 and segment.path.rpartition(".")[2] in HEADINGS


def _plain(segment: Segment) -> str:
    return (
        BeautifulSoup(segment.source, "html.parser").get_text() if segment.kind == "html" else segment.source
    )
