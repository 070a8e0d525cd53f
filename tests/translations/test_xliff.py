"""XLIFF 2.1 and 1.2, and PO: what other people's tools make of our files, and we of theirs."""

import copy
import re
from xml.etree import ElementTree

import pytest
from translate.storage.pypo import pofile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.translations import exchange, objects
from livesafe.translations.models import Translation

URDU = languages.get("ur")
STORES = {"xliff21": Xliff2File, "xliff12": Xliff1File, "po": pofile}
V2 = "{urn:oasis:names:tc:xliff:document:2.0}"
V1 = "{urn:oasis:names:tc:xliff:document:1.2}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NMTOKEN = re.compile(r"[\w.:-]+", re.ASCII)


@pytest.fixture
def page(demo):
    """A page with links, bold words, numbers and names, of which nothing is in Urdu yet."""
    page = TopicPage.objects.get(slug="going-out")
    Translation.objects.filter(language="ur", object_key=page.object_key).delete()
    return page


@pytest.fixture
def linked(page):
    """The page with a paragraph that has every kind of inline tag."""
    page.body_en = [
        {
            "type": "text",
            "id": "11111111-1111-1111-1111-111111111111",
            "value": {
                "heading": "",
                "text": '<p>Ring <b>Childline</b> on <a href="tel:08001111">0800 1111</a>.<br/>'
                "It is <i>free &amp; <b>private</b></i>.</p>",
            },
        }
    ]
    page.save_revision().publish()
    return TopicPage.objects.get(pk=page.pk)


def export(*found, format, language=URDU, **options):
    return exchange.export(found, language, format=format, **options)[0]


def hand_in(data, name="file.xlf", **options):
    return exchange.store(exchange.read(name, data), **options)


# Other people's tools ------------------------------------------------------------


@pytest.mark.parametrize("format", STORES)
def test_a_toolkit_fills_in_a_page_and_every_text_comes_back(linked, format):
    store = STORES[format].parsestring(export(linked, format=format))
    for unit in store.units:
        if not unit.isheader():
            translate(unit, rich=format != "po")

    (done,) = hand_in(bytes(store), "file.po" if format == "po" else "file.xlf")

    texts = Translation.objects.filter(language="ur", object_key=linked.object_key)
    assert (done.stored, done.kept, done.gone) == (len(linked.segments()), [], [])
    assert {row.text for row in texts} == {f"اردو {segment.source}" for segment in linked.segments()}
    assert {(row.state, row.approved_at) for row in texts} == {("draft", None)}


def translate(unit, *, rich):
    """As somebody who types a word before the English and leaves its tags as they are."""
    if not rich:
        unit.target = f"اردو {unit.source}"
        return
    target = copy.deepcopy(unit.rich_source[0])
    target.sub.insert(0, type(target)("اردو "))
    unit.rich_target = [target]


@pytest.mark.parametrize("format", ["xliff21", "xliff12"])
def test_a_toolkit_reads_the_languages_notes_and_states_of_our_file(linked, format):
    store = STORES[format].parsestring(export(linked, format=format))

    assert (store.sourcelanguage, store.targetlanguage) == ("en", "ur")
    assert str(store.units[0].source) == linked.headline_en
    assert not any(unit.istranslated() or unit.isapproved() for unit in store.units)


@pytest.mark.parametrize("format", ["xliff21", "xliff12"])
def test_a_toolkit_sees_what_people_approved_as_approved_and_drafts_as_not(linked, format):
    first, second = linked.segments()[:2]
    for segment, state in ((first, "approved"), (second, "draft")):
        Translation.objects.create(
            object_key=linked.object_key,
            language="ur",
            path=segment.path,
            source_hash=segment.hash,
            kind=segment.kind,
            source=segment.source,
            text="اردو",
            state=state,
            approved_at="2026-11-22T00:00Z",
        )

    store = STORES[format].parsestring(export(linked, format=format))

    assert [unit.isapproved() for unit in store.units[:2]] == [True, False]
    assert [str(unit.target) for unit in store.units[:2]] == ["اردو", "اردو"]


