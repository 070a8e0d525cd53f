"""What the translation desk stores."""

from livesafe.translations.models.memory import PastText, Standing, Translation
from livesafe.translations.models.notes import TranslatorsNote, Unfinished

__all__ = ["PastText", "Standing", "Translation", "TranslatorsNote", "Unfinished"]
