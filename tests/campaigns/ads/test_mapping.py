"""Any other table: by a mapping, or by one of the presets that nobody vouches for."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from campaigns.ads import recognise
from campaigns.ads.mapping import Mapping
from campaigns.ads.presets import PRESETS
from campaigns.ads.read import read
from campaigns.ads.shape import Level, Platform
from tests.campaigns.ads.exports import FILES, days, refused, table, taken

RADIO = Mapping(
    platform=Platform.OTHER,
    columns={
        "campaign_name": ("Spot",),
        "day": ("Aired",),
        "impressions": ("Listeners",),
        "spend": ("Price",),
    },
    breakdowns={"Station": "station"},
    dates="dmy",
    account="Radio Leicester",
)
SPOTS = table(
    "Booking list", "Spot,Station,Aired,Listeners,Price,Note", 'Knives,FM,03/04/2026,"12,000",£80,late'
)


def test_a_mapping_gives_the_columns_of_any_table_their_meaning():
    row = read("radio.csv", SPOTS, mapping=RADIO).rows[0]

    assert (row.campaign.name, row.account, row.breakdown) == (
        "Knives",
        "Radio Leicester",
        (("station", "FM"),),
    )
    assert (row.impressions, row.spend, row.currency) == (12000, Decimal(80), "GBP")
    assert row.raw == (("Note", "late"),)


def test_a_mapping_settles_day_and_month():
    assert read("radio.csv", SPOTS, mapping=RADIO).rows[0].first == dt.date(2026, 4, 3)


def test_a_mapping_survives_being_stored():
    assert Mapping.from_json(json.loads(json.dumps(RADIO.as_json()))) == RADIO


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"platform": "myspace", "columns": {"impressions": ["Views"]}},
        {"platform": "other", "columns": {"impresions": ["Views"]}},
        {"platform": "other", "columns": {"campaign_name": ["Name"]}},
        {"platform": "other", "columns": {"impressions": [""]}},
        {"platform": "other", "columns": {"impressions": ["Views"]}, "kind": "free"},
        {"platform": "other", "columns": {"impressions": ["Views"]}, "dates": "ymd"},
        {"platform": "other", "columns": {"impressions": ["Views"]}, "colour": "red"},
    ],
)
def test_what_is_no_mapping_is_not_taken_for_one(stored):
    with pytest.raises(ValueError, match=r".+"):
        Mapping.from_json(stored)


def test_a_table_without_the_columns_of_its_mapping_is_refused():
    assert "the mapping names" in refused(table("A,B,C", "1,2,3"), mapping=RADIO)[0]


def test_a_table_that_no_platform_knows_asks_for_a_mapping():
    wrong = refused(table("Spot,Station,Listeners", "Knives,FM,12"))

    assert "say in a mapping" in wrong[0]


def test_known_columns_of_no_platform_ask_for_a_mapping():
    assert "Say in a mapping" in refused(table("Campaign name,Impressions,Reach", "A,1,1"))[0]


def test_the_columns_of_two_platforms_at_once_are_refused():
    wrong = refused(table("Reporting starts,Paid Impressions,Impr.,Clicks", "2026-01-01,1,1,1"))

    assert "at once" in wrong[0]


def test_a_preset_that_does_not_exist_is_refused():
    assert refused(SPOTS, mapping="radio") == ["There is no preset “radio”."]


def test_linkedin_rows_without_days_are_about_the_whole_period():
    file = taken("linkedin-period.csv")

    assert (file.format, file.header) == ("UTF-16, tabs", 6)
    assert {(row.first, row.last) for row in file.rows} == {(dt.date(2026, 9, 1), dt.date(2026, 9, 30))}
    assert (file.time_zone, file.exported) == ("UTC", dt.date(2026, 10, 2))


def test_linkedin_days_stay_days():
    file = taken("linkedin-days.csv")

    assert [row.first for row in file.rows] == [dt.date(2026, 9, 21), dt.date(2026, 9, 23)]
    assert all(row.is_day for row in file.rows)


def test_linkedin_levels_are_the_same_under_their_old_and_new_names():
    for name in ("linkedin-period.csv", "linkedin-days.csv"):
        row = taken(name).rows[0]
        assert (row.campaign, row.ad_set) == (Level("701", "Schools"), Level("801", "Teachers"))


def test_linkedin_campaigns_above_ad_sets_are_campaigns_whatever_stands_above_them():
    header = "Start Date (in UTC),Campaign Group Name,Campaign Name,Ad Set Name,Impressions"

    row = read(
        "a.csv", table(header, "2026-09-01,Group,Schools,Teachers,1", "2026-09-02,Group,Schools,Teachers,1")
    ).rows[0]

    assert (row.campaign.name, row.ad_set.name) == ("Schools", "Teachers")


def test_linkedin_clicks_to_the_landing_page_are_the_link_clicks():
    row = taken("linkedin-period.csv").rows[0]

    assert (row.link_clicks, row.link_clicks_from, row.clicks_all) == (280, "Clicks to Landing Page", 321)


def test_linkedin_without_its_first_lines_does_not_say_whether_a_day_is_a_period():
    whole = (FILES / "linkedin-period.csv").read_bytes().decode("utf-16")
    saved_again = "\n".join(whole.splitlines()[5:])
    plain = saved_again.replace("9/1/2026", "2026-09-01")

    assert "may stand for a whole period" in refused(plain.encode())[0]
    assert "can be two days" in refused(saved_again.encode())[0]
    file = read("a.csv", saved_again.encode(), period=days("2026-09-01", "2026-09-30"))
    assert file.period == days("2026-09-01", "2026-09-30")


def test_a_linkedin_report_of_nothing_is_refused():
    whole = (FILES / "linkedin-period.csv").read_bytes().decode("utf-16").splitlines()

    assert refused("\n".join(whole[:6]).encode()) == ["The file has no rows of figures."]
    assert "nothing to report" in refused("\n".join(whole[:4]).encode())[0]


def test_x_clicks_are_clicks_of_every_kind():
    row = taken("x-days.csv", currency="GBP").rows[0]

    assert (row.platform, row.clicks_all, row.link_clicks) == (Platform.X, 88, None)


def test_organic_posts_are_told_apart_from_adverts():
    file = taken("meta-posts.csv", period=days("2026-07-01", "2026-07-31"))

    assert (file.platform, file.kind) == (Platform.META, "organic")
    assert [(row.kind, row.creative.id, row.impressions) for row in file.rows] == [
        ("organic", "18011", 12400),
        ("organic", "18012", 160),
    ]


def test_figures_of_a_posts_lifetime_need_a_period():
    assert "which days" in refused((FILES / "meta-posts.csv").read_bytes())[0]


@pytest.mark.parametrize(
    ("preset", "header", "row"),
    [
        (
            "tiktok-organic",
            "Video title,Video link,Post time,Total likes,Total views,Total play time",
            "T,u/1,x,3,50,9",
        ),
        (
            "youtube-organic",
            "Content,Video title,Video publish time,Views,Watch time (hours),Impressions",
            "v,T,x,50,1,90",
        ),
        (
            "x-organic",
            "Post id,Post text,Post Link,Impressions,Likes,URL Clicks,Detail Expands",
            "1,T,u,90,3,50,2",
        ),
    ],
)
def test_organic_insights_have_presets(preset, header, row):
    period = days("2026-07-01", "2026-07-31")
    content = table(header, row)

    by_itself, asked = (read("a.csv", content, period=period, mapping=name) for name in (None, preset))

    assert by_itself == asked
    assert by_itself.kind == "organic"
    assert 50 in {by_itself.rows[0].link_clicks, by_itself.rows[0].video_views}


def test_every_preset_says_that_nobody_vouches_for_it():
    assert "Nobody vouches" in str(taken("x-days.csv", currency="GBP").notes[0])
    assert len(PRESETS) == 6


def test_hours_of_a_day_stay_apart():
    header = "ID,Campaign,Time,Spend,Impressions,Billed engagements,Clicks"
    rows = ("x,A,2026-09-01 00:00,1,10,1,1", "x,A,2026-09-01 9:00,1,20,1,1")

    file = read("a.csv", table(header, *rows), currency="GBP")

    assert [row.breakdown for row in file.rows] == [(("hour", "00:00"),), (("hour", "09:00"),)]
    assert all(row.is_day for row in file.rows)


def test_midnight_beside_every_day_is_no_hour():
    header = "ID,Campaign,Time,Spend,Impressions,Billed engagements,Clicks"

    file = read("a.csv", table(header, "x,A,2026-09-01 00:00,1,10,1,1"), currency="GBP")

    assert file.rows[0].breakdown == ()


def test_a_table_that_names_no_platform_can_be_said_to_be_one():
    content = table("Ad group name,Age,Cost,Impressions,Clicks", "LE1,13-17,£2,10,1")

    file = read("Audience_20260101_20260131.csv", content, mapping="tiktok")

    assert (file.platform, file.rows[0].ad_set.name, file.rows[0].link_clicks) == (
        Platform.TIKTOK,
        "LE1",
        None,
    )


def test_figures_that_can_hardly_be_are_pointed_out():
    header = "Reporting starts,Reporting ends,Campaign name,Impressions,Reach,Link clicks"

    notes = read("a.csv", table(header, "2026-09-01,2026-09-30,A,10,11,12")).notes

    assert [str(note) for note in notes[:2]] == [
        "Row 2: Its reach, 11, is more than its impressions, 10.",
        "Row 2: It has 12 clicks, but 10 impressions.",
    ]


def test_a_mapping_is_suggested_from_what_platforms_call_their_columns():
    suggested = recognise.suggest(
        ["Campaign name", "Impressions", "Total spend (GBP)", "Cost (GBP)", "Link clicks"]
    )

    assert suggested == {
        "campaign_name": "Campaign name",
        "impressions": "Impressions",
        "link_clicks": "Link clicks",
        "spend": "Cost (GBP)",
    }


def test_the_days_that_a_file_covers_are_told_beside_those_of_its_rows():
    file = taken("linkedin-days.csv")

    assert file.covers == days("2026-09-21", "2026-09-23")
    assert taken("x-days.csv", currency="GBP").covers is None
