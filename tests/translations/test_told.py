import html
import pickle

import pytest
from django.template import Context, Template
from django.utils import translation

from livesafe.translations import protected, told
from livesafe.translations.blocks import Words
from livesafe.translations.told import Outcome

# The names of support services are protected, and they are in the database.
pytestmark = pytest.mark.django_db


def shown(text, language):
    with translation.override(language):
        return Template("{{ text }}").render(Context({"text": text}))


def test_a_translated_text_is_just_its_words():
    text = told.unpack(told.pack("Call someone", Outcome("told", "કોઈને ફોન કરો")))

    assert shown(text, "gu") == "કોઈને ફોન કરો"


def test_a_text_that_fell_back_is_marked_as_english():
    text = told.unpack(told.pack("Call someone", told.ENGLISH))

    assert shown(text, "ur") == '<span class="english" lang="en" dir="ltr">Call someone</span>'


def test_an_unchecked_text_is_shown_beside_its_english_and_says_so():
    markup = shown(told.unpack(told.pack("Go now", Outcome("unchecked", "ابھی جائیں"))), "ur")

    assert markup.index('<span class="both-english" lang="en" dir="ltr">Go now</span>') < markup.index(
        "unchecked"
    )
    assert markup.index("unchecked") < markup.index("ابھی جائیں")


def test_a_protected_name_inside_another_language_is_marked_as_english():
    markup = shown(told.unpack("LiveSafe પર વાંચો"), "gu")

    assert markup == '<bdi lang="en" dir="ltr">LiveSafe</bdi> પર વાંચો'


def test_a_name_with_an_ampersand_or_an_apostrophe_is_marked_in_every_kind_of_text(demo):
    names = ("Modern Slavery & Exploitation Helpline", "Rutland Children's Duty Team")
    for name in names:
        assert "<bdi" in shown(told.unpack(f"{name} ને ફોન કરો"), "gu")
        assert "<bdi" in protected.mark(html.escape(name, quote=False), "gu", dialable=False)


def test_the_marks_of_a_column_are_not_an_editors_to_set():
    block = Words()

    assert block.value_from_form("\ue001 Knives \ue003 and crime") == " Knives  and crime"


def test_what_an_editor_typed_is_escaped():
    assert shown(told.unpack("<script>alert(1)</script>"), "gu").startswith("&lt;script&gt;")


@pytest.mark.parametrize("text", ["Call 999.", "999, wait", "(101)", "call 111 or 101", "و999", "بـ999"])
def test_an_emergency_number_among_other_signs_can_be_dialled(text):
    assert "tel:" in told.render(told.unpack(text), dialable=True)


def test_an_emergency_number_keeps_its_direction_and_can_be_dialled():
    with translation.override("ur"):
        markup = told.render(told.unpack("999 پر کال کریں"), dialable=True)

    assert markup.startswith('<a href="tel:999"><bdi dir="ltr">999</bdi></a>')


@pytest.mark.parametrize(
    "text",
    [
        "£999 lost",
        "$999",
        "call 9990",
        "room 1101",
        "1,999 people",
        "0300 111 0101",
        "116 111",
        "9:101",
        "10 999",
    ],
)
def test_a_number_that_is_no_emergency_number_is_left_alone(text):
    assert "tel:" not in told.render(told.unpack(text), dialable=True)


@pytest.mark.parametrize(
    "outcome", [told.ENGLISH, Outcome("told", "x"), Outcome("unchecked", "x"), Outcome("beside", "x")]
)
def test_a_text_survives_the_column_and_a_cache(outcome):
    text = told.unpack(told.pack("Hello", outcome))

    again = pickle.loads(pickle.dumps(told.unpack(text.packed)))
    assert (str(again), again.state, again.english) == (str(text), text.state, text.english)
