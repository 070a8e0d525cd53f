"""/c/: what count.js reports, what becomes of it, and what is refused."""

import datetime as dt
import json

import pytest
import time_machine

from campaigns import flood, known
from campaigns.models import MonthTally, QuarterTally, ReadTally, Source, Tally
from livesafe.content.models import PlainPage
from tests.campaigns import agents

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

ADDRESS = "/c/"


def outcome(response) -> tuple[int, str]:
    return response.status_code, response["X-Counted"]


def nothing_is_counted() -> bool:
    return not any(model.objects.exists() for model in (Tally, ReadTally, MonthTally, QuarterTally))


# What counts


def test_an_impression_counts_for_its_placement(send, placement, counted):
    assert outcome(send({"kind": "impression", "source": placement.code, "language": "gu"})) == (
        204,
        "genuine",
    )
    assert counted("impression", source_id=placement.pk, language="gu") == 1


def test_a_visit_by_a_link_counts_for_the_link(send, poster, counted):
    send({"kind": "visit", "campaign": "be-kind", "via": "pstr2"})

    assert counted("visit", source_id=poster.pk) == 1
    assert counted("click") == 0


def test_a_visit_by_itself_is_direct(send, campaign, counted):
    send({"kind": "visit", "campaign": "be-kind"})

    assert counted("visit", source_id=Source.objects.get(code="direct", campaign="be-kind").pk) == 1


@pytest.mark.parametrize("via", ["zzzzz", "direct", "'; drop table", ""])
def test_a_visit_by_a_code_that_nobody_made_is_direct(send, campaign, counted, via):
    send({"kind": "visit", "campaign": "be-kind", "via": via})

    assert counted("visit", source_id=Source.objects.get(code="direct", campaign="be-kind").pk) == 1


def test_a_code_of_another_campaign_is_not_believed(send, campaign, counted):
    Source.objects.create(code="thrs2", campaign="another", channel="press")
    send({"kind": "visit", "campaign": "be-kind", "via": "thrs2"})

    assert counted("visit", source_id=Source.objects.get(code="direct", campaign="be-kind").pk) == 1


def test_an_arrival_by_utm_is_one_click_and_one_visit(send, campaign, counted):
    send({"kind": "visit", "campaign": "be-kind", "utm_source": "IG"})
    send({"kind": "visit", "campaign": "be-kind", "utm_source": "instagram"})

    source = Source.objects.get(campaign="be-kind", creative="utm", channel="instagram")
    assert counted("click", source_id=source.pk) == counted("visit", source_id=source.pk) == 2


def test_a_counted_link_with_utm_is_no_second_click(send, poster, counted):
    send({"kind": "visit", "campaign": "be-kind", "via": "pstr2", "utm_source": "poster"})

    assert (counted("visit", source_id=poster.pk), counted("click")) == (1, 0)


def test_a_read_counts_for_the_page(send, topic):
    with time_machine.travel("2026-11-22T12:00Z"):
        send({"kind": "read", "page": str(topic.translation_key), "language": "ur"})

    row = ReadTally.objects.get()
    assert (row.day, row.page, row.language, row.n) == (dt.date(2026, 11, 22), topic.translation_key, "ur", 1)


def test_a_sensitive_page_is_not_counted_at_all(send, publish, shelf):
    page = publish(PlainPage(title="Safe", slug="safe", sensitive=True, neutral_title_en="Page"), shelf)

    assert outcome(send({"kind": "read", "page": str(page.translation_key)})) == (400, "malformed")
    assert nothing_is_counted()


@pytest.mark.parametrize("kind", ["help", "exit"])
def test_a_tap_on_a_campaign_counts_in_a_month_and_in_a_quarter(send, campaign, kind):
    with time_machine.travel("2027-03-31T12:00Z"):
        send({"kind": kind, "campaign": "be-kind", "language": "gu"})

    month, quarter = MonthTally.objects.get(), QuarterTally.objects.get()
    assert (month.month, month.campaign, month.kind) == (dt.date(2027, 3, 1), "be-kind", kind)
    assert (quarter.quarter, quarter.language, quarter.kind) == (dt.date(2027, 1, 1), "gu", kind)
    assert not Tally.objects.exists()


def test_a_tap_elsewhere_counts_in_a_quarter_alone(send, db):
    send({"kind": "help"})

    assert QuarterTally.objects.get().n == 1
    assert not MonthTally.objects.exists()


