"""Figures and days in single cells: one reading, or none."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.ads import dates, numbers
from campaigns.ads.numbers import Below, Money
from tests.campaigns.ads.exports import days


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("314467", 314467),
        ("1,234,567", 1234567),
        ("1\u00a0234", 1234),
        ("12.0", 12),
        ("０", 0),
        ("", None),
        (" -- ", None),
        ("—", None),
        ("N/A", None),
        ("<5", Below(5)),
        ("< 10", Below(10)),
    ],
)
def test_a_count_is_read(cell, figure):
    assert numbers.count(cell) == figure


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1.5", "whole number"),
        ("1.000", "can be thousands"),
        ("12.345", "can be thousands"),
        ("1,23", "decimal comma"),
        ("1.234.567", "decimal comma"),
        ("1.234,56", "decimal comma"),
        ("12,34,567", "can't be read"),
        ("-3", "less than nothing"),
        ("(3)", "less than nothing"),
        ("1.2E+06", "shortened"),
        ("=1+1", "formula"),
        ("12%", "can't be read"),
        ("1.2K", "can't be read"),
        ("< 10%", "can't be read"),
        ("ten", "can't be read"),
        ("9" * 30, "can't be read"),
        ("0,123", "can't be read"),
    ],
)
def test_what_is_no_count_is_told_in_plain_words(cell, words):
    with pytest.raises(ValueError, match=words):
        numbers.count(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,020.50", Money(Decimal("1020.50"))),
        ("£1,234.56", Money(Decimal("1234.56"), "GBP")),
        ("￡3", Money(Decimal(3), "GBP")),
        ("€ 2", Money(Decimal(2), "EUR")),
        ("US$5", Money(Decimal(5), "USD")),
        ("$5", Money(Decimal(5), "$")),
        ("12.30 GBP", Money(Decimal("12.30"), "GBP")),
        ("gbp 12", Money(Decimal(12), "GBP")),
        ("--", None),
    ],
)
def test_money_is_read_with_its_sign(cell, amount):
    assert numbers.money(cell) == amount


@pytest.mark.parametrize("cell", ["kr 5", "XYZ 5", "£-5", "£5 USD", "5,5", "₿5", "=5", "£", "£1.234,56"])
def test_money_with_two_readings_or_none_is_not_read(cell):
    with pytest.raises(ValueError, match=r".+"):
        numbers.money(cell)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01", "2026/09/01", "2026-09-01 00:00:00", "2026-09-01T10:00:00Z", "1 September 2026", "1 Sep 2026",
        "September 1, 2026", "Sept 1, 2026", "Sep 1, 2026, 12:00 AM", "1st September 2026",
    ],
)  # fmt: skip
def test_a_day_is_read(text):
    assert dates.day(text) == dt.date(2026, 9, 1)


@pytest.mark.parametrize("text", ["", "--", "Lifetime", "Ongoing"])
def test_no_day_is_none(text):
    assert dates.day(text) is None


@pytest.mark.parametrize("text", ["2026-02-30", "31 June 2026", "46266", "yesterday", "1/9/26", "2026-13-01"])
def test_what_is_no_day_is_told(text):
    with pytest.raises(ValueError, match="is not a day"):
        dates.day(text)


@pytest.mark.parametrize("text", ["9/1/2026", "9-1-2026", "9.1.2026"])
def test_day_and_month_need_an_order(text):
    assert dates.day(text, "mdy") == dt.date(2026, 9, 1)
    assert dates.day(text, "dmy") == dt.date(2026, 1, 9)
    with pytest.raises(dates.AmbiguousError):
        dates.day(text)


def test_a_leap_day_is_a_day():
    assert dates.day("29/02/2028", "dmy") == dt.date(2028, 2, 29)


def test_a_period_settles_an_order_only_where_one_reading_lies_in_it():
    assert dates.settle(["03/04/2026"], [days("2026-04-01", "2026-04-30")]) == "dmy"
    assert dates.settle(["03/04/2026"], [days("2026-03-01", "2026-04-30")]) is None
    assert dates.settle(["03/04/2026"]) is None


def test_a_month_ends_on_its_last_day():
    assert dates.month("February 2028") == days("2028-02-01", "2028-02-29")
    assert dates.month("2026-12") == days("2026-12-01", "2026-12-31")
    assert dates.month("winter") is None
