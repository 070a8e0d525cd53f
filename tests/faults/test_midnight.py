"""Midnight in London, under load and through the night in which the clocks change."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.running import Store, eventually
from tests.faults.serving import Node, Rush, counted, serving

BEFORE = 4.0  # Seconds until midnight.


@pytest.mark.parametrize(
    ("begins", "day", "next_day"),
    [
        ("2026-10-24T22:59:56+00:00", "2026-10-24", "2026-10-25"),  # The last midnight of summer time.
        ("2026-10-25T23:59:56+00:00", "2026-10-25", "2026-10-26"),
        ("2026-03-28T23:59:56+00:00", "2026-03-28", "2026-03-29"),
        ("2026-03-29T22:59:56+00:00", "2026-03-29", "2026-03-30"),
    ],
)
def test_an_act_counts_in_the_day_in_which_it_arrived(store: Store, tmp_path: Path, begins, day, next_day):
    node = Node(store, {"ODD_CLOCK": begins, "ODD_NOTES": str(tmp_path)}, "odd:application")
    begun = tmp_path / "begun"
    with serving(node):
        (tmp_path / "asked").touch()
        assert eventually(begun.exists)
        earliest, latest = (float(moment) + BEFORE for moment in begun.read_text().split())
        with Rush(node.port, seconds=BEFORE + 60) as rush:
            time.sleep(max(0.0, latest - time.perf_counter()))
            by_then = rush.answers.acknowledged
            assert eventually(lambda: rush.answers.acknowledged > by_then + 100, 30)
            rush.stop()

    log = rush.answers.log
    assert set(rush.answers.statuses) == {204}
    before, after = counted(store, "visit", day=day), counted(store, "visit", day=next_day)
    assert 0 < sum(answered < earliest for _, _, answered in log) <= before
    assert before <= sum(sent < latest for _, sent, _ in log)
    assert 0 < after == rush.answers.acknowledged - before
