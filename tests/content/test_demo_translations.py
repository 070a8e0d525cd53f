"""The translations that ship with the demo content: complete where promised, faithful, and honest about what made them."""

import polib
import pytest
from wagtail.models import Page

from livesafe import languages
from livesafe.content.demo.load import HERE
from livesafe.content.models import HelpPage
from livesafe.content.support import SupportService
from livesafe.translations import checks, interface, objects
from livesafe.translations.models import Standing, Translation
from livesafe.translations.project import project

TRANSLATED = [
    "home",
    "help",
    "make-a-stand",
    "we-dont-carry",
    "knife-crime",
    "staying-safe-online",
    "a-friend",
    "worried-about-your-child",
    "how-to-talk",
    "shared-phone",
]
BY_LANGUAGE = pytest.mark.parametrize("language", languages.TARGETS, ids=lambda language: language.code)
WITH_ENGINE = [language for language in languages.TARGETS if language.deepl]


def page(slug):
    pages = Page.objects.filter(depth=2) if slug == "home" else Page.objects.filter(slug=slug)
    return pages.get().specific


@BY_LANGUAGE
def test_every_text_of_the_files_is_todays_english_and_was_stored(demo, language):
    files = sorted((HERE / "translations" / language.code).glob("*.po"))
    entries = [entry for file in files for entry in polib.pofile(str(file)) if entry.msgstr]

    assert len(entries) > 400
    # The interface's safety words come from the catalogues.
    rows = Translation.objects.filter(language=language.code).exclude(object_key=interface.OBJECT_KEY)
    assert rows.count() == len(entries)


@BY_LANGUAGE
@pytest.mark.parametrize("slug", TRANSLATED)
def test_a_promised_page_has_a_text_for_every_segment(demo, language, slug):
    rows = Translation.objects.filter(object_key=page(slug).object_key, language=language.code)

    assert set(rows.values_list("path", "source_hash")) == {(s.path, s.hash) for s in page(slug).segments()}


@pytest.mark.parametrize("language", WITH_ENGINE, ids=lambda language: language.code)
@pytest.mark.parametrize("slug", TRANSLATED)
def test_readers_get_the_whole_page_in_their_language(demo, language, slug):
    assert Standing.objects.get(object_key=page(slug).object_key, language=language.code).state == "machine"


def test_readers_of_somali_get_drafts_only_beside_the_english_until_people_have_read_them(demo):
    """No engine offers Somali. What keeps people safe is shown beside its English at once, and nothing else."""
    for row in Standing.objects.filter(language="so").exclude(object_key=interface.OBJECT_KEY):
        segments = objects.find(row.object_key).segments()
        beside = {(segment.path, segment.hash) for segment in segments if segment.policy == "both"}
        texts = Translation.objects.filter(object_key=row.object_key, language="so")
        assert row.drafts == len(beside & set(texts.values_list("path", "source_hash"))), row.object_key
    assert (
        Standing.objects.get(object_key=HelpPage.objects.get().object_key, language="so").state == "machine"
    )


@BY_LANGUAGE
def test_numbers_names_links_and_scripts_are_right(demo, language):
    wrong = {
        f"{row.object_key} {row.path}": problems
        for row in Translation.objects.filter(language=language.code)
        if (problems := checks.problems(row.kind, row.source, row.text, language.code))
    }

    assert wrong == {}


def test_every_text_says_what_made_it_and_claims_no_persons_review(demo):
    for row in Translation.objects.all():
        assert row.origin.startswith("Machine draft")
        assert "not reviewed by a person" in row.origin
        assert (row.state, row.approved_by, row.approved_at) == ("draft", None, None)


@BY_LANGUAGE
def test_the_number_to_call_stands_on_help_in_every_language(demo, reader, language):
    help_page = reader.get(f"/{language.code}/help/").content.decode()

    for service in SupportService.objects.exclude(phone=""):
        assert f'href="tel:{service.tel}"' in help_page, service.name


@BY_LANGUAGE
def test_help_shows_the_english_beside_every_unchecked_text(demo, reader, language):
    help_page = reader.get(f"/{language.code}/help/").content.decode()

    assert help_page.count('class="both-english"') == help_page.count('class="both-told"') > 50
    assert help_page.count('class="unchecked"') >= help_page.count('class="both-told"')


def test_a_page_on_hold_shows_no_machines_words(demo, reader):
    page_ = page("being-used")
    for segment in page_.segments():
        Translation.objects.create(
            object_key=page_.object_key,
            language="ur",
            path=segment.path,
            source_hash=segment.hash,
            kind=segment.kind,
            source=segment.source,
            text="مشین کے الفاظ" if segment.kind == "text" else segment.source,
            origin="Test",
        )
    project(page_)

    assert "مشین کے الفاظ" not in reader.get("/ur/young-people/being-used/").content.decode()
