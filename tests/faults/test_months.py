"""Sums of months, while somebody adds to their days."""

from __future__ import annotations

import json

from tests.browser.running import Store
from tests.faults.conftest import run


def test_no_count_that_comes_late_falls_between_its_day_and_the_month_s_sum(store: Store):
    found = json.loads(run(store, "late.py"))

    assert found["wrong"] == []
    assert found["sum"] == found["sent"] > 2
