"""Every link in the words and blocks that readers of a language get of a page or a support service."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from livesafe.languages import SOURCE, Language
from livesafe.translations.columns import StreamField, Translated

Kind = Literal["page", "document", "service", "address"]
KINDS: dict[str, Kind] = {"page": "page", "document": "document"}  # Of a link chosen in rich text.
CHOSEN: dict[type[blocks.Block], Kind] = {
    blocks.PageChooserBlock: "page",
    DocumentChooserBlock: "document",
    SnippetChooserBlock: "service",
    blocks.URLBlock: "address",
}
# What the editor stores, and nothing else, is in this form: a parser would take a hundred times as long.
A = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
TAG = re.compile(r"<[^>]+>")
NO_ENGLISH = "no-english"  # The place of every “Say this in English” on its page.


@dataclass(frozen=True, slots=True)
class Link:
    kind: Kind
    target: str  # A primary key, or an address as somebody typed it.
    path: str  # Where it is mended, as the admin's own links to a block say it.


def links_of(obj: Translated, language: Language) -> dict[Link, str]:
    """The links that readers of the language get of this object, and the words of each where it has words of its own."""
    return dict(_links(obj, language))


def places_of(page: Translated) -> set[str]:
    """What an address may name after its “#” on this page, beside what every page has."""
    found = set()
    for _, value in page.english():
        for block in value if isinstance(value, blocks.StreamValue) else ():
            if block.block_type == "say_this":
                found.add(NO_ENGLISH)
            elif "anchor" in getattr(block.block, "child_blocks", ()):
                found.add(block.value["anchor"])
    return found


def _links(obj: Translated, language: Language) -> Iterator[tuple[Link, str]]:
    for name in obj.translated:
        field = obj._meta.get_field(f"{name}_{language.suffix}")
        if isinstance(field, StreamField):
            raw = field.stream_block.get_prep_value(getattr(obj, field.name))
            yield from _in_block(field.stream_block, raw, f"{name}_{SOURCE.suffix}")
    for field in obj._meta.local_fields:
        value = getattr(obj, field.attname)
        if value and isinstance(field, models.URLField):
            yield Link("address", value, field.name), ""
        elif value and _leads_to_page(field):
            yield Link("page", str(value), field.name), ""


def _leads_to_page(field: Any) -> bool:
    remote = field.remote_field
    return bool(remote and remote.model is Page and not remote.parent_link)


def _in_block(block: blocks.Block, raw: Any, path: str) -> Iterator[tuple[Link, str]]:
    if raw in (None, ""):
        return
    for child, value, end in _inside(block, raw):
        yield from _in_block(child, value, f"{path}.{end}")
    if isinstance(block, blocks.RichTextBlock):
        yield from _in_html(str(raw), path)
    for chooser, kind in CHOSEN.items():
        if isinstance(block, chooser):
            yield Link(kind, str(raw), path), ""


def _inside(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any, Any]]:
    """The blocks in a block, each with its stored value and its part of a path."""
    match block:
        case blocks.BaseStructBlock():
            for name, child in block.child_blocks.items():
                yield child, raw.get(name), name
        case blocks.BaseStreamBlock():
            for number, item in enumerate(raw):
                if item["type"] in block.child_blocks:
                    yield block.child_blocks[item["type"]], item["value"], item.get("id") or number
        case blocks.ListBlock():
            for number, item in enumerate(raw):
                if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
                    yield block.child_block, item["value"], item.get("id") or number
                else:  # The bare form of older content.
                    yield block.child_block, item, number


def _in_html(source: str, path: str) -> Iterator[tuple[Link, str]]:
    for attributes, inside in A.findall(source):
        given = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        words = html.unescape(TAG.sub("", inside)).strip()
        if kind := KINDS.get(given.get("linktype", "")):
            yield Link(kind, given.get("id", ""), path), words
        else:
            yield Link("address", given.get("href", ""), path), words
