"""Whatever is imported and undone, in whichever order: what was there before is there again, row for row."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as Examples

from campaigns.imports import jobs
from campaigns.imports.undo import CannotUndoError, undo
from campaigns.models import AdImport
from tests.campaigns.imports.conftest import current, everything, meta

FIRST = dt.date(2026, 9, 1)
DAYS = st.dictionaries(st.integers(0, 4), st.integers(0, 3), min_size=1, max_size=5)
FILES = st.tuples(st.sampled_from(["Stand", "Knives"]), DAYS)


def bring(name: str, days: dict[int, int]) -> AdImport:
    rows = [f"{FIRST + dt.timedelta(days=day)},{name},{seen},0,1.00" for day, seen in sorted(days.items())]
    return jobs.import_now("days.csv", meta(*rows))


def said_of(name: str) -> dict[int, int]:
    rows = current("campaign_name", "first", "impressions")
    return {(first - FIRST).days: seen for called, first, seen in rows if called == name}


class TestAnyOrder(Examples):
    databases = "__all__"

    @settings(max_examples=20, deadline=None)
    @given(st.lists(FILES, min_size=1, max_size=4))
    def test_imports_undone_from_the_last_go_back_through_every_table_there_was(
        self, files: list[tuple[str, dict[int, int]]]
    ) -> None:
        steps = []
        for name, days in files:
            before, outside = everything(), said_of(name)
            steps.append((before, bring(name, days)))
            kept = {day: seen for day, seen in outside.items() if not min(days) <= day <= max(days)}
            assert said_of(name) == kept | days
            after = everything()
            again = bring(name, days)
            assert (again.new, again.changed, again.gone) == (0, 0, 0)
            assert everything() == after
            undo(again, None)
        for before, imported in reversed(steps):
            undo(imported, None)
            assert everything() == before

    @settings(max_examples=20, deadline=None)
    @given(st.lists(FILES, min_size=2, max_size=4), st.randoms(use_true_random=False))
    def test_whatever_can_be_undone_first_everything_can_be_undone(
        self, files: list[tuple[str, dict[int, int]]], chance: object
    ) -> None:
        standing = [bring(name, days) for name, days in files]
        while standing:
            chance.shuffle(standing)  # type: ignore[attr-defined]
            before = everything()
            undone = None
            for imported in standing:
                try:
                    undo(imported, None)
                except CannotUndoError:
                    assert everything() == before
                else:
                    undone = imported
                    break
            assert undone, "imports stand on each other in a circle"
            standing.remove(undone)
        assert everything() == []
