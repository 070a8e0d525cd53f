"""The desk's first page: every page by every language, and what to do first."""

import uuid

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import ReadTally
from campaigns.period import today
from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import AudiencePage, HelpPage, TopicPage
from livesafe.content.support import SupportService
from livesafe.translations import board, review, steps
from livesafe.translations.models import LanguageRole, Standing
from livesafe.translations.review import By

GUJARATI, URDU, PUNJABI = languages.get("gu"), languages.get("ur"), languages.get("pa")
COVERAGE = "/admin/translations/"


@pytest.fixture
def person(demo):
    """A function that makes a member of a group, with these languages; answers with the user and a browser."""

    def person(group, *codes):
        user = User.objects.create_user(f"{group}-{'-'.join(codes)}".replace(" ", "-"))
        user.groups.add(Group.objects.get(name=group))
        LanguageRole.objects.bulk_create(LanguageRole(user=user, language=code) for code in codes)
        client = Client()
        client.force_login(user)
        return user, client

    return person


@pytest.fixture
def publisher(person):
    return person(groups.PUBLISHERS)


def cell(page, language):
    rows = board.board([language]).rows
    return next(row for row in rows if row.key == page.object_key).cells[0]


def translate(page, number, text, language, by, *, approve=False):
    segment = page.segments()[number]
    place = review.place(page, language, segment.path, segment.hash)
    review.write(place, text, by, seen=place.row.text if place.row else "")
    if approve:
        review.approve(place, by, seen=text)
    return segment


# What the table says -------------------------------------------------------------


def test_pages_services_and_the_interfaces_words_are_all_there(demo):
    keys = {row.key for row in board.board(languages.TARGETS).rows}

    assert {page.object_key for page in TopicPage.objects.all()} <= keys
    assert {service.object_key for service in SupportService.objects.all()} <= keys
    assert "interface:safety" in keys


def test_a_cell_says_what_readers_get_and_how_many_words_are_left(topic, publisher):
    before = cell(topic, GUJARATI)
    words = len(str(topic.headline_en).split())

    translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]), approve=True)

    after = cell(topic, GUJARATI)
    assert after.standing.state == "partly"
    assert before.words_to_do - after.words_to_do == words


def test_changed_english_marks_every_language_that_has_a_text_for_its_place(topic, publisher):
    translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]))
    draft = TopicPage.objects.get(pk=topic.pk).get_latest_revision_as_object()
    draft.headline_en = "Out with friends"
    draft.save_revision().publish()

    assert cell(topic, GUJARATI).standing.outdated == 1
    assert cell(topic, URDU).standing.outdated == 0


def test_english_that_changed_back_is_not_outdated(topic, publisher):
    translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]))
    for words in ("Out with friends", str(topic.headline_en)):
        draft = TopicPage.objects.get(pk=topic.pk).get_latest_revision_as_object()
        draft.headline_en = words
        draft.save_revision().publish()

    assert cell(topic, GUJARATI).standing.outdated == 0


def test_a_new_translation_of_changed_english_ends_the_flag(topic, publisher):
    translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]))
    draft = TopicPage.objects.get(pk=topic.pk).get_latest_revision_as_object()
    draft.headline_en = "Out with friends"
    draft.save_revision().publish()

    translate(TopicPage.objects.get(pk=topic.pk), 0, "મિત્રો સાથે", GUJARATI, By(publisher[0]))

    assert cell(topic, GUJARATI).standing.outdated == 0


def test_publishing_the_same_again_outdates_nothing(topic, publisher):
    translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]))

    TopicPage.objects.get(pk=topic.pk).save_revision().publish()

    assert cell(topic, GUJARATI).standing.outdated == 0


def test_a_page_that_is_read_shows_how_much(topic, publisher):
    ReadTally.objects.create(day=today(), page=topic.translation_key, language="gu", n=1234)
    ReadTally.objects.create(day=today(), page=topic.translation_key, language="en", n=5)

    page = publisher[1].get(COVERAGE).content.decode()

    assert cell(topic, GUJARATI).reads == 1234
    assert "read 1,234×" in page
    assert "read 1,239× in all" in page


def test_totals_add_up_the_words_of_a_language(demo):
    rows = board.board([GUJARATI]).rows
    total = board.totals(rows, [GUJARATI])[0]

    stored = Standing.objects.filter(language="gu", object_key__in={row.key for row in rows if row.is_live})
    assert total.words == sum(standing.words for standing in stored)
    assert total.words_to_do <= total.words


# Who sees what ----------------------------------------------------------------------


def test_a_reviewer_of_urdu_sees_no_punjabi(person):
    _, client = person(groups.REVIEWERS, "ur")

    page = client.get(COVERAGE).content.decode()

    assert "Urdu" in page
    assert "Punjabi" not in page
    assert "/pa/" not in page


