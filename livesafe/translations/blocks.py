"""The two kinds of text that a page body is made of, as readers of a language get them."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from livesafe.translations.protected import mark
from livesafe.translations.told import Told, chip, typed, unpack

FEATURES = ["h3", "bold", "link", "ol", "ul"]
_LINK_IN_ENGLISH = re.compile(r'(<a [^>]*hreflang="en"[^>]*>.*?)</a>', re.DOTALL)


class Words(blocks.CharBlock):
    """Plain text of one line, translated."""

    def to_python(self, value: Any) -> Told | None:
        return None if value is None else unpack(value)

    def value_from_form(self, value: Any) -> Told:
        return unpack(typed(value or ""))

    def get_prep_value(self, value: Any) -> Any:
        return value.packed if isinstance(value, Told) else value


class RichTold(RichText):
    """Rich text that prints what fell back to English, numbers and names marked for screen readers."""

    def __html__(self) -> SafeString:
        language = get_language() or "en"
        html: str = mark(expand_db_html(self.source), language, dialable=True)
        if language == "en":
            return SafeString(html)
        html = html.replace('<span class="told-unchecked">', f'<span class="both-told">{chip()}')
        html = html.replace('<span class="told-beside">', '<span class="both-told">')
        words = gettext("in English")
        label = f' <span class="in-english">({escape(words)})</span></a>'
        return SafeString(_LINK_IN_ENGLISH.sub(lambda match: match[1] + label, html))

    def __str__(self) -> str:
        return self.__html__()


class RichWords(blocks.RichTextBlock):
    """Paragraphs, lists and small headings, translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"features": FEATURES} | kwargs)

    def to_python(self, value: Any) -> RichTold:
        return RichTold(value)

    def normalize(self, value: Any) -> RichTold:
        return RichTold(value.source if isinstance(value, RichText) else value and str(value))

    def value_from_form(self, value: Any) -> RichTold:
        return RichTold(value)
