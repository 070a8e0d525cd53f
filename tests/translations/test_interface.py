import time

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import timezone, translation

from livesafe import languages, version
from livesafe.content import words
from livesafe.translations import interface, objects, review
from livesafe.translations.models import Standing, Translation
from livesafe.translations.project import project

GUJARATI = languages.get("gu")


@pytest.fixture
def row(demo):
    """The draft of "Get help" in Gujarati, which the catalogue gave."""
    return Translation.objects.get(object_key=interface.OBJECT_KEY, language="gu", source="Get help")


@pytest.fixture
def shown(row):
    """What Gujarati readers get for "Get help" once the row says this."""

    def shown(**changes):
        Translation.objects.filter(pk=row.pk).update(**changes)
        project(objects.find(interface.OBJECT_KEY), [GUJARATI])
        with translation.override("gu"):
            return interface.safe_word("Get help")

    return shown


def test_the_safety_words_are_an_object_of_the_desk(demo):
    obj = objects.find("interface:safety")

    assert {segment.source for segment in obj.segments()} >= set(words.SAFETY)
    assert {len({s.path for s in obj.segments()}), len({s.hash for s in obj.segments()})} == {
        len(obj.segments())
    }


def test_every_language_begins_with_the_drafts_of_its_catalogue(demo):
    rows = Translation.objects.filter(object_key=interface.OBJECT_KEY, source="Get help")

    assert {row.language for row in rows} == {language.code for language in languages.TARGETS}
    assert {(row.state, row.origin) for row in rows} == {("draft", interface.ORIGIN)}


def test_a_word_stands_beside_its_english_until_a_person_approved_it(shown, row):
    assert shown() == (f'<span lang="en" dir="ltr">Get help</span> <span class="draft">{row.text}</span>')
    assert shown(state="approved", approved_at=timezone.now()) == row.text


def test_an_approved_word_goes_before_the_catalogue(shown):
    assert shown(state="approved", approved_at=timezone.now(), text="મદદ") == "મદદ"


def test_an_unsafe_word_goes_back_beside_its_english(shown, row):
    shown(state="approved", approved_at=timezone.now())

    assert shown(state="unsafe") == shown(state="draft") != row.text


def test_an_unsafe_word_never_stands_alone_where_nothing_can_stand_beside_it(demo, row):
    obj, officer = objects.find(interface.OBJECT_KEY), User.objects.create_superuser("olive")
    segment = next(s for s in obj.segments() if s.source == "Get help")
    page = Client()
    assert f'aria-label="{row.text}"' in page.get("/gu/help/").content.decode()

    place = review.place(obj, GUJARATI, segment.path, segment.hash)
    review.mark_unsafe(place, review.By(officer), "It reads like a threat.")

    shown = page.get("/gu/help/").content.decode()
    assert f'aria-label="{row.text}"' not in shown
    assert 'aria-label="Get help"' in shown
    Translation.objects.filter(pk=row.pk).update(state="draft")
    project(obj, [GUJARATI])
    assert f'aria-label="{row.text}"' in page.get("/gu/help/").content.decode()


def test_a_withheld_word_is_english_whatever_the_catalogue_says(shown):
    assert shown(released=False) == '<span lang="en" dir="ltr">Get help</span>'


def test_readers_keep_the_approved_word_while_a_draft_over_it_waits(shown):
    assert shown(text="બીજું", approved_text="મદદ") == "મદદ"


def test_words_that_the_memory_does_not_know_are_the_catalogues(row):
    text = row.text
    row.delete()

    with translation.override("gu"):
        assert interface.safe_word("Get help").endswith(f'<span class="draft">{text}</span>')


def test_approving_a_word_counts_it(shown):
    before = Standing.objects.get(object_key=interface.OBJECT_KEY, language="gu")
    shown(state="approved", approved_at=timezone.now())
    after = Standing.objects.get(object_key=interface.OBJECT_KEY, language="gu")

    assert (before.state, after.approved, after.drafts) == ("machine", 1, before.drafts - 1)


@pytest.fixture
def said(demo):
    """What the page of all services says in Gujarati, asked as a reader does."""

    def said(client):
        return client.get("/gu/help/").content.decode()

    return said


@pytest.mark.parametrize("word", ["What to expect", "Leave this site"])
def test_an_approved_word_is_on_the_public_page_at_once(said, reader, word):
    obj, officer = objects.find(interface.OBJECT_KEY), User.objects.create_superuser("olive")
    segment = next(s for s in obj.segments() if s.source == word)
    before = said(reader)
    place = review.place(obj, GUJARATI, segment.path, segment.hash)
    review.write(place, "નવો શબ્દ", review.By(officer), seen=place.row.text)
    review.approve(place, review.By(officer), seen="નવો શબ્દ")

    after = said(reader)

    assert "નવો શબ્દ" not in before
    assert "નવો શબ્દ" in after


def test_an_unsafe_word_is_english_on_the_public_page_at_once(said, reader):
    obj, officer = objects.find(interface.OBJECT_KEY), User.objects.create_superuser("olive")
    segment = next(s for s in obj.segments() if s.source == "What to expect")
    place = review.place(obj, GUJARATI, segment.path, segment.hash)
    assert place.row.text in said(reader)

    review.mark_unsafe(place, review.By(officer), "It reads like a threat.")

    assert place.row.text not in said(reader)
    assert "What to expect" in said(reader)
    Translation.objects.filter(pk=place.row.pk).update(state="draft")
    project(obj, [GUJARATI])
    assert place.row.text in said(reader)


def test_another_process_asks_again_within_two_seconds(said, reader, row, monkeypatch):
    said(reader)
    Translation.objects.filter(pk=row.pk).update(text="બીજું")  # As another process would.
    version.move()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 2)

    assert "બીજું" in said(reader)


def away(language):
    raise OperationalError


def test_words_stay_while_the_database_is_away(row, monkeypatch):
    with translation.override("gu"):
        before = interface.safe_word("Get help")
        interface.ask_again(["gu"])
        monkeypatch.setattr(interface, "_shown", away)

        assert interface.safe_word("Get help") == before


def test_learning_the_catalogues_again_keeps_what_people_wrote(row):
    Translation.objects.filter(pk=row.pk).update(text="મદદ", origin="Asha")

    interface.learn()

    row.refresh_from_db()
    assert row.text == "મદદ"


def test_a_new_catalogue_replaces_its_own_draft_and_keeps_the_old_one_as_history(row):
    Translation.objects.filter(pk=row.pk).update(text="પહેલાં")

    interface.learn()

    fresh = Translation.objects.get(pk=row.pk)
    assert (fresh.text, fresh.past.get().text) == (row.text, "પહેલાં")
