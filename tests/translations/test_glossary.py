import pytest
from django.core.exceptions import ValidationError

from livesafe.translations import checks, glossary, protected
from livesafe.translations.models import Ruling, Term


@pytest.fixture
def rule(db):
    """Write a line of the glossary."""

    def rule(term, language="", **ruling):
        of, _ = Term.objects.get_or_create(term=term)
        made = Ruling(of=of, language=language, **(ruling or {"rule": "never"}))
        made.clean()
        made.save()
        return made

    return rule


def test_an_agreed_term_must_be_said_as_agreed(rule):
    rule("county lines", "gu", text="કાઉન્ટી લાઇન્સ")

    assert glossary.problems("What are county lines?", "કાઉન્ટી લાઇન્સ શું છે?", "gu") == []
    assert glossary.problems("What are county lines?", "જિલ્લાની રેખાઓ શું છે?", "gu") == [
        "The glossary says “કાઉન્ટી લાઇન્સ” for “county lines”."
    ]
    assert glossary.problems("What are lines?", "રેખાઓ શું છે?", "gu") == []
    assert glossary.problems("What are county lines?", "ਲਾਈਨਾਂ?", "pa") == []


def test_the_term_is_found_in_any_case_and_as_words_of_its_own(rule):
    rule("knife", "pl", text="nóż")

    assert glossary.problems("Knife or not", "x", "pl")
    assert glossary.problems("Knives and penknife", "x", "pl") == []


def test_other_forms_and_endings_are_right_too(rule):
    rule("county lines", "pl", text="linie narkotykowe", forms="lini* narkotykow*, szlak*")

    for text in ("O liniach narkotykowych", "Linii narkotykowej", "szlakami"):
        assert glossary.problems("county lines", text, "pl") == [], text
    assert glossary.problems("county lines", "linie powiatu", "pl")


def test_a_word_by_word_translation_is_named(rule):
    rule("county lines", "pl", text="linie narkotykowe", avoid="linie hrabstwa, granice")

    assert glossary.problems("county lines", "linie narkotykowe, czyli linie hrabstwa", "pl") == [
        "“linie hrabstwa” misleads as a translation of “county lines”."
    ]


def test_arabic_joins_words_to_the_term(rule):
    rule("grooming", "ar", text="استدراج")

    assert glossary.problems("grooming", "والاستدراج خطر", "ar") == []


def test_a_term_that_no_language_translates_is_protected_everywhere(rule):
    rule("CrewSafe")

    assert "CrewSafe" in protected.terms()
    assert "The name CrewSafe must stay as it is." in checks.problems("text", "Ask CrewSafe", "صفحة", "ar")


def test_a_term_kept_in_one_language_binds_that_language(rule):
    rule("vape", "pl", rule="never")

    assert "vape" not in protected.terms()
    assert glossary.problems("A vape", "papieros", "pl") == ["The glossary keeps “vape” as it is."]
    assert glossary.problems("A vape", "ભૂલ", "gu") == []


def test_a_language_of_its_own_comes_before_every_language(rule):
    rule("vape")
    rule("vape", "gu", text="વેપ")

    assert glossary.problems("A vape", "વેપ", "gu") == []
    assert glossary.problems("A vape", "वेप", "hi") == ["The glossary keeps “vape” as it is."]
    assert "vape" not in protected.terms()


def test_a_change_of_the_glossary_is_known_at_once(rule):
    made = rule("knife", "pl", text="nóż")
    assert glossary.problems("A knife", "kosa", "pl")

    made.delete()

    assert glossary.problems("A knife", "kosa", "pl") == []


def test_a_translation_against_the_glossary_may_not_be_released(rule):
    rule("knife", "pl", text="nóż", forms="noż*")

    assert checks.problems("text", "A knife", "Kosa", "pl") == ["The glossary says “nóż” for “knife”."]
    assert checks.problems("html", "A <b>knife</b>", "<b>Noże</b>", "pl") == []


def test_the_engines_own_glossary_gets_both_kinds(rule):
    rule("knife", "pl", text="nóż")
    rule("vape", "pl", rule="never")

    assert glossary.entries("pl") == {"knife": "nóż", "vape": "vape"}


def test_what_hits_a_text_comes_with_its_note(rule):
    rule("county lines", "gu", text="કાઉન્ટી લાઇન્સ")
    Term.objects.update(note="Gangs that use children to move drugs.")
    glossary.forget()

    (hit,) = glossary.hits("<b>County</b> lines", "gu")
    assert (hit.text, hit.note) == ("કાઉન્ટી લાઇન્સ", "Gangs that use children to move drugs.")


@pytest.mark.parametrize(
    "ruling",
    [
        {"rule": "as", "text": "nóż"},
        {"language": "pl", "rule": "as"},
        {"language": "pl", "rule": "never", "text": "nóż"},
    ],
)
def test_a_line_that_says_nothing_or_two_things_is_refused(db, ruling):
    with pytest.raises(ValidationError):
        Ruling(**ruling).clean()
