"""What stands beside a report's figures: what was left out, by which rules, how many devices, and the keys' ends."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns import acts, tally
from campaigns.models import DeviceEstimate, RulesUsed, Tally, Window
from campaigns.period import Period
from campaigns.report.build import report
from campaigns.report.filtered import GENUINE_ROW, GROSS_ROW, filtered
from campaigns.report.own import Ground
from campaigns.report.paid import Paid
from campaigns.report.provenance import keys, used_rules
from campaigns.report.query import Query
from campaigns.report.reach import ended, overlap, reach
from campaigns.verdict import Verdict
from tests.campaigns.report.conftest import look_up, queries
from tests.campaigns.report.reading import page, table

pytestmark = pytest.mark.django_db(databases="__all__")

DAY = dt.date(2026, 11, 22)
NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def count(n: int, kind: str, verdict: str = "genuine", day: dt.date = DAY) -> None:
    tally.add([Tally(day=day, source_id=7, language="gu", kind=kind, verdict=verdict, n=n)])


@pytest.fixture
def window(db) -> Window:
    ended = DAY + dt.timedelta(days=1)
    return Window.objects.create(
        span="day", first=DAY, last=DAY, ended=ended, ending="schedule", erased=ended
    )


def estimate(window: Window, estimate: int, **which: str) -> None:
    DeviceEstimate.objects.create(
        window=window, low=estimate - 3, estimate=estimate, high=estimate + 4, **which
    )


@pytest.fixture
def read(db):
    """The tables of the report's page, as an analyst sees them."""
    user = User.objects.create_user("analyst", "analyst@example.org", "a long password")
    user.groups.add(Group.objects.get(name="VRN analysts"))
    client = Client()
    client.force_login(user)

    def read(panel: str, first: dt.date = NOVEMBER.first, last: dt.date = NOVEMBER.last) -> list[list[str]]:
        return table(page(client, Query(Period(first, last)).address), panel)

    return read


def test_gross_what_was_left_out_by_reason_and_genuine_stand_side_by_side(read):
    count(5, "click")
    count(2, "click", "link_preview")
    count(1, "click", "ended")
    count(3, "visit", "staff")

    assert [row[:4] for row in read("filtered")] == [
        ["What became of it", "Seen on our pages", "Visits", "Clicks"],
        ["Gross", "0", "3", "8"],
        ["Link previews", "0", "0", "2"],
        ["Staff", "0", "3", "0"],
        ["Links that have ended", "0", "0", "1"],
        ["Genuine", "0", "0", "5"],
    ]


def test_each_column_adds_up_whatever_was_counted():
    for kind in ("impression", "visit", "click", "pledge", "share", "before_1", "after_5"):
        for n, verdict in enumerate((verdict for verdict in Verdict if verdict.is_counted), start=1):
            count(n, kind, verdict.value)
    gross, *parts = report(Query(NOVEMBER)).panel("filtered").rows

    assert (gross[0], parts[-1][0]) == (GROSS_ROW, GENUINE_ROW)
    assert gross[1:] == tuple(sum(column) for column in zip(*(part[1:] for part in parts), strict=True))
    by_sort = report(Query(NOVEMBER)).panel("filtered").records[0]
    assert by_sort["actions"] == by_sort["answers"] == 2 * by_sort["clicks"] > 0


def test_a_flood_that_nobody_read_is_shown_and_is_in_no_other_figure(read):
    tally.add([acts.unread(DAY)])
    count(1, "click")

    assert read("filtered")[1:] == [
        ["Gross", "0", "0", "1", "0", "0", "1"],
        ["Floods", "0", "0", "0", "0", "0", "1"],
        ["Genuine", "0", "0", "1", "0", "0", "0"],
    ]


def test_what_lies_outside_the_period_is_in_none_of_it(window):
    count(1, "click", "crawler", day=dt.date(2026, 12, 1))
    found = report(Query(Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))))

    assert found.panel("filtered").column("what") == [GROSS_ROW, GENUINE_ROW]
    assert [found.panel(name).rows for name in ("reach", "overlap", "keys", "rules")] == [()] * 4


def test_the_rules_that_judged_are_named(read):
    RulesUsed.objects.create(day=dt.date(2026, 11, 2), version="rules 1")
    RulesUsed.objects.create(day=dt.date(2026, 11, 9), version="rules 2")
    RulesUsed.objects.create(day=dt.date(2026, 12, 1), version="rules 3")

    assert read("rules")[1:] == [["rules 1"], ["rules 2"]]


def test_devices_stand_with_their_bounds(read, window):
    estimate(window, 40, campaign="be-kind")
    estimate(window, 60)

    day = ["2026-11-22", "2026-11-22"]
    assert [[*row[1:4], *row[7:10]] for row in read("reach")[1:]] == [
        ["–", *day, "57", "60", "64"],
        ["be-kind", *day, "37", "40", "44"],
    ]


