"""Outside the VRN no cell tells of a few, and none can be worked out from all that one report shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import DeviceEstimate, MonthTally, QuarterTally, Source, Window
from campaigns.period import Period
from campaigns.report import calendar as days
from campaigns.report.channels import channels, sides
from campaigns.report.comparison import comparison
from campaigns.report.evaluation import TABLE
from campaigns.report.figures import figures
from campaigns.report.filtered import filtered
from campaigns.report.hiding import hide
from campaigns.report.inference import LEAST
from campaigns.report.languages import heat, languages
from campaigns.report.outtakes import outtakes
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.query import Query
from campaigns.report.shape import FEW, HIDDEN, Headline, Panel, Report, Type
from campaigns.report.sums import Compared, Sums
from campaigns.report.worth import worth
from tests.campaigns.report.conftest import QUARTER, ask, records, rows
from tests.campaigns.report.worlds import World, counts

SOURCES = {
    1: Source(pk=1, code="pstr2", campaign="one", channel="poster"),
    2: Source(pk=2, code="tktk2", campaign="one", channel="tiktok"),
    3: Source(pk=3, code="schl2", campaign="two", channel="school"),
}
DAYS = (dt.date(2026, 8, 3), dt.date(2026, 8, 4))
ACTS = (("click", "genuine"), ("click", "crawler"), ("visit", "genuine"))
TALLIES = [
    {"source_id": source, "language": language, "day": day, "kind": kind, "verdict": verdict}
    for source, language, day, (kind, verdict) in product(SOURCES, ("en", "gu"), DAYS, ACTS)
]
COUNTED = Period(min(DAYS), max(DAYS))
FIRST = "from=2026-08-03&to=2026-08-04&audience=outside"
OUTSIDE = f"{QUARTER}&audience=outside"
BYS = ["", "channel", "language", "campaign", "day", "channel,language", "source", "campaign,day", "month"]


class Counted(Ground):
    """A report's ground with tallies of its own, and no database."""

    def __init__(self, query: Query, numbers: Sequence[int]) -> None:
        super().__init__(query)
        self.__dict__ |= {
            "sources": SOURCES,
            "plans": {},
            "pages": {},
            "wanted": None,
            "counted": COUNTED,
            "numbers": numbers,
        }

    def totals(self, *fields: str, query: Query | None = None) -> list[dict[str, Any]]:
        found: dict[tuple[Any, ...], int] = {}
        for tally, n in zip(TALLIES, self.__dict__["numbers"], strict=True):
            labels = tally | {"month": tally["day"].replace(day=1)}
            key = tuple(labels[name] for name in fields)
            if n:
                found[key] = found.get(key, 0) + n
        return [dict(zip(fields, key, strict=True)) | {"total": n} for key, n in found.items()]


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "_noted", lambda ground: iter(()))


def evaluated(ground: Ground) -> Panel:
    """The counts of the evaluation; all else of it is no count of people."""
    found = figures(replace_by(ground, "campaign"), Paid())
    names = [column.name for column in TABLE]
    lines = [
        {"campaign": row["campaign"], "stage": "outputs", "measure": name, "count": row[name]}
        for row in found.records
        for name in ("impressions", "clicks_genuine", "visits")
    ]
    return Panel("evaluation", "", TABLE, tuple(tuple(line.get(name) for name in names) for line in lines))


def replace_by(ground: Ground, by: str) -> Ground:
    return Counted(Query.of(f"{FIRST}&by={by}"), ground.__dict__["numbers"])


def made(numbers: Sequence[int], by: str = "") -> Report:
    """What one who may see everything sees, of these tallies."""
    query = Query.of(f"{FIRST}&by={by}")
    ground, told = Counted(query, numbers), Paid()
    sums = Compared(Sums(ground.figures(ground.totals("kind", "verdict")), {}), None, None, is_so_far=False)
    return Report(
        query=query,
        made=dt.date(2026, 11, 1),
        headline=Headline("", ""),
        panels=(
            figures(ground, told),
            comparison(ground, told, sums),
            channels(ground, told, sides(ground, told)),
            worth(ground, told, replace(sums.now, spend={"GBP": Decimal(100)})),
            languages(ground),
            heat(ground),
            days.calendar(ground),
            filtered(ground),
            outtakes(ground),
            evaluated(ground),
        ),
    )


