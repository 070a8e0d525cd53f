"""The site's languages: the one table that settings, addresses, columns, the menu and the engine derive from.

English and the ten main languages most spoken in Leicester, Leicestershire and Rutland, by Census 2021.
"""

from typing import NamedTuple

CENSUS = "Census 2021, TS024 main language (detailed), usual residents aged 3 and over; ONS/Nomis"


class Language(NamedTuple):
    code: str  # The first part of the address and, with "_" for "-", the suffix of the column.
    name: str  # In English, for staff.
    endonym: str  # What its own speakers call it, for readers.
    script: str  # ISO 15924.
    rtl: bool
    deepl: str | None  # DeepL's target code; None where people alone translate.
    speakers: int  # Residents of LLR aged 3 and over with this main language.
    source: str = CENSUS

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def suffix(self) -> str:
        return self.code.replace("-", "_")


SOURCE = Language("en", "English", "English", "Latn", False, None, 946_596)
TARGETS = (
    Language("gu", "Gujarati", "ગુજરાતી", "Gujr", False, "GU", 50_396),
    Language("pl", "Polish", "polski", "Latn", False, "PL", 13_692),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", "Guru", False, "PA", 13_486),
    Language("ro", "Romanian", "română", "Latn", False, "RO", 7_106),
    Language("ur", "Urdu", "اردو", "Arab", True, "UR", 3_909),
    Language("bn", "Bengali", "বাংলা", "Beng", False, "BN", 3_621),
    # DeepL refuses a bare PT; readers in LLR are mostly from Portugal and its former colonies.
    Language("pt", "Portuguese", "português", "Latn", False, "PT-PT", 3_433),
    Language("ar", "Arabic", "العربية", "Arab", True, "AR", 3_240),
    Language("hi", "Hindi", "हिन्दी", "Deva", False, "HI", 2_623),
    Language("so", "Somali", "Soomaali", "Latn", False, None, 2_427),
)
ALL = (SOURCE, *TARGETS)
CODES = frozenset(language.code for language in ALL)
RESIDENTS = 1_087_301  # Of LLR, aged 3 and over; same source.

_BY_CODE = {language.code: language for language in ALL}


def get(code: str) -> Language:
    """The language of a code; KeyError for a code that is not in the table."""
    return _BY_CODE[code]


def of_path(path: str) -> Language:
    """The language that an address speaks: its first segment, or English where that is no other language's code."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return _BY_CODE[first] if first != SOURCE.code and first in CODES else SOURCE
