"""Reports that go out by mail: once for each period that ended, to each address, whatever fails meanwhile."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from campaigns import tally
from campaigns.models import MailSchedule, Source, Tally
from campaigns.report.access import schedules
from livesafe.content.clock import tick
from tests.campaigns.report.access.conftest import text_of

pytestmark = pytest.mark.django_db(databases="__all__")
BEGUN = "2026-08-15T12:00+01:00"
DUE = "2026-10-01T07:00+01:00"  # The second quarter has ended.


@pytest.fixture
def schedule(db):
    """A function that makes a schedule on a day of August."""

    def schedule(
        every: str = "quarter", recipients: str = "board@example.org", **fields: object
    ) -> MailSchedule:
        with time_machine.travel(BEGUN, tick=False):
            made = MailSchedule(name="Reach for the board", every=every, recipients=recipients, **fields)
            schedules.begin(made)
            made.save()
        return made

    return schedule


@pytest.fixture
def at():
    """A function that lets the clock's chore run at a time."""

    def at(when: str) -> list[str]:
        before = len(mail.outbox)
        with time_machine.travel(when, tick=False):
            schedules.send_due()
        return [f"{message.to[0]}: {message.subject}" for message in mail.outbox[before:]]

    return at


class Fussy(EmailBackend):
    """A mail server that refuses some addresses."""

    refused: tuple[str, ...] = ()

    def send_messages(self, messages):
        for message in messages:
            if message.to[0] in Fussy.refused:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such mailbox")})
        return super().send_messages(messages)


