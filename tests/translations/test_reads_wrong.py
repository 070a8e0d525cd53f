"""A reader of another language taps the part that reads wrong; the desk sees it at that part, and nothing of who it was."""

import html
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.translations import reads_wrong, review, roles
from livesafe.translations.board import board
from livesafe.translations.models import ReadsWrong
from livesafe.translations.review import By
from livesafe.translations.steps import steps
from livesafe.translations.told import MARKS

OWN = {"sec-fetch-site": "same-origin"}
GUJARATI = languages.get("gu")


@pytest.fixture
def topic(demo):
    """A topic that a machine translated."""
    return TopicPage.objects.get(slug="knife-crime")


@pytest.fixture
def address(topic):
    return f"/gu/reads-wrong/{topic.translation_key}/"


@pytest.fixture
def part(live):
    """A part of the topic as its readers have it, the first that a machine translated."""
    return lambda: next(one for one in reads_wrong.parts(live(), GUJARATI) if one.segment.kind == "html")


@pytest.fixture
def tap(reader, address, part):
    """Press the button below the part."""

    def tap(headers=OWN, **changes):
        one = part()
        form = {"path": one.segment.path, "hash": one.segment.hash, "text": one.text_hash} | changes
        return reader.post(address, form, headers=headers)

    return tap


