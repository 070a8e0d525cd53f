"""Which languages are given to whom: administrators say it, in the settings of the admin."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSet

from livesafe.translations.models import LanguageRole


class LanguagesOfPeople(ModelViewSet):
    """A person in the group Translators or Reviewers works in the languages given here, and sees no other."""

    model = LanguageRole
    icon = "user"
    menu_label = "Languages of people"
    add_to_settings_menu = True
    form_fields = ("user", "language")
    list_display = ("user", "language")
    list_filter = ("language",)
