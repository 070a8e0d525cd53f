"""Reviewer links, as the person who was given one has them."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.translations import invitations
from livesafe.translations.models import GRACE, Invitation, Reply, Translation, TranslatorsNote
from livesafe.translations.sheet import fingerprint

URDU = languages.get("ur")
TEXT = "باہر جانا"
State, Verdict = Reply.State, Reply.Verdict


class Link:
    """A link as its user has it: what it shows, and what it takes."""

    def __init__(self, page, language, **fields):
        fields = {"label": "Reviewer 1", "expires_at": timezone.now() + timedelta(days=7)} | fields
        self.invitation, self.secret = invitations.invite(
            object_key=page.object_key, language=language, **fields
        )
        self.address = f"/review/{self.secret}/"
        self.client = Client()
        self.opened = invitations.opened_mark(self.invitation)

    def show(self):
        return self.client.get(self.address).content.decode()

    def say(self, segment, verdict="", *, seen=TEXT, **more):
        form = {
            "path": segment.path,
            "hash": segment.hash,
            "seen": fingerprint(seen),
            "opened": self.opened,
            "verdict": verdict,
        }
        return self.client.post(self.address, form | more)

    def reply(self):
        return Reply.objects.get(invitation=self.invitation)

    def end(self, *, ago=timedelta(seconds=1)):
        Invitation.objects.filter(pk=self.invitation.pk).update(expires_at=timezone.now() - ago)
        # The page was open before that.
        self.opened = invitations.signing.dumps(
            [self.invitation.pk, (timezone.now() - ago - timedelta(hours=1)).timestamp()], salt="invitation"
        )


@pytest.fixture
def link(topic):
    return lambda language="ur", **fields: Link(topic, language, **fields)


@pytest.fixture
def headline(topic, remember):
    """The topic's headline, with a draft in Urdu."""
    segment = topic.segments()[0]
    Translation.objects.filter(language="ur", source_hash=segment.hash).delete()
    remember(segment.source, TEXT, language=URDU)
    return segment


@pytest.fixture
def row(headline):
    return lambda: Translation.objects.get(language="ur", path=headline.path, source_hash=headline.hash)


@pytest.fixture
def readers(topic):
    """What readers of Urdu get for the headline."""

    def readers():
        return Client().get(f"/ur{topic.url}").content.decode()

    return readers


# What it shows


def test_a_link_shows_english_and_its_language_each_in_its_direction(link, topic, headline):
    html = link().show()

    assert re.search(rf'lang="en" dir="ltr">{topic.headline_en}<', html)
    assert re.search(rf'lang="ur" dir="rtl">{TEXT}<', html)


def test_parts_come_in_the_order_of_the_page_under_its_headings(link, topic):
    html = link().show()

    assert re.findall(r'name="path" value="([^"]+)"', html) == [s.path for s in topic.segments()]
    assert html.index("Top of the page</h2>") < html.index("Short version</h2>")


def test_a_link_in_a_text_leads_nowhere_from_here(link, topic):
    topic.body_en = [("text", {"heading": "", "text": '<p>Read <a href="https://example.org">this</a>.</p>'})]
    topic.save_revision().publish()

    html = link().show()

    assert "Read <u>this</u>." in html
    assert "example.org" not in html


def test_a_translation_of_an_unpublished_page_can_be_looked_at(link, topic):
    draft = topic.get_latest_revision_as_object()
    draft.headline_en = "A new headline that nobody has published"
    draft.save_revision()

    assert "A new headline" in link(shows_draft=True).show()
    assert "A new headline" not in link().show()


# What it says, and to whom


@pytest.mark.parametrize("address", ["{}x", "{}/", "%20", "..%2f", "é"])
def test_an_altered_link_opens_nothing(link, address):
    found = link()
    response = Client().get(f"/review/{address.format(found.secret)}/")

    assert response.status_code == 404
    assert found.invitation.label not in response.content.decode()