@pytest.mark.parametrize("format", STORES)
@pytest.mark.parametrize("code", ["ur", "gu", "pl", "so"])
def test_the_whole_site_goes_out_and_comes_back_without_a_change(demo, format, code):
    language = languages.get(code)
    data, count = exchange.export(objects.everything(), language, format=format)

    (found,) = [exchange.compare(file) for file in exchange.read("a.po" if format == "po" else "a.xlf", data)]

    assert count > 900
    assert {difference.verdict for difference in found.differences} == {"unchanged"}
    assert len(found.differences) > 400


# What the standards ask -------------------------------------------------------------


def test_an_xliff_21_file_keeps_the_rules_of_the_standard(linked):
    everything = objects.everything()
    root = ElementTree.fromstring(export(*everything, format="xliff21"))

    assert (root.tag, root.get("version")) == (f"{V2}xliff", "2.1")
    assert (root.get("srcLang"), root.get("trgLang")) == ("en", "ur")
    files = list(root)
    assert {file.tag for file in files} == {f"{V2}file"}
    assert len({file.get("id") for file in files}) == len(files) == len(everything)
    assert {file.get("trgDir") for file in files} == {"rtl"}
    for file in files:
        ids = [unit.get("id") for unit in file.iter(f"{V2}unit")]
        assert ids, "A file has a unit."
        assert len(set(ids)) == len(ids)
        assert all(NMTOKEN.fullmatch(own) for own in ids)
        for unit in file.iter(f"{V2}unit"):
            keeps_the_rules_of_a_unit(unit)


def keeps_the_rules_of_a_unit(unit):
    assert unit.get(f"{XML}space") == "preserve"
    assert [child.tag for child in unit] == [f"{V2}notes", f"{V2}segment"]
    assert all(note.text for note in unit.iter(f"{V2}note"))
    segment = unit.find(f"{V2}segment")
    assert segment.get("state") in {"initial", "translated", "reviewed", "final"}
    assert segment.get("subState") is None or re.fullmatch(r"\w+:\w+", segment.get("subState"))
    assert [child.tag for child in segment] in ([f"{V2}source"], [f"{V2}source", f"{V2}target"])
    assert (segment.get("state") == "initial") == (segment.find(f"{V2}target") is None)
    ids = {}
    for side in segment:
        inline = [element for element in side.iter() if element is not side]
        ids[side.tag] = [element.get("id") for element in inline]
        assert len(set(ids[side.tag])) == len(inline)
        for element in inline:
            assert element.tag in {f"{V2}pc", f"{V2}ph", f"{V2}mrk"}
            assert NMTOKEN.fullmatch(element.get("id"))
            assert element.tag != f"{V2}mrk" or element.get("translate") == "no"
            if sub_type := element.get("subType"):
                assert (element.get("type"), sub_type) in {
                    ("fmt", f"xlf:{name}") for name in ("b", "i", "u", "lb")
                }
    codes = [
        {element.get("id") for element in side.iter() if element.tag in {f"{V2}pc", f"{V2}ph"}}
        for side in segment
    ]
    assert codes.count(codes[0]) == len(codes), "The target has the codes of its source."


def test_an_xliff_12_file_keeps_the_rules_of_the_standard(linked):
    root = ElementTree.fromstring(export(*objects.everything(), format="xliff12"))

    assert (root.tag, root.get("version")) == (f"{V1}xliff", "1.2")
    for file in root:
        assert file.tag == f"{V1}file"
        assert {"original", "source-language", "target-language", "datatype"} <= set(file.keys())
        assert [child.tag for child in file] == [f"{V1}header", f"{V1}body"]
        units = list(file.find(f"{V1}body"))
        assert len({unit.get("id") for unit in units}) == len(units) > 0
        for unit in units:
            tags = [child.tag for child in unit]
            assert tags[:2] == [f"{V1}source", f"{V1}target"]
            assert set(tags[2:]) == {f"{V1}note"}
            inline = [e for side in unit[:2] for e in side.iter() if e is not side]
            assert {e.tag for e in inline} <= {f"{V1}g", f"{V1}x", f"{V1}mrk"}
            assert all(e.get("id") for e in inline if e.tag != f"{V1}mrk")
            assert all(e.get("mtype") == "protected" for e in inline if e.tag == f"{V1}mrk")
            known = {"needs-translation", "needs-review-translation", "final"}
            assert unit.find(f"{V1}target").get("state") in known