@pytest.fixture
def refuse(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Fussy"

    def refuse(*addresses: str) -> None:
        Fussy.refused = addresses

    yield refuse
    Fussy.refused = ()


# When


def test_a_quarter_s_report_goes_out_once_when_it_has_ended(counts, schedule, at):
    schedule()

    assert at("2026-09-30T23:59+01:00") == []
    assert at("2026-10-01T06:59+01:00") == []
    assert at(DUE) == ["board@example.org: Reach for the board, 2026-27-Q2"]
    assert at("2026-10-01T07:01+01:00") == []
    assert at("2026-12-31T12:00Z") == []
    assert at("2027-01-01T07:00Z") == ["board@example.org: Reach for the board, 2026-27-Q3"]


@pytest.mark.parametrize(
    ("every", "too_soon", "when", "period"),
    [
        ("week", "2026-08-17T06:59+01:00", "2026-08-17T07:00+01:00", "2026-W33"),
        # The clocks go back at 2 in the night of 25 October, a Sunday; its week ends that midnight.
        ("week", "2026-10-26T06:59Z", "2026-10-26T07:00Z", "2026-W43"),
        # … and forward on 28 March 2027.
        ("week", "2027-03-29T05:59Z", "2027-03-29T06:00Z", "2027-W12"),
        ("month", "2026-11-01T06:59Z", "2026-11-01T07:00Z", "2026-10"),
        ("month", "2028-03-01T06:59Z", "2028-03-01T07:00Z", "2028-02"),
        ("quarter", "2027-04-01T05:59Z", "2027-04-01T06:00Z", "2026-27-Q4"),
    ],
)
def test_a_period_has_ended_at_seven_in_london(schedule, at, every, too_soon, when, period):
    made = schedule(every)
    with time_machine.travel(too_soon, tick=False):
        before = schedules.ended(made).name

    assert before != period
    assert at(when) == [f"board@example.org: Reach for the board, {period}"]


def test_a_new_schedule_waits_for_the_end_of_its_period(schedule, at):
    schedule("month")

    assert at("2026-08-15T12:01+01:00") == []
    assert at("2026-08-31T23:59+01:00") == []
    assert len(at("2026-09-01T07:00+01:00")) == 1


def test_one_made_in_the_night_after_a_period_sends_nothing_older(db, at):
    with time_machine.travel("2026-10-01T03:00+01:00", tick=False):
        made = MailSchedule(name="Night", every="quarter", recipients="a@example.org")
        schedules.begin(made)
        made.save()

    assert at("2026-10-01T03:01+01:00") == []
    assert at(DUE) == ["a@example.org: Night, 2026-27-Q2"]


def test_after_an_outage_only_the_last_period_is_sent(schedule, at):
    schedule("week")

    assert at("2026-11-18T12:00Z") == ["board@example.org: Reach for the board, 2026-W46"]
    assert at("2026-11-18T12:01Z") == []


def test_what_is_stopped_sends_nothing(schedule, at):
    schedule(is_active=False)

    assert at(DUE) == []


def test_the_minute_s_clock_sends_it(counts, schedule):
    schedule()
    with time_machine.travel(DUE, tick=False):
        tick()

    assert [message.to for message in mail.outbox] == [["board@example.org"]]


# Once


def test_two_clocks_at_once_send_one_mail(counts, schedule, at, monkeypatch):
    """The second one ticks while the first is making its report."""
    schedule()
    write, second = schedules.letter.write, []

    def slow(name, report):
        second.append(len(mail.outbox))
        schedules.send_due()
        return write(name, report)

    monkeypatch.setattr(schedules.letter, "write", slow)

    assert len(at(DUE)) == 1
    assert second == [0]


def test_a_clock_that_looked_before_another_sent_sends_nothing(counts, schedule, at):
    schedule()
    with time_machine.travel(DUE, tick=False):
        stale = list(schedules.due())
        schedules.send_due()
        assert [schedules._take(one) for one, _ in stale] == [False]


def test_a_clock_that_died_is_followed_by_another(counts, schedule, at):
    made = schedule()
    with time_machine.travel(DUE, tick=False):
        assert schedules._take(made)

    assert at("2026-10-01T07:14+01:00") == []
    assert len(at("2026-10-01T07:15+01:00")) == 1


def test_each_address_gets_a_mail_of_its_own(counts, schedule, at):
    schedule(recipients="a@example.org\nb@example.org")

    assert [line.split(":")[0] for line in at(DUE)] == ["a@example.org", "b@example.org"]
    assert all(not (message.cc or message.bcc) and len(message.to) == 1 for message in mail.outbox)


# What fails


def test_what_failed_is_tried_again_with_its_reason_and_the_others_get_no_second_one(
    counts, schedule, at, refuse
):
    made = schedule(recipients="a@example.org\nb@example.org\nc@example.org")
    refuse("b@example.org")

    assert [line[:1] for line in at(DUE)] == ["a", "c"]
    made.refresh_from_db()
    assert "b@example.org" in made.failed
    assert "no such mailbox" in made.failed
    assert made.sent_for != "2026-27-Q2"

    assert at("2026-10-01T07:14+01:00") == []
    refuse()
    assert at("2026-10-01T07:16+01:00") == ["b@example.org: Reach for the board, 2026-27-Q2"]
    made.refresh_from_db()
    assert (made.failed, made.sent_for, made.tries) == ("", "2026-27-Q2", 0)


def test_it_is_tried_less_often_the_longer_it_fails(counts, schedule, refuse):
    made = schedule()
    refuse("board@example.org")
    waits = []
    with time_machine.travel(DUE, tick=False) as clock:
        for _ in range(9):
            schedules.send_due()
            made.refresh_from_db()
            waits.append(made.next_try - dt.datetime.now(dt.UTC))
            clock.move_to(made.next_try)

    assert waits[:3] == [dt.timedelta(minutes=15), dt.timedelta(minutes=30), dt.timedelta(hours=1)]
    assert waits[-1] == dt.timedelta(days=1)


def test_a_report_that_can_t_be_made_stops_no_other(counts, schedule, at):
    broken = schedule(query="channel=carrier-pigeon")
    schedule(recipients="other@example.org")

    assert [line.split(":")[0] for line in at(DUE)] == ["other@example.org"]
    broken.refresh_from_db()
    assert "is no channel" in broken.failed


def test_an_address_that_was_taken_out_is_forgotten(counts, schedule, at):
    made = schedule(recipients="a@example.org\nb@example.org")
    at(DUE)
    MailSchedule.objects.filter(pk=made.pk).update(recipients="b@example.org")
    at("2027-01-01T07:00Z")

    made.refresh_from_db()
    assert made.sent_to == {"b@example.org": "2026-27-Q3"}


# What it says


@pytest.fixture
def sent(counts, schedule, at):
    def sent(**fields: object):
        schedule(**fields)
        at(DUE)
        return mail.outbox[-1]

    return sent


def html(message) -> str:
    return message.alternatives[0][0]


def test_it_says_the_key_figures_as_text_and_html(sent):
    message = sent(query="campaign=open", audience="vrn")

    assert "Visits: This period 200" in message.body
    assert "<td>200</td>" in html(message)
    assert "http://localhost:8000/admin/reports/reach/?period=2026-27-Q2&campaign=open" in message.body
    assert "7770" not in message.body + html(message)


def test_it_is_for_outside_unless_staff_say_otherwise(sent, counts):
    counts("open", 7, "pledge")
    message = sent(query="campaign=open")

    assert "Actions: This period <10" in message.body
    assert "Actions: This period 7" not in message.body
    assert "audience=outside" in message.body


def test_the_pdf_is_attached_and_says_the_same(sent):
    message = sent(query="campaign=open", audience="vrn")
    [(name, content, kind)] = message.attachments

    assert kind == "application/pdf"
    assert name.startswith("livesafe-reach-2026-27-Q2")
    text = text_of("pdf", content)
    assert "2026-27-Q2" in text
    assert "200" in text


def test_made_up_figures_are_called_so_everywhere(sent):
    source = Source.objects.create(code="demo1z", campaign="shown", channel="x", is_demo=True)
    day = dt.date(2026, 8, 3)
    tally.add([Tally(day=day, source_id=source.pk, language="en", kind="visit", verdict="genuine", n=40)])
    message = sent(query="campaign=shown")

    assert message.subject.startswith("Demo figures: ")
    assert "DEMO FIGURES" in message.body
    assert "Demo figures." in html(message)
    assert message.attachments[0][0].endswith("-demo.pdf")


def test_a_headline_that_a_guard_holds_back_is_not_sent(sent, counts):
    counts("open", 300, "impression")
    counts("open", 20_000, "impression", day=dt.date(2026, 5, 4))
    message = sent(query="campaign=open", audience="vrn")

    assert "The headline is held back until somebody explains this:" in message.body


def test_no_name_of_staff_goes_out(sent, counts):
    nosy = User.objects.create_user("nosy.parker", first_name="Nosy", last_name="Parker")
    message = sent(query="campaign=open", audience="vrn", by=nosy)

    said = [message.subject, message.body, html(message), text_of("pdf", message.attachments[0][1])]
    assert "Parker" not in " ".join(said)


# By command


def test_a_dry_run_says_what_would_go_out_and_sends_nothing(counts, schedule, capsys):
    schedule(recipients="a@example.org\nb@example.org")
    with time_machine.travel(DUE, tick=False):
        call_command("reach_mail", "--dry-run")

    assert capsys.readouterr().out == "Reach for the board: 2026-27-Q2 to a@example.org, b@example.org\n"
    assert not mail.outbox
