"""What the page editor shows beside the fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from livesafe.translations.readingage import AIM, reading_age


class ReadingAgePanel(Panel):
    """The reading age of the words as last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/reading_age.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            age = reading_age(self.instance.segments()) if self.instance.pk else None
            return super().get_context_data(parent_context) | {
                "age": age,
                "aim": AIM,
                "too_hard": (age or 0) > AIM,
            }
