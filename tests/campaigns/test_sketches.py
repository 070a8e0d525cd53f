"""Devices are told apart by a key that dies; what stays are numbers with bounds."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
import time_machine
from datasketches import compact_theta_sketch, update_theta_sketch
from django.db import OperationalError

from campaigns import keys, sketches
from campaigns.devices import LG_K, Devices, devices
from campaigns.models import CampaignPage, DeviceEstimate, Ending, SketchKey, SketchPart, Span, Window
from campaigns.period import Period
from campaigns.sketches import Collector
from tests.conftest import PHONE

pytestmark = pytest.mark.usefixtures("demo")

DAY = dt.date(2026, 11, 10)
NOON = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)
CAMPAIGN = "make-a-stand"
YEAR = Period(dt.date(2026, 4, 1), dt.date(2027, 3, 31))


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def collector() -> Collector:
    return Collector()


@pytest.fixture
def same_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Estimates that come out alike in every run."""
    numbers = random.Random(7)
    monkeypatch.setattr("campaigns.keys.secrets.token_bytes", numbers.randbytes)


def visit(
    collector: Collector,
    address: str,
    *,
    agent: str = PHONE,
    campaign: str = CAMPAIGN,
    channel: str = "instagram",
    language: str = "en",
    day: dt.date = DAY,
) -> None:
    collector.saw(campaign, channel, language, day, address, agent)


def addresses(count: int, start: int = 0) -> list[str]:
    return [f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in range(start, start + count)]


def found(span: Span = Span.DAY, campaign: str = CAMPAIGN) -> dict[tuple[str, str, str], Devices]:
    return {(d.dimension, d.label, d.other): d for d in devices(YEAR, span=span, campaign=campaign)}


def test_a_device_that_comes_twice_is_one_and_others_are_others(collector: Collector) -> None:
    for address in [*addresses(300), *addresses(300)]:
        visit(collector, address)
    collector.flush()
    whole = found()["", "", ""]
    assert (whole.low, whole.estimate, whole.high) == (300, 300, 300)


def test_identical_tablets_behind_one_address_are_one_device(collector: Collector) -> None:
    for _ in range(30):
        visit(collector, "192.0.2.7")
    collector.flush()
    assert found()["", "", ""].estimate == 1


def test_two_processes_that_saw_the_same_device_saw_one(collector: Collector) -> None:
    other = Collector()
    for one in (collector, other):
        visit(one, "192.0.2.7")
        one.flush()
    visit(other, "192.0.2.8")
    other.flush()
    assert SketchPart.objects.count() == 2
    assert found()["", "", ""].estimate == 2


@pytest.mark.usefixtures("same_keys")
def test_the_bounds_hold_the_truth_for_many_devices_and_for_those_two_channels_share(
    collector: Collector,
) -> None:
    for start, channel in ((0, "instagram"), (4_000, "tiktok")):
        for address in addresses(12_000, start):
            visit(collector, address, channel=channel)
        collector.flush()
    numbers = found()
    for name, truth in {
        ("", "", ""): 16_000,
        ("channel", "instagram", ""): 12_000,
        ("channel", "tiktok", ""): 12_000,
        ("channel", "instagram", "tiktok"): 8_000,
    }.items():
        assert numbers[name].low < truth < numbers[name].high, name
        assert numbers[name].high - numbers[name].low < truth / 5, name


def test_languages_are_told_apart_and_their_overlap_is_known(collector: Collector) -> None:
    for language, start in (("gu", 0), ("en", 50)):
        for address in addresses(100, start):
            visit(collector, address, language=language)
    collector.flush()
    numbers = found()
    assert numbers["language", "gu", ""].estimate == 100
    assert numbers["language", "en", "gu"].estimate == 50


def test_a_day_knows_the_devices_of_all_campaigns_together(collector: Collector) -> None:
    visit(collector, "192.0.2.7")
    visit(collector, "192.0.2.7", campaign="walk-away")
    visit(collector, "192.0.2.8", campaign="walk-away")
    collector.flush()
    assert found(campaign="")["", "", ""].estimate == 2
    assert found(campaign="walk-away")["", "", ""].estimate == 2
    assert found(campaign=CAMPAIGN)["", "", ""].estimate == 1


def test_a_key_lives_until_five_minutes_after_its_last_day(
    collector: Collector, at_noon: time_machine.Traveller
) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    at_noon.move_to(dt.datetime(2026, 11, 11, 0, 4, tzinfo=dt.UTC))
    keys.retire()
    assert SketchKey.objects.exists()
    at_noon.move_to(dt.datetime(2026, 11, 11, 0, 5, tzinfo=dt.UTC))
    keys.retire()
    assert not SketchKey.objects.exists()
    assert not SketchPart.objects.exists()


