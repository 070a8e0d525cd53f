"""Pictures, films and files of our own."""

from __future__ import annotations

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from livesafe.content.blocks.fields import LINE, words
from livesafe.translations.blocks import RichWords


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = words(help_text="What a person who cannot see the picture needs to know.")
    caption = words(required=False)

    class Meta:
        icon = "image"
        description = "A picture with a description. Never weapons, wounds, or faces in distress."
        template = "content/blocks/image.html"
        preview_value = {"image": None, "alt": "Two friends on a bench", "caption": "Two friends on a bench"}


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


class DownloadBlock(blocks.StructBlock):
    title = words()
    document = DocumentChooserBlock()
    about = words(required=False)

    class Meta:
        icon = "download"
        description = "A file to keep or print, with its kind and size."
        template = "content/blocks/download.html"
        preview_value = {"title": "Poster, A4", "document": None, "about": "For a wall in school."}
