from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from livesafe import languages
from livesafe.translations import account
from livesafe.translations.models import EngineGlossary, Ruling, Said, Term

GUJARATI, POLISH, PORTUGUESE, SOMALI = (languages.get(code) for code in ("gu", "pl", "pt", "so"))


@pytest.fixture
def county_lines(db):
    term = Term.objects.create(term="county lines")
    Ruling.objects.create(of=term, language="pl", text="linie narkotykowe")
    Ruling.objects.create(of=term, language="gu", text="કાઉન્ટી લાઇન્સ")
    return term


def test_before_the_account_was_asked_a_checked_in_table_speaks(deepl, db):
    assert account.capabilities(POLISH) == account.Capabilities(True, True, True, True)
    assert account.capabilities(PORTUGUESE).glossary
    assert account.capabilities(GUJARATI) == account.Capabilities(target=True)
    assert account.capabilities(SOMALI) == account.Capabilities()
    assert deepl.seen == []


def test_every_language_with_an_engine_code_is_in_the_checked_in_table(db):
    offered = [language for language in languages.TARGETS if account.capabilities(language).target]

    assert offered == [language for language in languages.TARGETS if language.deepl]


def test_what_the_account_says_counts_more(deepl, db):
    deepl.features["GU"] = {"tag_handling", "glossary"}
    del deepl.features["PL"]

    account.ask()

    found = account.capabilities(GUJARATI)
    assert (found.tags, found.glossary, found.formality) == (True, True, False)
    assert found.asked_at is not None
    assert not account.capabilities(POLISH).target


def test_the_account_is_asked_no_more_often_than_its_answers_grow_old(deepl, db):
    account.ask()
    account.ask()
    assert len(deepl.seen) == 2

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        account.ask()
    assert [path for _, path in deepl.seen[2:]] == ["/v2/usage"]


def test_an_account_that_does_not_answer_leaves_what_it_said_last(deepl, db):
    deepl.count = 77
    account.ask()
    deepl.troubles = [503]

    account.ask(now=True)

    assert account.usage()[0].count == 77
    assert Said.objects.count() == 2


def test_without_a_key_nobody_is_asked(deepl, db, settings):
    settings.DEEPL_AUTH_KEY = ""

    account.ask()

    assert deepl.seen == []


def test_our_glossary_is_sent_where_the_engine_has_one_and_once(deepl, county_lines):
    first = account.glossary_of(POLISH)

    assert account.glossary_of(POLISH) == first
    assert account.glossary_of(GUJARATI) == ""
    assert list(deepl.glossaries) == [first]
    assert deepl.glossaries[first]["words"] == {("en", "pl"): {"county lines": "linie narkotykowe"}}


def test_a_changed_glossary_replaces_the_one_that_was_sent(deepl, county_lines):
    first = account.glossary_of(POLISH)
    ruling = county_lines.rulings.get(language="pl")
    ruling.text = "szlaki narkotykowe"
    ruling.save()

    second = account.glossary_of(POLISH)

    assert list(deepl.glossaries) == [second] != [first]
    assert EngineGlossary.objects.get().engine_id == second


def test_a_glossary_that_the_engine_refuses_stops_nothing(deepl, county_lines):
    deepl.troubles = [400]

    assert account.glossary_of(POLISH) == ""
