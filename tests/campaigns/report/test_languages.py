"""Whom did we miss: arrivals by local links in each language, beside those who speak it here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from campaigns.models import Source
from campaigns.report.languages import EVIDENCE, LOCAL_CHANNELS, NO_EVIDENCE, heat, languages
from campaigns.report.own import Ground
from campaigns.report.query import Query
from livesafe.languages import ALL
from tests.campaigns.report.conftest import QUARTER, look_up, queries, records, rows

pytestmark = pytest.mark.django_db(databases="__all__")

SPEAKERS = {language.code: language.speakers for language in ALL}


def row(language: str, address: str = QUARTER) -> dict[str, Any]:
    return records(languages(Ground(Query.of(address))), "language")[language]


def test_every_language_has_its_row_with_those_who_speak_it(count):
    count(30)

    table = languages(Ground(Query.of(QUARTER)))
    assert rows(table, "language", "speakers") == list(SPEAKERS.items())
    assert row("gu")["local_arrivals"] == 30
    assert row("gu")["per_1000"] == (Decimal(30_000) / SPEAKERS["gu"]).quantize(Decimal("0.01"))
    assert (row("gu")["evidence"], row("ur")["evidence"]) == (EVIDENCE, NO_EVIDENCE)
    assert (row("ur")["local_arrivals"], row("ur")["per_1000"]) == (0, Decimal("0.00"))


def test_only_genuine_clicks_on_links_of_the_area_arrived_by_one(sources, count):
    for channel in LOCAL_CHANNELS:
        sources[channel] = Source.objects.create(code=f"{channel}9", campaign="one", channel=channel)
        count(1, code=channel)
    count(100, code="tktk2")
    count(100, code="direct")
    count(100, verdict="crawler")
    count(7, "visit", code="tktk2")

    assert (row("gu")["local_arrivals"], row("gu")["visits"]) == (len(LOCAL_CHANNELS), 7)


def test_only_the_languages_that_are_asked_for(count):
    count(30)

    asked = Query.of(f"{QUARTER}&language=ur")
    assert rows(languages(Ground(asked)), "language", "local_arrivals") == [("ur", 0)]


def test_before_counting_began_there_are_no_noughts_and_no_evidence(count):
    count(30, on="2026-10-01")

    assert {name: row("gu")[name] for name in ("local_arrivals", "visits", "per_1000", "evidence")} == {
        "local_arrivals": None,
        "visits": None,
        "per_1000": None,
        "evidence": NO_EVIDENCE,
    }


def test_each_campaign_stands_beside_each_language(sources, count):
    sources["pstr3"] = Source.objects.create(code="pstr3", campaign="two", channel="poster")
    count(30)
    count(3, code="pstr3", language="ur")
    table = heat(Ground(Query.of(QUARTER)))

    assert len(table.rows) == 2 * len(ALL)
    assert [row for row in rows(table, "language", "campaign", "local_arrivals") if row[2]] == [
        ("gu", "one", 30),
        ("ur", "two", 3),
    ]


def test_without_an_arrival_there_is_nothing_to_stand_side_by_side(count):
    count(5, code="tktk2")

    assert heat(Ground(Query.of(QUARTER))).rows == ()


def test_both_panels_are_one_query_together(count):
    count(30)
    count(3, language="ur")
    ground = Ground(Query.of(QUARTER))
    look_up(ground)

    assert queries(lambda: [languages(ground), heat(ground)]) == 1
