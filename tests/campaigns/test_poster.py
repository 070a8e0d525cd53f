"""Posters and contact sheets: tagged PDFs whose words can be read, copied and heard in every language."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader
from pypdf.generic import ContentStream

from campaigns import poster, typeset
from campaigns.models import CampaignPage, Source
from livesafe import languages
from tests.campaigns.report.tagged import pictures

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

CODES = [language.code for language in languages.ALL]
# The face that a language's own script must be set in.
FACES = {
    "gu": "NotoSansGujarati",
    "pa": "NotoSansGurmukhi",
    "bn": "NotoSansBengali",
    "hi": "NotoSansDevanagari",
    "ar": "NotoNaskhArabic",
    "ur": "NotoNastaliqUrdu",
}
A4, A5 = (595.3, 841.9), (419.5, 595.3)


@pytest.fixture
def stand(demo) -> CampaignPage:
    return CampaignPage.objects.get(slug="make-a-stand")


@pytest.fixture
def link(stand) -> Source:
    return Source.objects.create(code="pstr2", campaign=stand.slug, channel="poster", venue="Library")


def made(link, campaign, code="en", paper="a4") -> PdfReader:
    return PdfReader(io.BytesIO(poster.poster(link, campaign, languages.get(code), paper)))


def text(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def letters(words: str) -> set[str]:
    """The letters of a text; a PDF's reader may order and join them in its own way."""
    return {c for c in words if c.isalpha()}


def faces(pdf: PdfReader) -> dict[str, object]:
    """The fonts of a PDF by name, each with its descendant."""
    fonts = {}
    for page in pdf.pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            fonts[font["/BaseFont"].split("+")[-1]] = font["/DescendantFonts"][0].get_object()
    return fonts


@pytest.mark.parametrize("code", CODES)
def test_a_poster_s_words_come_out_of_it_in_every_language(link, stand, code):
    with translation.override(code):
        wanted = letters(str(stand.headline))

    missing = wanted - letters(text(made(link, stand, code)))

    # A ligature may stand for two letters; a face that lacked the script would lose them all.
    assert len(missing) <= len(wanted) // 5


@pytest.mark.parametrize("code", CODES)
def test_a_poster_embeds_the_face_of_its_script_and_only_ours(link, stand, code):
    embedded = faces(made(link, stand, code))

    face = FACES.get(code, "NotoSans")
    assert {f"{face}-Bold", f"{face}-Regular"} <= embedded.keys()
    assert all(name.startswith("Noto") for name in embedded)
    for font in embedded.values():
        descriptor = font["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def glyphs(pdf: PdfReader) -> list[bytes]:
    """The numbers of all glyphs that are drawn, two bytes each; 0 is the box that stands for what a face lacks."""
    found = []
    for page in pdf.pages:
        for operands, operator in ContentStream(page.get_contents(), pdf).operations:
            parts = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
            drawn = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
            found += [drawn[at : at + 2] for at in range(0, len(drawn), 2)]
    return found


@pytest.mark.parametrize("code", CODES)
def test_no_letter_of_a_poster_is_an_empty_box(link, stand, code):
    drawn = glyphs(made(link, stand, code))

    assert len(drawn) > 50
    assert b"\0\0" not in drawn


def test_an_empty_box_would_be_found(link, stand):
    words = poster.words(link, stand, languages.SOURCE, "a4") | {"ask": "漢"}
    # As it would be printed if PDF/UA did not forbid it.
    pdf = PdfReader(io.BytesIO(typeset._set("poster.typ", words, format="pdf")))

    assert b"\0\0" in glyphs(pdf)


def test_a_letter_that_no_face_of_ours_has_is_refused_and_not_printed_as_a_box(link, stand):
    stand.headline_en = "Stand 漢 up"

    with pytest.raises(typeset.PrintError, match="“漢” can’t be printed"):
        poster.poster(link, stand, languages.SOURCE)


def test_only_our_own_faces_are_used_so_that_every_server_prints_alike():
    families = set(typeset._fonts().families())

    assert families == {
        "Noto Sans",
        "Noto Sans Gujarati",
        "Noto Sans Gurmukhi",
        "Noto Sans Bengali",
        "Noto Sans Devanagari",
        "Noto Naskh Arabic",
        "Noto Nastaliq Urdu",
    }
    assert (typeset.FACES / "OFL.txt").read_text().count("SIL OPEN FONT LICENSE")


@pytest.mark.parametrize("code", CODES)
def test_a_poster_is_tagged_and_says_its_title_and_language(link, stand, code):
    pdf = made(link, stand, code)
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].split("-")[0] == code
    assert pdf.metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert "/H1" in kinds(root["/StructTreeRoot"])


