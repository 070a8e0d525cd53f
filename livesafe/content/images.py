"""Pictures that editors upload: what the camera wrote about place and person is removed before anything is stored."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image as Pillow
from PIL import ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition, Image

SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
}


class SafeImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            content = without_metadata(self.file.file)
            self.file.file = content
            self.file_size, self.file_hash = content.size, ""
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class SafeRendition(AbstractRendition):
    image = models.ForeignKey(SafeImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition")
        ]


def without_metadata(file: Any) -> ContentFile[bytes]:
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
    return ContentFile(out.getvalue(), name=file.name)
