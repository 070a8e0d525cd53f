"""Ages, genders and areas as platforms tell them: a dimension at a time, each person once."""

from __future__ import annotations

import pytest

from campaigns.models import AdImport, PlatformRow
from campaigns.report.ages import ages
from campaigns.report.own import Ground
from campaigns.report.paid import paid
from campaigns.report.query import Query
from campaigns.report.shape import Panel
from tests.campaigns.report.conftest import QUARTER, look_up, queries, rows

pytestmark = pytest.mark.django_db(databases="__all__")


def table(address: str = QUARTER) -> Panel:
    query = Query.of(address)
    return ages(Ground(query), paid(query))


def by_age(told, age: str, gender: str = "", **more: object) -> PlatformRow:
    dimensions = [("age", age), ("gender", gender)] if gender else [("age", age)]
    breakdown = [list(pair) for pair in dimensions]
    return told(grain="/".join(["campaign", *(name for name, _ in dimensions)]), breakdown=breakdown, **more)


def test_each_dimension_is_told_by_itself_and_none_is_to_be_added_up(told):
    told(impressions=100)
    for age, gender, shown in [("13-17", "female", 30), ("13-17", "male", 20), ("18-24", "female", 40)]:
        by_age(told, age, gender, impressions=shown, link_clicks=shown // 10)

    assert rows(table(), "dimension", "value", "platform_impressions", "platform_link_clicks") == [
        ("age", "13-17", 50, 5),
        ("age", "18-24", 40, 4),
        ("gender", "female", 70, 7),
        ("gender", "male", 20, 2),
    ]
    assert not any(column.is_additive for column in table().columns[-2:])


def test_what_is_told_by_age_alone_is_not_told_again_with_genders(told):
    by_age(told, "13-17", impressions=60)
    by_age(told, "13-17", "female", impressions=30)

    assert rows(table(), "dimension", "value", "platform_impressions") == [
        ("age", "13-17", 60),
        ("gender", "female", 30),
    ]


def test_a_second_file_of_the_same_days_is_not_added(told):
    by_age(told, "13-17", impressions=60)
    again = AdImport.objects.create(name="again.csv", sha256="1" * 64, state="done", platform="tiktok")
    by_age(told, "13-17", first="2026-07-31", last="2026-08-31", impressions=70, brought_by=again)
    by_age(told, "18-24", first="2026-09-01", impressions=5, brought_by=again)

    assert rows(table(), "value", "platform_impressions") == [("13-17", 70), ("18-24", 5)]


def test_what_no_platform_says_is_no_nought(told):
    by_age(told, "13-17", impressions=60)

    assert rows(table(), "platform_link_clicks") == [None]


def test_rows_beyond_the_period_and_of_other_campaigns_are_in_none(told):
    by_age(told, "13-17", first="2026-06-30", last="2026-07-01", impressions=60)
    by_age(told, "13-17", campaign="two", impressions=70)

    assert rows(table(), "campaign", "platform_impressions") == [("two", 70)]
    assert table(f"{QUARTER}&campaign=one").rows == ()


def test_the_panel_asks_nothing_of_its_own(told):
    by_age(told, "13-17", impressions=60)
    query = Query.of(QUARTER)
    ground, platforms = Ground(query), paid(query)
    look_up(ground)

    assert queries(lambda: ages(ground, platforms)) == 0
