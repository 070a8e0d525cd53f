"""The boundary to DeepL against the stand-in server: every row of the error table, and what is sent."""

import pytest

from livesafe import languages
from livesafe.translations import budget, engine
from livesafe.translations.engine import EngineError

GUJARATI, POLISH, PORTUGUESE, SOMALI = (languages.get(code) for code in ("gu", "pl", "pt", "so"))


def spent():
    return budget.this_month().spent


def asked(deepl):
    return deepl.requests[-1]


def test_texts_come_back_in_their_order_with_what_made_them(deepl, db):
    answer = engine.translate(["Get help", "Call us today"], POLISH)

    assert answer.texts == ["słowo słowo", "słowo słowo słowo"]
    assert answer.origin == f"DeepL quality_optimized; {engine.TOOL}"
    assert answer.billed == len("Get helpCall us today") == spent()


def test_the_source_language_context_and_formality_are_told(deepl, db):
    engine.translate(["Get help"], POLISH, context="Knives", formality="prefer_less")

    assert asked(deepl) | {"text": []} == asked(deepl) | {
        "text": [],
        "source_lang": "EN",
        "target_lang": "PL",
        "context": "Knives",
        "formality": "prefer_less",
        "model_type": "quality_optimized",
    }
    assert "tag_handling" not in asked(deepl)


def test_portuguese_is_that_of_portugal(deepl, db):
    engine.translate(["Get help"], PORTUGUESE)

    assert asked(deepl)["target_lang"] == "PT-PT"


def test_html_mode_keeps_tags_and_does_not_pay_for_them(deepl, db):
    answer = engine.translate(["Get <b>help</b>"], POLISH, markup=True)

    assert answer.texts == ["słowo <b>słowo</b>"]
    assert (asked(deepl)["tag_handling"], asked(deepl)["tag_handling_version"]) == ("html", "v2")
    assert spent() == len("Get help")


def test_the_machine_is_not_described_to_deepl(deepl, db):
    engine.translate(["Get help"], POLISH)

    assert "Linux" not in deepl.agents[-1]
    assert "LiveSafe/" in deepl.agents[-1]


def test_somali_is_never_sent(deepl, db):
    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], SOMALI)

    assert (error.value.reason, error.value.kind) == ("not_offered", "person")
    assert deepl.seen == []


def test_without_a_key_nothing_is_sent_and_staff_are_told_what_to_do(deepl, db, settings):
    settings.DEEPL_AUTH_KEY = ""

    for act in (engine.usage, engine.languages, lambda: engine.translate(["Get help"], POLISH)):
        with pytest.raises(EngineError, match="DEEPL_AUTH_KEY") as error:
            act()
        assert error.value.kind == "person"
    assert (deepl.seen, spent()) == ([], 0)


@pytest.mark.parametrize(
    ("trouble", "reason", "kind"),
    [
        (400, "refused", "person"),
        (403, "wrong_key", "person"),
        (404, "glossary_gone", "retry"),
        (413, "too_large", "person"),
        (414, "too_large", "person"),
        (429, "too_many", "retry"),
        (456, "quota", "person"),
        (500, "unreachable", "retry"),
        (503, "unreachable", "retry"),
        (529, "too_many", "retry"),
        (418, "puzzling", "retry"),
    ],
)
def test_a_refusal_says_who_acts_and_costs_nothing(deepl, db, trouble, reason, kind):
    deepl.troubles = [trouble]

    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], POLISH)

    assert (error.value.reason, error.value.kind) == (reason, kind)
    assert len(error.value.words) > 30
    assert spent() == 0
    assert len(deepl.seen) == 1  # Trying again is the job's business, where it is counted.


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("hang", "unreachable"),
        ("hang up", "unreachable"),
        (502, "unreachable"),
        (504, "unreachable"),
        ("nonsense", "puzzling"),
    ],
)
def test_an_answer_that_never_arrived_may_have_been_billed_and_is_counted(
    deepl, db, monkeypatch, trouble, reason
):
    if trouble == "hang":
        monkeypatch.setattr("deepl.http_client.min_connection_timeout", 0.3)
        monkeypatch.setattr("deepl.http_client._BackoffTimer.get_time_until_deadline", lambda self: 0.0)
    deepl.troubles = [trouble]

    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], POLISH)

    assert (error.value.reason, error.value.kind) == (reason, "retry")
    assert spent() == len("Get help")


def test_a_server_that_is_not_there_costs_nothing(deepl, db, settings):
    settings.DEEPL_SERVER_URL = "http://127.0.0.1:9"

    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], POLISH)

    assert (error.value.reason, spent()) == ("unreachable", 0)


def test_an_answer_with_too_few_texts_is_not_taken(deepl, db, monkeypatch):
    monkeypatch.setattr("deepl.DeepLClient.translate_text", lambda self, texts, **_: [])

    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], POLISH)

    assert error.value.reason == "puzzling"


def test_a_wrong_key_is_told_apart(deepl, db, settings):
    settings.DEEPL_AUTH_KEY = "another:fx"

    with pytest.raises(EngineError, match="DEEPL_AUTH_KEY"):
        engine.translate(["Get help"], POLISH)


def test_a_language_that_the_account_lacks_is_told_apart(deepl, db):
    elsewhere = POLISH._replace(deepl="TLH")

    with pytest.raises(EngineError) as error:
        engine.translate(["Get help"], elsewhere)

    assert error.value.reason == "not_offered"


def test_more_than_one_request_takes_is_refused_before_it_is_sent(deepl, db):
    for texts in (["x"] * 51, ["x" * engine.MAX_BYTES]):
        with pytest.raises(EngineError) as error:
            engine.translate(texts, POLISH)
        assert error.value.reason == "too_large"
    assert deepl.seen == []


def test_the_largest_request_is_one_that_deepl_takes(deepl, db):
    text = "word " * ((engine.MAX_BYTES - 400) // 50 // 5)

    assert len(engine.translate([text] * 50, POLISH).texts) == 50


def test_a_text_can_be_read_back_in_english_at_the_cost_of_its_length(deepl, db):
    assert engine.back_translate(["Palavra nova"], PORTUGUESE) == ["word word"]
    assert (asked(deepl)["source_lang"], asked(deepl)["target_lang"]) == ("PT", "EN-GB")
    assert spent() == len("Palavra nova")


def test_reading_back_stores_nothing(deepl, demo):
    from livesafe.translations.models import Translation

    before = Translation.objects.count()
    engine.back_translate(["Palavra nova"], PORTUGUESE)

    assert Translation.objects.count() == before


def test_the_account_says_what_it_has_used_and_offers(deepl, db):
    deepl.count = 1200

    assert engine.usage() == engine.Usage(1200, 500_000)
    assert {row["lang"] for row in engine.languages()} >= {"gu", "pt-PT"}


def test_the_engine_is_never_called_inside_a_transaction(deepl, db):
    from django.db import transaction

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        engine.translate(["Get help"], POLISH)

    assert deepl.seen == []
