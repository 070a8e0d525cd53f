"""Translations as files, out and in: what staff give to a translator, and what comes back.

Out: objects → gather → a Document → po, xliff12 or xliff21. In: upload → one of the three → an Incoming file →
differences → store. A file is one language; it never says what readers see, and never approves a text.
"""

from livesafe.translations.exchange.differences import Comparison, Difference, Verdict, compare
from livesafe.translations.exchange.document import FileRefusedError, Incoming
from livesafe.translations.exchange.formats import FORMATS, Format, export
from livesafe.translations.exchange.gather import Which
from livesafe.translations.exchange.store import ChangedMeanwhileError, load, look, store
from livesafe.translations.exchange.upload import read

__all__ = [
    "FORMATS",
    "ChangedMeanwhileError",
    "Comparison",
    "Difference",
    "FileRefusedError",
    "Format",
    "Incoming",
    "Verdict",
    "Which",
    "compare",
    "export",
    "load",
    "look",
    "read",
    "store",
]
