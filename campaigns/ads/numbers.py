"""Figures as platforms write them: 1,020.50, £12, --, <5. What could mean two things raises ValueError."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "na", "null", "none", "#n/a"})
MASK = re.compile(r"<\s*([1-9]\d{0,3})")
PLAIN = re.compile(r"\d+(\.\d+)?")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(\.\d+)?")
MONEY = re.compile(
    r"([A-Za-z]{3}|[^\d\s.,<A-Za-z+=@'()%-]|[A-Z]{1,2}\$)?\s*([\d., ]*\d)\s*([A-Za-z]{3}|[£€$¥])?"
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
LONGEST = 18

SIGNS = {"£": "GBP", "€": "EUR", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD"}
SHARED = {
    "$": frozenset(["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "TWD"]),
    "¥": frozenset({"JPY", "CNY"}),
}
CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
    PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP
    TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""",
    )
)


@dataclass(frozen=True, slots=True)
class Below:
    """A small figure that the platform hides: `<5` is one of 0 to 4."""

    limit: int


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    sign: str = ""  # An ISO code, or a sign that several currencies share.


def plain(cell: str) -> str:
    """A cell as its digits are compared; a blank for each way to say nothing."""
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    return "" if text.casefold() in NOTHING else text


def count(cell: str) -> int | Below | None:
    """A whole number."""
    text = plain(cell)
    if not text:
        return None
    if mask := MASK.fullmatch(text):
        return Below(int(mask[1]))
    number = decimal(text)
    if THOUSANDS.fullmatch(text):
        raise ValueError(f"“{text}” can be thousands, with a point between them. Export in English (UK).")
    if number != number.to_integral_value():
        raise ValueError(f"“{cell}” is not a whole number.")
    return int(number)


def decimal(text: str) -> Decimal:
    """A number of an English export: a point before decimals, a comma between thousands or none at all."""
    _explain(text)
    if len(text) > LONGEST or not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text)):
        raise ValueError(f"“{text[:40]}” can't be read as a number of an export in English.")
    return Decimal(text.replace(",", "").replace(" ", ""))


def _explain(text: str) -> None:
    if text.startswith("="):
        raise ValueError("there is a formula where a figure should be.")
    if re.fullmatch(r"[-−(].*\d.*", text):
        raise ValueError(f"“{text[:40]}” is less than nothing.")
    if re.fullmatch(r"\d+(\.\d+)?e[+-]?\d+", text, re.IGNORECASE):
        raise ValueError(f"“{text}” was shortened by a spreadsheet. Send the file as the platform gave it.")
    if re.fullmatch(r"[\d.]+,\d{1,2}", text) or re.fullmatch(r"\d{1,3}(\.\d{3}){2,}(,\d+)?", text):
        raise ValueError(f"“{text}” has a decimal comma. Export in English (UK).")


def money(cell: str) -> Money | None:
    """An amount with the sign or code beside it."""
    text = plain(cell)
    if not text:
        return None
    shape = MONEY.fullmatch(text)
    if not shape or (shape[1] and shape[3]):
        return Money(decimal(text))
    sign = shape[1] or shape[3] or ""
    if sign.isalpha() and sign.upper() in CURRENCIES:
        sign = sign.upper()
    elif sign and sign not in SIGNS and sign not in SHARED:
        raise ValueError(f"“{text[:40]}” is in a currency that isn't known.")
    return Money(decimal(shape[2].strip()), SIGNS.get(sign, sign))
