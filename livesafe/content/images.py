"""Pictures that editors upload: what the camera wrote about place and person is removed before anything is stored."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from PIL import Image as Pillow
from PIL import ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition, Image

# A phone's largest photo, with room to spare: more takes a server's time for nothing that a page can show.
Pillow.MAX_IMAGE_PIXELS = 40_000_000
SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
}


BROKEN = "This picture is broken, or is no picture. Save it again and try."
# What Pillow raises at a file that is no picture, or not all of one.
UNREADABLE = (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError)


class BareFile(ContentFile[bytes]):
    """A picture that holds nothing but its pixels."""


class SafeImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    def clean(self) -> None:
        super().clean()
        self.forget_metadata()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.forget_metadata()
        super().save(*args, **kwargs)

    def forget_metadata(self) -> None:
        """Put the bare picture in the place of a file that was just handed in; ValidationError for a broken one."""
        if not self.file or self.file._committed or isinstance(self.file.file, BareFile):
            return
        try:
            bare = without_metadata(self.file.file)
        except UNREADABLE as error:
            raise ValidationError({"file": BROKEN}) from error
        self.file.file = bare
        self.file_size, self.file_hash = bare.size, ""
        self._set_image_file_metadata()


class SafeRendition(AbstractRendition):
    image = models.ForeignKey(SafeImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition")
        ]


def without_metadata(file: Any) -> BareFile:
    """The picture's pixels, upright, without EXIF, GPS, XMP, comments or thumbnails. Raises OSError for no picture."""
    file.seek(0)
    with Pillow.open(file) as picture:
        kind = picture.format or "PNG"
        upright = ImageOps.exif_transpose(picture)
        bare = Pillow.new(upright.mode, upright.size)
        if upright.mode == "P" and (palette := upright.getpalette()):
            bare.putpalette(palette)
        bare.paste(upright)
        if "transparency" in picture.info and upright.mode == "P":
            bare.info["transparency"] = picture.info["transparency"]
        out = io.BytesIO()
        bare.save(out, kind, **SAVED_AS.get(kind, {}))
    return BareFile(out.getvalue(), name=file.name)
