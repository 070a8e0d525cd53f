"""Where a segment stands on its page, in the words of the page's own editor: "What to do now", "Step 2"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from livesafe.translations.columns import Translated
from livesafe.translations.segments import Segment

TOP = "Top of the page"


@dataclass(frozen=True)
class Landmark:
    """A section of the page: a block of its body, or its first fields together."""

    key: str  # Unique on the page; the path of the block.
    name: str
    heading: str = ""  # The block's own English heading.


@dataclass(frozen=True)
class Place:
    landmark: Landmark
    name: str  # Of the segment within its section.


def places(obj: Translated, segments: Iterable[Segment]) -> dict[str, Place]:
    """Where each path of these segments stands. Reads the raw body: no queries."""
    bodies: dict[str, tuple[blocks.BaseStreamBlock, Any]] = {}
    names: dict[str, str] = {}
    for field, value in obj.english():
        name = field.translated_field.name
        if isinstance(field, StreamField):
            bodies[name] = (field.stream_block, field.stream_block.get_prep_value(value))
        else:
            names[name] = str(field.verbose_name).capitalize()
    top = Landmark("top", TOP if bodies else str(obj))
    found = {}
    for segment in segments:
        first, _, rest = segment.path.partition(".")
        if first in bodies:
            found[segment.path] = _in_body(first, *bodies[first], rest.split("."))
        else:
            found[segment.path] = Place(top, names.get(first, "Word"))
    return found


def _in_body(field: str, stream: blocks.BaseStreamBlock, raw: Any, parts: list[str]) -> Place:
    _, child = _child(raw, parts[0])
    if child is None or child["type"] not in stream.child_blocks:
        return Place(Landmark(field, "Body"), "Text")
    block = stream.child_blocks[child["type"]]
    value = child["value"]
    heading = ""
    if isinstance(value, dict):
        heading = str(value.get("heading") or value.get("title") or "")
    name = " › ".join(_names(block, value, parts[1:])) or "Text"
    return Place(Landmark(f"{field}.{parts[0]}", block.label, heading), name)


def _names(block: blocks.Block, raw: Any, parts: list[str]) -> list[str]:
    """The names of the places below a block on the way to a segment. A list gives its items numbers, not its own name."""
    if not parts:
        return []
    first, rest = parts[0], parts[1:]
    match block:
        case blocks.BaseStructBlock() if first in block.child_blocks:
            child = block.child_blocks[first]
            below = _names(child, raw.get(first), rest)
            return below if isinstance(child, blocks.ListBlock) and below else [child.label, *below]
        case blocks.ListBlock():
            number, item = _child(raw, first)
            value = item["value"] if isinstance(item, dict) and "value" in item else item
            return [
                f"{block.child_block.label or block.label} {number}",
                *_names(block.child_block, value, rest),
            ]
        case blocks.BaseStreamBlock():
            _, item = _child(raw, first)
            if item and item["type"] in block.child_blocks:
                child = block.child_blocks[item["type"]]
                return [child.label, *_names(child, item["value"], rest)]
    return []


def _child(raw: Any, key: str) -> tuple[int, Any]:
    """The child of a stream or list that a part of a path names, by id or by place, and its number from 1."""
    for at, item in enumerate(raw or []):
        own = item.get("id") if isinstance(item, dict) else None
        if (own or str(at)) == key:
            return at + 1, item
    return 0, None
