"""A segment as a person types it: numbered marks in place of tags."""

import pytest

from livesafe.translations import checks
from livesafe.translations.desk import writing
from livesafe.translations.segments import Segment

LINKS = Segment("body.x", "html", 'Read <a id="1">this</a> &amp; <b>never</b> that.')


def test_tags_are_marks_and_entities_are_signs():
    assert writing.shown(LINKS, LINKS.source) == "Read {1}this{/1} & {2}never{/2} that."


def test_what_is_shown_is_stored_as_it_was():
    assert writing.stored(LINKS, writing.shown(LINKS, LINKS.source)) == LINKS.source


def test_marks_may_stand_in_another_order():
    text = "{2}કદી નહીં{/2} આ {1}વાંચો{/1}"

    assert writing.stored(LINKS, text) == '<b>કદી નહીં</b> આ <a id="1">વાંચો</a>'


def test_no_tag_can_be_typed():
    assert writing.stored(LINKS, "<script>x</script>") == "&lt;script&gt;x&lt;/script&gt;"


@pytest.mark.parametrize("typed", ["{1}this", "this{/1}", "{3}this{/3}", "this", "{1}a{/1}{1}b{/1} {2}c{/2}"])
def test_a_mark_too_few_or_too_many_is_found_by_the_check(db, typed):
    text = writing.stored(LINKS, typed)

    assert "Its links or bold words are not those of the English." in checks.problems(
        "html", LINKS.source, text, "pl"
    )


def test_a_new_line_is_one_mark():
    lines = Segment("body.x", "html", "One<br/>two")

    assert writing.shown(lines, lines.source) == "One{1/}two"
    assert writing.stored(lines, "Jeden{1/}dwa") == "Jeden<br/>dwa"


def test_plain_text_is_typed_as_it_is():
    plain = Segment("headline", "text", "Tom & Ann {1}")

    assert writing.shown(plain, plain.source) == writing.stored(plain, plain.source) == plain.source
    assert writing.marks(plain) == []


def test_words_that_look_like_a_mark_turn_marks_off():
    odd = Segment("body.x", "html", "Write {1} <b>here</b>")

    assert writing.stored(odd, writing.shown(odd, odd.source)) == odd.source


def test_each_mark_says_what_it_means():
    assert [(mark.opens, mark.closes, mark.means) for mark in writing.marks(LINKS)] == [
        ("{1}", "{/1}", "link"),
        ("{2}", "{/2}", "bold"),
    ]
