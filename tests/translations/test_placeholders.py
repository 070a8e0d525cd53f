import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livesafe.translations.placeholders import BrokenError, prepare, restore
from livesafe.translations.segments import Segment

MODES = ["html", "tokens", "bare"]


def text(source):
    return Segment("headline", "text", source)


def markup(source):
    return Segment("body.1.text", "html", source)


@pytest.fixture(autouse=True)
def known_names(monkeypatch):
    names = ("Violence Reduction Network", "Childline", "LiveSafe")
    monkeypatch.setattr("livesafe.translations.protected.terms", lambda: names)


def test_a_language_with_tags_still_reads_the_number_beside_its_noun():
    assert prepare(text("Call 999 now"), "html").text == ('Call <span translate="no" id="k1">999</span> now')


def test_a_language_without_tags_gets_tokens_for_all_that_is_held():
    prepared = prepare(markup('Call <a id="1">Childline</a> on 0800 1111'), "tokens")

    assert prepared.text == "Call [[1]][[2]][[/1]] on [[3]]"


def test_the_last_way_leaves_numbers_and_names_in_the_open():
    prepared = prepare(markup('Call <a id="1">Childline</a> on 0800 1111'), "bare")

    assert prepared.text == "Call {1}Childline{/1} on 0800 1111"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "segment",
    [
        text("Call 999, text 85258 or ring 0116 255 1606."),
        text("Say “I < you & me”, or <b>not</b>"),
        text("[[1]] and {2} were typed by somebody"),
        text("Write to help@livesafe.example or see www.childline.org.uk/1"),
        text("From 08:00 to 22:00 it costs £5.50, on the 16th"),
        markup('Tom &amp; Jerry say <b>call 999</b> and <a id="1">LiveSafe <b>now</b></a>'),
        markup("One line<br/>and <b>another</b>"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.source[:20],
)
def test_what_comes_back_as_it_was_sent_is_the_english(segment, mode):
    prepared = prepare(segment, mode)

    assert restore(prepared, prepared.text) == segment.source


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    source=st.text(alphabet="a B0١9.,:£[]{}/<>&;'’@-\nگ", min_size=1).filter(str.strip),
    mode=st.sampled_from(MODES),
)
def test_no_typed_text_is_lost_on_the_way(source, mode):
    prepared = prepare(text(source), mode)

    assert restore(prepared, prepared.text) == source.strip()


def test_an_english_that_is_a_name_or_number_alone_has_nothing_to_translate():
    assert not prepare(text("0800 1111"), "tokens").has_words
    assert not prepare(text("Childline: 0800 1111"), "html").has_words
    assert prepare(text("Childline: ring 0800 1111"), "html").has_words


def test_an_engine_may_write_a_token_with_spaces_or_its_own_digits():
    prepared = prepare(markup("Call <b>Childline</b> now"), "tokens")

    assert restore(prepared, "હવે [ [૧] ] [[૨]] [[ /૧ ]] કૉલ") == "હવે <b> Childline </b> કૉલ"


def test_a_held_part_comes_back_as_it_was_whatever_the_engine_made_of_it():
    prepared = prepare(text("Call 0800 1111 now"), "html")

    assert restore(prepared, 'Zadzwoń <span id="k1" translate="no">0800-1111</span> teraz') == (
        "Zadzwoń 0800 1111 teraz"
    )


def test_parts_may_change_their_order():
    prepared = prepare(text("Text 85258 or call 999"), "tokens")

    assert restore(prepared, "999: [[2]], 85258: [[1]]") == "999: 999, 85258: 85258"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("હવે [[1]] કૉલ [[/1]]", "This did not come back: Childline."),
        ("હવે [[1]] [[2]] કૉલ", "This did not come back: a link or bold words."),
        ("[[1]] [[2]] [[2]] [[/1]]", "A number, name or link came back twice."),
        ("[[/1]] [[2]] [[1]]", "Its links or bold words begin and end in the wrong places."),
    ],
)
def test_a_placeholder_that_is_lost_doubled_or_misplaced_is_named(answer, why):
    prepared = prepare(markup("Call <b>Childline</b> now"), "tokens")

    with pytest.raises(BrokenError) as broken:
        restore(prepared, answer)

    assert str(broken.value) == why


def test_links_that_cross_each_other_are_refused():
    prepared = prepare(markup('See <a id="1">this</a> and <b>that</b>'), "tokens")

    with pytest.raises(BrokenError):
        restore(prepared, "[[1]] x [[2]] y [[/1]] z [[/2]]")


def test_a_plain_text_gets_no_tag_from_the_engine():
    prepared = prepare(text("Call us"), "html")

    with pytest.raises(BrokenError):
        restore(prepared, "<b>Zadzwoń</b>")
    assert restore(prepared, "Zadzwoń &amp; pisz") == "Zadzwoń & pisz"


def test_tokens_bring_no_tag_into_rich_text():
    prepared = prepare(markup("Call us"), "tokens")

    assert restore(prepared, "<script>x</script>") == "&lt;script&gt;x&lt;/script&gt;"


def test_agreed_words_can_be_put_in_their_place():
    prepared = prepare(text("What are County lines?"), "tokens", {"county lines": "કાઉન્ટી લાઇન્સ"})

    assert prepared.text == "What are [[1]]?"
    assert restore(prepared, "[[1]] શું છે?") == "કાઉન્ટી લાઇન્સ શું છે?"


def test_tags_cost_nothing_and_all_else_does():
    assert prepare(markup("Call <b>Tom &amp; Jerry</b> on 999"), "html").cost == len(
        "Call Tom & Jerry on 999"
    )
    assert prepare(text("Call 999"), "tokens").cost == len("Call [[1]]")