def test_a_report_may_hold_several_acts(send, placement, counted):
    impression = {"kind": "impression", "source": placement.code}

    response = send(impression, impression, {"kind": "help"})

    assert outcome(response) == (204, "genuine, genuine, genuine")
    assert counted("impression") == 2


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-28T23:59Z", dt.date(2026, 3, 28)),
        ("2026-03-29T00:00Z", dt.date(2026, 3, 29)),
        ("2026-03-29T01:00Z", dt.date(2026, 3, 29)),  # The clocks go forward.
        ("2026-03-29T22:59Z", dt.date(2026, 3, 29)),
        ("2026-03-29T23:00Z", dt.date(2026, 3, 30)),
        ("2026-10-24T22:59Z", dt.date(2026, 10, 24)),
        ("2026-10-24T23:00Z", dt.date(2026, 10, 25)),
        ("2026-10-25T00:30Z", dt.date(2026, 10, 25)),  # Half past one, for the first time …
        ("2026-10-25T01:30Z", dt.date(2026, 10, 25)),  # … and for the second.
        ("2026-10-25T23:59Z", dt.date(2026, 10, 25)),
        ("2026-10-26T00:00Z", dt.date(2026, 10, 26)),
    ],
)
def test_the_day_is_london_s(send, poster, instant, day):
    with time_machine.travel(instant, tick=False):
        send({"kind": "visit", "campaign": "be-kind", "via": "pstr2"})

    assert Tally.objects.get().day == day


# Who counts


@pytest.mark.parametrize("agent", agents.IN_APP.values(), ids=agents.IN_APP)
def test_a_visit_inside_an_app_is_a_person_s(send, campaign, agent):
    response = send({"kind": "visit", "campaign": "be-kind"}, headers={"user-agent": agent})

    assert outcome(response) == (204, "genuine")


def test_a_crawler_that_runs_scripts_is_counted_apart(send, placement, counted):
    googlebot = {"user-agent": agents.CRAWLERS["Googlebot"]}

    assert outcome(send({"kind": "impression", "source": placement.code}, headers=googlebot)) == (
        204,
        "crawler",
    )
    assert (counted("impression"), counted("impression", "crawler")) == (0, 1)


def test_a_driven_browser_is_automation(send, placement):
    assert outcome(send({"kind": "impression", "source": placement.code, "webdriver": True})) == (
        204,
        "automation",
    )


@pytest.mark.parametrize("header", ["sec-gpc", "dnt"])
def test_who_objects_is_not_counted(send, placement, header):
    response = send({"kind": "impression", "source": placement.code}, headers={header: "1"})

    assert outcome(response) == (204, "objected")
    assert nothing_is_counted()


def test_staff_leave_no_help_tap_and_no_read(send, visitor, topic, settings):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    send({"kind": "help"}, {"kind": "read", "page": str(topic.translation_key)})

    assert nothing_is_counted()


def test_one_act_sent_twice_counts_once(send, placement, counted):
    act = {"kind": "impression", "source": placement.code, "load": 7}

    assert [outcome(send(act)) for _ in range(2)] == [(204, "genuine"), (204, "duplicate")]
    assert (counted("impression"), counted("impression", "duplicate")) == (1, 1)


def test_two_loads_of_a_page_are_two_visits(send, campaign, counted):
    for load in (7, 8):
        send({"kind": "visit", "campaign": "be-kind", "load": load})

    assert counted("visit") == 2


# What is refused


def test_a_flood_is_shed_unread_and_counted_as_such(send, placement, counted, monkeypatch):
    monkeypatch.setattr(flood, "sheds", lambda address, door="": True)

    assert outcome(send({"kind": "impression", "source": placement.code})) == (429, "flood")
    assert counted("report", "flood") == 1
    assert counted("impression") == 0


def test_before_any_link_could_be_read_nothing_is_called_nonsense(send, placement, everything_away):
    known.memory.clear()
    with everything_away():
        assert outcome(send({"kind": "impression", "source": placement.code})) == (503, "unavailable")


def test_a_lost_database_is_503_and_the_act_may_be_sent_again(send, placement, counted, tallies_away):
    act = {"kind": "impression", "source": placement.code, "load": 7}
    send({"kind": "help"})
    with tallies_away():
        assert outcome(send(act)) == (503, "unavailable")

    assert outcome(send(act)) == (204, "genuine")
    assert counted("impression") == 1


