"""The glossary in the admin: each term with a line for every language that has agreed on something."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from livesafe.translations.models import Ruling, Term


def agreed(term: Term) -> str:
    """What the languages do with a term, on one line."""
    return " · ".join(_said(ruling) for ruling in term.rulings.all())


def _said(ruling: Ruling) -> str:
    where = ruling.get_language_display() if ruling.language else "every language"
    return f"{where}: {ruling.text or 'as it is'}"


class Glossary(SnippetViewSet):
    model = Term
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ("term", Column("agreed", label="Agreed", accessor=agreed))
    search_fields = ("term", "note")
    ordering = ("term",)
    add_to_admin_menu = False
    panels = [
        FieldPanel("term"),
        FieldPanel("note"),
        InlinePanel(
            "rulings",
            [
                FieldPanel("language"),
                FieldPanel("rule"),
                FieldPanel("text"),
                FieldPanel("forms"),
                FieldPanel("avoid"),
            ],
            heading="What each language does",
            label="language",
            help_text="A translation that breaks one of these lines can't be approved or released.",
        ),
    ]
