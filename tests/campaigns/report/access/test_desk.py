"""Publishers give the report to others, see what comes of it, and end it; nobody else does."""

import datetime as dt
import html
import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import CampaignPage, Channel, MailSchedule, ReachToken, ShareLink
from campaigns.period import Period, today
from campaigns.report.access import schedules
from livesafe.content import groups
from tests.campaigns.report.access.conftest import QUARTER

pytestmark = pytest.mark.django_db(databases="__all__")
REACH = "/admin/reports/reach/"


@pytest.fixture
def staff(demo):
    """A function that logs in somebody new of a group."""

    def staff(group: str, **fields: object) -> Client:
        user = User.objects.create_user(f"one of {group}", **fields)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return staff


@pytest.fixture
def publisher(staff) -> Client:
    return staff(groups.PUBLISHERS, email="publisher@example.org")


@pytest.fixture
def slug(demo) -> str:
    return CampaignPage.objects.order_by("pk").first().slug


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def in_a_month() -> str:
    return (today() + dt.timedelta(days=30)).isoformat()


# Who may


@pytest.mark.parametrize(
    "path", ["tokens/", "tokens/new/", "shares/", "shares/new/", "schedules/", "schedules/new/"]
)
@pytest.mark.parametrize("group", [groups.ANALYSTS, groups.EDITORS, groups.TRANSLATORS])
def test_only_publishers_give_the_report_to_others(staff, group, path):
    client = staff(group)

    assert client.get(REACH + path).status_code in {302, 403}
    client.post(REACH + path, {"label": "Mine", "expires": in_a_month()})
    assert not ReachToken.objects.exists()
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("kind", ["tokens", "shares"])
def test_who_may_not_can_t_revoke_either(staff, token, share, kind):
    token()
    share()
    number = (ReachToken if kind == "tokens" else ShareLink).objects.get().pk

    staff(groups.ANALYSTS).post(f"{REACH}{kind}/{number}/revoke/")

    assert ReachToken.objects.get().is_open
    assert ShareLink.objects.get().is_open


def test_the_menu_leads_there(publisher, staff):
    assert f"{REACH}shares/" in words(publisher.get("/admin/"))
    assert f"{REACH}shares/" not in words(staff(groups.ANALYSTS).get("/admin/"))


# Tokens


def test_a_token_s_secret_is_shown_once_with_a_line_that_works(publisher, slug):
    form = {"label": "City council", "campaigns": [slug], "audience": "outside", "expires": in_a_month()}
    said = words(publisher.post(f"{REACH}tokens/new/", form))

    secret = re.search(r'id="token"[^>]* value="([^"]+)"', said)[1]
    line = re.search(r"curl -H .*", said)[0]
    assert f"Bearer {secret}" in line
    asked = re.search(r"http://localhost:8000(/api/[^\"]+)\"", line)[1]
    assert Client().get(asked, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    made = ReachToken.objects.get()
    assert (made.label, made.campaigns, made.by.username) == (
        "City council",
        [slug],
        f"one of {groups.PUBLISHERS}",
    )
    assert secret not in words(publisher.get(f"{REACH}tokens/"))
    assert secret not in words(publisher.get(f"{REACH}tokens/{made.pk}/"))


def test_a_token_s_page_shows_what_it_asked(publisher, counts, token, ask):
    secret = token("open")
    ask(secret, by="channel")
    ask(secret, campaign="closed")

    said = words(publisher.get(f"{REACH}tokens/{ReachToken.objects.get().pk}/"))

    assert "200: 1 time; 403: 1 time" in said
    assert "period=2026-27-Q2&by=channel" in said


@pytest.mark.parametrize("path", ["tokens/", "shares/"])
def test_a_list_of_many_costs_no_more_than_one_of_few(
    publisher, token, share, path, django_assert_max_num_queries
):
    def fill() -> None:
        token("open"), share()
        publisher.get(REACH + path)

    fill()
    with django_assert_max_num_queries(100) as asked:
        publisher.get(REACH + path)
    few = len(asked)  # The next request forgets them.
    fill(), fill(), fill()
    with django_assert_max_num_queries(few):
        publisher.get(REACH + path)


def test_a_publisher_revokes_a_token(publisher, counts, token, ask):
    secret = token()
    publisher.post(f"{REACH}tokens/{ReachToken.objects.get().pk}/revoke/")

    assert ask(secret).status_code == 401
    assert "revoked" in words(publisher.get(f"{REACH}tokens/"))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"expires": "2020-01-01"}, "Choose a day between today and a year from now"),
        ({"expires": "2099-01-01"}, "Choose a day between today and a year from now"),
        ({"label": ""}, "This field is required"),
        ({"campaigns": ["there-is-none"]}, "is not one of the available choices"),
    ],
)
def test_a_token_without_sense_is_not_made(publisher, wrong, why):
    form = {"label": "City council", "audience": "outside", "expires": in_a_month()} | wrong

    assert why in words(publisher.post(f"{REACH}tokens/new/", form))
    assert not ReachToken.objects.exists()


# Share links


