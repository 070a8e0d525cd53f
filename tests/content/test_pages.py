import re

import pytest
from django.core.exceptions import ValidationError

from livesafe import languages, version
from livesafe.content.models import HomePage, PlainPage, TopicPage, Withdrawn
from livesafe.translations import interface
from livesafe.translations.models import Standing

CODES = [language.code for language in languages.TARGETS]


def html(reader, path):
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("language", languages.ALL, ids=lambda language: language.code)
def test_home_speaks_its_language_and_runs_its_way(demo, reader, language):
    path = "/" if language is languages.SOURCE else f"/{language.code}/"

    assert re.search(rf'<html[^>]* lang="{language.code}"[^>]* dir="{language.dir}"', html(reader, path))


def test_the_switcher_names_each_language_by_its_own_name_and_stays_on_the_page(demo, reader):
    page = html(reader, "/young-people/going-out/")

    for language in languages.TARGETS:
        assert language.endonym in page
        assert f'href="/{language.code}/young-people/going-out/"' in page


def test_a_language_without_a_word_of_a_page_is_canonical_to_english(demo, reader):
    page = html(reader, "/gu/about/accessibility/")

    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', page)[1]
    assert canonical.endswith("/about/accessibility/")
    assert "/gu/" not in canonical
    assert 'hreflang="gu"' not in page.partition("</head>")[0]


def test_a_translated_page_names_its_other_languages_and_a_default(demo, reader):
    page = TopicPage.objects.get(slug="going-out")
    Standing.objects.filter(object_key=page.object_key, language="pl").update(segments=9, drafts=9)

    head = html(reader, "/pl/young-people/going-out/").partition("</head>")[0]

    assert re.findall(r'hreflang="([^"]+)"', head) == ["en", "pl", "x-default"]


def test_the_sitemap_lists_a_page_in_the_languages_in_which_it_can_be_read(demo, reader):
    page = TopicPage.objects.get(slug="going-out")
    Standing.objects.filter(object_key=page.object_key, language="pl").update(segments=9, drafts=9)

    sitemap = reader.get("/sitemap.xml").content.decode()

    assert "/pl/young-people/going-out/</loc>" in sitemap
    assert "/ur/young-people/going-out/</loc>" not in sitemap


def test_a_page_without_translation_says_so_in_the_readers_language(demo, reader):
    page = TopicPage.objects.get(slug="going-out")

    assert page.standings["ur"].state == "english"
    assert 'class="notice' in html(reader, "/ur/young-people/going-out/")
    assert 'class="notice' not in html(reader, "/young-people/going-out/")


@pytest.mark.parametrize("slug", ["being-used", "hard-feelings"])
def test_a_sensitive_page_gives_nothing_away_and_is_not_kept(demo, reader, slug):
    page = TopicPage.objects.get(slug=slug)
    response = reader.get(f"/young-people/{slug}/")
    head = response.content.decode().partition("</head>")[0]

    assert page.headline_en not in head
    assert page.neutral_title_en in head
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert "campaign-card" not in response.content.decode()


def test_a_sensitive_page_needs_a_neutral_title_and_no_campaign(demo):
    page = TopicPage.objects.get(slug="knife-crime")
    page.sensitive = True
    with pytest.raises(ValidationError, match="gives nothing away"):
        page.full_clean()

    page.neutral_title_en = "Advice"
    with pytest.raises(ValidationError, match="carries no campaign"):
        page.full_clean()


@pytest.mark.parametrize("slug", ["gu", "en", "admin", "go", "static"])
def test_an_address_of_the_site_itself_is_refused_as_a_slug(demo, slug):
    page = PlainPage(title="Hi", slug=slug, headline_en="Hi", summary_en="Hi")

    with pytest.raises(ValidationError, match="address of the site itself"):
        HomePage.objects.get().add_child(instance=page)


def test_a_withdrawn_page_is_gone_in_every_language_and_returns_when_published(demo, reader):
    page = TopicPage.objects.get(slug="going-out")

    page.unpublish()
    assert [reader.get(f"{prefix}/young-people/going-out/").status_code for prefix in ("", "/gu")] == [
        410,
        410,
    ]

    page.save_revision().publish()
    assert reader.get("/gu/young-people/going-out/").status_code == 200
    assert not Withdrawn.objects.exists()


def test_a_deleted_page_is_gone_and_not_merely_unknown(demo, reader):
    TopicPage.objects.get(slug="going-out").delete()

    assert reader.get("/young-people/going-out/").status_code == 410
    assert reader.get("/young-people/never-was/").status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_speaks_the_language_of_its_address(demo, reader, code):
    response = reader.get(f"/{code}/nothing-here/")

    assert response.status_code == 404
    assert f'lang="{code}"' in response.content.decode()


def test_a_link_to_a_page_in_english_says_so_before_the_tap(demo, reader):
    page = html(reader, "/ur/young-people/")

    cards = re.findall(r'<li class="page-card.*?</li>', page, re.DOTALL)
    card = next(card for card in cards if "/ur/young-people/going-out/" in card)
    assert 'class="badge"' in card


def test_a_law_that_is_not_yet_in_force_is_not_shown(demo, reader):
    page = TopicPage.objects.get(slug="knife-crime")
    raw = page.body_en.raw_data
    law = next(block for block in raw if block["type"] == "law")
    assert law["value"]["source_url"] in html(reader, "/young-people/knife-crime/")

    law["value"]["in_force_from"] = "2099-01-01"
    page.save_revision().publish()

    assert law["value"]["source_url"] not in html(reader, "/young-people/knife-crime/")


def test_a_page_is_read_with_few_queries(demo, reader, django_assert_max_num_queries, monkeypatch):
    # However long it takes here: what is asked again each second is asked once.
    monkeypatch.setattr(version, "watch", version.Watch(clock=lambda: 0.0))
    monkeypatch.setattr(interface, "ASKED_AGAIN", float("inf"))
    reader.get("/gu/young-people/knife-crime/")  # What is remembered for all readers.

    version.move()  # So that it is rendered again.
    with django_assert_max_num_queries(28 + 1):  # The version's.
        reader.get("/gu/young-people/knife-crime/")


def test_a_preview_shows_the_draft_with_the_translations_there_are(demo, admin_client):
    page = TopicPage.objects.get(slug="going-out")
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "A draft that nobody published"
    draft.save_revision()

    for mode, lang in (("", "en"), ("ur", "ur")):
        response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")
        assert "A draft that nobody published" in response.content.decode()
        assert f'lang="{lang}"' in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert "script-src 'self';" in response["Content-Security-Policy"]
