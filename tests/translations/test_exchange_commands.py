"""Files of translations by command, for whoever has no browser at hand."""

import polib
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.translations import exchange, objects, review
from livesafe.translations.models import Translation

URDU = languages.get("ur")


@pytest.fixture
def page(demo):
    page = TopicPage.objects.get(slug="going-out")
    Translation.objects.filter(language="ur", object_key=page.object_key).delete()
    return page


@pytest.fixture
def path(page, tmp_path):
    """An XLIFF file of the page with an Urdu headline."""
    path = tmp_path / "ur.xlf"
    data = exchange.export([page], URDU, format="xliff21")[0].decode()
    source = f"<source>{page.headline_en}</source>"
    path.write_text(data.replace(source, f"{source}<target>باہر جانا</target>"))
    return path


@pytest.mark.parametrize("format", exchange.FORMATS)
def test_a_section_goes_out_in_each_format(page, tmp_path, format):
    out = tmp_path / ("out.po" if format == "po" else "out.xlf")
    section = page.get_parent().specific
    where = "/" + section.url_path.split("/", 2)[2]

    call_command("export_translations", language="pl", format=format, section=[where], out=out)

    (file,) = exchange.read(out.name, out.read_bytes())
    assert {entry.object_key for entry in file.entries} <= {obj.object_key for obj in objects.below(section)}
    assert len({entry.object_key for entry in file.entries}) > 2


def test_the_safety_words_and_the_services_go_out_by_name(demo, tmp_path):
    call_command(
        "export_translations", "--language=ur", "--words", "--services", "--out", str(tmp_path / "ur.po")
    )

    keys = {entry.msgctxt.partition("#")[0] for entry in polib.pofile(str(tmp_path / "ur.po"))}
    assert "interface:safety" in keys
    assert {key.partition(":")[0] for key in keys} == {"interface", "service"}


def test_a_page_that_is_not_there_is_named(demo, tmp_path):
    with pytest.raises(CommandError, match="There is no page at nowhere"):
        call_command(
            "export_translations", "--language=ur", "--page=nowhere", "--out", str(tmp_path / "ur.po")
        )


def test_a_dry_run_says_what_would_happen_and_stores_nothing(page, path, capsys):
    call_command("import_translations", str(path), "--dry-run")

    assert "1 would be stored, 0 unchanged" in capsys.readouterr().out
    assert not Translation.objects.filter(language="ur", object_key=page.object_key).exists()


def test_an_import_may_say_who_hands_it_in(page, path):
    olive = User.objects.create_superuser("olive")

    call_command("import_translations", str(path), "--user=olive")

    assert Translation.objects.get(language="ur", object_key=page.object_key).made_by == olive


def test_an_import_by_nobody_we_know_is_refused(page, path):
    with pytest.raises(CommandError, match="no user called mallory"):
        call_command("import_translations", str(path), "--user=mallory")


def test_a_conflict_is_told_with_both_texts_and_who(page, path, capsys):
    olive = User.objects.create_superuser("olive")
    segment = page.segments()[0]
    review.write(review.place(page, URDU, segment.path, segment.hash), "گھومنا", review.By(olive), seen="")

    call_command("import_translations", str(path))

    told = capsys.readouterr().out
    assert "kept: Written by olive" in told
    assert "here: گھومنا" in told
    assert "file: باہر جانا" in told


def test_a_translators_file_reaches_readers_of_the_safety_words(demo, tmp_path, reader):
    data = exchange.export([objects.words()], URDU)[0].decode()
    po = polib.pofile(data)
    po.find("What to expect").msgstr = "کیا ہو گا"
    po.save(str(tmp_path / "ur.po"))

    call_command("import_translations", str(tmp_path / "ur.po"))

    assert "کیا ہو گا" in reader.get("/ur/help/").content.decode()