def test_a_days_channels_and_overlaps_are_shown_for_that_day_alone(read, window):
    estimate(window, 40, campaign="be-kind")
    estimate(window, 30, campaign="be-kind", dimension="channel", label="tiktok")
    estimate(window, 9, campaign="be-kind", dimension="channel", label="poster", other="tiktok")

    assert [row[5] for row in read("reach")[1:]] == ["–"]
    assert read("overlap") == []
    assert [row[5] for row in read("reach", DAY, DAY)[1:]] == ["–", "TikTok"]
    assert [[*row[5:7], row[8]] for row in read("overlap", DAY, DAY)[1:]] == [["poster", "TikTok", "9"]]


def test_a_campaigns_window_shows_its_channels_once_it_is_over(read):
    running = Window.objects.create(span="campaign", campaign="be-kind", first=DAY, last=DAY)
    estimate(running, 40, campaign="be-kind", dimension="channel", label="tiktok")
    assert read("reach") == []

    Window.objects.update(ended=DAY, ending="schedule")
    assert [row[5] for row in read("reach")[1:]] == ["TikTok"]


@pytest.mark.parametrize(
    ("filters", "labels", "pairs"),
    [
        ("", [None, "tiktok", "gu"], [("poster", "tiktok")]),
        ("&campaign=be-kind", [None, "tiktok", "gu"], [("poster", "tiktok")]),
        ("&campaign=two", [], []),
        ("&channel=tiktok", ["tiktok"], []),
        ("&channel=tiktok&channel=poster", ["tiktok"], [("poster", "tiktok")]),
        ("&language=gu", ["gu"], []),
        ("&language=gu&channel=tiktok", [], []),
        ("&source=pstr2", [], []),
    ],
)
def test_of_a_device_one_thing_at_a_time_is_known(db, filters, labels, pairs):
    over = Window.objects.create(span="campaign", campaign="be-kind", first=DAY, last=DAY, ended=DAY)
    for which in (
        {},
        {"dimension": "channel", "label": "tiktok"},
        {"dimension": "channel", "label": "poster", "other": "tiktok"},
        {"dimension": "language", "label": "gu"},
    ):
        estimate(over, 40, campaign="be-kind", **which)
    ground = Ground(Query.of(f"period=2026-11{filters}"))
    found = ended(ground.query)

    assert reach(ground, found, Paid()).column("label") == labels
    both = overlap(ground, found)
    assert list(zip(both.column("label"), both.column("other"), strict=True)) == pairs


def test_who_may_see_no_earlier_day_sees_no_window_or_key_that_began_before(window):
    estimate(window, 40)
    for since, seen in ((DAY, 1), (DAY + dt.timedelta(days=1), 0)):
        query = replace(Query(NOVEMBER), since=since)

        assert len(ended(query)) == seen
        assert len(keys(Ground(query)).rows) == seen


def test_a_campaign_s_keys_are_its_own_and_those_of_days(window):
    for campaign in ("one", "two"):
        Window.objects.create(span="campaign", campaign=campaign, first=DAY, last=DAY)

    assert keys(Ground(Query.of("period=2026-11&campaign=two"))).column("campaign") == [None, "two"]


def test_what_stands_beside_the_figures_is_a_query_each_and_devices_are_one_together(window):
    for n in range(1, 4):
        day = DAY - dt.timedelta(days=n)
        count(1, "click", "crawler", day=day)
        estimate(Window.objects.create(span="day", first=day, last=day, ended=day), 5)
        RulesUsed.objects.create(day=day, version=f"rules {n}")
    ground, found = Ground(Query(NOVEMBER)), []
    look_up(ground)

    assert queries(lambda: filtered(ground)) == 1
    assert queries(lambda: keys(ground)) == 1
    assert queries(lambda: used_rules(ground)) == 1
    assert queries(lambda: found.extend(ended(ground.query))) == 1
    assert queries(lambda: [reach(ground, found, Paid()), overlap(ground, found)]) == 0
    assert len(found) == 3


def test_each_key_has_its_line_for_the_audit(read, window):
    Window.objects.create(span="day", first=NOVEMBER.last, last=NOVEMBER.last)
    ended = {"ended": DAY, "ending": "lost"}
    Window.objects.create(span="campaign", campaign="be-kind", first=NOVEMBER.first, last=DAY, **ended)

    assert [[row[1], *row[4:]] for row in read("keys")[1:]] == [
        ["be-kind", "2026-11-22", Window.objects.get(ending="lost").get_ending_display(), "–"],
        ["–", "2026-11-23", "on schedule", "2026-11-23"],
        ["–", "–", "–", "–"],
    ]


def test_it_takes_as_many_queries_for_many_days_as_for_one(window):
    def asked() -> int:
        with CaptureQueriesContext(connections["tallies"]) as queries:
            report(Query(NOVEMBER))
        return len(queries)

    count(1, "click")
    estimate(window, 5)
    few = asked()
    for n in range(18):
        day = DAY - dt.timedelta(days=n + 1)
        count(1, "click", day=day)
        estimate(Window.objects.create(span="day", first=day, last=day, ended=day), 5)

    assert asked() == few
