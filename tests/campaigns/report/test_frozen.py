"""Frozen reports: they never change, and a later version says what moved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.urls import reverse

from campaigns.models import FrozenReport, RulesUsed
from campaigns.report import frozen
from campaigns.report.files import data, table
from campaigns.report.moves import moves
from campaigns.report.query import Dimension, Query
from tests.campaigns.report import given
from tests.campaigns.report.conftest import QUARTER

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

ASKED = Query.of(f"{QUARTER}&by=channel")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-22T12:00Z"):
        yield


@pytest.fixture
def analyst(client, db):
    user = User.objects.create_user("analyst", "analyst@example.org", "a long password")
    user.groups.add(Group.objects.get(name="VRN analysts"))
    client.force_login(user)
    return client


def moved(kept: FrozenReport, panel: str = "figures") -> list[tuple[object, ...]]:
    return [
        (*move["row"], move["column"], move["before"], move["after"])
        for move in kept.moved
        if move["panel"] == panel
    ]


# Versions


def test_a_report_is_frozen_with_its_hash_and_who_did_it(count, django_user_model):
    count(12)
    ann = django_user_model.objects.create_user("ann")
    kept = frozen.freeze(ASKED, ann)

    assert (kept.version, kept.by, kept.query, kept.audience) == (1, ann, ASKED.address, "vrn")
    assert kept.content_hash == hashlib.sha256(kept.content.encode()).hexdigest()
    assert kept.is_new
    assert kept.moved == []


def test_a_row_of_labels_alone_moves_when_it_comes_or_goes(count):
    count(12)
    RulesUsed.objects.update_or_create(day="2026-08-01", defaults={"version": "rules 1"})
    frozen.freeze(ASKED, None)
    RulesUsed.objects.create(day="2026-08-02", version="rules 2")

    assert moved(frozen.freeze(ASKED, None), "rules") == [("rules 2", "version", None, "rules 2")]


def test_the_day_it_was_frozen_is_londons(count):
    count(12)
    with time_machine.travel("2027-06-30T23:30Z"):
        kept = frozen.freeze(ASKED, None)

    assert f"frozen on 2027-07-01, SHA-256 {kept.content_hash}" in frozen.edition(kept)


def test_frozen_again_without_a_change_it_is_the_same_version_even_on_another_day(count):
    count(12)
    first = frozen.freeze(ASKED, None)
    with time_machine.travel("2026-12-24T12:00Z"):
        again = frozen.freeze(ASKED, None)

    assert again.pk == first.pk
    assert not again.is_new
    assert FrozenReport.objects.count() == 1


def test_late_figures_make_version_2_which_lists_what_moved(count):
    count(12)
    frozen.freeze(ASKED, None)
    count(30, code="tktk2")
    count(3)
    kept = frozen.freeze(ASKED, None)

    assert (kept.version, kept.is_new) == (2, True)
    assert ("poster", "clicks_genuine", 12, 15) in moved(kept)
    assert ("tiktok", "clicks_genuine", None, 30) in moved(kept)
    assert not any("impressions" in move for move in moved(kept) if move[0] == "poster")


def test_a_row_that_has_its_first_spend_is_the_same_row(count, told):
    count(12, code="tktk2")
    frozen.freeze(ASKED, None)
    told("two", spend="1.25")
    kept = frozen.freeze(ASKED, None)

    assert ("tiktok", "spend", None, "1.250000") in moved(kept)
    assert ("tiktok", "currency", None, "GBP") in moved(kept)
    assert not any("clicks_genuine" in move for move in moved(kept))


def test_each_question_and_audience_has_versions_of_its_own(count):
    count(12)
    versions = [
        frozen.freeze(Query.of(address), None).version
        for address in (QUARTER, f"{QUARTER}&by=channel", f"{QUARTER}&audience=outside")
    ]

    assert versions == [1, 1, 1]


def test_a_period_that_is_not_over_may_be_frozen_and_says_that_it_is_provisional(db):
    kept = frozen.freeze(Query.of("period=2026-27-Q3"), None)

    assert frozen.read(kept).is_provisional


def test_a_period_that_has_not_begun_is_refused(db):
    with pytest.raises(ValueError, match="has not begun"):
        frozen.freeze(Query.of("period=2026-27-Q4"), None)


def test_a_question_that_is_too_long_to_keep_is_refused_in_words(sources):
    asked = replace(ASKED, only=((Dimension.CAMPAIGN, tuple(f"campaign-{number}" for number in range(90))),))
    with pytest.raises(ValueError, match="too long a question"):
        frozen.freeze(asked, None)


# Never changes


def test_its_files_stay_as_they_were_whatever_is_counted_later(count, told):
    count(12)
    told(spend="1.25", impressions=90)
    kept = frozen.freeze(ASKED, None)
    before = data.as_bytes(frozen.read(kept)), table.as_csv(frozen.read(kept), "whole")
    count(500)
    told("two", spend="99", impressions=900)
    later = FrozenReport.objects.get(pk=kept.pk)

    assert (data.as_bytes(frozen.read(later)), table.as_csv(frozen.read(later), "whole")) == before
    assert data.as_bytes(frozen.read(later)) == kept.content.encode()


def test_nothing_in_the_product_changes_or_deletes_it(count):
    kept = frozen.freeze(ASKED, None)
    kept.content = "{}"

    for attempt in (
        kept.save,
        kept.delete,
        FrozenReport.objects.all().delete,
        lambda: FrozenReport.objects.update(version=7),
    ):
        with pytest.raises(ValueError, match="never changes"):
            attempt()


def test_who_froze_it_may_leave(django_user_model):
    ann = django_user_model.objects.create_user("ann")
    kept = frozen.freeze(ASKED, ann)
    ann.delete()

    assert FrozenReport.objects.get(pk=kept.pk).by is None


def test_content_that_somebody_altered_by_hand_is_found(count):
    count(12)
    kept = frozen.freeze(ASKED, None)
    assert frozen.verify(kept)
    kept.content = kept.content.replace("12", "13")

    assert not frozen.verify(kept)


def test_for_others_no_small_number_is_kept(count):
    count(7, code="tktk2")
    kept = frozen.freeze(Query.of(f"{QUARTER}&by=channel&audience=outside"), None)
    [row] = [row for row in frozen.read(kept).figures.records if row["channel"] == "tiktok"]

    assert row["clicks_genuine"] in {"<10", "hidden"}


# What moved


def test_rows_with_equal_labels_are_told_apart():
    before = given.report(given.figures(given.row(clicks=1), given.row(clicks=2)))
    after = given.report(given.figures(given.row(clicks=1), given.row(clicks=5)))

    assert [(move["row"][-1], move["before"], move["after"]) for move in moves(before, after)] == [
        ("2", 2, 5)
    ]


def test_a_headline_that_changed_and_a_state_that_became_final_are_moves():
    before = given.report(headline=given.headline(given.doubt()))
    after = given.report(is_provisional=False)

    assert [(move["panel"], move["before"], move["after"]) for move in moves(before, after)] == [
        ("headline", None, "People clicked over 28,000 times."),
        ("provisional", True, False),
    ]


def test_a_row_that_is_gone_is_a_move():
    before = given.report(given.figures(given.row("be-kind"), given.row("make-a-stand", clicks=3)))
    gone = [move for move in moves(before, given.report()) if move["column"] == "clicks_genuine"]

    assert [(move["row"][1], move["before"], move["after"]) for move in gone] == [("make-a-stand", 3, None)]


# In the admin


def test_an_analyst_freezes_what_the_report_shows_and_takes_its_files_away(analyst, count):
    count(12)
    html = analyst.get(reverse("reach_frozen"), {"period": "2026-27-Q2", "by": "channel"}).content.decode()
    assert f'value="{ASKED.address.replace("&", "&amp;")}"' in html
    page = analyst.post(reverse("reach_freeze"), {"question": ASKED.address}, follow=True).content.decode()
    kept = FrozenReport.objects.get()

    assert "Frozen as version 1." in page
    assert kept.content_hash in page
    for form, beginning in {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}.items():
        response = analyst.get(reverse("reach_frozen_file", args=[kept.pk, form]))
        assert response.content.startswith(beginning)
        assert f'by-channel-version-1.{form}"' in response["Content-Disposition"]


def test_the_json_file_has_the_hash_that_the_page_tells(analyst, count):
    count(12)
    kept = frozen.freeze(ASKED, None)
    content = analyst.get(reverse("reach_frozen_file", args=[kept.pk, "json"])).content

    assert hashlib.sha256(content).hexdigest() == kept.content_hash
    assert json.loads(content)["query"] == ASKED.address


def test_the_page_says_what_moved_in_words(analyst, count):
    count(12)
    frozen.freeze(ASKED, None)
    count(1500)
    kept = frozen.freeze(ASKED, None)
    html = " ".join(analyst.get(reverse("reach_frozen_one", args=[kept.pk])).content.decode().split())

    assert "What moved since version 1" in html
    assert "<td>poster</td><td>Clicks, genuine</td>" in html
    assert '<td class="reach-number">12</td><td class="reach-number">1,512</td>' in html


def test_the_page_warns_of_content_that_does_not_fit_its_hash(analyst):
    kept = frozen.freeze(ASKED, None)
    FrozenReport._base_manager.filter(pk=kept.pk).update(content_hash="0" * 64)

    assert (
        "its hash does not fit" in analyst.get(reverse("reach_frozen_one", args=[kept.pk])).content.decode()
    )


def test_frozen_again_without_a_change_the_page_says_so(analyst, count):
    frozen.freeze(ASKED, None)
    page = analyst.post(reverse("reach_freeze"), {"question": ASKED.address}, follow=True).content.decode()

    assert "Nothing has moved since version 1" in page


def test_a_question_that_makes_no_sense_is_answered_in_words(analyst):
    page = analyst.post(reverse("reach_freeze"), {"question": "period=never"}, follow=True).content.decode()

    assert "“never” is no period" in page
    assert not FrozenReport.objects.exists()


def test_the_list_has_each_report_in_words(analyst, count):
    frozen.freeze(Query.of(f"{QUARTER}&by=channel,language&channel=tiktok&audience=outside"), None)
    html = analyst.get(reverse("reach_frozen")).content.decode()

    assert "2026-27-Q2, by channel and language, only tiktok" in html
    assert "<td>others</td>" in html


@pytest.mark.parametrize("name", ["reach_frozen", "reach_frozen_one", "reach_frozen_file", "reach_freeze"])
def test_who_may_not_see_the_report_sees_no_frozen_one(client, name):
    user = User.objects.create_user("somebody", "somebody@example.org", "a long password")
    user.groups.add(Group.objects.get(name="Translators"))
    client.force_login(user)
    kept = frozen.freeze(ASKED, None)
    args = {"reach_frozen_one": [kept.pk], "reach_frozen_file": [kept.pk, "csv"]}.get(name, [])
    ask = client.post if name == "reach_freeze" else client.get

    assert ask(reverse(name, args=args), {"question": ASKED.address}).status_code == 302
    assert FrozenReport.objects.count() == 1