def test_a_share_link_is_shown_once_and_opens_what_was_asked(publisher, slug):
    form = {
        "label": "Board",
        "period": QUARTER,
        "campaign": [slug],
        "by": ["channel"],
        "expires": in_a_month(),
    }
    said = words(publisher.post(f"{REACH}shares/new/", form))

    path = re.search(r'id="address"[^>]* value="http://localhost:8000([^"]+)"', said)[1]
    data = json.loads(Client().get(f"{path}json/").content)
    assert data["query"] == f"period={QUARTER}&by=channel&campaign={slug}&audience=outside"
    assert path not in words(publisher.get(f"{REACH}shares/"))


def test_the_form_begins_with_the_report_that_somebody_looks_at(publisher, slug):
    asked = f"from=2026-08-01&to=2026-08-09&by=channel,day&campaign={slug}&channel=poster&source=abc23&language=gu"
    said = words(publisher.get(f"{REACH}shares/new/?{asked}"))

    assert 'value="2026-08-01 to 2026-08-09"' in said
    assert set(re.findall(r'value="([^"]+)"[^>]*\schecked', said)) == {slug, "poster", "gu", "channel", "day"}
    assert 'value="abc23"' in said


def test_a_link_stays_with_the_days_it_was_made_for(publisher):
    publisher.post(
        f"{REACH}shares/new/", {"label": "Board", "period": "last-quarter", "expires": in_a_month()}
    )
    publisher.post(
        f"{REACH}shares/new/",
        {"label": "Board", "period": "2026-08-01 to 2026-08-09", "expires": in_a_month()},
    )

    assert {link.query for link in ShareLink.objects.all()} == {
        f"period={Period.parse('last-quarter').name}&audience=outside",
        "from=2026-08-01&to=2026-08-09&audience=outside",
    }


def test_a_question_without_sense_makes_no_link(publisher):
    said = publisher.post(
        f"{REACH}shares/new/", {"label": "Board", "period": "soon", "expires": in_a_month()}
    )

    assert "“soon” is no period" in words(said)
    assert not ShareLink.objects.exists()


def test_a_question_that_names_more_than_can_be_kept_makes_no_link(publisher):
    codes = ",".join(f"c{number}" for number in range(99))
    form = {"label": "Board", "period": QUARTER, "expires": in_a_month(), "source": codes}

    said = publisher.post(f"{REACH}shares/new/", form | {"channel": Channel.values})

    assert "names too many things to be kept" in words(said)
    assert not ShareLink.objects.exists()


def test_a_publisher_revokes_a_link(publisher, counts, share, anybody):
    address = share()
    publisher.post(f"{REACH}shares/{ShareLink.objects.get().pk}/revoke/")

    assert anybody.get(address).status_code == 404


# Schedules


SCHEDULE = {
    "name": "Reach for the board",
    "every": "quarter",
    "recipients": "a@example.org",
    "audience": "outside",
}


def test_a_schedule_is_made_and_waits_for_its_period_to_end(publisher, slug):
    publisher.post(f"{REACH}schedules/new/", SCHEDULE | {"campaign": [slug], "by": ["channel"]})

    made = MailSchedule.objects.get()
    assert (made.query, made.audience, made.by.username) == (
        f"campaign={slug}&by=channel",
        "outside",
        f"one of {groups.PUBLISHERS}",
    )
    assert made.sent_for
    assert list(schedules.due()) == []


@pytest.mark.parametrize(
    ("recipients", "why"),
    [
        ("board", "“board” is no e-mail address"),
        ("a@example.org\nb@", "“b@” is no e-mail address"),
        ("a@example.org\r\nBcc: everybody@example.org", "is no e-mail address"),
        ("\n".join(f"p{n}@example.org" for n in range(21)), "more than 20 addresses"),
        (" ", "This field is required"),
    ],
)
def test_addresses_are_checked(publisher, recipients, why):
    assert why in words(publisher.post(f"{REACH}schedules/new/", SCHEDULE | {"recipients": recipients}))
    assert not MailSchedule.objects.exists()


def test_a_name_with_a_line_break_makes_no_header_of_the_mail(publisher):
    publisher.post(f"{REACH}schedules/new/", SCHEDULE | {"name": "Board\r\nBcc: everybody@example.org"})
    publisher.post(f"{REACH}schedules/{MailSchedule.objects.get().pk}/to-me/")

    [message] = mail.outbox
    assert message.subject.startswith("Board Bcc: everybody@example.org, ")
    assert not message.bcc


def test_an_address_that_is_named_twice_gets_one_mail(publisher):
    publisher.post(
        f"{REACH}schedules/new/", SCHEDULE | {"recipients": "a@example.org, b@example.org\na@example.org"}
    )

    assert schedules.addresses(MailSchedule.objects.get()) == ["a@example.org", "b@example.org"]


@pytest.fixture
def schedule(publisher) -> MailSchedule:
    publisher.post(f"{REACH}schedules/new/", SCHEDULE)
    return MailSchedule.objects.get()


