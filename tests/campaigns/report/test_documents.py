"""What is written about the report's files says what they hold."""

from pathlib import Path

import pytest
from django.conf import settings

from campaigns.report.figures import MIXED, NOT_TOLD
from campaigns.report.files import paper, table, workbook
from campaigns.report.files.forms import FORMS
from campaigns.report.query import Dimension
from campaigns.report.shape import FEW, HIDDEN
from tests.campaigns.report.conftest import QUARTER, ask

PAGE = Path(settings.BASE_DIR) / "docs" / "reach-report.md"
# Every label that the report can be broken down by; a row is of one unit of time.
ALL = ",".join(one.value for one in Dimension if not one.is_time or one is Dimension.DAY)


@pytest.mark.django_db(databases=["default", "tallies"])
def test_each_column_of_each_table_is_described_as_the_files_describe_it():
    written = PAGE.read_text().split("\n## The tables\n")[1].strip()

    assert written == table.markdown(ask(f"{QUARTER}&by={ALL}")), (
        f"Print it again: manage.py reach_report --period 2026-27-Q2 --by {ALL} --dictionary"
    )


def test_each_form_of_file_is_described_with_where_it_is_cut():
    text = PAGE.read_text()

    assert all(f"\n| {form.upper()} | " in text for form in FORMS)
    assert f"cut after {paper.MOST_ROWS:,} rows" in text
    assert f"the first {workbook.MOST_CAMPAIGNS})" in text


@pytest.mark.parametrize("words", [FEW, HIDDEN, NOT_TOLD, MIXED])
def test_what_stands_in_place_of_a_figure_is_described(words):
    assert f"\n| `{words}` | " in PAGE.read_text()
