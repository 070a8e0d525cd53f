"""For who sees every number the parts are the whole, whatever was counted; and what can't be added up is in no sum."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import PlatformRow, Tally
from campaigns.report.figures import FIGURES
from campaigns.report.query import Dimension
from campaigns.report.shape import Report, Type, Value
from tests.campaigns.report.conftest import QUARTER, SOURCES, ask, records, rows

pytestmark = pytest.mark.django_db(databases="__all__")

DAYS = st.dates(dt.date(2026, 6, 25), dt.date(2026, 10, 5))
TALLIES = st.lists(
    st.tuples(
        st.integers(1, 5_000),
        st.sampled_from(["click", "click", "visit", "impression", "pledge", "share", "before_2", "after_5"]),
        st.sampled_from(sorted(SOURCES)),
        DAYS,
        st.sampled_from(["en", "gu", "ur"]),
        st.sampled_from(["genuine", "genuine", "crawler", "flood", "ended"]),
    ),
    min_size=5,
    max_size=30,
)
IMPORTED = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        DAYS,
        st.sampled_from(["tiktok", "instagram", "meta"]),
        st.integers(0, 90_000),
        st.integers(0, 900),
        st.decimals(0, 500, places=2),
    ),
    max_size=6,
)
ADDED = [name for name in FIGURES if name not in {"spend", "currency"}]
BYS = [[one] for one in Dimension] + [
    [Dimension.MONTH, Dimension.CAMPAIGN, Dimension.LANGUAGE],
    [Dimension.DAY, Dimension.CHANNEL, Dimension.SOURCE],
]


@pytest.fixture
def world(count, told, sources):
    """What was counted and imported in place of what was before."""

    def world(tallies, imported) -> None:
        Tally.objects.all().delete()
        PlatformRow.objects.all().delete()
        for n, kind, code, on, language, verdict in tallies:
            count(n, kind, code, on=on.isoformat(), language=language, verdict=verdict)
        for campaign, on, channel, shown, clicks, spend in imported:
            told(
                campaign,
                on.isoformat(),
                channel=channel,
                platform="tiktok" if channel == "tiktok" else "meta",
                impressions=shown,
                link_clicks=clicks,
                reach=shown // 2 + 1,
                spend=str(spend),
            )

    return world


def total(values: list[Value]) -> Decimal | int:
    return sum((value for value in values if isinstance(value, int | Decimal)), 0)


def added_up(report: Report, panel: str, *names: str) -> dict[str, Decimal | int]:
    return {name: total(report.panel(panel).column(name)) for name in names}


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(tallies=TALLIES, imported=IMPORTED)
def test_parts_are_the_whole_however_it_is_broken_down(world, tallies, imported):
    world(tallies, imported)
    report = ask()
    whole = {name: report.figures.column(name)[0] or 0 for name in (*ADDED, "spend")}
    measured = records(report.panel("whole"), "measure")

    assert {name: measured[name]["this_period"] or 0 for name in ADDED} == {
        name: whole[name] for name in ADDED
    }
    for by in BYS:
        asked = ask(f"{QUARTER}&by={','.join(by)}")
        assert added_up(asked, "figures", *ADDED, "spend") == whole, by


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(tallies=TALLIES, imported=IMPORTED)
def test_every_panel_divides_the_same_whole(world, tallies, imported):
    world(tallies, imported)
    report = ask()
    whole = {name: report.figures.column(name)[0] or 0 for name in ADDED}
    channels = added_up(
        report, "channels", "arrivals", "left_out", "platform_impressions", "platform_link_clicks"
    )
    calendar = ("impressions", "visits", "clicks_genuine", "actions")
    becomes = records(report.panel("filtered"), "what")

    assert channels == {
        "arrivals": whole["clicks_genuine"],
        "left_out": whole["clicks_gross"] - whole["clicks_genuine"],
        "platform_impressions": whole["platform_impressions"],
        "platform_link_clicks": whole["platform_link_clicks"],
    }
    assert added_up(report, "calendar", *calendar) == {name: whole[name] for name in calendar}
    assert total(report.panel("languages").column("visits")) == whole["visits"]
    assert total(report.panel("languages").column("local_arrivals")) == total(
        report.panel("heat").column("local_arrivals")
    )
    for sort in ("impressions", "visits", "clicks", "actions", "answers"):
        reasons = [row[sort] for what, row in becomes.items() if what not in {"gross", "genuine"}]
        assert becomes["gross"][sort] == total(reasons) + becomes["genuine"][sort]
    assert becomes["genuine"]["clicks"] == whole["clicks_genuine"]
    assert becomes["gross"]["clicks"] == whole["clicks_gross"]
    assert becomes["genuine"]["answers"] == total(
        report.panel("outtakes").column("before_answers") + report.panel("outtakes").column("after_answers")
    )


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(tallies=TALLIES, imported=IMPORTED)
def test_what_can_t_be_added_up_is_in_no_sum(world, tallies, imported):
    world(tallies, imported)
    report = ask(f"{QUARTER}&by=campaign")
    every = {
        (panel.name, column.name): column
        for panel in report.panels
        for column in panel.columns
        if column.type in {Type.COUNT, Type.RATIO, Type.MONEY}
    }

    for name in ("low", "estimate", "high"):
        assert not every["reach", name].is_additive
        assert not every["overlap", name].is_additive
    assert not any(column.is_additive for column in every.values() if column.type is Type.RATIO)
    assert {name for _, name in every if "reach" in name or "device" in name} == set()
    # What a platform reached stands by itself, a row a campaign: none is the sum of others.
    reached = {row[3] // 2 + 1 for row in imported if dt.date(2026, 7, 1) <= row[1] <= dt.date(2026, 9, 30)}
    assert set(rows(report.panel("reach"), "estimate")) <= reached
