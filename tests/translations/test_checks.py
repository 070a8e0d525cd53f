import pytest

from livesafe.translations.checks import problems

# The names of support services are protected, and they are in the database.
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "text", "language"),
    [
        ("Call 999 now.", "હમણાં 999 પર ફોન કરો.", "gu"),
        ("Read it on gov.uk today.", "Przeczytaj dziś na gov.uk.", "pl"),
        ("LiveSafe", "LiveSafe", "ar"),
    ],
)
def test_a_faithful_translation_has_no_problem(source, text, language):
    assert problems("text", source, text, language) == []


@pytest.mark.parametrize(
    ("source", "text", "language", "wrong"),
    [
        ("Call 999.", "118 پر کال کریں۔", "ur", "The number 118 is missing or changed."),
        ("Call 999.", "৯৯৯ নম্বরে কল করুন।", "bn", "Write numbers with the digits 0 to 9."),
        ("Open LiveSafe.", "Otwórz ŻyjBezpiecznie.", "pl", "The name LiveSafe must stay as it is."),
        ("See gov.uk.", "ਵੇਖੋ gov.com।", "pa", "The address gov.com is missing or changed."),
        ("Say it.", "Say it.", "hi", "It has no Devanagari letters."),
        ("Say it.", "  ", "so", "It is empty."),
    ],
)
def test_a_translation_that_breaks_something_is_named(source, text, language, wrong):
    assert wrong in problems("text", source, text, language)


@pytest.mark.parametrize(
    "hidden",
    [
        "<!--><img src=x onerror=alert(1)>-->",
        "<!-- a note -->",
        "<![CDATA[<img src=x>]]>",
        "<?php <img src=x> ?>",
        "<!doctype x>",
    ],
)
def test_markup_that_a_browser_reads_otherwise_is_a_problem(hidden):
    assert "It has a comment or another hidden part." in problems("html", "Read it.", f"વાંચો. {hidden}", "gu")


@pytest.mark.parametrize("character", ["\ue000", "\ue003", "\0", "\x07"])
def test_a_character_that_no_text_needs_is_a_problem(character):
    assert "It has a character that no text needs." in problems("text", "Go", f"જાઓ{character}", "gu")


@pytest.mark.parametrize("character", ["\u200d", "\u00a0", "\u2067", "\u00ad"])
def test_a_joiner_space_or_mark_that_scripts_and_tools_need_is_none(character):
    assert problems("text", "Go", f"जा{character}ओ", "hi") == []


def test_a_link_without_words_is_a_problem():
    english, empty = 'Read <a id="1">this</a>.', '<a id="1"></a>આ વાંચો.'

    assert problems("html", english, empty, "gu") == [
        "One of its links, or its bold words, has no words in it."
    ]
    assert problems("html", "One<br/>two", "એક<br/>બે", "gu") == []


def test_a_lost_link_is_a_problem():
    wrong = problems("html", '<a id="1">Read</a> it.', "આ વાંચો.", "gu")

    assert wrong == ["Its links or bold words are not those of the English."]


def test_protected_names_of_support_services_are_checked(demo):
    assert problems("text", "Tell Fearless.", "નિડરને કહો.", "gu") == ["The name Fearless must stay as it is."]
