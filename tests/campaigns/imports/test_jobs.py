"""Imports behind the page: as they were looked at, or not at all, whatever happens to the worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.ads.mapping import Mapping
from campaigns.ads.shape import Platform, RefusedError
from campaigns.imports import jobs, take
from campaigns.imports.names import named
from campaigns.imports.preview import preview
from campaigns.imports.understand import Stated, questions
from campaigns.models import AdCampaign, AdImport, AdUpload, PlatformRow
from tests.campaigns.imports.conftest import everything, meta, read, snapchat

DAY = meta("2026-09-01,Stand,1000,10,5.00")
State = AdImport.State


@pytest.fixture
def handed_in(db):
    return jobs.hand_in("day.csv", DAY, None)


def work(imported: AdImport) -> AdImport:
    """What the worker does with it."""
    jobs.bring.call(imported.pk)
    imported.refresh_from_db()
    return imported


def age(imported: AdImport, **past: float) -> None:
    when = timezone.now() - timedelta(**past)
    AdImport.objects.filter(pk=imported.pk).update(beat_at=when, at=when)


def test_a_file_that_is_only_looked_at_stores_no_row(handed_in):
    preview(handed_in.name, DAY, Stated())

    assert not PlatformRow.objects.exists()
    assert not AdCampaign.objects.exists()


def test_the_worker_imports_with_what_was_chosen(handed_in):
    jobs.request(handed_in, {named(read(DAY))[0].key: "make-a-stand"}, None)

    done = work(handed_in)

    assert (done.state, done.new, done.rows) == (State.DONE, 1, 1)
    assert PlatformRow.objects.get().ad_campaign.campaign == "make-a-stand"
    assert not AdUpload.objects.exists()


def test_asking_twice_imports_once(handed_in):
    assert jobs.request(handed_in, {}, None)
    assert not jobs.request(handed_in, {}, None)

    work(handed_in)
    work(handed_in)

    assert PlatformRow.objects.count() == 1


def test_an_import_that_another_made_impossible_is_refused_with_its_reason(handed_in, bring):
    jobs.request(handed_in, {"a": "b"}, None)
    bring(b"Reporting starts,Reporting ends,Campaign name,Impressions\n2026-09-01,2026-09-30,Stand,9")
    before = everything()

    refused = work(handed_in)

    assert refused.state == State.REFUSED
    assert "counted twice" in refused.reasons[0][1]
    assert everything() == before
    assert not AdUpload.objects.exists()
    assert (refused.rows, refused.chosen, refused.columns, refused.totals) == (0, {}, [], [])


def test_what_nobody_foresaw_stores_nothing_and_can_be_tried_again(handed_in, monkeypatch):
    jobs.request(handed_in, {}, None)
    with monkeypatch.context() as broken:
        broken.setattr(take, "_add", lambda *_: 1 / 0)
        assert work(handed_in).state == State.FAILED
    assert not PlatformRow.objects.exists()
    assert not AdCampaign.objects.exists()

    assert jobs.request(handed_in, {}, None)
    assert work(handed_in).state == State.DONE


def test_an_import_whose_worker_was_killed_is_done_by_another(handed_in):
    jobs.request(handed_in, {}, None)
    assert jobs._claim(handed_in.pk)  # … and is killed here.
    jobs.revive()
    assert work(handed_in).state == State.RUNNING

    age(handed_in, minutes=30)
    jobs.revive()

    assert work(handed_in).state == State.DONE
    assert PlatformRow.objects.count() == 1


def test_a_worker_that_was_thought_dead_stores_nothing(handed_in):
    jobs.request(handed_in, {}, None)
    sleeper = jobs._claim(handed_in.pk)
    age(handed_in, minutes=30)
    jobs.revive()
    work(handed_in)
    before = everything()

    with pytest.raises(take.TakenOverError):
        take.take(sleeper, read(DAY))

    assert everything() == before


def test_an_import_whose_task_was_lost_gets_another(handed_in):
    jobs.request(handed_in, {}, None)
    DBTaskResult.objects.all().delete()
    age(handed_in, minutes=30)

    jobs.revive()

    assert DBTaskResult.objects.count() == 1


def test_a_file_that_nobody_says_yes_to_is_forgotten_after_a_week(handed_in):
    age(handed_in, days=6)
    jobs.purge()
    assert AdUpload.objects.count() == 1

    age(handed_in, days=8)
    jobs.purge()

    assert not AdUpload.objects.exists()
    assert not AdImport.objects.exists()


def test_what_is_imported_is_not_purged(bring):
    age(bring(DAY), days=1000)

    jobs.purge()

    assert AdImport.objects.count() == PlatformRow.objects.count() == 1


def test_an_import_that_is_interrupted_at_a_terminal_leaves_nothing_for_a_worker(db, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "take", interrupt)
    with pytest.raises(KeyboardInterrupt):
        jobs.import_now("day.csv", DAY)

    assert not AdImport.objects.exists()
    assert not AdUpload.objects.exists()


def test_an_import_keeps_the_mapping_it_was_read_by(db):
    radio = Mapping(Platform.OTHER, {"campaign_name": ("Spot",), "day": ("Aired",), "impressions": ("Ears",)})
    content = b"Spot,Aired,Ears\nKnives,2026-09-01,500"

    imported = jobs.import_now("radio.csv", content, stated=Stated(mapping=radio))

    assert Mapping.from_json(imported.mapping) == radio


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (snapchat("2026-09-01,Stand,1000,10,5.00"), {"currency"}),
        (b"Campaign name,Primary status,Impressions,Cost,Currency\nStand,Active,10,1,GBP", {"period"}),
        (b"Day,Campaign,Impr.,Clicks\n3/4/2026,Stand,10,1", {"period"}),
        (b"Spot,Aired,Ears\nKnives,2026-09-01,500", {"mapping"}),
        (meta("2026-09-01,Stand,ten,10,5.00"), set()),
    ],
)
def test_only_what_a_sender_can_know_is_asked(content, asked):
    with pytest.raises(RefusedError) as refused:
        read(content)

    assert questions(refused.value.reasons) == asked
