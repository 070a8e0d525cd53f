"""Who may see, write and approve what: a person works in the languages given to them."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client

from livesafe import languages
from livesafe.content import groups
from livesafe.translations import review, roles
from livesafe.translations.desk.acts import ACTS
from livesafe.translations.models import Comment, LanguageRole, Translation, Unfinished
from livesafe.translations.review import By

URDU, PUNJABI = languages.get("ur"), languages.get("pa")


@pytest.fixture
def person(demo):
    def person(*names, codes=()):
        user = User.objects.create_user("-".join([*names, *codes]).replace(" ", "-") or "nobody")
        user.groups.set(Group.objects.filter(name__in=names))
        LanguageRole.objects.bulk_create(LanguageRole(user=user, language=code) for code in codes)
        return user

    return person


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("group", "translates", "approves"),
    [
        (groups.TRANSLATORS, "ur", ""),
        (groups.REVIEWERS, "ur", "ur"),
        (groups.EDITORS, "all", ""),
        (groups.PUBLISHERS, "all", "all"),
        (groups.ANALYSTS, "", ""),
    ],
)
def test_what_a_member_of_a_group_may_do_with_urdu_given(person, group, translates, approves):
    user = person(group, codes=["ur"])

    sets = {"": (), "ur": (URDU,), "all": languages.TARGETS}
    assert roles.languages_of(user) == sets[translates]
    assert roles.approves_in(user) == sets[approves]


def test_an_administrator_may_everything(demo, admin_user):
    assert roles.languages_of(admin_user) == roles.approves_in(admin_user) == languages.TARGETS


def test_an_editor_who_reviews_urdu_approves_urdu_alone(person):
    user = person(groups.EDITORS, groups.REVIEWERS, codes=["ur"])

    assert roles.languages_of(user) == languages.TARGETS
    assert roles.approves_in(user) == (URDU,)


@pytest.mark.parametrize("group", [groups.TRANSLATORS, groups.REVIEWERS])
def test_without_a_language_a_member_may_nothing(person, group):
    assert roles.languages_of(person(group)) == ()


def test_who_is_not_logged_in_or_left_may_nothing(person):
    left = person(groups.PUBLISHERS)
    left.is_active = False

    assert roles.languages_of(AnonymousUser()) == roles.languages_of(left) == ()


# A reviewer of Urdu and Punjabi -----------------------------------------------------------


@pytest.fixture
def urdu(person):
    return person(groups.REVIEWERS, codes=["ur"])


@pytest.fixture
def punjabi(topic, admin_user):
    """A Punjabi text at the head of the topic."""
    segment = topic.segments()[0]
    place = review.place(topic, PUNJABI, segment.path, segment.hash)
    review.write(place, "ਬਾਹਰ ਜਾਣਾ", By(admin_user), seen="")
    return lambda: review.place(topic, PUNJABI, segment.path, segment.hash)


def test_a_reviewer_of_urdu_opens_urdu_and_not_punjabi(topic, urdu, punjabi):
    client = browser(urdu)

    assert client.get(f"/admin/translations/{topic.object_key}/ur/").status_code == 200
    refused = client.get(f"/admin/translations/{topic.object_key}/pa/", follow=True)
    assert "ਬਾਹਰ ਜਾਣਾ" not in refused.content.decode()


@pytest.mark.parametrize(
    "act",
    [
        lambda place, by: review.write(place, "ਹੋਰ", by, seen="ਬਾਹਰ ਜਾਣਾ"),
        lambda place, by: review.approve(place, by, seen="ਬਾਹਰ ਜਾਣਾ"),
        lambda place, by: review.approve_all(
            place.obj, PUNJABI, by, {(place.segment.path, place.segment.hash): "ਬਾਹਰ ਜਾਣਾ"}
        ),
        lambda place, by: review.send_back(place, by, "No."),
        lambda place, by: review.mark_unsafe(place, by, "No."),
        review.release,
        review.withhold,
        lambda place, by: review.comment(place, by, "No."),
    ],
    ids=["write", "approve", "approve_all", "send_back", "unsafe", "release", "withhold", "comment"],
)
def test_a_reviewer_of_urdu_changes_nothing_in_punjabi(urdu, punjabi, act):
    with pytest.raises(PermissionDenied):
        act(punjabi(), By(urdu))

    row = Translation.objects.get(pk=punjabi().row.pk)
    assert (row.text, row.state, row.released) == ("ਬਾਹਰ ਜਾਣਾ", "draft", True)


def test_no_form_of_the_desk_changes_punjabi_for_a_reviewer_of_urdu(topic, urdu, punjabi):
    client, address = browser(urdu), f"/admin/translations/{topic.object_key}/pa/"
    place = punjabi()
    form = {
        "path": place.segment.path,
        "hash": place.segment.hash,
        "text": "ਹੋਰ",
        "seen": "ਬਾਹਰ ਜਾਣਾ",
        "reason": "No.",
    }

    for button in ACTS:
        assert client.post(address, form | {"do": button}).status_code == 302
    for part in ("approve/", "note/"):
        assert client.post(address + part, form | {"read": "1"}).status_code == 302

    row = punjabi().row
    assert (row.text, row.state, row.released) == ("ਬਾਹਰ ਜਾਣਾ", "draft", True)
    assert not Comment.objects.exists()
    assert not Unfinished.objects.exists()


def test_the_first_page_of_the_admin_tells_a_reviewer_of_their_language_alone(urdu, punjabi):
    page = browser(urdu).get("/admin/").content.decode()

    assert "Translations that wait for you" in page
    assert "Urdu" in page
    assert "Punjabi" not in page


def test_the_first_page_counts_remarks_that_the_editor_can_show(topic, urdu, admin_user):
    segment = topic.segments()[0]
    review.comment(review.place(topic, URDU, segment.path, segment.hash), By(admin_user), "Is this right?")
    assert "1 remark on texts in your languages" in browser(urdu).get("/admin/").content.decode()

    topic.delete()

    assert "remark on texts" not in browser(urdu).get("/admin/").content.decode()


def test_the_first_page_says_nothing_of_translations_to_who_has_none(person):
    page = browser(person(groups.ANALYSTS)).get("/admin/").content.decode()

    assert "Translations that wait for you" not in page


def test_the_first_page_costs_as_many_queries_for_one_language_as_for_ten(
    person, django_assert_max_num_queries
):
    client = browser(person(groups.PUBLISHERS))
    client.get("/admin/")

    with django_assert_max_num_queries(60):
        client.get("/admin/")


def test_administrators_alone_say_who_gets_which_language(person, urdu, admin_client):
    address = "/admin/languages_of_people/new/"

    admin_client.post(address, {"user": urdu.pk, "language": "pa"})
    assert roles.languages_of(User.objects.get(pk=urdu.pk)) == (PUNJABI, URDU)

    refused = browser(urdu).post(address, {"user": urdu.pk, "language": "gu"})
    assert refused.status_code == 302
    assert not LanguageRole.objects.filter(user=urdu, language="gu").exists()


def test_a_reviewer_of_urdu_sees_no_glossary_of_other_languages(urdu, admin_client):
    """A term's page has every language's ruling; those of Urdu stand in the editor."""
    glossary = "/admin/snippets/translations/term/"

    assert admin_client.get(glossary).status_code == 200
    assert browser(urdu).get(glossary).status_code == 302
