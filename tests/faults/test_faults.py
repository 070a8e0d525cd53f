"""What breaks while people act: nothing acknowledged is lost, nothing counts twice, pages stay as quick.

In each test acknowledged ≤ counted ≤ sent, less those that were told that they were not counted.
"""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.browser.running import Store, eventually
from tests.faults.editing import Editor
from tests.faults.serving import PAGE, Node, Reader, Rush, counted, held, serving, various_visit


def adds_up(rush: Rush, store: Store) -> bool:
    answers = rush.answers
    return 0 < answers.acknowledged <= counted(store, "visit") <= answers.possible


def test_undisturbed_each_act_counts_once(node: Node, store: Store):
    with Rush(node.port, seconds=1) as rush:
        pass

    assert 0 < rush.answers.acknowledged == counted(store, "visit") == rush.answers.possible


def test_a_server_that_is_told_to_end_writes_what_waits(node: Node, store: Store):
    node.get("/go/pstr2")
    with held(store):
        assert node.ask("/go/pstr2")[:2] == (302, "pending")
    node.end()

    assert counted(store, "click") == 2


def test_a_server_is_killed_under_load(node: Node, store: Store):
    with Rush(node.port, seconds=120) as rush:
        assert eventually(lambda: rush.answers.acknowledged > 0)
        node.end(signal.SIGKILL)
        node.start()
        by_then = rush.answers.acknowledged
        assert eventually(lambda: rush.answers.acknowledged > by_then)
        rush.stop()

    assert rush.answers.lost
    assert adds_up(rush, store)


def test_tallies_that_stall_hold_up_no_click_and_no_page(node: Node, store: Store):
    with Reader(node) as before, Rush(node.port, seconds=1):
        time.sleep(1)
    already = counted(store, "visit")
    with held(store), Rush(node.port, seconds=2) as rush, Reader(node) as meanwhile:
        clicks = [node.ask("/go/pstr2")[:2] for _ in range(3)]

    assert clicks == [(302, "pending")] * 3
    assert rush.answers.statuses[503]
    assert meanwhile.is_as_fast_as(before)
    assert eventually(lambda: counted(store, "click") == 3)
    assert rush.answers.acknowledged <= counted(store, "visit") - already <= rush.answers.possible


def test_more_that_wait_than_may_leave_threads_for_pages(node: Node, store: Store):
    """A hundred connections on a server of 64 threads, of which 32 may wait."""
    with held(store), Rush(node.port, seconds=3, connections=100) as rush:
        time.sleep(1)
        with Reader(node) as reader:
            time.sleep(1)

    assert rush.answers.statuses[503] > 100
    assert reader.pace < 2  # None waited for the tallies, which are away for longer.


def test_an_editor_publishes_under_load(node: Node, store: Store):
    editor = Editor(node)
    with Reader(node) as before, Rush(node.port, seconds=1) as first:
        time.sleep(1)
    with Rush(node.port, seconds=6) as rush, Reader(node) as meanwhile:
        for number in range(4):
            editor.publish(summary_en=f"Changed {number} times")

    assert set(rush.answers.statuses) == {204}
    assert meanwhile.is_as_fast_as(before)
    assert first.answers.acknowledged + rush.answers.acknowledged == counted(store, "visit")
    assert eventually(lambda: "Changed 3 times" in node.read(PAGE)[1], 2)


@pytest.mark.sqlite
def test_a_disk_is_full_for_a_while(store: Store, tmp_path: Path):
    room = tmp_path / "room"
    node = Node(store, {"ODD_ROOM": str(room)}, "odd:application")
    with serving(node), Reader(node) as reader, Rush(node.port, various_visit, seconds=120) as rush:
        assert eventually(lambda: rush.answers.statuses[503] > 0)
        taken = rush.answers.statuses[204]
        room.touch()
        assert eventually(lambda: rush.answers.statuses[204] > taken)
        rush.stop()

    assert reader.pace < 2
    assert adds_up(rush, store)
