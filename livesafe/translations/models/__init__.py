"""What the translation desk stores."""

from livesafe.translations.models.invitation import GRACE, Invitation, Reply
from livesafe.translations.models.memory import PastText, Standing, Translation
from livesafe.translations.models.notes import TranslatorsNote, Unfinished

__all__ = [
    "GRACE",
    "Invitation",
    "PastText",
    "Reply",
    "Standing",
    "Translation",
    "TranslatorsNote",
    "Unfinished",
]