@cache
def sums(by: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Of which tallies each count of a report is the sum: seen by counting one at a time."""
    parts: dict[tuple[str, ...], tuple[int, ...]] = {}
    for at in range(len(TALLIES)):
        one = [int(other == at) for other in range(len(TALLIES))]
        for key, value in counts(made(one, by)).items():
            if value:
                parts[key] = (*parts.get(key, ()), at)
    return parts


numbers = st.lists(
    st.sampled_from([0, 0, 0, 0, 1, 2, 3, 5, 9, 12, 18, 40]),
    min_size=len(TALLIES),
    max_size=len(TALLIES),
)


@pytest.mark.parametrize("by", BYS)
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(numbers=numbers)
def test_whatever_is_small_could_be_three_other_numbers(no_database, by, numbers):
    truth = made(numbers, by)
    world = World(numbers, sums(by), counts(hide(truth)))

    for small in world.small():
        assert len(world.could_be(small, enough=LEAST)) >= LEAST, [TALLIES[part] for part in small.parts]


# A report of the database


@pytest.mark.django_db(databases="__all__")
def test_who_is_of_the_network_sees_every_number(count):
    count(3)

    assert rows(ask().panel("figures"), "clicks_genuine") == [3]


@pytest.mark.django_db(databases="__all__")
def test_no_panel_shows_others_a_count_of_one_to_nine(count, told):
    for n, (kind, code) in enumerate(
        product(["click", "visit", "impression", "pledge"], ["pstr2", "tktk2"]), 2
    ):
        count(n, kind, code)
        count(n, kind, code, on="2026-08-02", verdict="crawler")
    told(impressions=7, link_clicks=4)
    report = ask(f"{OUTSIDE}&by=channel,language")

    for panel in report.panels:
        for column in panel.columns:
            if column.type is Type.COUNT and column.name not in {"speakers", "target"}:
                found = [
                    value for value in panel.column(column.name) if isinstance(value, int) and 0 < value < 10
                ]
                assert found == [] or panel.name == "evaluation", (panel.name, column.name)
    assert FEW in rows(report.panel("figures"), "clicks_genuine")


@pytest.mark.django_db(databases="__all__")
def test_a_small_channel_is_not_told_by_the_sum_of_all(count):
    count(91, code="tktk2")
    count(9, code="pstr2")
    report = ask(OUTSIDE)

    assert records(report.panel("whole"), "measure")["clicks_genuine"]["this_period"] == 100
    assert sorted(map(str, rows(report.panel("channels"), "arrivals"))) == [FEW, HIDDEN]


@pytest.mark.django_db(databases="__all__")
def test_gross_clicks_don_t_tell_the_few_that_were_genuine(count):
    count(4)
    count(300, verdict="crawler")
    report = ask(f"{OUTSIDE}&by=channel")

    assert rows(report.panel("figures"), "clicks_gross", "clicks_genuine") == [(HIDDEN, FEW)]
    assert records(report.panel("filtered"), "what")["gross"]["clicks"] == HIDDEN
    assert records(report.panel("filtered"), "what")["genuine"]["clicks"] == FEW


@pytest.mark.django_db(databases="__all__")
def test_what_a_click_cost_is_made_of_what_is_shown(count, told):
    count(203, code="tktk2")
    told(impressions=5_000, link_clicks=311, spend="100.00")
    [row] = ask(OUTSIDE).panel("channels").records

    assert (row["arrivals"], row["platform_link_clicks"], row["gap"]) == (205, 310, 105)
    assert (str(row["cpm"]), str(row["cpc"]), str(row["cost_per_click"])) == ("20.00", "0.32", "0.49")
    assert row["why"] == HIDDEN


@pytest.mark.django_db(databases="__all__")
def test_what_a_few_clicks_cost_is_hidden(count, told):
    count(4, code="tktk2")
    told(impressions=5_000, link_clicks=311, spend="100.00")
    [row] = ask(OUTSIDE).panel("channels").records

    assert (row["arrivals"], row["gap"], row["arrivals_per_100"], row["cost_per_click"]) == (
        FEW,
        *[HIDDEN] * 3,
    )
    assert str(row["spend"]) == "100.000000"


@pytest.mark.django_db(databases="__all__")
def test_no_evidence_of_reach_stays_to_be_seen(count):
    count(500)
    languages_ = records(ask(OUTSIDE).panel("languages"), "language")

    assert (languages_["so"]["local_arrivals"], languages_["so"]["evidence"]) == (0, "no evidence of reach")
    assert languages_["gu"]["speakers"] == 50_396


@pytest.mark.django_db(databases="__all__")
def test_a_few_taps_for_help_are_few(count):
    MonthTally.objects.create(month=dt.date(2026, 8, 1), campaign="one", kind="help", n=3)
    QuarterTally.objects.create(quarter=dt.date(2026, 7, 1), language="gu", kind="help", n=44)

    assert rows(ask(OUTSIDE).panel("help"), "help_taps") == [FEW, 45]


@pytest.mark.django_db(databases="__all__")
def test_how_devices_divide_is_not_told(count):
    window = Window.objects.create(
        span="campaign",
        campaign="one",
        first=DAYS[0],
        last=DAYS[1],
        ended=dt.date(2026, 8, 5),
        ending="schedule",
    )
    for label, other, n in [("", "", 120), ("tiktok", "", 117), ("tiktok", "poster", 4)]:
        DeviceEstimate.objects.create(
            window=window, campaign="one", dimension="channel" if label else "", label=label, other=other,
            low=n, estimate=n, high=n + 4,
        )  # fmt: skip
    report = ask(OUTSIDE)

    assert rows(report.panel("reach"), "low", "estimate", "high") == [(120, 120, 125), (HIDDEN,) * 3]
    assert rows(report.panel("overlap"), "estimate") == [HIDDEN]


@pytest.mark.django_db(databases="__all__")
def test_the_headline_says_no_more_than_the_tables(count):
    count(28_003)
    count(4, "impression")
    sentence = ask(OUTSIDE).headline.sentence

    assert "28,005 genuine clicks" in sentence
    assert "seen fewer than 10 times" in sentence
