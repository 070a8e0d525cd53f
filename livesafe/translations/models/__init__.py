"""What the translation desk stores."""

from livesafe.translations.models.files import HandedIn
from livesafe.translations.models.glossary import Ruling, Term
from livesafe.translations.models.invitation import GRACE, Invitation, Reply, Stamp
from livesafe.translations.models.memory import LENT, LiveSegment, PastText, Standing, Translation
from livesafe.translations.models.notes import TranslatorsNote, Unfinished
from livesafe.translations.models.people import Comment, LanguageRole
from livesafe.translations.models.reads_wrong import ReadsWrong
from livesafe.translations.models.work import EngineGlossary, Job, KeptOut, Said, Spending

__all__ = [
    "GRACE",
    "LENT",
    "Comment",
    "EngineGlossary",
    "HandedIn",
    "Invitation",
    "Job",
    "KeptOut",
    "LanguageRole",
    "LiveSegment",
    "PastText",
    "ReadsWrong",
    "Reply",
    "Ruling",
    "Said",
    "Spending",
    "Stamp",
    "Standing",
    "Term",
    "Translation",
    "TranslatorsNote",
    "Unfinished",
]
