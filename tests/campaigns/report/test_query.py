"""The question: what an address asks, and that the same question always has the same address."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import CampaignPlan, Channel
from campaigns.period import UNITS, Period
from campaigns.report.figures import FIGURES, columns
from campaigns.report.query import FILTERS, Audience, Dimension, Query, parse_dimensions
from livesafe import languages

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2098, 12, 31))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    places = st.sets(st.sampled_from([one for one in Dimension if not one.is_time]))
    by = draw(places) | {Dimension(unit) for unit in [draw(st.sampled_from(["", *UNITS]))] if unit}
    only = {
        Dimension.CAMPAIGN: draw(st.sets(st.sampled_from(["be-kind", "make-a-stand"]))),
        Dimension.CHANNEL: draw(st.sets(st.sampled_from(Channel.values), max_size=3)),
        Dimension.LANGUAGE: draw(st.sets(st.sampled_from(sorted(languages.CODES)), max_size=3)),
        Dimension.SOURCE: draw(st.sets(st.sampled_from(["pstr2", "tktk2"]))),
        Dimension.CREATIVE: draw(st.sets(st.sampled_from(["film, long", "film"]))),
        Dimension.VENUE: draw(st.sets(st.sampled_from(["Library, Leicester", "Haymarket"]))),
        Dimension.AUDIENCE: draw(st.sets(st.sampled_from(CampaignPlan.Audience.values), max_size=2)),
        Dimension.KIND: draw(st.sets(st.sampled_from(["paid", "organic"]))),
    }
    return Query(
        draw(st.sampled_from([Period(first, last), *(Period.of(first, unit) for unit in UNITS)])),
        tuple(one for one in Dimension if one in by),
        tuple((name, tuple(sorted(values))) for name, values in only.items() if values),
        draw(st.sampled_from(Audience)),
    )


@given(queries())
def test_the_address_of_a_question_asks_that_question(query):
    assert Query.of(query.address) == query


def test_equal_questions_have_equal_addresses_however_they_are_asked():
    asked = "by=language&channel=tiktok,poster&by=channel&from=2026-07-01&to=2026-09-30"

    assert Query.of(asked).address == (
        "period=2026-27-Q2&by=channel&by=language&channel=poster&channel=tiktok"
    )


def test_every_dimension_but_time_is_a_filter():
    assert set(FILTERS) == {one for one in Dimension if not one.is_time}


def test_a_question_from_before_a_filter_keeps_its_address():
    asked = "period=2026-27-Q2&campaign=one&channel=poster&language=gu&source=pstr2"

    assert Query.of(f"kind=paid&{asked}").address == f"{asked}&kind=paid"


def test_creatives_and_places_have_commas_of_their_own():
    query = Query.of("venue=Library,+Leicester&venue=Haymarket&creative=film,+long&channel=poster,tiktok")

    assert query.values[Dimension.VENUE] == ("Haymarket", "Library, Leicester")
    assert query.values[Dimension.CREATIVE] == ("film, long",)
    assert query.values[Dimension.CHANNEL] == ("poster", "tiktok")


def test_for_whom_a_campaign_is_and_for_whom_a_report_is_are_two_questions():
    query = Query.of("aimed_at=parents&audience=outside")

    assert query.values == {Dimension.AUDIENCE: ("parents",)}
    assert query.audience is Audience.OUTSIDE


def test_an_audience_that_nobody_looked_up_is_no_question_about_all_campaigns():
    with pytest.raises(LookupError):
        _ = Query.of("aimed_at=parents").campaigns


def test_what_a_note_is_about_is_the_same_for_every_breakdown_and_audience():
    broken_down = Query.of("period=2026-27&by=channel&campaign=be-kind&audience=outside")

    assert broken_down.about == Query.of("period=2026-27&campaign=be-kind").about


def test_who_may_see_less_can_t_ask_for_more():
    assert Query.of("audience=vrn", audience=Audience.OUTSIDE).audience is Audience.OUTSIDE


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("by=borough", "“borough” is not one of"),
        ("by=day,month", "Choose one of day, week, month, quarter, year"),
        ("period=2026-Q2", "“2026-Q2” is no period"),
        ("from=2026-07-01", "Say both the first day and the last"),
        ("from=2026-09-31&to=2026-10-01", "“2026-09-31” is no day"),
        ("from=2026-10-02&to=2026-10-01", "ends before it"),
        ("channel=insta", "“insta” is no channel"),
        ("language=klingon", "“klingon” is no language"),
        ("aimed_at=dogs", "“dogs” is no aimed_at. Say one of everybody, parents"),
        ("kind=free", "“free” is no kind. Say one of organic, paid"),
        ("venue=a%00b", "That is no venue"),
        ("audience=everybody", "“everybody” is not one of vrn, outside"),
    ],
)
def test_what_can_t_be_asked_is_said_in_words(address, reason):
    with pytest.raises(ValueError, match=reason):
        Query.of(address)


def test_the_columns_stand_in_one_order_however_they_are_asked():
    by = parse_dimensions(["language", "source", "quarter", "channel", "campaign"])

    names = ["period", "campaign", "channel", "source", "language", *FIGURES]
    assert [column.name for column in columns(by)] == names
