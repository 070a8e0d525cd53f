"""A sentence ready to paste, and the guards that hold it back while it can hardly be true."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from campaigns.models import AdImport, DeviceEstimate, GuardNote, ManualFigure, Source, Window
from campaigns.report.headline import DEFINITION, sentence
from campaigns.report.shape import HIDDEN, Doubt, Headline
from tests.campaigns.report.conftest import QUARTER, ask, queries

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_november")]


def headline(address: str = QUARTER) -> Headline:
    return ask(address).headline


def guards(address: str = QUARTER) -> list[str]:
    return [doubt.guard for doubt in headline(address).doubts]


# The sentence


def test_the_sentence_says_what_was_shown_seen_and_followed_by_whom(count, told):
    told("two", impressions=1_240_000)
    told("one", channel="instagram", platform="meta", impressions=300)
    count(12_040, "impression")
    count(3_120)
    count(50, verdict="preload")

    assert headline().shown == (
        "Between 1 July and 30 September 2026 LiveSafe’s campaigns were shown 1,240,300 times by TikTok and Instagram, "
        "seen 12,040 times on our own pages, and followed by 3,120 genuine clicks."
    )
    assert headline().definition == DEFINITION


def test_what_no_platform_says_is_not_in_the_sentence(count):
    count(1, "impression")
    count(1)

    assert headline().shown == (
        "Between 1 July and 30 September 2026 LiveSafe’s campaigns were seen once on our own pages and followed by one "
        "genuine click."
    )


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (
            "from=2025-12-30&to=2026-01-02",
            "Between 30 December 2025 and 2 January 2026 LiveSafe’s campaigns were",
        ),
        ("period=2026-08-01", "On 1 August 2026 LiveSafe’s campaigns were"),
        (
            "period=2026-27-Q3",
            "Between 1 October and 22 November 2026 (so far) LiveSafe’s campaigns were",
        ),
        (
            f"{QUARTER}&campaign=one",
            "Between 1 July and 30 September 2026 LiveSafe’s campaign “Campaign one” was",
        ),
        (
            f"{QUARTER}&campaign=one,two",
            "Between 1 July and 30 September 2026 LiveSafe’s campaigns “Campaign one” and “two” were",
        ),
        (
            f"{QUARTER}&channel=poster&language=gu",
            "Between 1 July and 30 September 2026 LiveSafe’s campaigns (only poster and pages in Gujarati) were",
        ),
    ],
)
def test_the_sentence_says_of_which_days_and_campaigns_it_is(page, count, asked, begins):
    page("one")
    count(1, on="2025-10-01")  # Since then a nought is one.

    assert headline(asked).shown.startswith(begins + " seen 0 times")


def test_the_sentence_says_nothing_of_our_own_counts_before_they_began(count, told):
    count(1, on="2026-10-01")
    told("two", impressions=500)

    assert headline().shown == (
        "Between 1 July and 30 September 2026 LiveSafe’s campaigns were shown 500 times by TikTok."
    )


def test_a_period_that_has_not_begun_has_no_figures_to_say(count):
    count(1)

    assert headline("period=2026-27-Q4").shown == "2026-27-Q4 has not begun."


def test_meta_s_file_means_both_of_its_platforms(count, told):
    count(1)
    told(channel="meta", platform="meta", impressions=10)

    assert "shown 10 times by Instagram and Facebook," in headline().shown


def test_platforms_are_said_to_have_shown_nothing_only_by_silence(told):
    told("two", impressions=None, link_clicks=5)

    assert "shown" not in headline().shown


def test_others_read_the_numbers_that_they_see_in_the_tables(count, told):
    told("two", impressions=1_002)
    count(7, "impression")
    count(3_121)
    count(44, on="2026-08-02")
    outside = ask(f"{QUARTER}&audience=outside")

    assert outside.headline.shown == (
        "Between 1 July and 30 September 2026 LiveSafe’s campaigns were shown 1,000 times by TikTok, seen fewer than 10 "
        "times on our own pages, and followed by 3,165 genuine clicks."
    )
    assert "shown 1,002 times by TikTok, seen 7 times" in headline().shown


def test_others_see_a_doubt_s_note_and_none_of_the_figures_behind_it(count):
    count(123, on="2026-05-01")

    assert headline().doubts[0].figures
    assert [(one.guard, one.figures) for one in headline(f"{QUARTER}&audience=outside").doubts] == [
        ("jump-before", "")
    ]


def test_a_period_in_which_nobody_counted_is_not_said_to_have_had_too_little(count):
    count(1, on="2026-10-01")

    assert headline("period=2022-23").shown.endswith("nothing was counted of LiveSafe’s campaigns.")


def test_what_is_hidden_from_others_is_not_in_their_sentence(count):
    count(12, "impression")
    found = ask()
    whole = found.panel("whole")
    rows = tuple((name, None, HIDDEN, *[None] * 6) for name in whole.column("measure"))
    hidden = replace(found, panels=(replace(whole, rows=rows), found.panel("channels")))

    assert sentence(hidden, {}) == (
        "Between 1 July and 30 September 2026 too little was counted of LiveSafe’s campaigns to be told."
    )


def test_a_sentence_of_made_up_figures_says_so_itself(count, sources):
    count(5)
    assert not ask().is_demo

    Source.objects.bulk_create([Source(code="demo2", campaign="one", channel="poster", is_demo=True)])
    assert not ask().is_demo
    sources["demo2"] = Source.objects.get(code="demo2")
    count(5, code="demo2", on="2025-08-01")  # A year ago, so it is in the comparison.
    assert headline().shown.startswith("Demo figures, made up for show: Between 1 July")


@pytest.mark.parametrize("first", ["2026-08-01", "2026-05-01", "2025-08-01"])
def test_a_platform_s_file_that_was_made_up_makes_demo_figures(told, first):
    told(first=first, impressions=5)
    assert not ask().is_demo

    AdImport.objects.update(is_demo=True)
    assert ask().is_demo
    assert not ask("period=2023-24").is_demo


def test_a_made_up_figure_from_elsewhere_or_plan_makes_demo_figures(count, elsewhere, plan):
    figure = elsewhere("other", 5)
    ManualFigure.objects.filter(pk=figure.pk).update(is_demo=True)
    assert ask().is_demo

    figure.delete()
    plan("one", is_demo=True)
    assert not ask().is_demo
    count(5)
    assert ask().is_demo


# The guards


def test_a_likely_headline_stands_without_a_doubt(count, told):
    told("two", impressions=100_000, reach=40_000, link_clicks=900)
    count(700, code="tktk2")

    assert guards() == []
    assert headline().shown


def test_more_people_than_live_in_the_area_are_doubted(elsewhere):
    elsewhere("people", 1_087_301)
    assert guards() == []

    elsewhere("people", 1_087_302)
    assert guards() == ["population"]
    assert "1,087,301 people aged 3 and over" in headline().doubts[0].words
    assert headline().is_withheld
    assert headline().shown == ""
    assert headline().as_data()["sentence"] is None


def test_more_impressions_than_people_are_not_doubted(elsewhere):
    elsewhere("impressions", 2_500_000)

    assert guards() == []


def test_more_accounts_than_people_are_doubted(told):
    told("one", first="2026-07-01", last="2026-09-30", impressions=9_000_000, reach=1_200_000)

    assert guards() == ["population"]
    assert "1,200,000 accounts of tiktok for one" in headline().doubts[0].figures


def test_more_devices_than_people_are_doubted_by_the_lower_bound_alone(db):
    window = Window.objects.create(
        span="campaign",
        campaign="one",
        first=dt.date(2026, 7, 1),
        last=dt.date(2026, 9, 30),
        ended=dt.date(2026, 10, 1),
    )
    estimate = DeviceEstimate.objects.create(
        window=window, campaign="one", low=1_080_000, estimate=1_100_000, high=1_120_000
    )
    assert guards() == []

    DeviceEstimate.objects.filter(pk=estimate.pk).update(low=1_090_000)
    assert guards() == ["population"]
    assert guards(f"{QUARTER}&campaign=two") == []


def test_a_frequency_below_one_is_doubted(told):
    told("one", first="2026-08-01", last="2026-08-31", impressions=900, reach=1_000)

    assert guards() == ["frequency"]


def test_once_for_each_account_is_a_frequency_of_one(told):
    told("one", first="2026-08-01", last="2026-08-31", impressions=1_000, reach=1_000)

    assert guards() == []


def test_more_clicks_than_impressions_are_doubted_on_each_platform(told):
    told("two", impressions=100, link_clicks=101)
    told("one", channel="snapchat", platform="snapchat", impressions=100_000, link_clicks=5)

    assert guards() == ["clicks"]
    assert "TikTok: shown 100, clicks 101" in headline().doubts[0].figures
    assert guards(f"{QUARTER}&channel=snapchat") == []


def test_a_row_that_says_clicks_alone_makes_no_doubt(told):
    told("two", impressions=100, link_clicks=10)
    told("two", first="2026-08-02", link_clicks=500)

    assert guards() == []


@pytest.mark.parametrize(("arrivals", "doubted"), [(250, False), (401, True)])
def test_arrivals_far_above_link_clicks_are_doubted(count, told, arrivals, doubted):
    told("two", impressions=100_000, link_clicks=200)
    count(arrivals, code="tktk2")

    assert ("arrivals" in guards()) is doubted


def test_a_few_more_arrivals_than_a_few_clicks_are_no_doubt(count, told):
    told("two", impressions=100_000, link_clicks=10)
    count(110, code="tktk2")

    assert guards() == []


@pytest.mark.parametrize(
    ("then", "now", "guard"),
    [
        ("2026-05-01", "2026-08-01", "jump-before"),
        ("2025-08-01", "2026-08-01", "jump-year"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after", "doubted"),
    [(100, 500, True), (100, 499, False), (500, 100, True), (500, 101, False), (99, 50_000, False)],
)
def test_a_fivefold_jump_either_way_is_doubted_where_there_was_something(
    count, then, now, guard, before, after, doubted
):
    count(before, on=then)
    count(after, on=now)

    assert guards() == ([guard] if doubted else [])


def test_counting_that_stopped_is_doubted(count):
    count(100, on="2026-05-01")

    assert guards() == ["jump-before"]


def test_a_doubt_s_words_say_no_figure_of_our_own(count, told):
    told("two", impressions=100_000, link_clicks=7)
    count(777, code="tktk2")
    count(123, on="2026-05-01")

    words = " ".join(doubt.words for doubt in headline().doubts)
    assert guards() == ["arrivals", "jump-before"]
    assert not any(character.isdigit() for character in words)


# Notes


def explain(doubt: Doubt, address: str = QUARTER, words: str = "Counted with the county.") -> None:
    user, _ = User.objects.get_or_create(username="analyst", first_name="Ada", last_name="Lovelace")
    GuardNote.objects.create(guard=doubt.guard, about=address, figures=doubt.figures, words=words, by=user)


def test_a_note_lets_the_headline_stand_and_is_printed_with_it(count, elsewhere):
    count(5)
    elsewhere("people", 2_300_000, "over 2.3 million")
    explain(headline().doubts[0])
    found = headline()

    assert found.shown.endswith("genuine clicks.")
    assert (found.doubts[0].note, found.doubts[0].by) == ("Counted with the county.", "Ada Lovelace")
    assert found.as_data()["doubts"][0]["note"] == "Counted with the county."


def test_a_note_explains_the_same_days_however_they_are_broken_down(elsewhere):
    elsewhere("people", 2_300_000)
    explain(headline().doubts[0])

    assert not headline(f"{QUARTER}&by=month,campaign").is_withheld
    assert headline("period=2026-08").is_withheld


def test_a_note_on_other_figures_does_not_count(elsewhere):
    figure = elsewhere("people", 2_300_000)
    explain(headline().doubts[0])
    figure.value = 2_400_000
    figure.save()

    assert headline().is_withheld


def test_each_doubt_needs_a_note_of_its_own(count, elsewhere):
    elsewhere("people", 2_300_000)
    count(100, on="2026-05-01")
    first, second = headline().doubts
    explain(first)
    assert headline().is_withheld

    explain(second)
    assert not headline().is_withheld


def test_many_figures_at_once_still_fit_a_note(elsewhere):
    for n in range(6):
        elsewhere(
            "people", 2_000_000 + n, source=f"A long source, volume {n}, with a title that goes on and on"
        )
    doubt = headline().doubts[0]
    GuardNote(guard=doubt.guard, about=QUARTER, figures=doubt.figures, words="So it is.").full_clean()
    explain(doubt)

    assert not headline().is_withheld


def test_the_guards_ask_no_more_of_many_figures_than_of_one(count, told, elsewhere):
    count(5)
    told(impressions=10, reach=20)
    elsewhere("people", 2_300_000)
    few = queries(headline)
    for n in range(2, 9):
        told(first=f"2026-08-0{n}", impressions=10, reach=20)
        elsewhere("people", 2_300_000 + n)

    assert queries(headline) == few
