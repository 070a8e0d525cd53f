"""What the catalogues of the interface lack, in the admin and as a command."""

import json

import polib
import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from livesafe import languages
from livesafe.translations import catalogues
from livesafe.translations.models import LanguageRole, Translation

GUJARATI = languages.get("gu")


@pytest.fixture
def catalogue(demo, monkeypatch):
    """Changes Gujarati's catalogue for the report alone."""
    po = polib.pofile(str(catalogues.ROOT / "locale/gu/LC_MESSAGES/django.po"))
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: po)
    return po


def test_the_catalogues_of_the_site_are_complete(demo):
    assert [report.language.code for report in catalogues.reports() if not report.is_complete] == []


def test_a_word_that_no_catalogue_has_is_missing(catalogue):
    catalogue.remove(catalogue.find("What to expect"))

    report = catalogues.report(GUJARATI)

    assert (report.missing, report.is_complete) == (["What to expect"], False)


def test_a_fuzzy_an_empty_and_a_broken_entry_are_told_apart(catalogue):
    catalogue.find("What to expect").flags.append("fuzzy")
    catalogue.find("Interpreter").msgstr = ""
    placeholder = next(e for e in catalogue if "%(" in e.msgid and not e.msgid_plural)
    placeholder.msgstr = "કંઈ નહીં"

    report = catalogues.report(GUJARATI)

    assert (report.fuzzy, report.empty) == (["What to expect"], ["Interpreter"])
    assert report.broken == [placeholder.msgid]


def test_a_word_that_nothing_asks_for_any_more_is_told_and_does_no_harm(catalogue):
    catalogue.append(polib.POEntry(msgid="Fax", msgstr="ફેક્સ"))

    report = catalogues.report(GUJARATI)

    assert "Fax" in report.unused
    assert report.is_complete


def test_words_of_templates_and_code_are_found_in_every_form():
    html = (
        '{% load i18n %}{% translate "One" %}{% translate "Two" context "a number" %}{% safe_word "Three" %}'
        '{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}{{ _("Four") }}'
    )
    code = 'gettext("Five")\npgettext("a number", "Six")\nprint("Seven")'

    assert set(catalogues.words_in_template(html)) >= {
        ("", "One"),
        ("a number", "Two"),
        ("", "Three"),
        ("", "%(n)s day"),
        ("", "Four"),
    }
    assert set(catalogues.words_in_python(code)) == {("", "Five"), ("a number", "Six")}


def test_a_text_of_the_desk_that_differs_from_the_catalogue_is_told_to_developers(demo):
    Translation.objects.filter(object_key="interface:safety", language="gu", source="Get help").update(
        text="મદદ"
    )

    assert catalogues.report(GUJARATI).differing == ["Get help"]


def test_the_command_fails_where_readers_would_get_english(catalogue, capsys):
    catalogue.remove(catalogue.find("What to expect"))

    with pytest.raises(CommandError, match="Not complete: Gujarati"):
        call_command("interface_report", "--language", "gu")

    assert "missing from the catalogue: What to expect" in capsys.readouterr().out


def test_the_command_speaks_json(demo, capsys):
    call_command("interface_report", "--language", "pl", "--format", "json")

    (report,) = json.loads(capsys.readouterr().out)
    assert (report["language"], report["missing"], report["safety"] > 50) == ("pl", [], True)


def test_staff_see_the_languages_that_were_given_to_them(client, demo):
    user = User.objects.create_user("amna")
    user.groups.add(Group.objects.get(name="Translators"))
    LanguageRole.objects.create(user=user, language="ur")
    client.force_login(user)

    html = client.get(reverse("translations:interface")).content.decode()

    assert "Urdu" in html
    assert "Gujarati" not in html
    assert reverse("translations:edit", args=["interface:safety", "ur"]) in html
