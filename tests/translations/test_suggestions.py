"""What the memory suggests for a text."""

import pytest
from django.utils import timezone

from livesafe import languages
from livesafe.translations.desk.suggestions import NEARLY, suggestions
from livesafe.translations.models import Translation
from livesafe.translations.segments import Segment

HERE = Segment("body.here", "text", "Tell an adult you trust before you go out tonight.")


@pytest.fixture
def known(db):
    """Store a text for an English elsewhere."""
    Translation.objects.filter(language="pl").delete()

    def known(source, text, **changes):
        state = changes.get("state", "draft")
        return Translation.objects.create(
            object_key=changes.get("object_key", "page:elsewhere"),
            language=changes.get("language", "pl"),
            path=changes.get("path", f"body.{Translation.objects.count()}"),
            source_hash=Segment("", "text", source).hash,
            kind="text",
            source=source,
            text=text,
            origin="Test",
            state=state,
            approved_at=timezone.now() if state == "approved" else None,
        )

    return known


@pytest.fixture
def suggested():
    return lambda: [(one.row.text, one.match) for one in suggestions("page:here", languages.get("pl"), HERE)]


def test_the_same_english_elsewhere_is_a_hundred_per_cent(known, suggested):
    known(HERE.source, "Powiedz")

    assert suggested() == [("Powiedz", 100)]


def test_nearly_the_same_english_is_less_and_never_a_hundred(known, suggested):
    known(HERE.source.replace("tonight", "today"), "Prawie")

    [(text, match)] = suggested()
    assert text == "Prawie"
    assert NEARLY <= match < 100


def test_english_that_is_unlike_is_not_suggested(known, suggested):
    known("Knives are dangerous.", "Noże")

    assert suggested() == []


def test_what_a_person_approved_goes_before_a_draft_of_the_same_english(known, suggested):
    known(HERE.source, "Szkic")
    known(HERE.source, "Sprawdzone", state="approved", object_key="page:other")

    assert [text for text, _ in suggested()] == ["Sprawdzone", "Szkic"]


def test_an_unsafe_text_is_never_suggested(known, suggested):
    known(HERE.source, "Zły", state="unsafe")

    assert suggested() == []


def test_another_languages_text_is_never_suggested(known, suggested):
    known(HERE.source, "Spune", language="ro")

    assert suggested() == []


def test_the_place_itself_is_not_suggested_to_itself(known, suggested):
    known(HERE.source, "Tutaj", object_key="page:here", path=HERE.path)

    assert suggested() == []


def test_one_text_is_suggested_once(known, suggested):
    known(HERE.source, "Powiedz")
    known(HERE.source, "Powiedz", object_key="page:other")

    assert suggested() == [("Powiedz", 100)]


def test_suggesting_takes_the_same_two_queries_however_much_is_known(
    known, suggested, django_assert_num_queries
):
    for number in range(60):
        known(f"{HERE.source} {number}", f"Tekst {number}", object_key=f"page:{number}")

    with django_assert_num_queries(2):
        assert len(suggested()) == 3
