"""What a page of advice says."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from wagtail import blocks

from livesafe.content.blocks.fields import LINE, words
from livesafe.translations.blocks import RichWords


class ShortVersionBlock(blocks.StructBlock):
    lines = blocks.ListBlock(words(label="Line"), min_num=1, max_num=3)

    class Meta:
        icon = "title"
        label = "Short version"
        description = "The page in three short lines. Always first."
        template = "content/blocks/short_version.html"
        preview_value = {
            "lines": ["You are not in trouble.", "You can talk to someone today.", "It is never too late."]
        }


class TextBlock(blocks.StructBlock):
    heading = words(required=False)
    text = RichWords()

    class Meta:
        icon = "pilcrow"
        description = "A heading and some paragraphs."
        template = "content/blocks/text.html"
        preview_value = {"heading": "What this means", "text": LINE}


class StepsBlock(blocks.StructBlock):
    heading = words()
    steps = blocks.ListBlock(
        blocks.StructBlock([("title", words(required=False)), ("text", RichWords())], label="Step")
    )

    class Meta:
        icon = "list-ol"
        description = "Things to do, one after the other."
        template = "content/blocks/steps.html"
        preview_value = {"heading": "How to start", "steps": [{"title": "Pick a quiet time", "text": LINE}]}


class WarningSignsBlock(blocks.StructBlock):
    heading = words()
    intro = RichWords(required=False)
    signs = blocks.ListBlock(words(label="Sign"))
    note = words(required=False, help_text="Say that a sign could mean many things.")

    class Meta:
        icon = "warning"
        description = "Signs that something may be wrong. Never a checklist that labels a person."
        template = "content/blocks/warning_signs.html"
        preview_value = {
            "heading": "Signs to notice",
            "intro": "",
            "signs": ["They stop seeing old friends."],
            "note": "Each sign could mean many things.",
        }


class MythFactBlock(blocks.StructBlock):
    heading = words(required=False)
    pairs = blocks.ListBlock(
        blocks.StructBlock([("myth", words()), ("fact", words())], label="Myth and fact")
    )

    class Meta:
        icon = "help"
        label = "Myth and fact"
        description = "What people say, and what is true."
        template = "content/blocks/myth_fact.html"
        preview_value = {
            "heading": "",
            "pairs": [{"myth": "Everyone does it.", "fact": "Most people do not."}],
        }


class MeansForMeBlock(blocks.StructBlock):
    heading = words()
    points = blocks.ListBlock(words(label="Point"))

    class Meta:
        icon = "user"
        label = "What it means for me"
        description = "What follows for the reader, in a few points."
        template = "content/blocks/means_for_me.html"
        preview_value = {
            "heading": "What does it mean for me?",
            "points": ["You can ask for help and not give a name."],
        }


class LawValue(blocks.StructValue):
    @property
    def is_in_force(self) -> bool:
        """What is not yet law is not shown as law."""
        return bool(self["in_force_from"]) and self["in_force_from"] <= timezone.localdate()


class LawBlock(blocks.StructBlock):
    heading = words()
    text = RichWords()
    source_name = blocks.CharBlock(
        max_length=200, help_text="The Act and section, as the source names it.", translatable=False
    )
    source_url = blocks.URLBlock(translatable=False)
    in_force_from = blocks.DateBlock(help_text="Not shown to readers before this day.")
    last_checked = blocks.DateBlock()

    class Meta:
        icon = "clipboard-list"
        label = "What the law says"
        description = "A claim about the law, with its source and dates."
        template = "content/blocks/law.html"
        value_class = LawValue
        release_policy = "both"
        preview_value = {
            "heading": "What the law says",
            "text": LINE,
            "source_name": "Criminal Justice Act 1988, section 139",
            "source_url": "https://www.legislation.gov.uk/ukpga/1988/33/section/139",
            "in_force_from": date(1988, 9, 29),
            "last_checked": date(2026, 11, 22),
        }


class QuoteValue(blocks.StructValue):
    @property
    def has_consent(self) -> bool:
        until = self["consent_until"]
        return bool(self["consent"] and until) and until >= timezone.localdate()


class QuoteBlock(blocks.StructBlock):
    text = words()
    who = words(help_text="What the person agreed to be called, for example “Young person, 16, Leicester”.")
    consent = blocks.BooleanBlock(help_text="This person agreed, in writing, that we publish these words.")
    consent_until = blocks.DateBlock(help_text="Readers no longer see the quote after this day.")

    class Meta:
        icon = "openquote"
        description = "Words of a real person who agreed to it."
        template = "content/blocks/quote.html"
        value_class = QuoteValue
        preview_value = {
            "text": "I told my form tutor. It was easier than I thought.",
            "who": "An example, not a real person",
            "consent": True,
            "consent_until": date(2099, 1, 1),
        }


class ScenarioBlock(blocks.StructBlock):
    title = words()
    situation = RichWords()
    choices = blocks.ListBlock(
        blocks.StructBlock([("choice", words()), ("outcome", RichWords())], label="Choice")
    )
    after = words(required=False)
    ask = words(
        required=False,
        label="Question before and after",
        help_text="On a campaign’s page: readers answer with one tap, from 1 (not at all) to 5 (very). We count the taps.",
    )

    class Meta:
        icon = "form"
        description = "A situation and what could be done. Nobody is hurt, and leaving is always a choice."
        template = "content/blocks/scenario.html"
        preview_value = {
            "title": "On the bus",
            "situation": LINE,
            "choices": [{"choice": "Sit beside them", "outcome": LINE}, {"choice": "Leave", "outcome": LINE}],
            "after": "",
            "ask": "",
        }