def test_a_change_of_words_sends_nothing_again(publisher, schedule):
    MailSchedule.objects.update(sent_for="2026-27-Q2", sent_to={"a@example.org": "2026-27-Q2"})
    publisher.post(f"{REACH}schedules/{schedule.pk}/", SCHEDULE | {"name": "Other"})

    schedule.refresh_from_db()
    assert (schedule.name, schedule.sent_for, schedule.sent_to) == (
        "Other",
        "2026-27-Q2",
        {"a@example.org": "2026-27-Q2"},
    )


def test_another_rhythm_waits_for_its_own_period_to_end(publisher, schedule):
    publisher.post(f"{REACH}schedules/{schedule.pk}/", SCHEDULE | {"every": "week"})

    assert list(schedules.due()) == []


def test_a_stopped_schedule_that_goes_on_sends_no_old_period(publisher, schedule):
    publisher.post(f"{REACH}schedules/{schedule.pk}/switch/")
    assert not MailSchedule.objects.get().is_active
    MailSchedule.objects.update(sent_for="2024-25-Q1")
    publisher.post(f"{REACH}schedules/{schedule.pk}/switch/")

    assert MailSchedule.objects.get().is_active
    assert list(schedules.due()) == []


def test_a_look_at_the_mail_goes_to_who_asks_and_changes_nothing(publisher, schedule):
    before = MailSchedule.objects.values().get()
    publisher.post(f"{REACH}schedules/{schedule.pk}/to-me/")

    assert [message.to for message in mail.outbox] == [["publisher@example.org"]]
    assert MailSchedule.objects.values().get() == before


def test_who_has_no_address_is_told_so(publisher, schedule):
    User.objects.update(email="")
    said = words(publisher.post(f"{REACH}schedules/{schedule.pk}/to-me/", follow=True))

    assert "Your account has no e-mail address" in said
    assert not mail.outbox


def test_a_failure_is_shown_with_its_reason(publisher, schedule):
    MailSchedule.objects.update(failed="a@example.org: no such mailbox")

    assert "a@example.org: no such mailbox" in words(publisher.get(f"{REACH}schedules/"))


def test_a_schedule_is_deleted(publisher, schedule):
    publisher.post(f"{REACH}schedules/{schedule.pk}/delete/")

    assert not MailSchedule.objects.exists()


@pytest.mark.parametrize("act", ["switch", "to-me", "delete"])
def test_nobody_else_touches_a_schedule(staff, schedule, act):
    staff(groups.EDITORS, email="editor@example.org").post(f"{REACH}schedules/{schedule.pk}/{act}/")

    assert MailSchedule.objects.get().is_active
    assert not mail.outbox


# The same from a terminal


def test_a_token_is_made_listed_and_revoked_from_a_terminal(counts, slug, ask, capsys):
    call_command("reach_token", "make", "Council", "--campaign", slug, "--days", "10", "--from", "2026-04-01")
    secret = capsys.readouterr().out.strip()
    made = ReachToken.objects.get()
    assert ask(secret).status_code == 200
    assert (made.campaigns, made.first) == ([slug], dt.date(2026, 4, 1))

    call_command("reach_token", "list")
    listed = capsys.readouterr().out
    assert listed == f"{made.pk}  {made.expires}  outside  {slug}  Council\n"

    call_command("reach_token", "revoke", str(made.pk))
    assert ask(secret).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        ["make", "Council", "--campaign", "nothing"],
        ["make", "Council", "--days", "400"],
        ["make", "x" * 101],
        ["revoke", "999"],
    ],
)
def test_a_terminal_is_told_what_is_wrong_with_a_token(demo, wrong):
    with pytest.raises(CommandError, match=r"is no campaign|must lie between|label: .*100|no token number"):
        call_command("reach_token", *wrong)


def test_a_link_is_made_listed_and_revoked_from_a_terminal(counts, anybody, capsys):
    call_command("share_link", "make", "Board", "--period", QUARTER, "--by", "channel", "--campaign", "open")
    path = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    assert anybody.get(path).status_code == 200

    call_command("share_link", "list")
    listed = capsys.readouterr().out
    assert f"period={QUARTER}&by=channel&campaign=open&audience=outside  Board" in listed

    call_command("share_link", "revoke", str(ShareLink.objects.get().pk))
    assert anybody.get(path).status_code == 404


def test_a_terminal_sends_one_report_to_one_address(schedule, capsys):
    call_command("reach_mail", "--send", str(schedule.pk), "--to", "me@example.org")

    assert [message.to for message in mail.outbox] == [["me@example.org"]]
    with pytest.raises(CommandError, match="Give an e-mail address"):
        call_command("reach_mail", "--send", str(schedule.pk), "--to", "me")


@pytest.mark.parametrize("asked", [["--to", "me@example.org"], ["--send", "0", "--to", "me@example.org"]])
def test_one_report_to_nobody_s_schedule_sends_the_others_none_either(schedule, asked):
    MailSchedule.objects.update(sent_for="")

    with pytest.raises(CommandError, match="See --list"):
        call_command("reach_mail", *asked)
    assert not mail.outbox
