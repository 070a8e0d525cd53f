"""Reviewer links as staff have them: made, seen in use, ended, and what came in through them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import TopicPage
from livesafe.translations import invitations, review
from livesafe.translations.models import Comment, Invitation, LanguageRole, Reply, Translation
from livesafe.translations.sheet import fingerprint

LINKS, QUEUE = "/admin/translations/links/", "/admin/translations/came-in/"
URDU = languages.get("ur")
TEXT, BETTER = "باہر جانا", "گھر سے باہر"


@pytest.fixture
def staff(demo):
    """A function that logs in a new member of a group, with languages of their own."""

    def staff(group, *codes):
        user = User.objects.create_user(f"{group}-{'-'.join(codes)}")
        user.groups.add(Group.objects.get(name=group))
        LanguageRole.objects.bulk_create(LanguageRole(user=user, language=code) for code in codes)
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return staff


@pytest.fixture
def form(topic):
    return {"page": topic.pk, "language": "ur", "label": "Urdu reviewer 1", "lasts": 14}


@pytest.fixture
def headline(topic, remember):
    segment = topic.segments()[0]
    Translation.objects.filter(language="ur", source_hash=segment.hash).delete()
    remember(segment.source, TEXT, language=URDU)
    return segment


@pytest.fixture
def row(headline):
    return lambda: Translation.objects.get(language="ur", path=headline.path, source_hash=headline.hash)


@pytest.fixture
def came_in(topic, headline):
    """A function that hands something in through a link to the topic."""

    def came_in(verdict, *, language="ur", label="Reviewer 1", segment=headline, seen=TEXT, **more):
        invitation, secret = invitations.invite(
            object_key=topic.object_key,
            language=language,
            label=label,
            expires_at=timezone.now() + timedelta(days=1),
        )
        said = {
            "path": segment.path,
            "hash": segment.hash,
            "seen": fingerprint(seen),
            "opened": invitations.opened_mark(invitation),
            "verdict": verdict,
        }
        Client().post(f"/review/{secret}/", said | more)
        return Reply.objects.get(invitation=invitation)

    return came_in


def act(client, reply, do, *, seen=TEXT, **more):
    return client.post(f"{QUEUE}{reply.pk}/", {"do": do, "seen": fingerprint(seen)} | more, follow=True)


# Links


def test_staff_make_a_link_whose_address_is_shown_once(staff, form, topic):
    client = staff(groups.PUBLISHERS)

    html = client.post(f"{LINKS}new/", form | {"may_approve": "on"}).content.decode()

    address = re.search(r'value="http[^"]*(/review/[\w-]+/)"', html)[1]
    assert topic.headline_en in Client().get(address).content.decode()
    assert "data:image/svg+xml" in html
    made = Invitation.objects.get()
    assert (made.label, made.may_approve, made.created_by) == ("Urdu reviewer 1", True, client.user)
    assert address not in client.get(LINKS).content.decode()
    assert address not in client.get(f"{LINKS}{made.pk}/").content.decode()


@pytest.mark.parametrize("label", ["amina@example.org", "Amina 07700 900123"])
def test_a_label_names_nobody(staff, form, label):
    html = staff(groups.PUBLISHERS).post(f"{LINKS}new/", form | {"label": label}).content.decode()

    assert "must name nobody" in html
    assert not Invitation.objects.exists()


def test_a_link_approves_only_where_its_maker_may(staff, form):
    html = staff(groups.EDITORS).post(f"{LINKS}new/", form | {"may_approve": "on"}).content.decode()

    assert "You may not approve in this language" in html
    assert not Invitation.objects.exists()


def test_a_reviewer_of_one_language_makes_links_in_no_other(staff, form):
    client = staff(groups.REVIEWERS, "ur")

    assert client.post(f"{LINKS}new/", form | {"language": "pa"}).status_code == 200
    assert client.post(f"{LINKS}new/", form | {"language": "en"}).status_code == 200
    assert not Invitation.objects.exists()
    client.post(f"{LINKS}new/", form | {"may_approve": "on"})
    assert Invitation.objects.get().language == "ur"


def test_a_reviewer_of_one_language_sees_neither_links_nor_answers_of_another(
    staff, came_in, topic, remember
):
    segment = topic.segments()[0]
    reply = came_in("suggest", language="pa", label="Punjabi reviewer 9", text="ਬਾਹਰ", seen="")
    client = staff(groups.REVIEWERS, "ur")

    assert "Punjabi reviewer 9" not in client.get(LINKS).content.decode()
    assert client.get(f"{LINKS}{reply.invitation_id}/").status_code == 404
    assert client.post(f"{LINKS}{reply.invitation_id}/revoke/").status_code == 404
    assert "Punjabi reviewer 9" not in client.get(f"{QUEUE}?language=pa").content.decode()
    assert act(client, reply, "take", text="x").status_code == 404
    assert not Translation.objects.filter(language="pa", path=segment.path, text="x").exists()
    assert not Invitation.objects.get().is_over


def test_an_analyst_has_no_business_with_links(staff):
    client = staff(groups.ANALYSTS)

    assert {client.get(address).status_code for address in (LINKS, f"{LINKS}new/", QUEUE)} == {302}


def test_the_list_says_what_was_handed_in_and_how_much_is_left(staff, came_in, topic):
    came_in("approve")
    html = staff(groups.EDITORS).get(LINKS).content.decode()
    total = len(topic.segments())

    assert f"1 of {total}" in html
    assert f"{total - 1} left" in html


def test_the_list_asks_the_same_number_of_questions_for_more_links(staff, came_in):
    client = staff(groups.EDITORS)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LINKS).status_code == 200
        return len(asked)

    came_in("approve")
    questions()  # What a process remembers is asked for once.
    with_one = questions()
    for number in range(5):
        came_in("approve", label=f"Reviewer {number + 2}")

    assert questions() == with_one


def test_a_revoked_link_opens_nothing(staff, form):
    client = staff(groups.PUBLISHERS)
    html = client.post(f"{LINKS}new/", form).content.decode()
    address = re.search(r"/review/[\w-]+/", html)[0]
    assert Client().get(address).status_code == 200

    client.post(f"{LINKS}{Invitation.objects.get().pk}/revoke/")

    assert Client().get(address).status_code == 404


def test_another_link_is_made_like_one_that_got_lost(staff, came_in, topic):
    lost = came_in("approve").invitation
    html = staff(groups.EDITORS).get(f"{LINKS}new/?like={lost.pk}").content.decode()

    assert 'value="Reviewer 1"' in html
    assert f'value="{topic.pk}"' in html


# What came in


def test_what_could_harm_comes_first(staff, came_in):
    came_in("suggest", label="Reviewer 1", text=BETTER)
    came_in("unsafe", label="Reviewer 2")

    html = staff(groups.EDITORS).get(QUEUE).content.decode()

    assert html.index("“Reviewer 2”") < html.index("“Reviewer 1”")


def test_a_wording_is_taken_as_a_draft_by_the_links_label(staff, came_in, row):
    reply = came_in("suggest", text=BETTER)

    act(staff(groups.EDITORS), reply, "take", text=BETTER)

    assert (row().text, row().state, row().made_as, row().made_by) == (BETTER, "draft", "Reviewer 1", None)
    reply.refresh_from_db()
    assert reply.state == Reply.State.ACCEPTED


def test_a_wording_that_staff_changed_is_theirs(staff, came_in, row):
    reply = came_in("suggest", text=BETTER)
    client = staff(groups.EDITORS)

    act(client, reply, "take", text=f"{BETTER}!")

    assert (row().made_as, row().made_by) == ("", client.user)


def test_a_publisher_takes_a_wording_and_approves_it(staff, came_in, row):
    client = staff(groups.PUBLISHERS)

    act(client, came_in("suggest", text=BETTER), "take_and_approve", text=BETTER)

    assert (row().text, row().state, row().approved_by) == (BETTER, "approved", client.user)


def test_an_editor_who_may_not_approve_changes_nothing_by_trying(staff, came_in, row):
    reply = came_in("suggest", text=BETTER)

    act(staff(groups.EDITORS), reply, "take_and_approve", text=BETTER)

    assert row().text == TEXT
    reply.refresh_from_db()
    assert reply.state == Reply.State.OPEN


def test_a_wording_never_overwrites_what_somebody_wrote_meanwhile(staff, came_in, row, topic, headline):
    reply = came_in("suggest", text=BETTER)
    client = staff(groups.EDITORS)
    place = review.place(topic, URDU, headline.path, headline.hash)
    review.write(place, "شہر جانا", review.By(client.user), seen=TEXT)

    html = act(client, reply, "take", text=BETTER).content.decode()

    assert "The text has changed meanwhile" in html
    assert row().text == "شہر جانا"


def test_advice_is_approved_under_the_name_of_who_took_it(staff, came_in, row):
    client = staff(groups.PUBLISHERS)

    act(client, came_in("approve"), "approve")

    assert (row().state, row().approved_by, row().approved_as) == ("approved", client.user, "")


def test_advice_overrules_no_warning(staff, came_in, row):
    advice = came_in("approve")
    came_in("unsafe", label="Reviewer 2", harm="It frightens.")

    answer = act(staff(groups.PUBLISHERS), advice, "approve")

    assert "Somebody has called it unsafe." in answer.content.decode()
    assert row().state == "unsafe"


def test_an_unsafe_text_stays_down_until_somebody_approves_it(staff, came_in, row):
    reply = came_in("unsafe", harm="It frightens.")
    client = staff(groups.PUBLISHERS)

    act(client, reply, "keep_down")

    assert row().state == "unsafe"
    assert Comment.objects.get(by_label="Reviewer 1").settled_at
    other = came_in("unsafe", label="Reviewer 2")
    act(client, other, "approve")
    assert row().state == "approved"


def test_an_answer_is_dismissed_with_a_reason_and_not_without(staff, came_in):
    reply = came_in("suggest", text=BETTER)
    client = staff(groups.EDITORS)

    assert "Say why" in act(client, reply, "dismiss").content.decode()
    act(client, reply, "dismiss", reason="We use the other word everywhere.")

    reply.refresh_from_db()
    assert (reply.state, reply.outcome) == (Reply.State.DISMISSED, "We use the other word everywhere.")
    assert reply.handled_by == client.user


def test_an_answer_about_english_that_is_gone_can_only_be_dismissed(staff, came_in, topic):
    reply = came_in("suggest", text=BETTER)
    topic.headline_en = "Another headline"
    topic.save_revision().publish()
    client = staff(groups.EDITORS)

    assert "no longer on the page" in client.get(QUEUE).content.decode()
    assert "no longer on the page" in act(client, reply, "take", text=BETTER).content.decode()


def test_an_answer_is_dealt_with_once(staff, came_in, row):
    reply = came_in("suggest", text=BETTER)
    client = staff(groups.EDITORS)
    act(client, reply, "dismiss", reason="No.")

    assert "already" in act(client, reply, "take", text=BETTER).content.decode()
    assert row().text == TEXT


# Stamps on an English draft


def stamps(client, page):
    return client.get(f"/admin/translations/stamps/{page.pk}/")


def test_stamps_and_comments_stand_beside_the_paragraph(staff, came_in, topic):
    segment = topic.segments()[1]
    for number in (1, 2):
        came_in(
            "", language="en", label=f"Young {number}", segment=segment, stamp=["could_upset"], comment="Hm"
        )

    html = stamps(staff(groups.EDITORS), topic).content.decode()

    assert "<strong>2</strong> Could upset" in html
    assert "<strong>0</strong> Clear" in html
    assert html.count("Hm</p>") == 2
    assert "Young 2" in html


def test_stamps_of_words_that_changed_are_shown_apart(staff, came_in, topic):
    segment = topic.segments()[0]
    came_in("", language="en", segment=segment, stamp=["not_our_words"])
    topic.headline_en = "Another headline"
    topic.save_revision()

    html = stamps(staff(groups.EDITORS), topic).content.decode()

    assert html.index("Said of earlier words") < html.index("<strong>1</strong> Not how we’d say it")
    assert segment.source in html


def test_the_pages_editor_leads_to_what_was_said(staff, came_in, topic):
    came_in("", language="en", segment=topic.segments()[0], stamp=["stop_reading"])

    html = staff(groups.EDITORS).get(f"/admin/pages/{topic.pk}/edit/").content.decode()

    assert "Stop reading here <strong>1</strong>" in html
    assert f"/admin/translations/stamps/{topic.pk}/" in html


def test_who_may_not_edit_a_page_sees_no_stamps_of_it(staff, topic):
    assert stamps(staff(groups.TRANSLATORS, "ur"), topic).status_code == 302


def test_the_stamps_of_a_page_that_was_never_live_are_shown(staff, topic, came_in):
    page = TopicPage(title="New", slug="new", headline_en="Not live yet", summary_en="Soon", live=False)
    topic.get_parent().add_child(instance=page)
    page.save_revision()

    assert b"Not live yet" in stamps(staff(groups.EDITORS), page).content
