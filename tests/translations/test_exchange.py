import polib
import pytest
from django.core.management import CommandError, call_command

from livesafe import languages
from livesafe.content.models import HelpPage, TopicPage
from livesafe.content.support import SupportService
from livesafe.translations import exchange
from livesafe.translations.models import Translation
from livesafe.translations.project import project

GUJARATI = languages.get("gu")


@pytest.fixture
def page(demo):
    return TopicPage.objects.get(slug="substance-use")


@pytest.fixture
def file(page, tmp_path):
    """A file of the page as it goes out to a translator, with a function that hands it in again."""
    po = polib.pofile(exchange.export([page], GUJARATI)[0].decode())

    def hand_in(**texts):
        for entry in po:
            if entry.msgid in texts.get("by_source", {}):
                entry.msgstr = texts["by_source"][entry.msgid]
        path = tmp_path / "gu.po"
        po.save(str(path))
        return path

    return hand_in


def test_what_goes_out_comes_back_as_drafts_that_readers_see(page, file):
    (done,) = exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}), origin="A translator")

    assert done.stored == 1
    row = Translation.objects.get(object_key=page.object_key, language="gu")
    assert (row.state, row.origin, row.approved_by) == ("draft", "A translator", None)
    assert str(TopicPage.objects.get(pk=page.pk).headline_gu) == "દારૂ અને નશો"


def test_the_same_file_twice_changes_nothing(page, file):
    path = file(by_source={page.headline_en: "દારૂ અને નશો"})
    exchange.load(path)

    (done,) = exchange.load(path)
    assert (done.stored, done.unchanged) == (0, 1)


def test_a_text_that_a_person_approved_is_kept(page, file):
    path = file(by_source={page.headline_en: "દારૂ અને નશો"})
    exchange.load(path)
    Translation.objects.update(state="approved", approved_at="2026-11-22T00:00Z")

    (done,) = exchange.load(file(by_source={page.headline_en: "બીજું કંઈક"}))

    assert len(done.kept) == 1
    assert Translation.objects.get(object_key=page.object_key, language="gu").text == "દારૂ અને નશો"


def test_a_better_draft_replaces_a_draft_and_the_old_one_is_history(page, file):
    exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}))
    exchange.load(file(by_source={page.headline_en: "નશા વિશે"}))

    row = Translation.objects.get(object_key=page.object_key, language="gu")
    assert (row.text, row.past.get().text) == ("નશા વિશે", "દારૂ અને નશો")


def test_a_text_that_a_reviewer_called_unsafe_does_not_come_back_by_a_file(page, file):
    exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}))
    Translation.objects.filter(object_key=page.object_key).update(state="unsafe")
    project(page, [GUJARATI])

    (done,) = exchange.load(file(by_source={page.headline_en: "નશા વિશે"}))

    assert len(done.kept) == 1
    assert TopicPage.objects.get(pk=page.pk).headline_gu.state == "english"


def test_words_called_unsafe_on_another_page_do_not_come_by_a_file(page, file):
    exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}))
    Translation.objects.filter(object_key=page.object_key).update(state="unsafe", object_key="page:elsewhere")
    project(page, [GUJARATI])

    (done,) = exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}))

    assert [one.who for one in done.kept] == ["A reviewer said that the words of the file are unsafe"]
    assert not Translation.objects.filter(object_key=page.object_key, language="gu").exists()


def test_a_file_does_not_end_that_a_text_is_withheld(page, file):
    exchange.load(file(by_source={page.headline_en: "દારૂ અને નશો"}))
    Translation.objects.filter(object_key=page.object_key).update(released=False)

    exchange.load(file(by_source={page.headline_en: "નશા વિશે"}))

    assert TopicPage.objects.get(pk=page.pk).headline_gu.state == "english"


@pytest.mark.parametrize("context", ["page:not-a-key#headline", "nothing", None])
def test_an_entry_for_nothing_that_is_here_is_told(demo, tmp_path, context):
    po = polib.POFile()
    po.metadata = {"Language": "gu"}
    po.append(polib.POEntry(msgctxt=context, msgid="Go", msgstr="જાઓ"))
    po.save(str(tmp_path / "gu.po"))

    (done,) = exchange.load(tmp_path / "gu.po")

    assert (done.stored, len(done.gone)) == (0, 1)


def test_one_broken_number_refuses_the_whole_file_and_names_the_line(page, file):
    danger = next(s.source for s in page.segments() if "999" in s.source)
    path = file(by_source={page.headline_en: "દારૂ અને નશો", danger: "998 પર ફોન કરો."})

    with pytest.raises(exchange.FileRefusedError, match=r"line \d+: The number"):
        exchange.load(path)

    assert not Translation.objects.filter(object_key=page.object_key).exists()


def test_english_that_has_changed_since_is_told_and_not_stored(page, file):
    path = file(by_source={page.headline_en: "દારૂ અને નશો"})
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "Drink and drugs, reworded"
    draft.save_revision().publish()

    (done,) = exchange.load(path)

    assert (done.stored, len(done.gone)) == (0, 1)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'msgid "x', b"<xml/>"])
def test_what_is_no_po_file_is_refused_in_plain_words(demo, tmp_path, content):
    path = tmp_path / "broken.po"
    path.write_bytes(content)

    with pytest.raises(exchange.FileRefusedError):
        exchange.load(path)


def test_a_file_of_a_language_that_the_site_does_not_have_is_refused(demo, tmp_path):
    po = polib.POFile()
    po.metadata = {"Language": "tlh"}
    po.save(str(tmp_path / "tlh.po"))

    with pytest.raises(CommandError, match="tlh"):
        call_command("import_translations", str(tmp_path / "tlh.po"))


def test_somali_drafts_stay_with_staff_but_for_help_and_its_services(demo, tmp_path):
    somali = languages.get("so")
    page, help_page, service = (
        TopicPage.objects.get(slug="substance-use"),
        HelpPage.objects.get(),
        SupportService.objects.all()[0],
    )
    Translation.objects.filter(language="so").delete()
    po = polib.pofile(exchange.export([page, help_page, service], somali)[0].decode())
    for entry in po:
        if entry.msgid in {page.headline_en, help_page.headline_en, service.purpose_en}:
            entry.msgstr = "Caawimaad"
    po.save(str(tmp_path / "so.po"))

    exchange.load(tmp_path / "so.po")

    released = dict(Translation.objects.filter(language="so").values_list("object_key", "released"))
    assert released == {page.object_key: False, help_page.object_key: True, service.object_key: True}


def test_the_export_command_writes_a_file_of_the_pages_asked_for(demo, tmp_path):
    call_command("export_translations", "--language", "pl", "--page", "/", "--out", str(tmp_path / "home.po"))

    assert {entry.msgctxt.partition("#")[0] for entry in polib.pofile(str(tmp_path / "home.po"))} == {
        HelpPage.objects.get().get_parent().specific.object_key
    }
