from livesafe.content.blocks import BodyBlock
from livesafe.translations import segments
from livesafe.translations.segments import Segment, _block, _Place
from livesafe.translations.told import ENGLISH, Outcome

BLOCK = BodyBlock()


def body(*blocks):
    return [{"type": kind, "id": f"id{n}", "value": value} for n, (kind, value) in enumerate(blocks)]


def found(raw, policy="label"):
    seen = []
    _block(BLOCK, raw, _Place("body", policy), seen.append)
    return seen


def put(raw, answers):
    return _block(BLOCK, raw, _Place("body", "label"), lambda s: answers.get(s.source, ENGLISH))


def test_a_paragraph_is_a_segment_and_hides_its_addresses():
    raw = body(
        (
            "text",
            {"heading": "", "text": '<p>Read <a href="https://x.example/">this</a>.</p><p>Then rest.</p>'},
        )
    )

    assert [s.source for s in found(raw)] == ['Read <a id="1">this</a>.', "Then rest."]


def test_a_translated_link_gets_its_own_address_back():
    raw = body(("text", {"heading": "", "text": '<p>Read <a href="https://x.example/">this</a>.</p>'}))

    told = put(raw, {'Read <a id="1">this</a>.': Outcome("told", '<a id="1">આ</a> વાંચો.')})

    assert told[0]["value"]["text"] == '<p><a href="https://x.example/">આ</a> વાંચો.</p>'


def test_an_attribute_that_a_translation_invents_is_dropped():
    raw = body(("text", {"heading": "", "text": "<p>Be <b>brave</b>.</p>"}))

    told = put(raw, {"Be <b>brave</b>.": Outcome("told", '<b onclick="x()">બહાદુર</b> બનો.')})

    assert "onclick" not in told[0]["value"]["text"]


def test_a_stored_text_with_other_tags_is_never_shown():
    raw = body(("text", {"heading": "", "text": "<p>Be brave.</p>"}))

    told = put(raw, {"Be brave.": Outcome("told", "<form action=//evil.example>બહાદુર</form>")})

    assert "form" not in told[0]["value"]["text"]
    assert "Be brave." in told[0]["value"]["text"]


def test_a_list_of_older_content_is_read_too():
    raw = body(("short_version", {"lines": ["One.", {"type": "item", "value": "Two."}]}))

    assert [s.source for s in found(raw)] == ["One.", "Two."]


def test_a_paragraph_without_a_translation_is_marked_as_english():
    raw = body(("text", {"heading": "", "text": "<p>One.</p><p>Two.</p>"}))

    told = put(raw, {"One.": Outcome("told", "એક.")})

    assert told[0]["value"]["text"] == '<p>એક.</p><p lang="en" dir="ltr">Two.</p>'


def test_inserting_a_block_changes_no_other_segment():
    one = body(("text", {"heading": "First", "text": "<p>One.</p>"}))
    two = [{"type": "text", "id": "new", "value": {"heading": "New", "text": ""}}, *one]

    assert {(s.path, s.hash) for s in found(one)} <= {(s.path, s.hash) for s in found(two)}


def test_what_to_do_now_is_shown_in_both_languages_on_a_page_that_labels():
    raw = body(
        ("do_now", {"heading": "Now", "steps": [{"type": "item", "id": "a", "value": "Go."}], "services": []})
    )

    assert {s.policy for s in found(raw)} == {"both"}


def test_a_page_on_hold_holds_every_block():
    raw = body(
        ("do_now", {"heading": "Now", "steps": [], "services": []}), ("text", {"heading": "H", "text": ""})
    )

    assert {s.policy for s in found(raw, "hold")} == {"hold"}


def test_addresses_sources_dates_and_english_phrases_are_no_segments():
    law = {
        "heading": "Law",
        "text": "<p>No.</p>",
        "source_name": "An Act",
        "source_url": "https://x.example/",
    }
    phrase = {"english": "Police", "sounds": "", "means": "I need them."}
    raw = body(
        ("law", law | {"in_force_from": "1988-01-01", "last_checked": "2026-01-01"}),
        (
            "say_this",
            {"heading": "Say", "intro": "", "phrases": [{"type": "item", "id": "p", "value": phrase}]},
        ),
    )

    assert [s.source for s in found(raw)] == ["Law", "No.", "Say", "I need them."]


def test_the_source_hash_is_of_kind_and_text_and_not_of_place():
    assert Segment("a", "text", "Hi").hash == Segment("b", "text", "Hi").hash
    assert Segment("a", "text", "Hi").hash != Segment("a", "html", "Hi").hash


def test_tags_are_compared_with_their_numbers():
    assert segments.tags('<a id="1">x</a><b>y</b>') == segments.tags('<b>y</b> <a id="1">z</a>')
    assert segments.tags('<a id="1">x</a>') != segments.tags('<a id="2">x</a>')