def test_a_dead_key_leaves_its_numbers_and_a_line_for_the_audit(
    collector: Collector, at_noon: time_machine.Traveller
) -> None:
    for address in addresses(40):
        visit(collector, address)
        visit(collector, address, channel="tiktok")
    collector.flush()
    before = {name: (d.low, d.estimate, d.high) for name, d in found().items()}
    at_noon.move_to(dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC))
    keys.retire()
    keys.retire()
    assert {name: (d.low, d.estimate, d.high) for name, d in found().items()} == before
    window = Window.objects.get()
    assert (window.ended, window.ending) == (dt.date(2026, 11, 12), Ending.SCHEDULE)


def test_what_a_process_writes_late_brings_no_dead_key_back(
    collector: Collector, at_noon: time_machine.Traveller
) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    visit(collector, "192.0.2.8")
    at_noon.move_to(dt.datetime(2026, 11, 11, 0, 6, tzinfo=dt.UTC))
    keys.retire()
    collector.flush()
    assert not SketchKey.objects.exists()
    assert not SketchPart.objects.exists()
    assert Window.objects.count() == 1


def test_what_was_written_at_the_moment_the_key_died_is_swept_up(
    collector: Collector, at_noon: time_machine.Traveller
) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    part = SketchPart.objects.get()
    at_noon.move_to(dt.datetime(2026, 11, 11, 0, 6, tzinfo=dt.UTC))
    visit(collector, "192.0.2.7", day=dt.date(2026, 11, 11))
    collector.flush()
    keys.retire()
    part.pk = None
    part.save(force_insert=True)  # Another process, which saw the key alive a moment before.
    keys.retire()
    running = Window.objects.get(ended=None).pk
    assert set(SketchPart.objects.values_list("window", flat=True)) == {running}


def test_a_key_that_a_crash_took_ends_its_window_and_the_next_visit_begins_another(
    collector: Collector,
) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    # What PostgreSQL does to unlogged tables.
    SketchKey.objects.all().delete()
    SketchPart.objects.all().delete()
    visit(collector, "192.0.2.8")
    collector.flush()
    visit(collector, "192.0.2.9")
    collector.flush()
    lost, new = Window.objects.exclude(ended=None).get(), Window.objects.get(ended=None)
    assert lost.ending == Ending.LOST
    assert SketchKey.objects.get().window == new.pk
    assert found()["", "", ""].estimate >= 1


def test_a_campaigns_devices_are_told_apart_for_longer_only_with_an_assessment(
    collector: Collector, settings: object
) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    assert not Window.objects.filter(span=Span.CAMPAIGN).exists()
    settings.CAMPAIGN_REACH_DPIA = "DPIA of 1 November 2026"  # type: ignore[attr-defined]
    for day in (DAY, DAY + dt.timedelta(days=1)):
        visit(collector, "192.0.2.7", day=day)
    collector.flush()
    assert found(Span.CAMPAIGN)["", "", ""].estimate == 1


