"""Whose address a request is taken to come from: never the one that its sender claims."""

from ipaddress import ip_network

import pytest
from django.utils.module_loading import import_string

from livesafe.address import _warn, neighbourhood, of

VISITOR = "203.0.113.9"


@pytest.fixture
def behind(settings):
    """Put the site behind proxies of these addresses."""

    def behind(*proxies: str) -> None:
        settings.TRUSTED_PROXIES = tuple(map(ip_network, proxies))

    return behind


def sent(peer: str, forwarded: str | None = None) -> str:
    meta = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    return of(meta)


def test_without_a_proxy_nothing_is_believed_but_the_connection():
    assert sent(VISITOR, "198.51.100.1") == VISITOR


def test_a_proxy_of_ours_says_whom_it_spoke_to(behind):
    behind("127.0.0.1")

    assert sent("127.0.0.1", VISITOR) == VISITOR


def test_what_a_visitor_writes_before_it_is_passed_over(behind):
    behind("127.0.0.1")

    assert sent("127.0.0.1", f"192.0.2.66, 192.0.2.67, {VISITOR}") == VISITOR


def test_who_comes_past_the_proxy_is_taken_at_the_connection(behind):
    behind("127.0.0.1")

    assert sent(VISITOR, "192.0.2.66") == VISITOR


def test_a_chain_of_our_own_is_followed_to_its_end(behind):
    behind("127.0.0.1", "10.0.0.0/8", "2001:db8:cd::/48")

    assert sent("127.0.0.1", f"192.0.2.66, {VISITOR}, 2001:db8:cd::7, 10.1.2.3") == VISITOR


def test_a_visitor_who_claims_to_be_our_proxy_is_believed_no_further(behind):
    """Only what stands right of a stranger was written by us."""
    behind("127.0.0.1", "10.0.0.0/8")

    assert sent("127.0.0.1", f"192.0.2.66, 10.1.2.3, {VISITOR}") == VISITOR


@pytest.mark.parametrize("rubbish", ["unknown", "<script>", "", " , ", "1.2.3", "_hidden"])
def test_rubbish_is_nobody_s_address(behind, rubbish):
    behind("127.0.0.1")

    assert sent("127.0.0.1", rubbish) == "127.0.0.1"


def test_a_request_from_our_own_network_is_the_furthest_machine_of_it(behind):
    behind("127.0.0.1", "10.0.0.0/8")

    assert sent("127.0.0.1", "10.0.0.5, 10.0.0.6") == "10.0.0.5"


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        (f"{VISITOR}:4711", VISITOR),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        (f"::ffff:{VISITOR}", VISITOR),
    ],
)
def test_however_a_proxy_writes_an_address_it_is_one(behind, hop, address):
    behind("127.0.0.1")

    assert sent("127.0.0.1", hop) == address


def test_a_proxy_that_speaks_ipv4_over_ipv6_is_the_same_proxy(behind):
    behind("127.0.0.1")

    assert sent("::ffff:127.0.0.1", VISITOR) == VISITOR


def test_a_proxy_that_nobody_named_is_told_of_once(caplog):
    _warn.cache_clear()
    for _ in range(3):
        assert sent("127.0.0.1", VISITOR) == "127.0.0.1"

    assert [record.message for record in caplog.records].count(caplog.records[0].message) == 1
    assert "LIVESAFE_TRUSTED_PROXIES" in caplog.text
    assert VISITOR not in caplog.text


def test_a_visitor_who_claims_to_be_a_proxy_makes_no_noise(caplog):
    _warn.cache_clear()
    sent("8.8.8.8", VISITOR)

    assert not caplog.records


def test_a_home_has_one_neighbourhood_however_many_addresses():
    assert (
        neighbourhood("2001:db8:1:2:aaaa::1") == neighbourhood("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    )
    assert neighbourhood("2001:db8:1:3::1") != neighbourhood("2001:db8:1:2::1")
    assert neighbourhood(VISITOR) == VISITOR


def test_log_ins_are_throttled_by_the_same_address(behind, rf, settings):
    behind("127.0.0.1")
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": f"192.0.2.66, {VISITOR}"})

    assert import_string(settings.AXES_CLIENT_IP_CALLABLE)(request) == VISITOR
