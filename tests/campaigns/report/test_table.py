"""CSV: tidy, harmless in a spreadsheet, and described."""

import csv
import io

import pytest

from campaigns.report.files import table
from campaigns.report.shape import FEW, HIDDEN
from tests.campaigns.report.given import ADDRESS, figures, report, row

NAMES = ["period", "campaign", "clicks_genuine", "spend", "share", "why"]


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_first_line_has_the_names_and_each_other_line_a_row_as_it_is():
    content = table.as_csv(report(figures(row(), row(clicks=None, why=None))))

    assert lines(content) == [
        NAMES,
        ["2026-07-01", "be-kind", "2500000", "1234.500000", "12.5", "The film was shared."],
        ["2026-07-01", "be-kind", "", "1234.500000", "12.5", ""],
    ]


def test_excel_is_told_that_the_file_is_utf_8():
    assert table.as_csv(report()).startswith(b"\xef\xbb\xbf")


def test_a_pipe_gets_the_same_without_the_mark():
    assert table.as_csv(report()).decode() == table.MARK + table.text(report())


@pytest.mark.parametrize(
    "label", ["=HYPERLINK(1)", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－1", "＠sum"]
)
def test_no_label_is_run_by_a_spreadsheet(label):
    assert lines(table.as_csv(report(figures(row(campaign=label)))))[1][1] == f"'{label}"


def test_a_figure_below_nought_stays_a_number():
    assert lines(table.as_csv(report(figures(row(clicks=-3)))))[1][2] == "-3"


def test_demo_figures_say_so_in_a_last_column_that_other_reports_lack():
    demo = lines(table.as_csv(report(is_demo=True)))

    assert [line[-1] for line in demo] == ["demo", "demo figures"]
    assert lines(table.as_csv(report()))[0] == NAMES


def test_any_table_can_be_asked_for_by_its_name():
    calendar = figures(row(clicks=1), name="calendar")

    assert lines(table.as_csv(report(figures(), calendar), "calendar"))[1][2] == "1"
    with pytest.raises(KeyError):
        table.as_csv(report(), "weather")


def test_the_dictionary_says_what_each_column_is():
    assert lines(table.dictionary(report())) == [
        ["name", "meaning", "type", "unit", "additive"],
        ["period", "A day in London.", "text", "", ""],
        ["campaign", "The slug of the campaign’s page.", "text", "", ""],
        ["clicks_genuine", "Gross clicks less what was left out.", "integer", "number", "yes"],
        ["spend", "In the row’s currency.", "decimal", "the row’s currency", "yes"],
        ["share", "Of all clicks.", "decimal", "ratio", "no"],
        ["why", "Why", "text", "", ""],
    ]


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}&audience=outside"])
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_dictionary_has_the_columns_of_the_file_in_their_order(address, is_demo):
    asked = report(address=address, is_demo=is_demo)

    assert [line[0] for line in lines(table.dictionary(asked))[1:]] == lines(table.as_csv(asked))[0]


def test_for_others_the_dictionary_says_what_stands_for_a_small_number():
    kinds = {
        line[0]: line[2] for line in lines(table.dictionary(report(address=f"{ADDRESS}&audience=outside")))
    }

    assert kinds["clicks_genuine"] == f"integer, “{FEW}” or “{HIDDEN}”"
    assert kinds["campaign"] == "text"


def test_on_a_terminal_figures_stand_right_and_labels_in_words():
    said = table.for_terminal(report(figures(row("make-a-stand"), row("make-a-stand", clicks=7))))

    heads, first, second = said.splitlines()

    assert [line.split()[1] for line in (heads, first, second)] == ["campaign", "Make", "Make"]
    assert first.index("2,500,000") + len("2,500,000") == second.index(" 7 ") + 2