def test_an_act_of_another_load_stays_a_duplicate_through_a_failure(send, placement, tallies_away):
    act = {"kind": "impression", "source": placement.code, "load": 7}
    send(act)
    with tallies_away():
        send(act)

    assert outcome(send(act)) == (204, "duplicate")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": "", "origin": "http://["},
        {"sec-fetch-site": ""},
    ],
    ids=str,
)
def test_another_site_s_page_can_t_count(send, placement, headers):
    response = send({"kind": "impression", "source": placement.code}, headers=headers)

    assert outcome(response) == (403, "foreign")
    assert nothing_is_counted()


def test_an_old_browser_that_names_its_origin_counts(send, placement):
    headers = {"sec-fetch-site": "", "origin": "http://testserver"}

    assert outcome(send({"kind": "impression", "source": placement.code}, headers=headers)) == (
        204,
        "genuine",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "click", "source": "pstr2"},  # Clicks are counted at /go/ alone.
        {"kind": "pledge", "campaign": "be-kind"},  # … and actions by their form.
        {"kind": "impression", "source": "pstr2"},  # A poster is no placement.
        {"kind": "impression"},
        {"kind": "impression", "source": 7},
        {"kind": "visit", "campaign": "nothing-of-ours"},
        {"kind": "visit", "campaign": ["be-kind"]},
        {"kind": "visit", "campaign": "be-kind", "language": "tlh"},
        {"kind": "visit", "campaign": "be-kind", "language": None},
        {"kind": "visit", "campaign": "be-kind", "load": -1},
        {"kind": "visit", "campaign": "be-kind", "load": 2**60},
        {"kind": "visit", "campaign": "be-kind", "load": True},
        {"kind": "visit", "campaign": "be-kind", "load": "7"},
        {"kind": "read", "page": "00000000-0000-0000-0000-000000000007"},
        {"kind": "read", "page": "not a page"},
        {"kind": "help", "campaign": "nothing-of-ours"},
        {"kind": None},
    ],
    ids=str,
)
def test_an_act_that_makes_no_sense_is_refused(send, poster, wrong):
    assert outcome(send(wrong)) == (400, "malformed")
    assert nothing_is_counted()


def test_nothing_that_the_sender_adds_is_believed(send, poster, counted):
    forged = {"day": "2020-01-01", "n": 1000, "verdict": "staff", "source_id": 99, "ip": "192.0.2.1"}
    send({"kind": "visit", "campaign": "be-kind", "via": "pstr2"} | forged)

    row = Tally.objects.get()
    assert (row.n, row.verdict, row.source_id) == (1, "genuine", poster.pk)
    assert row.day.year > 2020


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"7", b"null", b'"act"', b"[]", b"[7, null]", b"\xff\xfe", b"[" * 4000, b'{"load": NaN}'],
    ids=lambda body: str(body[:12]),
)
def test_rubbish_is_refused_and_raises_nothing(visitor, db, body):
    assert outcome(visitor.post(ADDRESS, body, content_type="text/plain")) == (400, "malformed")


def test_a_long_report_is_refused(visitor, db):
    assert outcome(visitor.post(ADDRESS, b" " * 4097, content_type="text/plain")) == (413, "malformed")


def test_a_report_of_too_many_acts_counts_its_first_twenty(send, placement, counted):
    act = {"kind": "impression", "source": placement.code}
    send(*[act] * 25)

    assert counted("impression") == 20


def test_one_bad_act_takes_no_other_with_it(send, placement, counted):
    send({"kind": "nonsense"}, {"kind": "impression", "source": placement.code})

    assert counted("impression") == 1


def test_no_cookie_is_set_and_nothing_kept(send, placement):
    response = send({"kind": "impression", "source": placement.code})

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Vary"] == "Accept-Encoding"


def test_an_act_is_one_write(send, placement, django_assert_num_queries):
    act = {"kind": "impression", "source": placement.code}
    send(act)
    with django_assert_num_queries(0), django_assert_num_queries(3, using="tallies"):
        send(act)  # A savepoint round the write: in a test there is a transaction already.


def test_a_report_is_posted(visitor):
    assert visitor.get(ADDRESS).status_code == 405


def test_a_report_is_text_so_that_no_browser_asks_first(visitor, placement):
    act = {"kind": "impression", "source": placement.code, "language": "en", "load": 1}

    assert visitor.post(ADDRESS, json.dumps(act), content_type="text/plain").status_code == 204
