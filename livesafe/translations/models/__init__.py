"""What the translation desk stores."""

from livesafe.translations.models.memory import PastText, Standing, Translation

__all__ = ["PastText", "Standing", "Translation"]
