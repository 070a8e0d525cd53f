"""What is too much from one address, and what is only a school."""

import random
from collections import Counter

import pytest

from campaigns import flood
from campaigns.aside import aside
from campaigns.flood import Gauge
from campaigns.visitors import PEOPLE, Visitor

SCHOOL = "198.51.100.7"
ATTACKER = "203.0.113.9"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gauge(clock) -> Gauge:
    return Gauge(size=1000, clock=clock)


@pytest.fixture
def sends(gauge, clock):
    def sends(address: str, times: list[float], door: str = "") -> list[bool]:
        """Whether each request was shed that an address sent at these times, counted from now."""
        begin = clock.now
        shed = []
        for at in sorted(times):
            clock.now = begin + at
            shed.append(gauge.sheds(address, door))
        return shed

    return sends


def each_second(count: int, seconds: int) -> list[float]:
    return [second + n / count for second in range(seconds) for n in range(count)]


def test_thirty_tablets_within_two_seconds_are_thirty(sends):
    assert not any(sends(SCHOOL, [n / 15 for n in range(30)]))


def test_an_assembly_of_1200_within_a_minute_is_counted_whole(sends):
    chance = random.Random(7)
    # Most follow soon after the link is shown, few at the end.
    arrivals = [chance.betavariate(2, 4) * 60 for _ in range(1200)]

    assert not any(sends(SCHOOL, arrivals))


def test_an_assembly_that_all_answers_at_once_is_counted_whole(sends):
    assert not any(sends(SCHOOL, [n / 600 for n in range(1200)]))


def test_fifty_a_second_for_an_hour_are_no_flood(sends):
    assert not any(sends(SCHOOL, each_second(50, 3600)))


def test_more_than_fifty_a_second_are_a_flood_once_held_for_ten(sends):
    shed = sends(ATTACKER, each_second(51, 20))

    assert not any(shed[: 51 * 10])
    assert all(shed[51 * 10 :])


def test_a_flood_is_over_when_it_has_been_calm_for_as_long(sends, clock):
    sends(ATTACKER, each_second(200, 30))
    clock.now += 5
    assert sends(ATTACKER, [0.0]) == [True]
    clock.now += 6
    assert sends(ATTACKER, [0.0]) == [False]


def test_a_flood_in_waves_is_a_flood(sends):
    """Nine seconds of flood and one of calm would never be ten held in a row."""
    waves = [second + n / 500 for second in range(60) if second % 10 for n in range(500)]

    assert sum(sends(ATTACKER, waves)) > 0.7 * len(waves)


def test_a_flood_sheds_nobody_else(sends, gauge):
    sends(ATTACKER, each_second(200, 15))

    assert gauge.sheds(ATTACKER)
    assert not gauge.sheds(SCHOOL)


def test_links_and_reports_have_a_pace_of_their_own(sends):
    """Each who follows a link also reports a visit, so that a school's requests are twice its pupils."""
    clicks, visits = each_second(40, 30), each_second(40, 30)

    assert not any(sends(SCHOOL, clicks, "go"))
    assert not any(sends(SCHOOL, visits, "c"))


def test_one_subscriber_of_ipv6_is_one_sender(sends):
    addresses = [f"2001:db8:1:2::{n:x}" for n in range(1, 61)]
    shed = [sends(address, [second / 60])[0] for second in range(1, 2) for address in addresses]
    assert not any(shed)

    held: list[bool] = []
    for _ in range(15):
        for address in addresses:
            held += sends(address, [1 / 60])

    assert held[-1]


def test_neighbours_of_ipv6_are_two(sends, gauge):
    sends("2001:db8:1:2::1", each_second(100, 15))

    assert not gauge.sheds("2001:db8:1:3::1")


def test_a_sender_without_an_address_is_not_shed(sends):
    assert not any(sends("", each_second(200, 15)))


def test_the_limits_are_settings(sends, settings):
    settings.FLOOD_PER_SECOND, settings.FLOOD_SECONDS = 5, 2

    assert sends(ATTACKER, each_second(6, 3)) == [False] * 12 + [True] * 6


def test_memory_has_an_end_however_many_send(clock):
    gauge = Gauge(size=100, clock=clock)
    for n in range(10_000):
        gauge.sheds(f"2001:db8:{n:x}::1")

    assert len(gauge._paces) == 100


def test_a_crowd_of_addresses_drives_no_flood_out_of_memory(clock):
    gauge = Gauge(size=100, clock=clock)
    for second in range(15):
        clock.now += 1
        for n in range(60):
            gauge.sheds(ATTACKER)
            gauge.sheds(f"2001:db8:{second:x}{n:x}::1")

    assert gauge.sheds(ATTACKER)


