import pytest
from django.utils import timezone, translation

from livesafe import languages
from livesafe.content import words
from livesafe.translations import interface, objects
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