def test_inline_tags_names_and_numbers_are_the_formats_own_elements(linked):
    paragraph = next(s for s in linked.segments() if "Childline" in s.source)
    v2 = export(linked, format="xliff21").decode()
    v1 = export(linked, format="xliff12").decode()

    assert paragraph.source.startswith('Ring <b>Childline</b> on <a id="1">0800 1111</a>.<br/>')
    assert (
        '<source>Ring <g id="1" ctype="bold"><mrk mtype="protected">Childline</mrk></g> on '
        '<g id="2" ctype="link"><mrk mtype="protected">0800 1111</mrk></g>.<x id="3" ctype="lb"/>'
        'It is <g id="4" ctype="italic">free &amp; <g id="5" ctype="bold">private</g></g>.</source>'
    ) in v1
    plain = re.sub(r' (disp\w*|can\w+)=("[^"]*"|\'[^\']*\')', "", v2)
    assert (
        '<source>Ring <pc id="1" type="fmt" subType="xlf:b"><mrk id="m1" translate="no">Childline</mrk></pc> on '
        '<pc id="2" type="link"><mrk id="m2" translate="no">0800 1111</mrk></pc>.'
        '<ph id="3" type="fmt" subType="xlf:lb"/>It is <pc id="4" type="fmt" subType="xlf:i">free &amp; '
        '<pc id="5" type="fmt" subType="xlf:b">private</pc></pc>.</source>'
    ) in plain
    assert "tel:08001111" not in v1 + v2, "Where a link leads never leaves the site."


# What tools do to files ---------------------------------------------------------------


@pytest.fixture
def paragraph(linked):
    """Hands in an Urdu target for the paragraph with tags, in either format."""
    source = next(s for s in linked.segments() if "Childline" in s.source)

    def paragraph(target, *, format="xliff21"):
        data = export(linked, format=format).decode()
        start = data.index("<source>Ring")
        end = data.index("</source>", start) + len("</source>")
        rest = re.sub(r"^\s*<target.*?</target>", "", data[end:], count=1)
        written = f"{data[:end]}<target>{target}</target>{rest}"
        (done,) = hand_in(written.encode())
        row = Translation.objects.filter(
            language="ur", object_key=linked.object_key, source_hash=source.hash
        ).first()
        return done, row and row.text

    return paragraph


GOOD = (
    '<pc id="2">0800 1111</pc> پر <pc id="1">Childline</pc> کو فون کریں۔<ph id="3"/>'
    '<pc id="4">مفت &amp; <pc id="5">نجی</pc></pc>'
)
STORED = '<a id="1">0800 1111</a> پر <b>Childline</b> کو فون کریں۔<br/><i>مفت &amp; <b>نجی</b></i>'


def test_tags_may_change_their_order(paragraph):
    assert paragraph(GOOD)[1] == STORED


def test_a_tag_that_a_tool_split_into_its_two_ends_is_the_same_tag(paragraph):
    split = GOOD.replace('<pc id="1">Childline</pc>', '<sc id="1"/>Childline<ec startRef="1"/>')

    assert paragraph(split)[1] == STORED


def test_marks_that_a_tool_leaves_or_adds_are_no_words(paragraph):
    assert paragraph(GOOD.replace("Childline", '<mrk id="m1" translate="no">Childline</mrk>'))[1] == STORED


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (GOOD.replace('<pc id="5">نجی</pc>', "نجی"), r"The English's <b> is missing"),
        (GOOD.replace('id="5"', 'id="1"'), r"<b> is missing"),
        (GOOD + '<ph id="3"/>', "twice"),
        (GOOD + '<ph id="9"/>', "“9” that the English has not"),
        (GOOD.replace('<ph id="3"/>', '<pc id="3">x</pc>'), "words inside <br/>"),
        (GOOD + '<sc id="1"/>', "begins and does not end"),
        (GOOD + '<ec startRef="1"/>', "ends where it did not begin"),
        (GOOD + "<b>نجی</b>", "<b> that no file of ours has"),
        (GOOD.replace("0800 1111", "0800 1112"), "The number 1111 is missing or changed"),
        (GOOD.replace("Childline", "چائلڈ لائن"), "The name Childline must stay"),
    ],
)
def test_a_text_whose_tags_numbers_or_names_are_broken_refuses_the_file_and_names_its_line(
    paragraph, wrong, why
):
    with pytest.raises(exchange.FileRefusedError, match=rf"line \d+: .*{why}"):
        paragraph(wrong)

    assert not Translation.objects.filter(language="ur", source__contains="Ring <b>Childline").exists()


