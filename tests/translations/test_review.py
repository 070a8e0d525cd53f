"""What people and engines do to a text, and what readers then get."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import HelpPage, TopicPage
from livesafe.translations import review
from livesafe.translations.models import Comment, LanguageRole, PastText, Standing, Translation
from livesafe.translations.project import project
from livesafe.translations.review import By, Conflict, Gone, Refused

GUJARATI, URDU, SOMALI = languages.get("gu"), languages.get("ur"), languages.get("so")


@pytest.fixture
def publisher(demo):
    user = User.objects.create_user("publisher")
    user.groups.add(Group.objects.get(name=groups.PUBLISHERS))
    return By(user)


@pytest.fixture
def translator(demo):
    user = User.objects.create_user("translator")
    user.groups.add(Group.objects.get(name=groups.TRANSLATORS))
    LanguageRole.objects.create(user=user, language="gu")
    return By(user)


def spot(page, source, language=GUJARATI):
    """Where this English stands on the page."""
    segment = next(segment for segment in page.segments() if segment.source == source)
    return review.place(page, language, segment.path, segment.hash)


@pytest.fixture
def headline(topic):
    return lambda language=GUJARATI: spot(topic, str(topic.headline_en), language)


@pytest.fixture
def help_headline(demo):
    """A segment under the policy "both"."""
    page = HelpPage.objects.get()
    return lambda: spot(page, str(page.headline_en))


# Writing -------------------------------------------------------------------------


def test_what_a_person_writes_is_a_draft_by_that_person(headline, live, translator):
    row = review.write(headline(), "બહાર જવું", translator, seen="")

    assert (row.state, row.made_by, row.released) == ("draft", translator.user, True)
    assert str(live().headline_gu) == "બહાર જવું"


def test_a_links_user_is_kept_by_the_label_that_staff_chose(headline, demo):
    row = review.write(headline(), "બહાર જવું", By(label="Youth group A"), seen="")

    assert (row.made_by, row.made_as) == (None, "Youth group A")


def test_a_text_is_by_a_user_or_by_a_label(translator):
    for wrong in ({}, {"user": translator.user, "label": "Youth group A"}):
        with pytest.raises(ValueError, match="by a user or by a label"):
            By(**wrong)


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_overwritten(headline, translator):
    first, second = headline(), headline()
    review.write(first, "પહેલું", translator, seen="")

    with pytest.raises(Conflict) as conflict:
        review.write(second, "બીજું", translator, seen="")

    assert conflict.value.row.text == "પહેલું"
    assert Translation.objects.get(pk=conflict.value.row.pk).text == "પહેલું"


def test_writing_the_same_again_is_no_conflict(headline, translator):
    review.write(headline(), "બહાર જવું", translator, seen="")

    review.write(headline(), "બહાર જવું", translator, seen="")

    assert not PastText.objects.exists()


def test_what_a_text_said_before_is_kept(headline, translator):
    review.write(headline(), "પહેલું", translator, seen="")

    review.write(headline(), "બીજું", translator, seen="પહેલું")

    assert PastText.objects.get().text == "પહેલું"


def test_nothing_is_no_translation(headline, translator):
    with pytest.raises(Refused):
        review.write(headline(), "  ", translator, seen="")


def test_a_draft_with_a_wrong_number_is_kept_and_not_shown(demo, topic, live, translator):
    row = review.write(spot(topic, str(topic.headline_en)), "999 બહાર", translator, seen="")

    assert not row.released
    assert live().headline_gu.state == "english"


def test_in_somali_people_alone_release(headline, live, publisher):
    row = review.write(headline(SOMALI), "Bannaanka", publisher, seen="")
    assert not row.released

    review.release(headline(SOMALI), publisher)

    assert str(live().headline_so) == "Bannaanka"


def test_a_draft_over_an_approved_text_waits_while_readers_keep_the_approved_one(
    headline, live, publisher, translator, topic
):
    review.write(headline(), "મંજૂર", translator, seen="")
    review.approve(headline(), publisher, seen="મંજૂર")

    row = review.write(headline(), "નવું", translator, seen="મંજૂર")

    assert (row.state, row.text, row.approved_text) == ("draft", "નવું", "મંજૂર")
    assert str(live().headline_gu) == "મંજૂર"
    assert Standing.objects.get(object_key=topic.object_key, language="gu").waiting == 1

    review.approve(headline(), publisher, seen="નવું")
    assert str(live().headline_gu) == "નવું"


def test_a_second_draft_over_an_approved_text_still_leaves_it_to_readers(headline, live, publisher):
    review.write(headline(), "મંજૂર", publisher, seen="")
    review.approve(headline(), publisher, seen="મંજૂર")
    review.write(headline(), "નવું", publisher, seen="મંજૂર")

    review.write(headline(), "વધુ નવું", publisher, seen="નવું")

    assert str(live().headline_gu) == "મંજૂર"


# Approving -----------------------------------------------------------------------


def test_approved_means_that_a_named_person_said_so_for_this_english(headline, publisher):
    review.write(headline(), "બહાર જવું", publisher, seen="")

    row = review.approve(headline(), publisher, seen="બહાર જવું")

    assert (row.state, row.approved_by) == ("approved", publisher.user)
    assert row.approved_at is not None


def test_a_text_that_changed_since_it_was_read_is_not_approved(headline, publisher):
    review.write(headline(), "પહેલું", publisher, seen="")
    place = headline()
    review.write(headline(), "બીજું", publisher, seen="પહેલું")

    with pytest.raises(Conflict):
        review.approve(place, publisher, seen="પહેલું")

    assert Translation.objects.get(text="બીજું").state == "draft"


def test_a_text_with_a_fault_is_not_approved(headline, publisher):
    review.write(headline(), "999 બહાર", publisher, seen="")

    with pytest.raises(Refused) as refused:
        review.approve(headline(), publisher, seen="999 બહાર")

    assert refused.value.problems == ["The number 999 is missing or changed."]


def test_approving_a_page_takes_what_is_right_and_names_the_rest(topic, publisher):
    titles, sums = str(topic.headline_en), str(topic.summary_en)
    for source, text in ((titles, "બહાર જવું"), (sums, "૯૯૯")):
        review.write(spot(topic, source), text, publisher, seen="")
    seen = {(s.path, s.hash): "બહાર જવું" for s in topic.segments() if s.source == titles}
    seen |= {(s.path, s.hash): "૯૯૯" for s in topic.segments() if s.source == sums}

    outcome = review.approve_all(topic, GUJARATI, publisher, seen | {("gone", "hash"): "કંઈક"})

    assert [row.text for row in outcome.approved] == ["બહાર જવું"]
    assert len(outcome.refused) == 2
    assert Standing.objects.get(object_key=topic.object_key, language="gu").approved == 1


def test_approving_here_serves_other_pages_with_the_same_english_at_once(topic, publisher):
    other = TopicPage.objects.exclude(pk=topic.pk)[0]
    other.headline_en = topic.headline_en
    other.save_revision().publish()

    review.write(spot(topic, str(topic.headline_en)), "બહાર જવું", publisher, seen="")
    review.approve(spot(topic, str(topic.headline_en)), publisher, seen="બહાર જવું")

    assert str(TopicPage.objects.get(pk=other.pk).headline_gu) == "બહાર જવું"


# Taking back ---------------------------------------------------------------------


def test_a_draft_written_here_takes_nothing_from_other_pages_that_say_the_same(topic, publisher):
    other = topic.copy(to=topic.get_parent(), update_attrs={"slug": "the-same"}, keep_live=True)
    segment, by = topic.segments()[0], publisher
    review.write(review.place(topic, GUJARATI, segment.path, segment.hash), "બહાર", by, seen="")
    review.approve(review.place(topic, GUJARATI, segment.path, segment.hash), by, seen="બહાર")

    review.write(review.place(topic, GUJARATI, segment.path, segment.hash), "બીજું", by, seen="બહાર")
    other.get_latest_revision_as_object().save_revision().publish()

    assert str(TopicPage.objects.get(pk=other.pk).headline_gu) == "બહાર"


def test_sending_back_ends_the_approval_and_keeps_the_reason(headline, live, publisher, topic):
    TopicPage.objects.filter(pk=topic.pk).update(release_policy="hold")
    review.write(headline(), "બહાર જવું", publisher, seen="")
    review.approve(headline(), publisher, seen="બહાર જવું")
    assert str(live().headline_gu) == "બહાર જવું"

    row = review.send_back(headline(), publisher, "Nobody says it like this.")

    assert (row.state, row.approved_by, row.approved_at) == ("draft", None, None)
    assert live().headline_gu.state == "english"
    assert Comment.objects.get().text == "Nobody says it like this."


def test_sending_back_in_a_language_of_people_alone_takes_the_text_from_readers(headline, live, publisher):
    review.write(headline(SOMALI), "Bannaanka", publisher, seen="")
    review.approve(headline(SOMALI), publisher, seen="Bannaanka")

    review.send_back(headline(SOMALI), publisher, "Wrong word.")

    assert live().headline_so.state == "english"


def test_an_unsafe_text_of_a_page_is_taken_back_when_the_call_returns(headline, live, publisher, translator):
    review.write(headline(), "બહાર જવું", publisher, seen="")
    review.approve(headline(), publisher, seen="બહાર જવું")

    review.mark_unsafe(headline(), translator, "It says the opposite.")

    assert live().headline_gu.state == "english"
    assert Comment.objects.get().why == "unsafe"


def test_an_unsafe_text_of_help_goes_back_beside_its_english(help_headline, publisher):
    review.approve(help_headline(), publisher, seen=help_headline().row.text)
    assert HelpPage.objects.get().headline_gu.state == "told"

    review.mark_unsafe(help_headline(), publisher, "It says the opposite.")

    assert HelpPage.objects.get().headline_gu.state == "unchecked"


def test_an_unsafe_text_that_was_lent_by_another_page_is_taken_back_on_both(topic, publisher):
    other = TopicPage.objects.exclude(pk=topic.pk)[0]
    other.headline_en = topic.headline_en
    other.save_revision().publish()
    review.write(spot(other, str(topic.headline_en)), "બહાર જવું", publisher, seen="")
    review.approve(spot(other, str(topic.headline_en)), publisher, seen="બહાર જવું")

    review.mark_unsafe(spot(topic, str(topic.headline_en)), publisher, "It says the opposite.")

    for page in (topic, other):
        assert TopicPage.objects.get(pk=page.pk).headline_gu.state == "english"


def test_an_unsafe_draft_takes_back_what_readers_kept_too(headline, live, publisher):
    review.write(headline(), "મંજૂર", publisher, seen="")
    review.approve(headline(), publisher, seen="મંજૂર")
    review.write(headline(), "નવું", publisher, seen="મંજૂર")

    review.mark_unsafe(headline(), publisher, "Both are wrong.")

    assert live().headline_gu.state == "english"


def test_unsafe_words_that_another_page_kept_beneath_a_draft_are_taken_back_there_too(topic, publisher):
    other = TopicPage.objects.exclude(pk=topic.pk)[0]
    other.headline_en = topic.headline_en
    other.save_revision().publish()
    for page in (topic, other):
        review.write(spot(page, str(topic.headline_en)), "બહાર જવું", publisher, seen="")
        review.approve(spot(page, str(topic.headline_en)), publisher, seen="બહાર જવું")
    review.write(spot(other, str(topic.headline_en)), "નવું", publisher, seen="બહાર જવું")
    assert str(TopicPage.objects.get(pk=other.pk).headline_gu) == "બહાર જવું"

    review.mark_unsafe(spot(topic, str(topic.headline_en)), publisher, "It says the opposite.")

    assert str(TopicPage.objects.get(pk=other.pk).headline_gu) != "બહાર જવું"


def test_an_engine_that_says_unsafe_words_again_elsewhere_shows_them_to_nobody(topic, publisher):
    other = TopicPage.objects.exclude(pk=topic.pk)[0]
    other.headline_en = topic.headline_en
    other.save_revision().publish()
    Translation.objects.filter(object_key=other.object_key, language="gu").delete()
    engine(topic, "બહાર જવું")
    review.mark_unsafe(spot(topic, str(topic.headline_en)), publisher, "It says the opposite.")

    [row] = engine(other, "બહાર જવું")

    assert row.state == "unsafe"
    assert TopicPage.objects.get(pk=other.pk).headline_gu.state == "english"


def test_an_unsafe_text_is_released_by_nothing_but_a_new_text_or_an_approval(headline, live, publisher):
    review.write(headline(), "બહાર જવું", publisher, seen="")
    review.mark_unsafe(headline(), publisher, "Wrong.")

    with pytest.raises(Refused):
        review.release(headline(), publisher)
    review.approve(headline(), publisher, seen="બહાર જવું")

    assert str(live().headline_gu) == "બહાર જવું"


def test_a_withheld_text_is_not_shown_until_it_is_released(headline, live, publisher):
    review.write(headline(), "બહાર જવું", publisher, seen="")
    review.approve(headline(), publisher, seen="બહાર જવું")

    review.withhold(headline(), publisher)
    assert live().headline_gu.state == "english"

    review.release(headline(), publisher)
    assert str(live().headline_gu) == "બહાર જવું"


def test_a_new_wording_does_not_end_that_a_text_is_withheld(headline, live, publisher, translator):
    review.write(headline(), "પહેલું", publisher, seen="")
    review.withhold(headline(), publisher)

    review.write(headline(), "બીજું", translator, seen="પહેલું")

    assert live().headline_gu.state == "english"


def test_a_wording_without_the_fault_is_shown(headline, live, publisher, translator):
    review.write(headline(), "999 બહાર", translator, seen="")

    review.write(headline(), "બહાર", translator, seen="999 બહાર")

    assert str(live().headline_gu) == "બહાર"


def test_an_approval_answers_what_was_sent_back_and_leaves_other_comments(headline, publisher):
    review.write(headline(), "બહાર જવું", publisher, seen="")
    review.comment(headline(), publisher, "Is this how the young say it?")
    review.send_back(headline(), publisher, "Wrong word.")

    review.approve(headline(), publisher, seen="બહાર જવું")

    assert [comment.text for comment in Comment.objects.filter(settled_at=None)] == [
        "Is this how the young say it?"
    ]


def test_a_text_with_a_fault_is_not_released(headline, publisher):
    review.write(headline(), "999 બહાર", publisher, seen="")

    with pytest.raises(Refused):
        review.release(headline(), publisher)


# Engines -------------------------------------------------------------------------


def engine(topic, text, language=GUJARATI):
    return review.store_engine(topic, language, [(topic.segments()[0], text)], "Test engine")


def test_an_engines_text_is_a_draft_that_readers_get_with_a_notice(topic, live):
    engine(topic, "બહાર જવું")

    assert str(live().headline_gu) == "બહાર જવું"
    assert Standing.objects.get(object_key=topic.object_key, language="gu").state == "partly"


def test_an_engines_text_is_stored_once(topic):
    engine(topic, "બહાર જવું")

    assert engine(topic, "બહાર જવું") == []
    assert not PastText.objects.exists()


def test_an_engine_replaces_its_own_draft_and_keeps_what_it_said(topic, live):
    engine(topic, "પહેલું")
    engine(topic, "બીજું")

    assert str(live().headline_gu) == "બીજું"
    assert PastText.objects.get().text == "પહેલું"


@pytest.mark.parametrize("act", ["write", "label", "approve", "unsafe"])
def test_an_engine_never_overwrites_what_a_person_did(topic, headline, publisher, act):
    engine(topic, "મશીન")
    match act:
        case "write":
            review.write(headline(), "માણસ", publisher, seen="મશીન")
        case "label":
            review.write(headline(), "માણસ", By(label="Youth group A"), seen="મશીન")
        case "approve":
            review.approve(headline(), publisher, seen="મશીન")
        case "unsafe":
            review.mark_unsafe(headline(), publisher, "Wrong.")
    before = headline().row.text

    assert engine(topic, "ફરી મશીન") == []
    assert headline().row.text == before


def test_an_engines_text_with_a_fault_is_stored_and_not_shown(topic, live, headline):
    engine(topic, "999 બહાર")

    assert headline().row.text == "999 બહાર"
    assert live().headline_gu.state == "english"


# Places --------------------------------------------------------------------------


def test_a_segment_of_the_draft_can_be_translated_before_it_is_published(topic, live, publisher):
    draft = topic.get_latest_revision_as_object()
    draft.headline_en = "Out with friends"
    revision = draft.save_revision()
    segment = draft.segments()[0]

    place = review.place(live(), GUJARATI, segment.path, segment.hash)
    review.write(place, "મિત્રો સાથે", publisher, seen="")
    review.approve(place, publisher, seen="મિત્રો સાથે")
    assert live().headline_gu.state == "english"
    revision.publish()

    assert str(live().headline_gu) == "મિત્રો સાથે"


def test_a_segment_that_is_no_more_has_no_place(topic):
    with pytest.raises(Gone):
        review.place(topic, GUJARATI, "headline", "0" * 20)


def test_a_translator_writes_in_their_languages_and_approves_nothing(headline, translator):
    review.write(headline(), "બહાર જવું", translator, seen="")

    with pytest.raises(PermissionDenied):
        review.approve(headline(), translator, seen="બહાર જવું")
    with pytest.raises(PermissionDenied):
        review.write(headline(URDU), "باہر", translator, seen="")


def test_unsafe_words_of_the_interface_are_taken_back_at_once(demo, publisher):
    from django.utils import translation

    from livesafe.translations import objects
    from livesafe.translations.interface import safe_word

    words = objects.words()
    row = Translation.objects.filter(object_key=words.object_key, language="gu", source="Get help").get()
    place = review.place(words, GUJARATI, row.path, row.source_hash)
    review.approve(place, publisher, seen=row.text)
    with translation.override("gu"):
        assert safe_word("Get help") == row.text

        review.mark_unsafe(place, publisher, "It says the opposite.")

        assert 'lang="en"' in safe_word("Get help")


def test_projecting_again_changes_nothing(topic, live, headline, publisher):
    review.write(headline(), "બહાર જવું", publisher, seen="")
    before = list(Standing.objects.filter(object_key=topic.object_key).values())

    project(topic)

    assert list(Standing.objects.filter(object_key=topic.object_key).values()) == before
