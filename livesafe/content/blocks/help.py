"""What to do now, who can help, and the words to say."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from livesafe.content.blocks.fields import services, words
from livesafe.content.support import shown


class DoNowBlock(blocks.StructBlock):
    heading = words()
    steps = blocks.ListBlock(words(label="Step"))
    services = services()

    class Meta:
        icon = "check"
        label = "What to do now"
        description = "The first things to do, and who to contact. Near the top of every page of advice."
        template = "content/blocks/do_now.html"
        release_policy = "both"
        preview_value = {
            "heading": "What to do now",
            "steps": ["Move to a safe place.", "Call 999."],
            "services": [],
        }


class ServicesBlock(blocks.StructBlock):
    heading = words(required=False)
    services = services()

    class Meta:
        icon = "mobile-alt"
        label = "Support services"
        description = "Who can help, and who they tell. Chosen from the list, never typed."
        template = "content/blocks/services.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"heading": "Who can help", "services": list(shown()[:2])})


class DoorBlock(blocks.StructBlock):
    anchor = blocks.RegexBlock(
        r"^[a-z-]+$", help_text="The end of its address: help/#danger-now", translatable=False
    )
    heading = words()
    intro = words(required=False)
    steps = blocks.ListBlock(words(label="Step"))
    services = services()

    class Meta:
        icon = "home"
        description = "One door of the help page: a need, what to do, who to contact."
        template = "content/blocks/door.html"
        release_policy = "both"
        preview_value = {
            "anchor": "danger-now",
            "heading": "I am in danger now",
            "intro": "",
            "steps": ["Call 999."],
            "services": [],
        }


class PhraseBlock(blocks.StructBlock):
    english = blocks.CharBlock(
        max_length=120, help_text="What to say, in English. Never translated.", translatable=False
    )
    sounds = words(
        required=False, help_text="How it sounds: each language spells it in its own script. Leave it blank."
    )
    means = words(help_text="What it means.")

    class Meta:
        label = "Phrase"

    def clean(self, value: Any) -> Any:
        # What translators spell in their script is the English phrase itself.
        value["sounds"] = value["english"]
        return super().clean(value)


class SayThisBlock(blocks.StructBlock):
    heading = words()
    intro = words(required=False)
    phrases = blocks.ListBlock(PhraseBlock())

    class Meta:
        icon = "comment"
        label = "Say this in English"
        description = "English words to say on the phone, how they sound, and what they mean."
        template = "content/blocks/say_this.html"
        release_policy = "both"
        preview_value = {
            "heading": "I don't speak English",
            "intro": "",
            "phrases": [{"english": "Police. Help.", "sounds": "", "means": "I need the police."}],
        }


class OpeningLinesBlock(blocks.StructBlock):
    heading = words()
    lines = blocks.ListBlock(words(label="Line"))

    class Meta:
        icon = "openquote"
        label = "Opening lines"
        description = "Ways to begin a talk, in the reader's language and in English side by side."
        template = "content/blocks/opening_lines.html"
        beside = True
        preview_value = {"heading": "How to begin", "lines": ["I am not angry. I want to understand."]}


class DirectoryBlock(blocks.StructBlock):
    heading = words(required=False)

    class Meta:
        icon = "list-ul"
        description = "All support services that are shown, with their filters. For the help page."
        template = "content/blocks/directory.html"
        preview_value = {"heading": "Find a service"}


class CountingNoticeBlock(blocks.StructBlock):
    """Says by itself what is noted of a visitor for how long: the settings decide it, and no editor can forget it."""

    heading = words()

    class Meta:
        icon = "info-circle"
        label = "What we note for a while"
        description = (
            "Which personal data the counting needs today, and when it is destroyed. For the privacy pages."
        )
        template = "content/blocks/counting_notice.html"
        preview_value = {"heading": "What we note for a while"}
