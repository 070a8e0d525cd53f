"""What the editor says has changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livesafe.translations.desk.differences import differences


def told(older, newer):
    """The difference in one line: what went in brackets, what came in braces."""
    around = {"same": "{}", "gone": "[{}]", "new": "<{}>"}
    return "".join(around[part.kind].format(part.text) for part in differences(older, newer))


def test_a_changed_word_is_told_and_the_rest_is_left():
    assert told("Call 999 now.", "Call 101 now.") == "Call [999 ]<101 >now."


def test_what_was_added_and_what_went_are_told_apart():
    assert told("Tell a teacher.", "Tell a teacher or a friend.") == "Tell a teacher <or a friend>."
    assert told("Tell a teacher or a friend.", "Tell a teacher.") == "Tell a teacher[ or a friend]."


def test_a_mark_is_one_word():
    assert told("Read {1}this{/1}.", "Read {1}that{/1}.") == "Read {1}[this]<that>{/1}."


def test_words_of_other_scripts_are_whole():
    assert told("તમે સુરક્ષિત છો", "તમે ઘરે છો") == "તમે [સુરક્ષિત ]<ઘરે >છો"


def test_spaces_alone_are_no_difference():
    assert {part.kind for part in differences("One  two", "One two")} == {"same"}


@pytest.mark.parametrize("text", ["", "One", "Call 999.", "{1}Files.{/1} Stay."])
def test_a_text_does_not_differ_from_itself(text):
    assert [part.text for part in differences(text, text)] == ([text] if text else [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_newer_text_can_be_read_whole(older, newer):
    kept = "".join(part.text for part in differences(older, newer) if part.kind != "gone")

    assert kept == newer
