"""The PDF for a board: tagged, in every script, and on each page honest about what it shows."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from campaigns import typeset
from campaigns.report.comparison import TABLE
from campaigns.report.files import layout, paper
from campaigns.report.shape import Column, Panel, Type
from campaigns.report.worth import TABLE as WORTH
from tests.campaigns.report.given import doubt, figures, headline, report, row
from tests.campaigns.report.tagged import pictures, tables

FACES = {
    "be-kind": "NotoSansGujarati",
    "mehrban": "NotoNaskhArabic",
    "diaalu": "NotoSansGurmukhi",
    "doyalu": "NotoSansBengali",
    "dayalu": "NotoSansDevanagari",
    "zyczliwy": "NotoSans-Regular",
}
WHOLE = Panel(
    "whole",
    "The whole",
    TABLE,
    (
        ("visits", None, 1_500, 1_200, Decimal(25), None, None, None, None),
        ("spend", "GBP", Decimal("12.50"), None, None, None, None, None, None),
    ),
    words={"measure": {"visits": "Visits", "spend": "Spend"}},
)
CHANNELS = Panel(
    "channels",
    "Channels",
    (
        Column("channel", "Channel", Type.LABEL),
        Column("platform_link_clicks", "Link clicks"),
        Column("arrivals", "Arrivals"),
    ),
    (("gu", 900, 700), ("tiktok", 500, 400)),
    words={"channel": {"gu": "દયાળુ બનો", "tiktok": "TikTok"}},
)


def made(*panels: Panel, **more: object) -> PdfReader:
    return PdfReader(io.BytesIO(paper.as_pdf(report(*panels, **more))))


def text(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def fonts(pdf: PdfReader) -> set[str]:
    found = set()
    for page in pdf.pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            found.add(font["/BaseFont"].split("+")[-1])
    return found


def test_the_cover_has_the_headline_its_definition_and_the_note_that_explains_it():
    cover = made(headline=headline(doubt("It was the first film."))).pages[0].extract_text()

    for words in ("People clicked over 28,000 times.", "Clicks: without machines.", "It was the first film."):
        assert words in " ".join(cover.split())


def test_a_headline_that_is_withheld_is_not_printed_and_the_reason_is():
    words = text(made(headline=headline(doubt())))

    assert "28,000" not in words
    assert "Clicks are five times those of last year." in words


def test_the_key_figures_are_those_of_the_whole_with_their_currency_and_what_was_before():
    cover = " ".join(made(WHOLE).pages[0].extract_text().split())

    assert "1,500 Visits Period before: 1,200" in cover
    assert "GBP 12.50 Spend" in cover


def test_the_cover_says_what_it_cost_after_the_key_figures():
    amounts = (Decimal("12.50"), "GBP", 9_000, None, 12, Decimal("1.39"), None, Decimal("1.04"))
    cover = " ".join(
        made(WHOLE, Panel("worth", "What it cost", WORTH, (amounts,))).pages[0].extract_text().split()
    )

    assert "GBP 12.50 Spend GBP 1.04 Cost per genuine click GBP 1.39 Cost per 1,000 times shown" in cover
    assert "Cost per link click" not in cover


def test_it_is_tagged_and_says_its_title_and_language():
    root = (pdf := made()).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert pdf.metadata.title == "Reach, 2026-27-Q2"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("campaign", FACES)
def test_each_script_is_printed_in_a_face_of_its_own_that_is_embedded(campaign):
    assert any(name.startswith(FACES[campaign]) for name in fonts(made(figures(row(campaign)))))


def test_letters_that_no_face_has_stand_as_their_names_and_the_paper_says_so():
    pdf = made(figures(row("be-kind", why="Party 🎉 on 漢, x\u0a81 and 👩‍🚀")))
    words = text(pdf)

    assert "Party [party popper] on [U+6F22]" in words
    assert "[gujarati sign candrabindu] and [woman]" in words
    assert "[middle dot]" not in words  # What can be printed stays as it is.
    assert "Letters that this paper can’t show stand as their names in brackets" in words
    assert "Letters" not in text(made())


def test_every_letter_of_unicode_s_first_plane_leaves_the_paper_whole():
    letters = [chr(code) for code in range(0x20, 0xFFFF, 7) if not 0xD800 <= code < 0xE000]
    rows = [row(campaign=f"a {' '.join(letters[at : at + 100])}") for at in range(0, len(letters), 400)]

    assert len(tables(paper.as_pdf(report(figures(*rows))))[0]) == len(rows)


def test_a_table_that_goes_on_over_pages_repeats_its_headings():
    pdf = made(figures(*(row(clicks=number) for number in range(120))))
    pages = [page.extract_text() for page in pdf.pages if "2026-07-01" in page.extract_text()]

    assert len(pages) >= 3
    assert all("Clicks" in page for page in pages)


def test_a_very_long_table_is_cut_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(paper, "MOST_ROWS", 5)
    content = paper.as_pdf(report(figures(*(row() for _ in range(8)))))

    assert len(tables(content)[0]) == 5
    assert "5 of 8 rows are printed." in text(PdfReader(io.BytesIO(content)))


def test_demo_figures_are_called_so_on_each_page():
    pages = [page.extract_text() for page in made(is_demo=True).pages]

    assert all("Demo figures" in page for page in pages)
    assert "Demo figures" not in text(made())


def test_each_page_has_its_number_of_how_many():
    pdf = made()

    assert all(f"{at} of {len(pdf.pages)}" in page.extract_text() for at, page in enumerate(pdf.pages, 1))


def test_the_list_of_contents_shares_its_page_with_the_first_table():
    pages = [" ".join(page.extract_text().split()) for page in made().pages]

    assert "What is in here" in pages[1]
    assert "2,500,000" in pages[1]


def test_how_we_counted_and_what_the_columns_mean_are_printed():
    words = text(made())

    assert "A day is a day in London." in words
    assert "Gross clicks less what was left out." in words


def test_a_frozen_report_s_paper_says_its_version():
    content = paper.as_pdf(report(), "2, frozen on 2026-10-05")

    assert "2, frozen on 2026-10-05" in text(PdfReader(io.BytesIO(content)))


def test_the_same_report_makes_the_same_bytes():
    assert paper.as_pdf(report()) == paper.as_pdf(report())


def test_an_empty_table_says_that_nothing_was_counted():
    assert "Nothing was counted in this period." in text(made(Panel("figures", "Reach", figures().columns)))


# Pictures


def test_a_chart_is_described_and_its_table_is_below_it_whatever_its_labels_letters():
    [said] = pictures(made(figures(), CHANNELS).trailer["/Root"]["/StructTreeRoot"])

    assert said.endswith("The table below it has its figures.")
    assert "2026-27-Q2" in said


def test_a_drawing_of_plain_letters_stays_a_drawing():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="9">{}</text></svg>'

    assert typeset.printable(drawing.format("Visits")) == drawing.format("Visits")
    assert "image/png" in typeset.printable(drawing.format("દયા"))


# Room


def test_a_table_of_few_columns_stands_upright_and_one_of_many_lies_across():
    wide = Panel(
        "wide", "Wide", tuple(Column(f"figure{n}", f"Figure number {n}") for n in range(20)), ((1,) * 20,)
    )
    sheets = list(layout.sheets([figures(), figures(), wide], 100))

    assert [(sheet.is_wide, len(sheet.tables)) for sheet in sheets] == [(False, 2), (True, 1)]


@pytest.mark.parametrize("columns", [1, 6, 15, 30])
def test_columns_never_take_more_room_than_the_page_has(columns):
    panel = Panel(
        "p", "P", tuple(Column(f"n{n}", "Heading of it") for n in range(columns)), ((10**9,) * columns,)
    )
    table = layout.table(panel, 100)

    assert sum(table.widths) <= (layout.ACROSS if table.is_wide else layout.UPRIGHT) + 0.2


def test_a_word_that_is_too_long_for_a_line_may_be_broken():
    assert layout.breakable("ab12" * 16).replace(layout.BREAK, "") == "ab12" * 16
    assert layout.breakable("short words stay") == "short words stay"
