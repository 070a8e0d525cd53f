"""What several blocks are made of."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from livesafe.translations.blocks import Words

LINE = "<p>You can talk to an adult you trust. You do not have to decide anything today.</p>"


def words(*, required: bool = True, **kwargs: Any) -> Words:
    return Words(required=required, max_length=400, **kwargs)


def services() -> blocks.ListBlock:
    # A number is chosen, never typed: it is checked and changed in one place.
    return blocks.ListBlock(
        SnippetChooserBlock("content.SupportService"), label="Support services", min_num=0
    )
