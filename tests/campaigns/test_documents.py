"""What is written about the counting says what the code does."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.verdict import Verdict

DOCS = Path(settings.BASE_DIR) / "docs"


def rows(name: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its own."""
    text = (DOCS / name).read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return lines[2:]


def test_each_verdict_is_explained_with_whether_it_is_in_the_gross_figure():
    told = {
        name.strip().replace(" ", "_"): not gross.startswith("no")
        for names, _, gross in rows("how-we-count.md", "Who is genuine")
        for name in names.split(",")
    }

    assert told == {verdict.value: verdict.is_counted for verdict in Verdict}


def test_the_limits_of_a_flood_are_those_that_hold_unless_they_are_set():
    flood = next(row[1] for row in rows("how-we-count.md", "Who is genuine") if row[0] == "flood")

    assert f"more than {settings.FLOOD_PER_SECOND} requests a second" in flood
    assert f"held for {settings.FLOOD_SECONDS} seconds" in flood


def test_what_the_assessment_says_is_purged_is_purged_by_the_minute_s_clock():
    table = rows("dpia.md", "How long it is kept, and what ends it")
    named = set(re.findall(r"`((?:content|campaigns|translations)\.[a-z_.]+)`", str(table)))

    assert len(named) >= 5
    assert named <= {chore.removeprefix("livesafe.") for chore in settings.CHORES}


def test_the_assessment_goes_through_all_fifteen_standards():
    standards = rows("dpia.md", "The fifteen standards of the Children's Code")

    assert [int(row[0].split()[0]) for row in standards] == list(range(1, 16))
    assert all(len(row) == 2 and row[1].strip() for row in standards)


@pytest.mark.django_db(databases="__all__")
def test_a_preview_counts_nothing_and_the_page_itself_does(campaign, visitor):
    preview = campaign.make_preview_request().content.decode()

    assert "js/count.js" not in preview
    assert "js/campaign.js" not in preview
    assert "js/count.js" in visitor.get("/drives/be-kind/").content.decode()
