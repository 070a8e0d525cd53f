"""English fields split into segments, and translations put back in their places.

One walker does both: `visit` is called with each segment and answers with what readers get, or None to leave the
English untouched. It works on the raw JSON of a body: a StreamValue would load every chooser's object.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from bs4.formatter import HTMLFormatter
from wagtail import blocks
from wagtail.fields import StreamField

from livesafe.translations import told
from livesafe.translations.told import Outcome

Policy = Literal["label", "both", "hold"]
POLICIES: tuple[Policy, ...] = (
    "label",
    "both",
    "hold",
)  # From the most to the least ready to show a machine's words.
BLOCK_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "div", "[document]"}


@dataclass(frozen=True)
class Segment:
    path: str  # "body.<uuid>.heading": stays while the block lives.
    kind: Literal["text", "html"]  # Inline HTML has numbered ids in place of attributes.
    source: str
    policy: Policy = "label"
    beside: bool = False  # The English stays beside the translation, checked or not.

    @property
    def hash(self) -> str:
        """The source hash: what a translation was made from. Kind and text, not place."""
        return hashlib.sha256(f"{self.kind}\0{self.source}".encode()).hexdigest()[:20]


Visit = Callable[[Segment], Outcome | None]


@dataclass(frozen=True)
class _Place:
    path: str
    policy: Policy
    beside: bool = False

    def below(self, name: object) -> _Place:
        return replace(self, path=f"{self.path}.{name}")

    def of(self, block: blocks.Block) -> _Place:
        """This place inside `block`, whose own release policy may be stricter than the page's."""
        own: Policy = getattr(block.meta, "release_policy", "label")
        return replace(
            self,
            policy=max(self.policy, own, key=POLICIES.index),
            beside=self.beside or getattr(block.meta, "beside", False),
        )

    def segment(self, kind: Literal["text", "html"], source: str) -> Segment:
        return Segment(self.path, kind, source, self.policy, self.beside)


def extract(fields: Iterable[tuple[Any, Any]], policy: Policy) -> list[Segment]:
    """The segments of (English model field, value) pairs in page order, each once."""
    found: dict[tuple[str, str], Segment] = {}

    def collect(segment: Segment) -> None:
        found.setdefault((segment.path, segment.hash), segment)

    for field, value in fields:
        apply(field, value, policy, collect)
    return list(found.values())


def apply(field: Any, value: Any, policy: Policy, visit: Visit) -> Any:
    """The value that the column of another language gets for an English field's value."""
    place = _Place(field.translated_field.name, policy)
    if isinstance(field, StreamField):
        return _block(field.stream_block, field.stream_block.get_prep_value(value), place, visit)
    return _text(value, place, visit)


def _block(block: blocks.Block, raw: Any, place: _Place, visit: Visit) -> Any:
    if raw is None or getattr(block.meta, "translatable", True) is False:
        return raw
    place = place.of(block)
    match block:
        case blocks.BaseStructBlock():
            return {
                name: _block(block.child_blocks[name], value, place.below(name), visit)
                if name in block.child_blocks
                else value
                for name, value in raw.items()
            }
        case blocks.BaseStreamBlock():
            return [
                {
                    **child,
                    "value": _block(
                        block.child_blocks[child["type"]],
                        child["value"],
                        place.below(child.get("id") or number),
                        visit,
                    ),
                }
                if child["type"] in block.child_blocks
                else child
                for number, child in enumerate(raw)
            ]
        case blocks.ListBlock():
            return [_item(block.child_block, item, place, number, visit) for number, item in enumerate(raw)]
        case blocks.RichTextBlock():
            return _html(raw, place, visit)
        case blocks.CharBlock() | blocks.TextBlock():
            return _text(raw, place, visit)
    return raw  # Choosers, addresses, dates, numbers and choices are the same in every language.


def _item(block: blocks.Block, item: Any, place: _Place, number: int, visit: Visit) -> Any:
    """An item of a list, in today's form or in the bare form of older content."""
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return {**item, "value": _block(block, item["value"], place.below(item.get("id") or number), visit)}
    return _block(block, item, place.below(number), visit)