def test_ended_revoked_and_made_up_links_answer_alike(link):
    ended, revoked = link(), link()
    ended.end()
    invitations.revoke(revoked.invitation)

    answers = [Client().get(address) for address in (ended.address, revoked.address, "/review/made-up/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_link_to_a_deleted_page_opens_nothing(link, topic):
    found = link()
    TopicPage.objects.get(pk=topic.pk).delete()

    assert found.client.get(found.address).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_answer_is_kept_by_nobody_and_found_by_no_search(link, method):
    found = link()
    for address in (found.address, "/review/made-up/"):
        headers = getattr(found.client, method)(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers


def test_the_page_counts_nobody_and_can_be_left(link):
    html = link().show()

    assert "count.js" not in html
    assert 'href="/leave"' in html


def test_only_a_hash_of_the_secret_is_stored(link):
    found = link()
    stored = " ".join(str(value) for value in Invitation.objects.values().get().values())

    assert found.secret not in stored
    assert len(found.secret) >= 32


def test_nothing_about_the_user_of_a_link_is_stored(link, headline):
    found = link()
    found.client.post(found.address, headers={"user-agent": "Marked/1.0"}, REMOTE_ADDR="198.51.100.7")
    found.say(headline, "unsafe", harm="It frightens.")

    names = {field.name for model in (Invitation, Reply) for field in model._meta.get_fields()}
    assert not names & {"ip", "address", "user_agent", "agent", "session", "name", "email"}
    assert found.reply().label == "Reviewer 1"


def test_an_error_says_nothing_of_the_secret(link, monkeypatch, caplog):
    found = link()
    monkeypatch.setattr("livesafe.translations.reviewing.sheet", lambda invitation: 1 / 0)
    found.client.raise_request_exception = False
    said = []

    class Listener(logging.Handler):
        def emit(self, record):
            said.append(self.format(record))

    listener = Listener()
    for private in logging.getLogger("django").handlers[0].filters:
        listener.addFilter(private)
    logging.getLogger("django.request").addHandler(listener)
    try:
        response = found.client.get(found.address)
    finally:
        logging.getLogger("django.request").removeHandler(listener)

    assert response.status_code == 500
    assert len(said) == 1
    assert "/review/…/" in said[0]
    assert found.secret not in said[0]
    assert mail.outbox == []


# What it takes


def test_a_link_that_may_approve_releases_the_text_under_its_label(link, headline, row):
    found = link(may_approve=True)

    response = found.say(headline, "approve")

    assert response.status_code == 303
    assert (row().state, row().approved_as, row().approved_by) == ("approved", "Reviewer 1", None)
    assert found.reply().state == State.APPLIED
    assert "You said: it is right" in found.show()


def test_a_link_approves_nothing_once_its_maker_has_left(link, headline, row, admin_user):
    found = link(may_approve=True, created_by=admin_user)
    admin_user.is_active = False
    admin_user.save()

    found.say(headline, "approve")

    assert row().state == "draft"
    assert found.reply().state == State.OPEN


def test_a_link_approves_nothing_once_its_makers_account_is_deleted(link, headline, row):
    maker = User.objects.create_superuser("gone")
    found = link(may_approve=True, created_by=maker)
    maker.delete()

    found.say(headline, "approve")

    assert row().state == "draft"
    assert found.reply().state == State.OPEN


def test_reasons_typed_under_two_answers_are_both_kept(link, headline):
    found = link()

    found.say(headline, "unsafe", comment="Nobody says it so.", harm="It frightens.")

    assert found.reply().comment == "Nobody says it so.\nIt frightens."


def test_a_link_that_advises_changes_nothing(link, headline, row):
    found = link()

    found.say(headline, "approve")

    assert row().state == "draft"
    assert (found.reply().state, found.reply().verdict) == (State.OPEN, Verdict.APPROVE)


def test_nobody_approves_a_text_that_they_have_not_read(link, headline, row):
    found = link(may_approve=True)

    html = found.say(headline, "approve", seen="another text").content.decode()

    assert "has changed since you opened the page" in html
    assert row().state == "draft"


def test_a_text_that_breaks_a_number_is_not_approved_and_waits(link, topic, remember):
    segment = next(s for s in topic.segments() if re.search(r"\b999\b", s.source) and s.kind == "text")
    Translation.objects.filter(language="ur", source_hash=segment.hash).delete()
    remember(segment.source, "فون کریں", language=URDU)
    found = link(may_approve=True)

    html = found.say(segment, "approve", seen="فون کریں").content.decode()

    assert "The number 999 is missing or changed." in html
    assert found.reply().state == State.OPEN


def test_another_wording_waits_for_staff(link, headline, row):
    found = link(may_approve=True)

    found.say(headline, "suggest", text="گھر سے باہر", comment="More natural.")

    assert row().text == TEXT
    reply = found.reply()
    assert (reply.state, reply.text, reply.comment) == (State.OPEN, "گھر سے باہر", "More natural.")
    assert (reply.source, reply.seen) == (headline.source, TEXT)


def test_an_unchanged_wording_is_not_handed_in(link, headline):
    found = link()

    html = found.say(headline, "suggest", text=TEXT).content.decode()

    assert "Write your own wording" in html
    assert found.reply().state == State.TYPING


def test_an_unsafe_text_is_gone_for_readers_when_the_answer_comes(link, headline, row, readers):
    assert TEXT in readers()
    found = link()

    found.say(headline, "unsafe", harm="It blames the victim.")

    assert TEXT not in readers()
    assert headline.source in readers()
    assert row().state == "unsafe"
    assert (found.reply().state, found.reply().comment) == (State.OPEN, "It blames the victim.")


def test_unsafe_takes_back_what_a_person_approved_too(link, headline, row, readers):
    link(may_approve=True).say(headline, "approve")

    link(label="Reviewer 2").say(headline, "unsafe")

    assert row().state == "unsafe"
    assert TEXT not in readers()


def test_no_link_approves_what_was_called_unsafe(link, headline, row):
    link().say(headline, "unsafe")
    found = link(label="Reviewer 2", may_approve=True)

    found.say(headline, "approve")

    assert row().state == "unsafe"
    assert found.reply().state == State.OPEN


def test_a_better_wording_does_not_call_a_warning_off(link, headline, row):
    found = link()
    found.say(headline, "unsafe", harm="It frightens.")

    found.say(headline, "suggest", text="گھر سے باہر", comment="It frightens.")

    assert row().state == "unsafe"
    reply = found.reply()
    assert (reply.verdict, reply.text, reply.comment) == (Verdict.UNSAFE, "گھر سے باہر", "It frightens.")


def test_a_link_takes_words_for_its_own_page_and_language_alone(link, headline, row):
    other = link("pl")

    other.say(headline, "unsafe", seen="")

    assert row().state == "draft"
    assert not Reply.objects.filter(language="ur").exists()


@pytest.mark.parametrize(
    "wrong", [{"path": "../x"}, {"hash": "x"}, {"path": ""}, {"opened": "x", "hash": "0" * 21}]
)
def test_a_form_that_no_page_made_is_refused(link, headline, wrong):
    assert link().say(headline, "suggest", text="x", **wrong).status_code == 404
    assert not Reply.objects.exists()


def test_words_for_an_english_that_changed_meanwhile_are_kept(link, topic, headline):
    found = link()
    topic.headline_en = "Another headline"
    topic.save_revision().publish()

    html = found.say(headline, "suggest", text="گھر سے باہر").content.decode()

    assert "The English of this part has changed" in html
    assert (found.reply().text, found.reply().source) == ("گھر سے باہر", headline.source)
    assert found.reply().state == State.OPEN


# Never dies mid-sentence


def test_what_is_typed_is_kept_and_comes_back(link, headline):
    found = link()

    assert found.say(headline, typing="1", text="گھر سے").status_code == 204
    assert found.reply().state == State.TYPING
    assert "گھر سے" in found.show()


def test_typing_on_takes_nothing_from_the_queue(link, headline):
    found = link()
    found.say(headline, "suggest", text="one")

    found.say(headline, typing="1", text="one and a half")

    assert (found.reply().state, found.reply().text) == (State.OPEN, "one and a half")


@pytest.mark.parametrize("how", ["expires", "revoked"])
def test_what_was_typed_is_handed_in_when_a_link_ends(link, headline, how):
    found = link()
    found.say(headline, typing="1", text="half a sen")

    if how == "revoked":
        invitations.revoke(found.invitation)
    else:
        found.end()
        call_command("tick")

    reply = found.reply()
    assert (reply.state, reply.verdict, reply.late) == (State.OPEN, Verdict.SUGGEST, True)


def test_words_begun_before_the_end_are_taken_after_it(link, headline, row):
    found = link(may_approve=True)
    found.end()

    response = found.say(headline, "suggest", text="گھر سے باہر")

    assert (response.status_code, "was kept and handed in" in response.content.decode()) == (200, True)
    assert (found.reply().state, found.reply().late) == (State.OPEN, True)


@pytest.mark.parametrize(
    "said", [{"verdict": "nonsense"}, {"verdict": "approve", "seen": "another text"}, {"part": "1"}, {}]
)
def test_a_late_form_opens_the_page_to_nobody(link, headline, said):
    found = link()
    found.end()

    response = found.say(headline, **said)

    assert "X-Left" not in response.headers
    assert headline.source not in response.content.decode()
    assert not Reply.objects.filter(verdict="").exists()


def test_a_late_approval_waits_for_staff(link, headline, row):
    found = link(may_approve=True)
    found.end()

    found.say(headline, "approve")

    assert (row().state, found.reply().state) == ("draft", State.OPEN)


def test_a_late_warning_still_protects_readers(link, headline, row):
    found = link()
    found.end()

    found.say(headline, "unsafe")

    assert row().state == "unsafe"


def test_a_revoked_link_takes_words_and_changes_nothing(link, headline, row):
    found = link()
    invitations.revoke(found.invitation)

    found.say(headline, "unsafe")

    assert row().state == "draft"
    assert (found.reply().state, found.reply().verdict) == (State.OPEN, Verdict.UNSAFE)


def test_words_long_after_the_end_or_from_no_open_page_are_refused(link, headline):
    found = link()
    found.end(ago=GRACE + timedelta(seconds=1))
    assert found.say(headline, "suggest", text="x").status_code == 404
    found.end()
    assert found.say(headline, "suggest", text="x", opened="").status_code == 404
    late = invitations.opened_mark(found.invitation)
    assert found.say(headline, "suggest", text="x", opened=late).status_code == 404

    assert not Reply.objects.exists()


# An English draft


def test_an_english_link_shows_the_draft_and_four_stamps(link, topic):
    draft = topic.get_latest_revision_as_object()
    draft.headline_en = "Words that nobody has published"
    draft.save_revision()

    html = link("en").show()

    assert "Words that nobody has published" in html
    for words in ("Clear", "Not how we’d say it", "Could upset", "Stop reading here"):
        assert html.count(f"<span>{words}</span>") == len(draft.segments())


def test_an_english_link_shows_a_page_that_was_never_live(topic):
    page = TopicPage(title="New", slug="new", headline_en="Not live yet", summary_en="Soon", live=False)
    topic.get_parent().add_child(instance=page)
    page.save_revision()

    assert "Not live yet" in Link(page, "en").show()


def test_stamps_and_a_comment_are_kept(link, topic):
    segment = topic.segments()[0]
    found = link("en")

    found.say(segment, stamp=["clear", "could_upset", "made_up"], comment="Too scary")

    reply = found.reply()
    assert (reply.stamps, reply.comment, reply.state) == (["clear", "could_upset"], "Too scary", State.NOTED)


def test_stamps_can_be_taken_off_again(link, topic):
    segment = topic.segments()[0]
    found = link("en")
    found.say(segment, stamp=["clear"])

    found.say(segment)

    assert not Reply.objects.exists()


# Forgetting


def test_a_link_is_forgotten_and_what_it_brought_in_stays(link, headline, row):
    found = link(may_approve=True)
    found.say(headline, "approve")
    found.end(ago=invitations.LINKS_KEPT + timedelta(days=1))

    call_command("tick")

    assert not Invitation.objects.exists()
    assert Reply.objects.get().label == "Reviewer 1"
    assert row().approved_as == "Reviewer 1"


def test_a_reply_is_forgotten_after_a_year_unless_it_waits(link, headline, topic):
    found = link(may_approve=True)
    found.say(headline, "approve")
    waiting = link(label="Reviewer 2")
    waiting.say(headline, "suggest", text="x")
    Reply.objects.update(handed_in_at=timezone.now() - timedelta(days=366))

    call_command("tick")

    assert [reply.label for reply in Reply.objects.all()] == ["Reviewer 2"]


# By command


def test_a_link_is_made_listed_and_revoked_by_command(topic, capsys):
    call_command("reviewer_link", page=topic.slug, language="ur", label="Urdu reviewer 1", may_approve=True)
    address = urlsplit(capsys.readouterr().out.strip()).path
    assert Client().get(address).status_code == 200
    made = Invitation.objects.get()
    assert made.may_approve

    call_command("reviewer_link")
    assert "Urdu reviewer 1" in capsys.readouterr().out
    call_command("reviewer_link", revoke=made.pk)

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"language": "tlh"}, {"label": ""}, {"days": 0}, {"days": 61}, {"page": "no-such-page"}]
)
def test_a_command_that_makes_no_sense_makes_no_link(topic, wrong):
    asked = {"page": topic.slug, "language": "ur", "label": "Urdu reviewer 1"} | wrong

    with pytest.raises(CommandError):
        call_command("reviewer_link", **asked)

    assert not Invitation.objects.exists()


def test_a_reviewer_sees_the_note_for_translators(link, topic):
    TranslatorsNote.objects.create(
        object_key=topic.object_key,
        audience="young people of 13 to 17",
        terms="county lines: gangs that use children",
    )

    html = link().show()

    assert "young people of 13 to 17" in html
    assert "gangs that use children" in html
    assert "young people of 13 to 17" not in link("en").show()
