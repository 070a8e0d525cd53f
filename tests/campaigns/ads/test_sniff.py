"""Bytes that people send: tables in every wrapping, and what is no table at all."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from campaigns.ads import limits, sniff, workbook
from campaigns.ads.read import read
from tests.campaigns.ads.exports import FILES, refused, table

HEADER = "Reporting starts,Reporting ends,Campaign name,Impressions"
ROW = "2026-08-02,2026-08-02,Café Nadía,10"
GOOD = table(HEADER, ROW)
XLSX = (FILES / "tiktok-days.csv").read_bytes()


def packed(**parts: bytes) -> bytes:
    """A workbook with some of its parts replaced or added; names have __ for / and _ for a dot."""
    made = io.BytesIO()
    changed = {
        re.sub("_(?=[a-z]+$)", ".", name.replace("__", "/")): content for name, content in parts.items()
    }
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return made.getvalue()


def sheet(*rows: tuple[object, ...], others: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for page in (book.active, *(book.create_sheet() for _ in range(others))):
        for row in rows:
            page.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (GOOD, "UTF-8, commas"),
        (b"\xef\xbb\xbf" + GOOD, "UTF-8, commas"),
        (GOOD.decode().replace(",", "\t").encode("utf-16"), "UTF-16, tabs"),
        (GOOD.decode().encode("utf-16"), "UTF-16, commas"),
        (GOOD.replace(b",", b";"), "UTF-8, semicolons"),
        (b"sep=;\r\n" + GOOD.replace(b",", b";"), "UTF-8, semicolons"),
        (GOOD.decode().encode("cp1252"), "Windows-1252, commas"),
        (GOOD.replace(b"\n", b"\r\n"), "UTF-8, commas"),
        (GOOD.replace(b"\n", b"\r"), "UTF-8, commas"),
        (b"\n\n" + GOOD + b"\n\n,,,\n", "UTF-8, commas"),
    ],
)
def test_one_table_is_the_same_in_every_wrapping(content, format):
    file = read("export.csv", content)

    assert file.format == format
    assert file.rows[0].campaign.name == "Café Nadía"


def test_letters_that_had_to_be_guessed_are_pointed_out():
    assert "Windows-1252" in str(read("a.csv", GOOD.decode().encode("cp1252")).notes[0])


def test_a_line_break_inside_a_cell_is_a_space_and_rows_keep_their_numbers():
    content = table(HEADER, '2026-08-02,2026-08-02,"Knives\nLE1",10', ROW)

    assert [(row.line, row.campaign.name) for row in read("a.csv", content).rows] == [
        (2, "Knives LE1"),
        (3, "Café Nadía"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel"),
        (b"\x1f\x8b\x08 packed", "compressed"),
        (b"<!DOCTYPE html><table><tr><td>Impressions", "web page"),
        (b"<html><table>", "web page"),
        (b"Reporting starts,\0\0\0", "not a table"),
        (b"PK\x03\x04 rubbish", "damaged"),
        (b"\xff\xfeR\x00e", "cut off"),
        (b"\xff\xfeR\x00e\x00", "no table"),
        (b"Name,Age\nSam,13", "None of the first 15 rows"),
        (b"\x81\x8d\x8f,\x90", "letters of this file"),
        (GOOD + b'\n2026-08-02,2026-08-02,"Kni', "cut off"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(content, words):
    assert words in refused(content)[0]


def test_a_row_that_was_cut_off_is_refused():
    wrong = refused(GOOD + b"\n2026-08-02,2026-08-02,Kni")

    assert wrong[0].startswith("Row 3: It has 3 cells, the header 4")


def test_a_row_that_is_too_long_is_refused():
    assert refused(GOOD + b"\n2026-08-02,2026-08-02,Knives,10,11")[0].startswith("Row 3: It has 5 cells")


def test_a_note_below_the_table_is_refused_and_quoted():
    assert "“Reach is estimated”" in refused(GOOD + b"\nReach is estimated,,,")[0]


def test_a_header_after_fifteen_rows_is_not_looked_for():
    assert read("a.csv", table(*["note"] * 14, HEADER, ROW)).header == 15
    assert refused(table(*["note"] * 15, HEADER, ROW))


def test_a_column_that_stands_there_twice_is_refused():
    assert "twice" in refused(table(f"{HEADER},Impressions", f"{ROW},11"))[0]


def test_a_table_without_figures_is_refused():
    wrong = refused(table("Impr. share,Campaign,Day,Device,Avg. CPM", "1,A,2026-01-01,x,1"))

    assert "no column of figures" in wrong[0]


# Limits


def test_a_file_of_200_megabytes_is_refused_before_it_is_read():
    assert "200 MB" in refused(bytes(200 * limits.MEGABYTE).replace(b"\0", b"1", 1))[0]


def test_too_many_rows_columns_and_letters_are_refused(monkeypatch):
    monkeypatch.setattr(sniff, "ROWS", 3)
    assert "More than 3 rows" in refused(table(HEADER, ROW, ROW, ROW))[0]
    monkeypatch.setattr(sniff, "CELLS", 9)
    assert "More than 9 cells" in refused(table(HEADER, ROW, ROW))[0]
    monkeypatch.setattr(sniff, "CELLS", limits.CELLS)
    assert "columns" in refused(table(HEADER + ",x" * 400, ROW))[0]
    assert "32,767" in refused(table(HEADER, "2026-08-02,2026-08-02," + "K" * 40_000 + ",10"))[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    wrong = refused(packed(xl__media__bomb_png=bytes(5 * limits.MEGABYTE)))

    assert wrong == ["The workbook unpacks to 5 MB in 10 parts, which no export does."]


def test_a_workbook_that_is_too_large_or_has_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "PARTS", 8)
    assert "in 9 parts" in refused(XLSX)[0]
    monkeypatch.setattr(workbook, "PARTS", 9)
    monkeypatch.setattr(workbook, "UNPACKED", 18_000)
    assert "unpacks" in refused(XLSX)[0]


def test_a_zip_that_is_no_workbook_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/passwd", "root")
    assert "ZIP" in refused(made.getvalue())[0]


@pytest.mark.parametrize(
    "part",
    ["xl__workbook_xml", "xl__sharedStrings_xml", "xl__worksheets__sheet1_xml", "xl__worksheets__a_dat"],
)
def test_xml_entities_are_refused_unopened(part):
    bomb = (
        b"<?xml version='1.0'?><!-- " + b"x" * 200_000 + b" -->"
        b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><x>&b;</x>"
    )

    assert "XML entities" in refused(packed(**{part: bomb}))[0]


def test_a_workbook_that_breaks_the_reader_is_damaged():
    assert "damaged" in refused(packed(xl__worksheets__sheet1_xml=b"<worksheet><sheetData><row r='x'/>"))[0]


def test_a_row_far_below_the_others_does_not_fill_the_memory():
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>"""

    assert "rows are not read" in refused(packed(xl__worksheets__sheet1_xml=far))[0]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OVERRIDE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def sharing(words: list[str], *rows: str, sheets: int = 1) -> bytes:
    """A workbook as platforms make them: each text stands once, beside the sheets; openpyxl's own files may hold it
    in the cells."""
    with zipfile.ZipFile(io.BytesIO(sheet((), others=sheets - 1))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{OVERRIDE}</Types>").encode()
    parts["xl/sharedStrings.xml"] = (
        f"<sst {MAIN}>{''.join(map('<si><t>{}</t></si>'.format, words))}</sst>".encode()
    )
    table = (
        f"<worksheet {MAIN}><sheetData>{''.join(map('<row>{}</row>'.format, rows))}</sheetData></worksheet>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, table.encode() if name.startswith("xl/worksheets/") else content)
    return made.getvalue()


def shared(*numbers: int) -> str:
    return "".join(map('<c t="s"><v>{}</v></c>'.format, numbers))


def test_words_that_cells_share_are_read():
    words = [*HEADER.split(","), "2026-08-02", "Knives"]

    content = sharing(words, shared(0, 1, 2, 3), f"{shared(4, 4, 5)}<c><v>10</v></c>")

    assert [(row.campaign.name, row.impressions) for row in read("a.xlsx", content).rows] == [("Knives", 10)]


@pytest.mark.parametrize("sheets", [1, 10])
def test_a_long_text_that_many_cells_share_does_not_fill_the_memory(sheets):
    bomb = sharing(["K" * 30_000], *[shared(*[0] * 100)] * (10 // sheets), sheets=sheets)

    assert len(bomb) < 20_000
    assert "more than 20 MB of text" in refused(bomb)[0]


def test_a_claim_of_a_million_cells_is_not_believed(monkeypatch):
    content = XLSX
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    claimed = page.replace(b'ref="A1:J5"', b'ref="A1:XFD1048576"')
    assert claimed != page
    monkeypatch.setattr(sniff, "CELLS", 1000)

    assert len(read("a.xlsx", packed(xl__worksheets__sheet1_xml=claimed)).rows) == 3


def test_two_tables_in_one_workbook_are_refused():
    rows = (HEADER.split(","), ROW.split(","))

    assert "“Sheet”, “Sheet1”" in refused(sheet(*rows, others=1))[0]
    assert len(read("a.xlsx", sheet(*rows)).rows) == 1


def test_too_many_sheets_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "SHEETS", 1)

    assert "more than 1 sheets" in refused(sheet(HEADER.split(","), others=1))[0]


def test_a_formula_where_a_figure_should_be_is_refused():
    content = sheet(HEADER.split(","), ("2026-08-02", "2026-08-02", "A", "=SUM(A1:A9)"))

    assert refused(content) == ["Row 2: Impressions: there is a formula where a figure should be."]


def test_a_formula_in_a_workbooks_name_stays_text():
    content = sheet(HEADER.split(","), ("2026-08-02", "2026-08-02", '=HYPERLINK("http://e.example")', 10))

    assert read("a.xlsx", content).rows[0].campaign.name == '=HYPERLINK("http://e.example")'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\sam\\report.csv", "report.csv"),
        ("report\u202egnp.csv", "report gnp.csv"),
        ("a\0b\nc.csv", "a b c.csv"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("x" * 400, "x" * 150),
        ("<script>.csv", "<script>.csv"),
    ],
)
def test_the_name_of_a_file_is_harmless(name, shown):
    assert read(name, GOOD).name == shown


def test_a_name_that_runs_the_other_way_does_not_hide_in_a_cell():
    file = read("a.csv", table(HEADER, "2026-08-02,2026-08-02,\u202eKni\u2066ves\u200b,10"))

    assert file.rows[0].campaign.name == "Knives"


def test_a_file_is_told_by_its_hash():
    assert read("a.csv", GOOD).sha256 == read("b.csv", GOOD).sha256 != read("a.csv", GOOD + b"\n").sha256


def test_at_most_twenty_reasons_are_told():
    assert len(refused(table(HEADER, *["2026-08-02,2026-08-02,A,x"] * 50))) == limits.REASONS


def test_what_was_understood_of_a_refused_file_can_be_shown():
    with pytest.raises(sniff.RefusedError) as caught:
        read("a.csv", table(HEADER, ROW, "2026-08-02,2026-08-02,B,x"))

    assert caught.value.understood.rows[0].impressions == 10
    assert caught.value.understood.refusals == caught.value.reasons