@pytest.fixture
def editor():
    user = User.objects.create_user("asha", password="-")
    user.groups.add(Group.objects.get(name="Publishers"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(topic):
    return reverse("translations:edit", args=[topic.object_key, "gu"])


def said():
    return list(ReadsWrong.objects.values_list("path", "n"))


def test_the_notice_leads_to_the_parts_of_its_page(topic, reader, address):
    page = reader.get(topic.url_in("gu")).content.decode()

    assert f'<a href="{address}" rel="nofollow">' in page


def test_english_pages_have_no_such_link_and_no_such_address(topic, reader):
    assert "reads-wrong" not in reader.get(topic.url_in("en")).content.decode()
    assert reader.get(f"/reads-wrong/{topic.translation_key}/").status_code == 404


def test_the_parts_stand_in_the_order_of_the_page_each_with_one_button_and_nothing_to_write(
    topic, reader, address
):
    answer = reader.get(address)
    page = answer.content.decode()
    shown = reads_wrong.parts(topic, GUJARATI)

    assert page.count('name="text"') == len(shown) > 3
    assert re.findall(r'name="path" value="(.+?)"', page) == [part.segment.path for part in shown]
    assert "<textarea" not in page
    assert 'type="text"' not in page
    assert not MARKS & set(page)


def test_the_parts_are_kept_by_nobody_and_found_by_no_search_engine(reader, address):
    answer = reader.get(address)
    robots = reader.get("/robots.txt").content.decode()

    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "Disallow: /gu/reads-wrong/" in robots


def test_only_what_readers_get_in_their_language_is_listed(topic, remember, reader, live):
    before = len(reads_wrong.parts(live(), GUJARATI))
    remember(topic.headline_en, "રોકેલું", released=False)

    after = reads_wrong.parts(live(), GUJARATI)

    assert len(after) == before - 1
    assert "રોકેલું" not in [part.text for part in after]


def test_a_tap_is_thanked_at_its_part_without_any_script(reader, address, tap, part):
    answer = tap()
    there = f"{address}?told={part().number}#part-{part().number}"

    assert (answer.status_code, answer["Location"]) == (303, there)
    assert answer["Cache-Control"] == "no-store"
    page = reader.get(there).content.decode()
    assert page.count('class="part-said"') == 1
    at, said_at = page.index(f'id="part-{part().number}"'), page.index('class="part-said"')
    assert said_at - at > 0
    assert 'class="part"' not in page[at:said_at]
    assert re.findall(r"<script[^>]*", page) == ['<script type="module" src="/static/js/exit.js"']


def test_nothing_is_stored_but_a_number_and_a_day(tap, part):
    tap()
    tap({"sec-gpc": "1", **OWN})  # A message to us is no analytics: an objection does not silence it.

    assert said() == [(part().segment.path, 2)]
    assert ReadsWrong.objects.get().day == timezone.localdate()
    assert {field.name for field in ReadsWrong._meta.fields} == {
        "id", "object_key", "language", "path", "source_hash", "text_hash", "n", "day",
    }  # fmt: skip


def test_a_part_that_the_page_does_not_have_is_refused(tap):
    answers = [tap(path="body.made-up"), tap(hash="0" * 20), tap(text="x" * 5_000)]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert 'class="part-said"' in answers[0].content.decode()
    assert said() == []


def test_another_site_cannot_say_it_for_a_reader(tap):
    assert tap({"sec-fetch-site": "cross-site"}).status_code == 403
    assert tap({"origin": "https://elsewhere.example"}).status_code == 403
    assert tap({}).status_code == 403
    assert said() == []


@pytest.mark.parametrize("code", ["xx", "en"])
def test_no_other_language_than_the_sites_own_has_such_a_page(topic, reader, code):
    assert reader.get(f"/{code}/reads-wrong/{topic.translation_key}/").status_code in {301, 404}


def test_a_page_that_readers_cannot_open_shows_no_parts(topic, reader, address):
    restriction = PageViewRestriction.objects.create(
        page=topic, restriction_type=PageViewRestriction.PASSWORD, password="-"
    )
    assert reader.get(address).status_code == 404

    restriction.delete()
    topic.unpublish()
    assert reader.get(address).status_code == 404


def test_a_sensitive_page_keeps_its_neutral_title(topic, reader, address):
    type(topic).objects.filter(pk=topic.pk).update(sensitive=True, neutral_title_gu="પાનું")

    answer = reader.get(address)

    assert "<title>પાનું</title>" in answer.content.decode()
    assert (answer["Cache-Control"], answer.has_header("CDN-Cache-Control")) == ("no-store", False)


def test_one_text_is_counted_so_often_and_no_more(tap, monkeypatch):
    monkeypatch.setattr(reads_wrong, "MOST", 2)
    for _ in range(4):
        tap()

    assert [n for _, n in said()] == [2]


def test_the_editor_says_so_at_that_part_until_somebody_settles_it(editor, desk, tap, part):
    tap()
    tap()
    page = html.unescape(editor.get(desk).content.decode())
    at = page.index("Readers said 2 times that this reads wrong.")
    segment = part().segment
    assert page.rindex('name="path" value="', 0, at) == page.index(f'name="path" value="{segment.path}"')
    assert page.count("reads wrong") == 1

    form = {"do": "settle_reports", "path": segment.path, "hash": segment.hash, "text": part().text}
    assert editor.post(desk, form).status_code == 302

    assert said() == []
    assert "reads wrong" not in editor.get(desk).content.decode()


def test_a_new_text_starts_at_nothing(topic, tap, part, remember):
    tap()
    old = part()

    remember(old.segment.source, f"{old.text} નવું")

    assert said() == []
    assert tap(text=old.text_hash).status_code == 409  # Their page was open while the text changed.
    tap()
    assert [n for _, n in said()] == [1]


def test_a_draft_that_readers_do_not_get_yet_leaves_the_count(remember, tap, part, editor, topic):
    segment, text = part().segment, part().text
    remember(segment.source, text, state="approved")
    tap()
    user = By(User.objects.get(username="asha"))

    place = review.place(topic, GUJARATI, segment.path, segment.hash)
    review.write(place, f"{text} નવું", user, seen=text)

    assert [n for _, n in said()] == [1]


def test_an_approval_settles_it(topic, tap, part, editor):
    user = User.objects.get(username="asha")
    user.groups.add(Group.objects.get(name=roles.REVIEWERS))
    tap()
    segment = part().segment
    place = review.place(topic, GUJARATI, segment.path, segment.hash)

    review.approve(place, By(User.objects.get(pk=user.pk)), seen=part().text)

    assert said() == []


def test_the_desk_says_first_where_something_came_in(topic, tap, editor):
    tap()

    rows = [row for row in board([GUJARATI]).rows if row.key == topic.object_key]
    step = steps(rows, approves=())[0]

    assert rows[0].cells[0].reads_wrong == 1
    assert "a reader said that it reads wrong" in step.reason
    assert "Reads wrong</span>" in editor.get(reverse("translations:coverage")).content.decode()