def test_a_tool_may_split_a_unit_into_segments_and_order_their_targets(page):
    source = page.headline_en
    unit = f'<unit id="headline.{page.segments()[0].hash}">'
    first, second = source[:5], source[5:]
    split = (
        f"{unit}<segment><source>{first}</source><target order='2'>باہر</target></segment>"
        f"<segment><source>{second}</source><target order='1'>رات </target></segment></unit>"
    )

    (done,) = hand_in(v2(f'<file id="f" original="{page.object_key}">{split}</file>'))

    assert [difference.text for difference in done.differences] == ["رات باہر"]


def test_a_text_of_which_a_part_is_missing_is_refused(page):
    unit = (
        f'<unit id="headline.{page.segments()[0].hash}"><segment><source>{page.headline_en[:5]}</source>'
        f"<target>باہر</target></segment><segment><source>{page.headline_en[5:]}</source></segment></unit>"
    )

    with pytest.raises(exchange.FileRefusedError, match="Only a part"):
        hand_in(v2(f'<file id="f" original="{page.object_key}">{unit}</file>'))


def v2(inside, *, version="2.1", source="en", target="ur"):
    return (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="{version}" srcLang="{source}" trgLang="{target}">'
        f"{inside}</xliff>"
    ).encode()


# Bad files ------------------------------------------------------------------------------


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<xliff>&b;</xliff>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<xliff", "line 1: This is not XML that can be read: unclosed token"),
        (b"<xliff>\n<file></xliff>", "line 2: .*mismatched tag"),
        (BILLION, "line 1: It has a document type"),
        (OUTSIDE, "line 1: It has a document type"),
        (b"<xliff>&nbsp;</xliff>", "undefined entity"),
        (b'<?xml version="1.0" encoding="klingon"?><xliff/>', "unknown encoding"),
        (b"<" + b"a>" + b"<a>" * 100, "nested too deep"),
        (b"<html></html>", "This is not XLIFF: it begins with <html>"),
        (v2("").replace(b"2.1", b"2.9"), r"XLIFF 2.9. LiveSafe reads 1.2, 2.0 and 2.1"),
        (v2("").replace(b":2.0", b":1.1"), r"XLIFF 2.1. LiveSafe reads"),
        (v2("", target="fr"), "Its target language is “fr”. It must be one of gu, pl"),
        (v2("", target="pt-BR"), "Its target language is “pt-BR”"),
        (v2("", target=""), "It does not say its target language"),
        (v2("", source="de"), "srcLang must be en"),
        (b"   ", "The file is empty"),
        (b"PK\x03\x04 nothing", "ZIP cannot be opened"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_in_plain_words(demo, data, why):
    with pytest.raises(exchange.FileRefusedError, match=why):
        hand_in(data)


def test_european_portuguese_is_our_portuguese(demo):
    (file,) = exchange.read("a.xlf", v2("", target="pt-PT"))

    assert file.language.code == "pt"


def test_a_file_in_two_languages_is_refused(page):
    data = export(page, page, format="xliff12")
    both = data.replace(b'target-language="ur"', b'target-language="hi"', 1)

    with pytest.raises(
        exchange.FileRefusedError, match=r"line \d+: .*“ur”. Another part of the file is in Hindi"
    ):
        hand_in(both)


@pytest.mark.parametrize("format", ["xliff21", "xliff12"])
def test_the_same_text_twice_is_refused(page, format):
    data = export(page, format=format).decode()
    if format == "xliff12":
        data = re.sub(r'<target state="needs-translation"></target>', "<target>اردو</target>", data)
    else:
        data = data.replace("</source>", "</source><target>اردو</target>")
    file = data[data.index("<file") : data.index("</file>") + len("</file>")]

    with pytest.raises(
        exchange.FileRefusedError, match=r"line \d+: This text is in the file twice; .*line \d+"
    ):
        hand_in(data.replace(file, file + file).encode())


def test_english_that_somebody_changed_in_the_file_is_refused(page):
    data = export(page, format="xliff21").decode()
    source = f"<source>{page.headline_en}</source>"

    with pytest.raises(exchange.FileRefusedError, match=r"line \d+: Its English was changed in the file"):
        hand_in(data.replace(source, "<source>Stay in</source><target>گھر</target>").encode())
