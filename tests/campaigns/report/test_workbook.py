"""The workbook: typed cells, a sheet a table and a campaign, and nothing that runs."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from campaigns.report.files import tabs, workbook
from campaigns.report.files.cells import FORMULA
from tests.campaigns.report.given import ADDRESS, doubt, figures, headline, report, row


def opened(*panels, **more):
    return openpyxl.load_workbook(io.BytesIO(workbook.as_workbook(report(*panels, **more))))


def words(sheet) -> str:
    return "\n".join(
        str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None
    )


def test_the_first_sheet_says_what_the_report_says():
    sheet = opened(headline=headline(doubt("It was the first film."))).worksheets[0]
    said = dict(sheet.iter_rows(min_row=2, max_col=2, values_only=True))

    assert said["Headline"] == "People clicked over 28,000 times."
    assert said["What it means"] == "Clicks: without machines."
    assert said["A note on it"].endswith("It was the first film.")
    assert [said[name].date() for name in ("First day", "Last day")] == [
        dt.date(2026, 7, 1),
        dt.date(2026, 9, 30),
    ]
    assert said["State"].startswith("Provisional")
    assert said["Schema"] == "1"


def test_a_headline_that_is_withheld_stands_nowhere():
    book = opened(headline=headline(doubt()))

    assert "withheld" in words(book.worksheets[0])
    assert not any("28,000" in words(sheet) for sheet in book)


def test_figures_are_numbers_money_has_two_decimals_and_days_are_days():
    sheet = opened()["Reach"]
    [cells] = sheet.iter_rows(min_row=3, max_row=3)

    assert cells[0].value.date() == dt.date(2026, 7, 1)
    assert [cell.value for cell in cells[1:5]] == [
        "દયાળુ બનો",
        2_500_000,
        1234.5,
        12.5,
    ]
    assert [cell.number_format for cell in cells] == [
        "yyyy-mm-dd",
        "General",
        "#,##0",
        "#,##0.00",
        "General",
        "General",
    ]
    assert cells[2].alignment.horizontal == "right"


def test_what_nobody_knows_is_an_empty_cell_and_words_in_a_figure_s_place_stay():
    sheet = opened(figures(row(clicks=None), row(clicks="<10")))["Reach"]

    assert [sheet["C3"].value, sheet["C4"].value] == [None, "<10"]


def test_headings_stay_in_sight_and_can_be_filtered():
    sheet = opened(figures(row(), row()))["Reach"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A3", "A2:F4", "$2:$2")
    assert [cell.value for cell in sheet[2]][:3] == ["Period", "Campaign", "Clicks, genuine"]


@pytest.mark.parametrize("beginning", FORMULA)
def test_no_cell_is_a_formula_now_or_once_it_is_edited(beginning):
    label = f"{beginning}HYPERLINK(1)"
    content = workbook.as_workbook(report(figures(row(campaign=label, why=label), notes=(label,))))
    cell = openpyxl.load_workbook(io.BytesIO(content))["Reach"]["F3"]

    assert cell.value.strip() == label.strip()
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(re.search(rb"<f[ >]", archive.read(name)) for name in archive.namelist())


def test_letters_that_no_workbook_can_hold_are_marked():
    assert opened(figures(row(why="bell\x07\ud800")))["Reach"]["F3"].value == "bell\ufffd\ufffd"


def test_each_campaign_has_a_sheet_with_its_rows_of_every_table():
    book = opened(
        figures(row("be-kind"), row("make-a-stand", clicks=7)), figures(row("make-a-stand"), name="help")
    )
    sheet = book["Make a stand"]

    assert [cell.value for cell in sheet["C"] if isinstance(cell.value, int)] == [7, 2_500_000]
    assert "દયાળુ બનો" not in words(sheet)


def test_a_report_of_one_campaign_needs_no_such_sheet():
    assert opened(address=f"{ADDRESS}&campaign=be-kind").sheetnames == [
        "Report",
        "Reach",
        "How we counted",
        "Columns",
    ]


def test_many_campaigns_get_so_many_sheets_and_a_word_about_the_others():
    book = opened(figures(*(row(f"campaign-{number}") for number in range(70))))

    assert len(book.sheetnames) == 4 + workbook.MOST_CAMPAIGNS
    assert "60 of 70 campaigns" in words(book.worksheets[0])


def test_how_we_counted_and_what_columns_mean_have_sheets():
    book = opened()

    assert "A day is a day in London." in words(book["How we counted"])
    columns = {line[1]: line[2] for line in book["Columns"].iter_rows(values_only=True)}
    assert columns["clicks_genuine"] == "Gross clicks less what was left out."


def test_each_sheet_says_demo_figures_where_figures_are():
    book = opened(is_demo=True)

    assert all(sheet["A2"].value.startswith("Demo figures") for sheet in book)
    assert book["Reach"].freeze_panes == "A4"
    assert not any("Demo figures" in words(sheet) for sheet in opened())


def test_the_same_report_makes_the_same_bytes():
    assert workbook.as_workbook(report()) == workbook.as_workbook(report())


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)

    with pytest.raises(workbook.TooLongError, match="Take the CSV"):
        workbook.as_workbook(report(figures(row(), row())))


def test_spend_in_a_column_of_counts_has_its_pence():
    cell = opened(figures(row(clicks=Decimal("12.50"))))["Reach"]["C3"]

    assert (cell.value, cell.number_format) == (12.5, "#,##0.00")


# Names of sheets


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("A/B: [test]? *now*", "A B test now"),
        ("'quoted'", "quoted"),
        ("", "Sheet"),
        ("History", "History (2)"),
        ("a" * 40, "a" * 31),
        ("🎉" * 20, "🎉" * 15),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(wanted, name):
    assert tabs.Names().take(wanted) == name


def test_no_two_sheets_have_one_name_in_excel_s_eyes():
    names = tabs.Names()
    taken = [names.take(wanted) for wanted in ["b" * 40, "B" * 40, "b" * 35]]

    assert len({name.casefold() for name in taken}) == 3
    assert all(len(name) <= 31 for name in taken)
