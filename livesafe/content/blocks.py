"""The blocks that a page body is built from: nouns of youth safety, never looks."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from livesafe.content.support import shown
from livesafe.translations.blocks import RichWords, Words

LINE = "<p>You can talk to an adult you trust. You do not have to decide anything today.</p>"


def words(*, required: bool = True, **kwargs: Any) -> Words:
    return Words(required=required, max_length=400, **kwargs)


def services() -> blocks.ListBlock:
    # A number is chosen, never typed: it is checked and changed in one place.
    return blocks.ListBlock(
        SnippetChooserBlock("content.SupportService"), label="Support services", min_num=0
    )


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


class LawValue(blocks.StructValue):
    @property
    def is_in_force(self) -> bool:
        """What is not yet law is not shown as law."""
        return bool(self["in_force_from"]) and self["in_force_from"] <= timezone.localdate()

    @property
    def source_host(self) -> str:
        return urlsplit(self["source_url"] or "").hostname or ""


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


class VideoBlock(blocks.StructBlock):
    title = words()
    file = DocumentChooserBlock(
        help_text="An MP4 file. It is served from this site and loads when asked for."
    )
    captions = DocumentChooserBlock(help_text="A WebVTT file (.vtt).")
    transcript = RichWords()

    class Meta:
        icon = "media"
        description = "A video of our own, with captions and a transcript."
        template = "content/blocks/video.html"
        preview_value = {"title": "A film about friends", "file": None, "captions": None, "transcript": LINE}


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = words(help_text="What a person who cannot see the picture needs to know.")
    caption = words(required=False)

    class Meta:
        icon = "image"
        description = "A picture with a description. Never weapons, wounds, or faces in distress."
        template = "content/blocks/image.html"
        preview_value = {"image": None, "alt": "Two friends on a bench", "caption": "Two friends on a bench"}


class DownloadBlock(blocks.StructBlock):
    title = words()
    document = DocumentChooserBlock()
    about = words(required=False)

    class Meta:
        icon = "download"
        description = "A file to keep or print, with its kind and size."
        template = "content/blocks/download.html"
        preview_value = {"title": "Poster, A4", "document": None, "about": "For a wall in school."}


class CallToActionValue(blocks.StructValue):
    @property
    def pages(self) -> list[Any]:
        return [self["page"]] if self["page"] else []


class CallToActionBlock(blocks.StructBlock):
    text = words()
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Or an address")

    class Meta:
        icon = "link-external"
        label = "Call to action"
        description = "One thing to do next."
        template = "content/blocks/call_to_action.html"
        value_class = CallToActionValue
        preview_value = {"text": "See who can help", "page": None, "url": "https://livesafe.example/"}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            wrong = ValidationError("Choose a page or give an address: one of the two.")
            raise blocks.StructBlockValidationError(block_errors={"page": wrong})
        return value


class ScenarioBlock(blocks.StructBlock):
    title = words()
    situation = RichWords()
    choices = blocks.ListBlock(
        blocks.StructBlock([("choice", words()), ("outcome", RichWords())], label="Choice")
    )
    after = words(required=False)

    class Meta:
        icon = "form"
        description = "A situation and what could be done. Nobody is hurt, and leaving is always a choice."
        template = "content/blocks/scenario.html"
        preview_value = {
            "title": "On the bus",
            "situation": LINE,
            "choices": [{"choice": "Sit beside them", "outcome": LINE}, {"choice": "Leave", "outcome": LINE}],
            "after": "",
        }


class MoreBlock(blocks.StructBlock):
    heading = words(required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label="Page"))

    class Meta:
        icon = "doc-full"
        label = "More to read"
        description = "Other pages of this site."
        template = "content/blocks/more.html"

    def get_preview_value(self) -> Any:
        return self.normalize(
            {"heading": "Read next", "pages": list(Page.objects.live().filter(depth=4)[:2])}
        )


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


class CampaignCardBlock(blocks.PageChooserBlock):
    """A campaign shown on another page. The page type is named by string: campaigns imports content."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": "campaigns.CampaignPage"} | kwargs)

    class Meta:
        icon = "pick"
        description = "A campaign shown on this page. Impressions and clicks are counted, people are not."
        template = "content/blocks/campaign_card.html"

    def get_preview_value(self) -> Any:
        return Page.objects.live().type(self.target_model).specific().first()


class BodyBlock(blocks.StreamBlock):
    short_version = ShortVersionBlock()
    do_now = DoNowBlock()
    text = TextBlock()
    steps = StepsBlock()
    warning_signs = WarningSignsBlock()
    myth_fact = MythFactBlock()
    means_for_me = MeansForMeBlock()
    law = LawBlock()
    services = ServicesBlock()
    scenario = ScenarioBlock()
    quote = QuoteBlock()
    image = ImageBlock()
    video = VideoBlock()
    download = DownloadBlock()
    call_to_action = CallToActionBlock()
    opening_lines = OpeningLinesBlock()
    say_this = SayThisBlock()
    door = DoorBlock()
    directory = DirectoryBlock()
    more = MoreBlock()
    campaign_card = CampaignCardBlock()

    class Meta:
        block_counts = {"short_version": {"max_num": 1}, "directory": {"max_num": 1}}