def test_a_language_that_is_not_theirs_is_no_filter_either(person):
    _, client = person(groups.REVIEWERS, "ur")

    assert "Punjabi" not in client.get(COVERAGE, {"language": "pa"}).content.decode()


@pytest.mark.parametrize("group", [groups.ANALYSTS, groups.TRANSLATORS])
def test_who_has_no_language_has_no_desk(person, group):
    _, client = person(group)

    assert client.get(COVERAGE).status_code == 302
    assert COVERAGE not in client.get("/admin/").content.decode()


def test_the_menu_leads_translators_to_the_desk(person):
    _, client = person(groups.TRANSLATORS, "gu")

    assert COVERAGE in client.get("/admin/").content.decode()


# Filters ------------------------------------------------------------------------------


def titles(client, **query):
    return [row.title for row in client.get(COVERAGE, query).context["rows"]]


def test_a_section_is_shown_alone(publisher):
    section = AudiencePage.objects.get(slug="professionals")

    shown = titles(publisher[1], section=section.object_key)

    assert shown[0] == section.title
    assert len(shown) == 1 + section.get_descendants().count()


def test_safety_critical_is_what_is_under_both_or_hold(publisher, topic):
    shown = titles(publisher[1], show="critical")

    assert HelpPage.objects.get().title in shown
    assert len(shown) < len(titles(publisher[1]))


def test_mine_is_what_waits_in_my_languages(person, topic):
    user, client = person(groups.REVIEWERS, "gu")
    assert topic.title in titles(client, show="mine")
    for number, segment in enumerate(topic.segments()):
        review.store_engine(topic, GUJARATI, [(segment, segment.source + " ગુ")], "Test engine")
        del number
    seen = {(s.path, s.hash): s.source + " ગુ" for s in topic.segments()}

    review.approve_all(topic, GUJARATI, By(user), seen)

    assert topic.title not in titles(client, show="mine")


def test_pages_with_a_draft_to_prepare_are_found(publisher, topic):
    draft = topic.get_latest_revision_as_object()
    draft.headline_en = "Out with friends"
    draft.save_revision()

    assert titles(publisher[1], show="draft") == [topic.title]


def test_a_filter_that_makes_no_sense_shows_everything(publisher):
    assert titles(publisher[1], section="nowhere", show="nothing", language="tlh") == titles(publisher[1])


# What to do first ----------------------------------------------------------------------


def first(rows, approves=languages.TARGETS):
    return steps.steps(rows, approves=approves)[0]


def test_what_could_hurt_comes_first_and_says_why(topic, publisher):
    segment = translate(topic, 0, "બહાર જવું", GUJARATI, By(publisher[0]))
    place = review.place(topic, GUJARATI, segment.path, segment.hash)
    review.mark_unsafe(place, By(publisher[0]), "It says the opposite.")

    step = first(board.board(languages.TARGETS).rows)

    assert (step.row.key, step.cell.language) == (topic.object_key, GUJARATI)
    assert "1 text said to be unsafe" in step.reason


def test_safety_advice_comes_before_the_rest(demo):
    step = first(board.board(languages.TARGETS).rows)

    assert step.cell.critical_to_do


def test_of_two_alike_the_one_that_is_read_comes_first(demo):
    rows = [row for row in board.board([GUJARATI]).rows if row.cells[0].words_to_do][:2]
    for row in rows:
        row.cells = [board.Cell(GUJARATI, rows[0].cells[0].standing, 0)]
    rows[1].reads = 1000

    assert first(rows).row is rows[1]


def test_a_translator_is_not_asked_to_check(demo):
    found = steps.steps(board.board([GUJARATI]).rows, approves=())

    assert not [step for step in found if step.checking]


# Fast --------------------------------------------------------------------------------


def many(count):
    """More pages, with standings, without the cost of loading each."""
    shelf = AudiencePage.objects.get(slug="young-people")
    for number in range(count):
        page = TopicPage(
            title=f"Topic {number}", slug=f"topic-{number}", headline_en="A", summary_en="B", live=True
        )
        shelf.add_child(instance=page)
        Standing.objects.bulk_create(
            Standing(
                object_key=page.object_key, language=language.code, segments=9, drafts=4, approved=3, words=90
            )
            for language in languages.TARGETS
        )


def queries(client):
    client.get(COVERAGE)  # Content types and the like are looked up once a process.
    with CaptureQueriesContext(connection) as captured:
        assert client.get(COVERAGE).status_code == 200
    return len(captured)


def test_three_hundred_pages_in_eleven_languages_cost_as_many_queries_as_forty(publisher):
    before = queries(publisher[1])

    many(300)

    assert len(titles(publisher[1])) > 300
    assert queries(publisher[1]) == before <= 30


def test_reads_of_an_unknown_page_are_no_fault(publisher):
    ReadTally.objects.create(day=today(), page=uuid.uuid4(), language="gu", n=3)

    assert publisher[1].get(COVERAGE).status_code == 200