def kinds(element) -> set[str]:
    """The kinds of tags below an element."""
    element = element.get_object()
    if not isinstance(element, dict):
        return set()
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    own = {element["/S"]} if "/S" in element else set()
    return own.union(*(kinds(child) for child in below))


def test_a_screen_reader_hears_which_address_the_code_holds(link, stand):
    alts = pictures(made(link, stand).trailer["/Root"]["/StructTreeRoot"])

    assert alts == ["QR code of localhost:8000/go/pstr2"]


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("a5", A5)])
@pytest.mark.parametrize("code", ["en", "pl", "gu", "ur", "ar"])
def test_a_poster_is_one_page_of_its_paper(link, stand, code, paper, size):
    pdf = made(link, stand, code, paper)

    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=1)


def test_a_very_long_headline_still_fits_on_one_page(link, stand):
    stand.headline_en = "Responsibilities and extraordinarily uncomfortable conversations " * 6
    stand.summary_en = "What everybody can do about it, said at a length that nobody would read. " * 4

    assert len(made(link, stand, paper="a5").pages) == 1


@pytest.mark.parametrize("code", ["en", "gu", "ur"])
def test_a_poster_has_the_address_to_type_the_network_and_where_to_turn_in_danger(link, stand, code):
    words = text(made(link, stand, code))

    for part in ("localhost:8000/go/pstr2", "Violence Reduction Network", "999"):
        assert part in words


def test_what_is_still_english_is_marked_as_english_inside_another_language(link, campaign):
    words = poster.words(link, campaign, languages.get("ur"), "a4")

    assert words["headline"] == [[{"words": "Be kind", "english": True}]]
    assert words["title"] == "Be kind"


def test_what_is_translated_is_not(link, stand):
    words = poster.words(link, stand, languages.get("gu"), "a4")

    assert not any(run["english"] for line in words["headline"] for run in line)


def test_staff_are_warned_of_words_that_nobody_checked(stand, campaign):
    assert "A machine translated" in poster.warning(stand, languages.get("gu"))
    assert "not translated into Urdu" in poster.warning(campaign, languages.get("ur"))
    assert poster.warning(stand, languages.SOURCE) == ""


def test_a_contact_sheet_has_every_link_with_its_names_in_any_script(link, stand):
    venue = Source(code="vnue3", campaign=stand.slug, channel="school", venue="કિશોર School", language="gu")
    pdf = PdfReader(io.BytesIO(poster.sheet(stand.title, [link, venue])))
    words = text(pdf)

    for part in ("localhost:8000/go/pstr2", "localhost:8000/go/vnue3", "Library", "Gujarati"):
        assert part in words
    assert any(name.startswith("NotoSansGujarati") for name in faces(pdf))
    assert len(pictures(pdf.trailer["/Root"]["/StructTreeRoot"])) == 2


def test_a_contact_sheet_of_several_campaigns_says_whose_each_link_is(link, stand):
    other = Source(code="cry22", campaign="we-dont-carry", channel="press")

    of_one, of_two = (
        text(PdfReader(io.BytesIO(poster.sheet("LiveSafe", links)))) for links in ([link], [link, other])
    )

    assert stand.title not in of_one
    assert stand.title in of_two
    assert CampaignPage.objects.get(slug="we-dont-carry").title in of_two


def test_a_contact_sheet_goes_on_over_the_page(stand):
    links = [Source(code=f"cde{n:02}", campaign=stand.slug, channel="press") for n in range(40)]

    pdf = PdfReader(io.BytesIO(poster.sheet(stand.title, links)))

    assert len(pdf.pages) > 1
    assert all(f"cde{n:02}" in text(pdf) for n in range(40))


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("Plain", [[("Plain", False)]]),
        ('<span class="english" lang="en" dir="ltr">Stand</span>', [[("Stand", True)]]),
        ("एक <span lang='en'>LiveSafe</span> दो", [[("एक ", False), ("LiveSafe", True), (" दो", False)]]),
        (
            '<span class="both"><span lang="en">Now?</span> <span class="both-told">अब?</span></span>',
            [[("Now?", True), (" ", False)], [("अब?", False)]],
        ),
        ("5 &lt; 6 &amp; 7", [[("5 < 6 & 7", False)]]),
        ("", []),
    ],
)
def test_marked_words_are_read_as_runs(markup, lines):
    assert typeset.lines(markup) == [
        [{"words": words, "english": english} for words, english in line] for line in lines
    ]