def _text(raw: Any, place: _Place, visit: Visit) -> Any:
    if not isinstance(raw, str) or not raw.strip():
        return raw
    segment = place.segment("text", str(raw))
    outcome = visit(segment)
    return raw if outcome is None else told.pack(segment.source, outcome)


class _InOrder(HTMLFormatter):
    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return list(tag.attrs.items())  # Sorted by default, which would change the hash of unchanged text.


_FORMAT = _InOrder(
    entity_substitution=HTMLFormatter.REGISTRY["minimal"].entity_substitution, void_element_close_prefix="/"
)


def _html(html: Any, place: _Place, visit: Visit) -> Any:
    if not isinstance(html, str) or not html.strip():
        return html
    soup = BeautifulSoup(html, "html.parser")
    changed = [_run(run, place, visit) for run in _runs(soup)]
    return soup.decode(formatter=_FORMAT) if any(changed) else html


def _runs(parent: Tag) -> list[list[Any]]:
    """The stretches of inline content below `parent`, in order: a paragraph, a list item, a heading."""
    runs: list[list[Any]] = []
    run: list[Any] = []
    for child in parent.children:
        if isinstance(child, Tag) and child.name in BLOCK_TAGS:
            runs.append(run)
            run = []
            runs += _runs(child)
        else:
            run.append(child)
    runs.append(run)
    return [run for run in runs if "".join(node.get_text() for node in run).strip()]


def _run(run: list[Any], place: _Place, visit: Visit) -> bool:
    source, attributes = _numbered(run)
    outcome = visit(place.segment("html", source))
    if outcome is None:
        return False
    if outcome.text is not None and tags(outcome.text) != tags(source):
        outcome = told.ENGLISH  # Stored before a check was made stricter: never shown.
    parent = run[0].parent
    if outcome.text is None and parent.name != "[document]" and len(run) == len(list(parent.children)):
        parent.attrs |= {"lang": "en", "dir": "ltr"}  # A whole paragraph or item: it begins at its own side.
        return True
    english = BeautifulSoup("", "html.parser").new_tag("span", attrs={"lang": "en", "dir": "ltr"})
    run[0].insert_before(english)
    for node in run:
        english.append(node.extract())
    if outcome.text is None:
        return True
    words = _parsed(outcome.text)
    for tag in words.find_all(True):
        tag.attrs = dict(attributes.get(str(tag.get("id", "")), {}))
    if outcome.state == "told":
        english.replace_with(*list(words.contents))
        return True
    # The chip "not checked" is added where the text is shown, in the words of that day's catalogue.
    wrapper = words.new_tag("span", attrs={"class": f"told-{outcome.state}"})
    wrapper.extend(list(words.contents))
    english["class"] = "both-english"
    english.insert_after(wrapper)
    return True


def _numbered(run: list[Any]) -> tuple[str, dict[str, dict[str, Any]]]:
    """Inline HTML with id="1", "2" … in place of attributes, and what they stand for: nobody translates an address."""
    fragment = BeautifulSoup("", "html.parser")
    for node in run:
        fragment.append(node.__copy__())
    attributes: dict[str, dict[str, Any]] = {}
    for tag in fragment.find_all(True):
        if tag.attrs:
            number = str(len(attributes) + 1)
            attributes[number] = dict(tag.attrs)
            tag.attrs = {"id": number}
    return fragment.decode(formatter=_FORMAT).strip(), attributes


def _parsed(markup: str) -> BeautifulSoup:
    """Inline HTML without comments, doctypes and the like, which browsers end sooner than a parser does."""
    soup = BeautifulSoup(markup, "html.parser")
    for node in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        node.extract()
    return soup


def has_hidden_parts(markup: str) -> bool:
    """Whether inline HTML has comments or the like, which no translation needs."""
    soup = BeautifulSoup(markup, "html.parser")
    return soup.find(string=lambda text: isinstance(text, PreformattedString)) is not None


def tags(html: str) -> list[tuple[str, str]]:
    """The tags of an inline HTML segment with their numbers, sorted: a translation must have the same."""
    return sorted((tag.name, str(tag.get("id", ""))) for tag in _parsed(html).find_all(True))
