"""The link checker: what it finds in what readers have, and what it says of it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from campaigns import goes
from campaigns.models import CampaignPage, Channel, Source
from livesafe import languages
from livesafe.content import groups
from livesafe.content.linkcheck import judge, report
from livesafe.content.models import PlainPage, TopicPage
from livesafe.content.support import SupportService

URDU = languages.get("ur")


@pytest.fixture
def write(demo):
    """Publish a page with this rich text, and find what is wrong on it."""

    def write(html, **block):
        page = PlainPage.objects.get(slug="who-made-this").get_latest_revision_as_object()
        page.body_en = [{"type": "text", "id": "one", "value": {"heading": "", "text": html} | block}]
        page.save_revision().publish()
        return [found for found in report.check() if found.obj.pk == page.pk]

    return write


@pytest.fixture
def staff(demo):
    def staff(group):
        user = User.objects.create_user(group.replace(" ", "-"), password="a long enough password")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return staff


def said(found):
    return [one.wrong for one in found]


def test_the_demo_s_links_all_lead_where_they_should(demo):
    assert [(str(one.obj), one.link, one.wrong) for one in report.check()] == []


def test_a_page_that_was_deleted_is_told_of_in_every_language(write):
    (found,) = write('<p>See <a linktype="page" id="987654">the advice</a>.</p>')

    assert (found.wrong, found.words) == (judge.DELETED, "the advice")
    assert found.where == "All"
    assert found.link.path == "body_en.one.text"


def test_a_page_that_is_not_published_is_named(write):
    page = TopicPage.objects.get(slug="going-out")
    page.unpublish()

    assert said(write(f'<p><a linktype="page" id="{page.pk}">Going out</a></p>')) == [
        f"“{page.title}” is not published, so no reader can open it."
    ]


def test_a_page_behind_a_login_is_named(write):
    page = TopicPage.objects.get(slug="going-out")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert said(write(f'<p><a linktype="page" id="{page.pk}">Going out</a></p>')) == [
        f"“{page.title}” is only for people who log in."
    ]


def test_a_page_that_readers_can_open_is_no_finding(write):
    page = TopicPage.objects.get(slug="going-out")

    assert write(f'<p><a linktype="page" id="{page.pk}">Going out</a></p>') == []


def test_a_file_that_was_deleted_is_told_of(write):
    file = get_document_model().objects.create(title="Poster", file=ContentFile(b"x", "poster.pdf"))
    words = f'<p><a linktype="document" id="{file.pk}">Poster</a></p>'
    assert write(words) == []

    file.delete()

    assert said(write(words)) == [judge.NO_FILE]


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://www.childline.org.uk/", []),
        ("mailto:help@livesafe.example", []),
        ("tel:999", []),
        ("#main", []),
        ("/help/#danger-now", []),
        ("#nowhere", [judge.NO_PLACE]),
        ("/help/#nowhere", [judge.NO_PLACE]),
        ("/no/such/page/", [judge.NO_PAGE]),
        ("/ur/no/such/page/", [judge.NO_PAGE]),
        ("www.childline.org.uk", [judge.NOT_WHOLE]),
        ("https://childline", [judge.NOT_WHOLE]),
        ("http://[", [judge.NOT_WHOLE]),
        ("javascript:alert(1)", [judge.NO_SCHEME]),
        ("mailto:", [judge.NOTHING]),
        ("", [judge.NOTHING]),
        ("/documents/987654/poster.pdf", [judge.NO_FILE]),
        ("/dont-count/", []),
    ],
)
def test_a_typed_address_is_judged_without_opening_it(write, address, wrong):
    found = write(f'<p><a href="{address}">there</a></p>')

    typed_page = judge.ONE_LANGUAGE.format("English")
    assert [words for words in said(found) if words != typed_page] == wrong


def test_a_typed_address_of_a_page_keeps_no_reader_in_their_language(write):
    (found,) = write('<p><a href="/help/">Get help</a></p>')

    assert found.wrong == judge.ONE_LANGUAGE.format("English")
    assert found.where == "All but English"


def test_an_address_in_one_language_is_right_for_its_readers_alone(write):
    (found,) = write('<p><a href="/ur/help">Get help</a></p>')

    assert found.wrong == judge.ONE_LANGUAGE.format("Urdu")
    assert found.where == "All but Urdu"


def test_our_own_address_with_its_host_is_one_of_ours(write, settings):
    assert said(write(f'<p><a href="{settings.BASE_URL}/no/such/page/">there</a></p>')) == [judge.NO_PAGE]


def test_an_address_that_a_redirect_takes_on_is_no_finding(write):
    Redirect.add_redirect("/old/place/", redirect_to="https://livesafe.example/")

    assert write('<p><a href="/old/place/">there</a></p>') == []


def test_a_code_that_no_link_has_and_one_that_is_over_are_told_apart(write):
    campaign = CampaignPage.objects.live().first()
    source = Source.objects.create(code="bcdfg", campaign=campaign.slug, channel=Channel.POSTER)
    ended = Source.objects.create(
        code="hjkmn", campaign=campaign.slug, channel=Channel.POSTER, ends=dt.date(2020, 1, 1)
    )

    words = "".join(f'<p><a href="/go/{code}">there</a></p>' for code in (source.code, ended.code, "zzzzz"))

    assert said(write(words)) == [goes.ENDED, goes.UNKNOWN]


def test_a_service_that_is_not_shown_is_told_of_wherever_it_was_chosen(demo):
    service = SupportService.objects.get(slug="childline")
    assert report.check() == []

    SupportService.objects.filter(pk=service.pk).update(grade="D")

    found = report.check()
    assert found
    assert {one.wrong for one in found} == {
        f"“{service}” is not shown to readers: it is not verified, or its grade is C or D."
    }
    assert {one.where for one in found} == {"All"}


def test_a_language_whose_own_column_leads_astray_is_named_alone(write):
    write("<p>Nothing linked.</p>")
    page = PlainPage.objects.get(slug="who-made-this")
    raw = [
        {
            "type": "text",
            "id": "one",
            "value": {"heading": "", "text": '<p><a linktype="page" id="9999">x</a></p>'},
        }
    ]
    PlainPage.objects.filter(pk=page.pk).update(body_ur=raw)

    (found,) = report.check()

    assert (found.languages, found.where) == ([URDU], "Urdu")


def test_a_draft_and_its_links_wait_until_they_are_published(demo):
    page = PlainPage.objects.get(slug="who-made-this").get_latest_revision_as_object()
    page.body_en = [{"type": "text", "value": {"heading": "", "text": '<p><a href="/nowhere/">x</a></p>'}}]
    page.save_revision()

    assert report.check() == []


def test_the_report_leads_to_the_block_in_its_editor(write, staff):
    (found,) = write('<p><a linktype="page" id="987654">the advice</a></p>')

    shown = staff(groups.EDITORS).get(reverse("links_to_mend")).content.decode()

    assert judge.DELETED in shown
    assert "“the advice”" in shown
    assert f'href="/admin/pages/{found.obj.pk}/edit/#:w:contentpath=body_en.one.text"' in shown


def test_what_waits_on_the_first_page_counts_the_links(write, staff):
    client = staff(groups.PUBLISHERS)
    write('<p><a href="/nowhere/">x</a> <a href="/nowhere/else/">y</a></p>')
    assert "2 links lead nowhere or astray" in client.get("/admin/").content.decode()

    write("<p>Mended.</p>")
    client.get(reverse("links_to_mend"))

    assert "nowhere or astray" not in client.get("/admin/").content.decode()


def test_who_may_change_no_page_sees_no_links_to_mend(demo, staff):
    assert staff(groups.ANALYSTS).get(reverse("links_to_mend")).status_code == 302


def test_the_command_says_the_same_and_fails_where_there_is_something_to_mend(write, capsys):
    call_command("check_links")
    assert "Every link within the site leads where it should." in capsys.readouterr().out

    write('<p><a href="/nowhere/">x</a></p>')

    with pytest.raises(CommandError, match="1 to mend"):
        call_command("check_links")
    assert f"All  “x” /nowhere/: {judge.NO_PAGE}" in capsys.readouterr().out


def test_more_languages_and_blocks_cost_no_more_queries(write, django_assert_max_num_queries):
    write("".join(f'<p><a linktype="page" id="{n}">x</a></p>' for n in range(900, 960)))

    with django_assert_max_num_queries(40):
        report.check()