@pytest.mark.parametrize(
    ("starts", "ends", "first", "last"),
    [
        (None, None, dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        (dt.date(2026, 11, 1), dt.date(2027, 1, 15), dt.date(2026, 11, 1), dt.date(2027, 1, 15)),
        (dt.date(2026, 5, 1), dt.date(2027, 3, 1), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ],
    ids=["no dates: the financial quarter", "the campaign's own dates", "too long: the quarter"],
)
def test_no_key_of_a_campaign_lives_longer_than_92_days(
    collector: Collector,
    settings: object,
    starts: dt.date | None,
    ends: dt.date | None,
    first: dt.date,
    last: dt.date,
) -> None:
    settings.CAMPAIGN_REACH_DPIA = "DPIA of 1 November 2026"  # type: ignore[attr-defined]
    CampaignPage.objects.filter(slug=CAMPAIGN).update(starts=starts, ends=ends)
    visit(collector, "192.0.2.7")
    collector.flush()
    window = Window.objects.get(span=Span.CAMPAIGN)
    assert (window.first, window.last) == (first, last)
    assert (window.last - window.first).days < keys.LONGEST


def test_a_campaign_whose_dates_change_has_no_day_in_two_windows(
    collector: Collector, settings: object, at_noon: time_machine.Traveller
) -> None:
    settings.CAMPAIGN_REACH_DPIA = "DPIA of 1 November 2026"  # type: ignore[attr-defined]
    page = CampaignPage.objects.filter(slug=CAMPAIGN)
    page.update(starts=dt.date(2026, 11, 1), ends=DAY)
    visit(collector, "192.0.2.7")
    collector.flush()
    page.update(ends=dt.date(2026, 11, 30))
    at_noon.move_to(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))
    visit(collector, "192.0.2.7", day=dt.date(2026, 11, 20))
    collector.flush()
    one, two = Window.objects.filter(span=Span.CAMPAIGN).order_by("first")
    assert one.last == DAY
    assert two.first == DAY + dt.timedelta(days=1)


def test_nothing_that_is_stored_holds_an_address_or_an_agent(collector: Collector) -> None:
    visit(collector, "192.0.2.77", agent="A browser by which somebody could be known")
    collector.flush()
    stored = [bytes(part.sketch) for part in SketchPart.objects.all()]
    stored += [repr(row).encode() for model in (Window, SketchKey) for row in model.objects.values()]
    assert not [row for row in stored if b"192.0.2" in row or b"browser" in row]


def hashed(key: bytes, address: str) -> int:
    return int.from_bytes(
        keys.hmac.digest(key, f"{address}\0{PHONE}".encode(), "sha256")[:8], "big", signed=True
    )


def seems_a_member(sketch: bytes, key: bytes, address: str) -> bool:
    """What somebody who holds a copy of a sketch can try: does one more device change it?"""
    before = compact_theta_sketch.deserialize(sketch)
    trial = update_theta_sketch(LG_K)
    trial.update(hashed(key, address))
    union = sketches.theta_union(LG_K)
    union.update(before)
    union.update(trial)
    return union.get_result().get_estimate() == before.get_estimate()


def test_a_copied_sketch_tells_who_was_there_with_its_key_and_nothing_without(
    collector: Collector, at_noon: time_machine.Traveller
) -> None:
    members, strangers = addresses(200), addresses(200, 5_000)
    for address in members:
        visit(collector, address)
    collector.flush()
    copy = bytes(SketchPart.objects.get().sketch)
    _, key = keys.key(Span.DAY, "", DAY)
    assert all(
        seems_a_member(copy, key, address) for address in members
    )  # So the trial would find something.
    assert not any(seems_a_member(copy, key, address) for address in strangers)
    at_noon.move_to(dt.datetime(2026, 11, 11, 9, tzinfo=dt.UTC))
    keys.retire()
    assert not SketchKey.objects.exists()
    guess = bytes(32)
    assert sum(seems_a_member(copy, guess, address) for address in members) == sum(
        seems_a_member(copy, guess, address) for address in strangers
    )


def test_the_stored_half_of_a_key_opens_nothing_without_the_sites_secret(
    collector: Collector, settings: object
) -> None:
    visit(collector, "10.0.0.1")
    collector.flush()
    copy, stored = bytes(SketchPart.objects.get().sketch), bytes(SketchKey.objects.get().secret)
    assert not seems_a_member(copy, stored, "10.0.0.1")
    assert seems_a_member(copy, keys.key(Span.DAY, "", DAY)[1], "10.0.0.1")


def test_a_database_that_is_away_loses_no_device(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(collector, "192.0.2.7")
    with monkeypatch.context() as patch:
        patch.setattr(keys, "key", lambda *_: (_ for _ in ()).throw(OperationalError("away")))
        visit(collector, "192.0.2.8")
        with pytest.raises(OperationalError):
            collector.flush()
    collector.flush()
    assert found()["", "", ""].estimate == 2


def test_parts_of_processes_that_ended_become_one_and_say_the_same() -> None:
    for number, address in enumerate(addresses(sketches.MANY)):
        process = Collector()
        visit(process, address)
        if number % 2:
            visit(process, "192.0.2.7")
        process.flush()
    before = found()["", "", ""].estimate
    sketches.merge_parts()
    assert SketchPart.objects.count() == 1
    assert found()["", "", ""].estimate == before == sketches.MANY + 1


def test_a_window_that_began_before_the_period_is_not_in_it(collector: Collector, settings: object) -> None:
    settings.CAMPAIGN_REACH_DPIA = "DPIA of 1 November 2026"  # type: ignore[attr-defined]
    visit(collector, "192.0.2.7")
    collector.flush()
    november = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert not devices(november, span=Span.CAMPAIGN)
    assert devices(november, span=Span.DAY)


def test_a_window_measured_twice_has_each_number_once(collector: Collector) -> None:
    visit(collector, "192.0.2.7")
    collector.flush()
    window = Window.objects.get()
    for _ in range(2):
        keys.devices.measure(window)
    names = DeviceEstimate.objects.values_list("campaign", "dimension", "label", "other")
    assert len(names) == len(set(names))
