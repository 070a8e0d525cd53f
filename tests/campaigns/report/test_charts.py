"""Charts: drawn from the panels, named, without style or script, and drawn again only for other data."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from campaigns.models import Annotation
from campaigns.report import build, charts, drawings
from tests.campaigns.report.conftest import QUARTER, ask
from tests.campaigns.report.reading import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(count, told):
    for n in range(1, 20):
        count(n * 3, on=f"2026-07-{n:02}")
        count(n * 70, "impression", "direct", on=f"2026-07-{n:02}")
        count(n, code="tktk2", on=f"2026-08-{n:02}", language="ur")
    told("two", impressions=900_000, link_clicks=1_250, spend="90.00")


def words(picture: bytes) -> str:
    return " ".join(ElementTree.fromstring(picture).itertext())


@pytest.mark.parametrize("name", ["time", "channels", "languages", "heat", "calendar"])
def test_a_chart_is_a_named_picture_without_style_or_script(figures, name):
    picture = charts.svg(name, ask())
    top = ElementTree.fromstring(picture)

    assert top.get("role") == "img"
    named = {part.get("id"): part.text for part in top if part.tag.endswith(("title", "desc"))}
    assert set(named) == set(top.get("aria-labelledby").split())
    assert all(named.values())
    assert not re.search(rb"<style|\sstyle=|<script|\son[a-z]+=|href=|url\((?!#)", picture)


def test_numbers_in_charts_have_their_commas_and_names_their_words(figures):
    said = set(ElementTree.fromstring(charts.svg("channels", ask())).itertext())
    assert said >= {"1,250", "TikTok", "poster"}
    assert "no evidence of reach" in words(charts.svg("languages", ask()))
    assert "e+" not in words(charts.svg("channels", ask())), "no 1e+3"


def test_what_is_made_up_is_said_on_the_picture(figures, sources):
    sources["pstr2"].__class__._base_manager.filter(pk=sources["pstr2"].pk).update(is_demo=True)
    report = ask()

    assert ("demo figures" in words(charts.svg("time", report))) == report.is_demo


def test_what_happened_is_said_once_where_it_began(figures):
    holiday = {"first": "2026-07-03", "last": "2026-07-17"}
    Annotation.objects.create(words="Summer holiday", **holiday)
    Annotation.objects.create(words="Poster launch", first="2026-07-05", last="2026-07-05")

    picture = ElementTree.fromstring(charts.svg("time", ask()))

    said = [text for text in picture.itertext() if text in {"Summer holiday", "Poster launch"}]
    # Once in each of its two pictures.
    assert sorted(said) == ["Poster launch", "Poster launch", "Summer holiday", "Summer holiday"]


def test_a_chart_hides_what_its_table_hides(count):
    count(3, on="2026-07-03")
    count(400, on="2026-07-04")
    picture = words(charts.svg("channels", ask(f"{QUARTER}&audience=outside")))

    assert "405" in picture or "400" in picture
    assert "403" not in picture


@time_machine.travel("2026-08-12T09:00:00+01:00", tick=False)
def test_a_line_ends_with_the_last_day_that_is_over(count):
    count(40, on="2026-08-11")
    count(3, on="2026-08-12")
    panel = ask().panel("calendar")
    drawn = re.findall(r'"day": "([^"]+)"', drawings.by_time(panel).to_json())

    assert max(drawn) == "2026-08-11"
    assert panel.rows[-1][0] == "2026-08-12"
    assert panel.column("noted")[-1] == "not over yet"
    assert "not over yet" not in words(charts.svg("time", ask()))


@time_machine.travel("2026-07-01T09:00:00+01:00", tick=False)
def test_the_first_day_of_a_period_is_drawn_while_it_goes_on(count):
    count(3, on="2026-07-01")

    assert "not over yet" in words(charts.svg("time", ask()))


def test_days_are_said_as_people_here_say_them(figures):
    said = words(charts.svg("time", ask()))

    assert "1 Aug" in said or "2 Aug" in said
    assert "Aug 0" not in said


def test_channels_stand_in_their_chart_as_in_their_table(figures):
    drawn = list(ElementTree.fromstring(charts.svg("channels", ask())).itertext())
    panel = ask().panel("channels")
    names = [panel.said(name, panel.columns[0]) for name in panel.column("channel")]

    assert len(names) > 1
    assert [text for text in drawn if text in names] == names


def test_a_long_period_is_charted_by_week(count):
    for month in range(4, 10):
        count(month, on=f"2026-0{month}-05")
    report = ask("period=2026-27")

    assert "W27" in words(charts.svg("calendar", report))
    assert charts.svg("time", report)


def test_without_figures_there_is_no_chart(analyst, sources):
    assert "time" not in charts.drawable(ask())
    assert analyst.get(f"{reverse('reach_chart', args=['time'])}?{QUARTER}").status_code == 404
    assert analyst.get(f"{reverse('reach_chart', args=['nothing'])}?{QUARTER}").status_code == 404


def test_the_same_data_are_drawn_once(figures, monkeypatch):
    first = charts.svg("time", ask())
    monkeypatch.setattr(charts, "_drawn", lambda *_: pytest.fail("drawn again"))

    assert charts.svg("time", ask()) == first


def test_other_data_have_another_address(figures, count):
    before = charts.data_hash("time", ask())
    count(1, on="2026-09-09")

    assert charts.data_hash("time", ask()) != before


def test_each_chart_of_the_page_has_words_and_its_table(analyst, figures):
    html = page(analyst, QUARTER)
    pictures = re.findall(r'<img src="([^"]*/chart/[^"]+)" alt="([^"]+)"', html)

    assert len(pictures) == 5
    for address, alt in pictures:
        response = analyst.get(address.replace("&amp;", "&"))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/svg+xml"
        assert "private" in response["Cache-Control"]
        assert "table below" in alt


def test_a_drawn_chart_needs_no_report(analyst, figures, monkeypatch):
    address = re.search(r'<img src="([^"]*/chart/time[^"]+)"', page(analyst, QUARTER))[1].replace(
        "&amp;", "&"
    )
    first = analyst.get(address).content
    monkeypatch.setattr(build, "report", lambda query: pytest.fail("made again"))

    assert analyst.get(address).content == first


def test_a_question_that_makes_no_sense_has_no_chart(analyst):
    cache.clear()
    response = analyst.get(f"{reverse('reach_chart', args=['time'])}?period=sometime")

    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