def test_who_has_been_calm_is_forgotten_within_seconds_and_a_flood_is_not(sends, gauge, clock):
    sends(ATTACKER, each_second(200, 15))
    for second in range(9):
        clock.now += 1
        gauge.sheds(f"192.0.2.{second}")
    assert gauge.sheds(ATTACKER)  # Calm for nine seconds is not calm for ten.

    clock.now += 12
    gauge.sheds(SCHOOL)
    assert len(gauge._paces) == 1


def test_no_address_is_kept(gauge):
    gauge.sheds(SCHOOL)
    gauge.sheds("2001:db8:1:2::1")

    kept = repr(list(gauge._paces.items()))
    assert SCHOOL not in kept
    assert "2001" not in kept


def test_another_process_keeps_another_hash_of_one_address():
    one, other = Gauge(size=10), Gauge(size=10)
    for gauge in (one, other):
        gauge.sheds(SCHOOL)

    assert set(one._paces).isdisjoint(other._paces)


# On the way in


@pytest.fixture
def knock(visitor, settings, monkeypatch, clock):
    """Follow a link again and again, from an address."""
    monkeypatch.setattr(flood, "gauge", Gauge(size=1000, clock=clock))
    settings.FLOOD_PER_SECOND, settings.FLOOD_SECONDS = 3, 2

    def knock(address: str, seconds: int = 4, **headers: str) -> list[str]:
        """What became of five requests a second."""
        counted = []
        for _ in range(seconds):
            clock.now += 1
            for _ in range(5):
                answer = visitor.get("/go/pstr2", headers=headers, REMOTE_ADDR=address)
                counted.append(answer["X-Counted"])
        return counted

    return knock


@pytest.mark.django_db(databases="__all__")
def test_a_flood_of_clicks_is_counted_as_a_flood_and_led_on(knock, visitor, poster, counted):
    assert knock(ATTACKER) == ["genuine"] * 10 + ["flood"] * 10

    assert visitor.get("/go/pstr2", REMOTE_ADDR=ATTACKER)["Location"] == "/drives/be-kind/?via=pstr2"
    assert visitor.get("/go/pstr2", REMOTE_ADDR=SCHOOL)["X-Counted"] == "genuine"
    assert counted("click") == 11


@pytest.mark.django_db(databases="__all__")
def test_a_flood_cannot_hide_behind_a_header(knock, poster):
    assert knock(ATTACKER, **{"x-forwarded-for": "192.0.2.66"})[10:] == ["flood"] * 10


@pytest.mark.django_db(databases="__all__")
def test_who_objects_is_in_no_figure_even_within_a_flood(knock, visitor, poster, counted):
    knock(ATTACKER)
    before = counted("click", "flood")
    sent = {"REMOTE_ADDR": ATTACKER, "headers": {"sec-gpc": "1"}}
    reports = [visitor.post("/c/", b"{", content_type="text/plain", **sent) for _ in range(20)]

    assert visitor.get("/go/pstr2", **sent)["X-Counted"] == "objected"
    assert {answer["X-Counted"] for answer in reports} <= {"objected", "malformed"}
    assert visitor.head("/go/pstr2", REMOTE_ADDR=ATTACKER)["X-Counted"] == "head"
    visitor.get("/go/pstr2", REMOTE_ADDR=SCHOOL)  # Whatever waits is written with it.
    assert (counted("click", "flood"), counted("report", "flood")) == (before, 0)


@pytest.mark.django_db(databases="__all__")
def test_a_flood_is_shed_before_any_pattern_is_tried_and_any_report_is_read(
    knock, visitor, poster, monkeypatch
):
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("looked at")

    def send():
        return visitor.post("/c/", b"{", content_type="text/plain", REMOTE_ADDR=ATTACKER)

    for _ in range(4):
        knock(ATTACKER, seconds=1)
        [send() for _ in range(5)]
    monkeypatch.setattr("campaigns.traffic.judge", fail)
    monkeypatch.setattr("campaigns.acts.parse", fail)

    assert visitor.get("/go/pstr2", REMOTE_ADDR=ATTACKER)["X-Counted"] == "flood"
    assert (send().status_code, send()["X-Counted"]) == (429, "flood")


@pytest.mark.django_db(databases="__all__")
def test_a_school_that_follows_a_link_together_is_counted_pupil_by_pupil(poster, monkeypatch, clock):
    """1,200 identical tablets behind one address within a minute, by way of everything but the database."""
    monkeypatch.setattr(flood, "gauge", Gauge(size=1000, clock=clock))
    tablet = Visitor("a tablet", PEOPLE[0].agent, headers={"REMOTE_ADDR": SCHOOL})
    with aside() as counts:
        for _ in range(1200):
            clock.now += 0.05
            tablet.follow("pstr2", "en")
            tablet.report(kind="visit", campaign="be-kind", via="pstr2", language="en")

    verdicts = Counter((count.kind, count.verdict) for count in counts)
    assert verdicts == {("click", "genuine"): 1200, ("visit", "genuine"): 1200}
