"""What publishing the English does to translations: said before, and nothing approved is ever overwritten."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Workflow

from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import HelpPage, PlainPage, TopicPage
from livesafe.translations import minor, review
from livesafe.translations.models import Standing, Translation
from livesafe.translations.project import Memory, english_now
from livesafe.translations.review import By
from tests.translations.staff import publish

GUJARATI, URDU = languages.get("gu"), languages.get("ur")


@pytest.fixture
def approved(topic, publisher):
    """The topic's headline, approved in Gujarati."""
    segment = topic.segments()[0]
    by = By(publisher)
    review.write(review.place(topic, GUJARATI, segment.path, segment.hash), "મંજૂર", by, seen="")
    review.approve(review.place(topic, GUJARATI, segment.path, segment.hash), by, seen="મંજૂર")
    return "મંજૂર"


def edit(page, **changes):
    draft = TopicPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision()


def edit_minor(page, **changes):
    return edit(page, **changes, minor_against=minor.base(english_now(page.object_key)))


def headline(page, language="gu"):
    return getattr(TopicPage.objects.get(pk=page.pk), f"headline_{language}")


# Nothing overwrites an approved translation ----------------------------------------


def test_a_draft_that_was_saved_before_the_approval_does_not_undo_it(topic, publisher):
    revision = edit(topic, title="Going out, reworded")
    segment = topic.segments()[0]
    place = review.place(topic, GUJARATI, segment.path, segment.hash)
    review.write(place, "મંજૂર", By(publisher), seen="")
    review.approve(place, By(publisher), seen="મંજૂર")

    revision.publish()

    assert str(headline(topic)) == "મંજૂર"


def test_a_scheduled_draft_does_not_undo_an_approval(topic, publisher):
    draft = topic.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Later", timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    segment = topic.segments()[0]
    place = review.place(topic, GUJARATI, segment.path, segment.hash)
    review.write(place, "મંજૂર", By(publisher), seen="")
    review.approve(place, By(publisher), seen="મંજૂર")

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")

    assert TopicPage.objects.get(pk=topic.pk).title == "Later"
    assert str(headline(topic)) == "મંજૂર"


def test_going_back_to_an_older_version_brings_its_approved_texts_back(topic, approved, desk):
    old = topic.latest_revision or topic.save_revision()
    edit(topic, headline_en="Out with friends").publish()
    assert headline(topic).state == "english"

    old.publish()

    assert str(headline(topic)) == approved


def test_a_copy_shows_approved_texts_and_leaves_the_original_as_it_is(topic, approved):
    copy = topic.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)

    assert str(headline(copy)) == approved
    assert str(headline(topic)) == approved

    edit(copy, headline_en="Something else").publish()
    assert str(headline(topic)) == approved


def test_an_alias_shows_approved_texts_and_follows_its_page(topic, approved):
    alias = topic.create_alias(update_slug="alias")
    assert str(headline(alias)) == approved

    edit(topic, title="Renamed").publish()

    assert str(headline(alias)) == approved
    assert str(headline(topic)) == approved


def test_approving_by_a_workflow_overwrites_no_translation(topic, approved, publisher):
    workflow = Workflow.objects.first()
    revision = edit(topic, summary_en="Another summary.")
    page = revision.as_object()
    state = workflow.start(page, publisher)

    state.current_task_state.specific.approve(user=publisher)

    live = TopicPage.objects.get(pk=topic.pk)
    assert live.summary_en == "Another summary."
    assert str(live.headline_gu) == approved


def test_a_save_of_a_stale_copy_overwrites_no_translation(topic, publisher):
    stale = TopicPage.objects.get(pk=topic.pk)
    segment = topic.segments()[0]
    place = review.place(topic, GUJARATI, segment.path, segment.hash)
    review.write(place, "મંજૂર", By(publisher), seen="")
    review.approve(place, By(publisher), seen="મંજૂર")

    stale.save()

    assert str(headline(topic)) == "મંજૂર"


# Prepared ahead ----------------------------------------------------------------------


def test_a_scheduled_draft_goes_live_in_all_languages_for_which_it_was_prepared(topic, approved, publisher):
    draft = topic.get_latest_revision_as_object()
    draft.headline_en, draft.go_live_at = "Out with friends", timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    segment = next(s for s in draft.segments() if s.source == "Out with friends")
    for language, text in ((GUJARATI, "મિત્રો સાથે"), (URDU, "دوستوں کے ساتھ")):
        place = review.place(TopicPage.objects.get(pk=topic.pk), language, segment.path, segment.hash)
        review.write(place, text, By(publisher), seen="")
        review.approve(place, By(publisher), seen=text)
    assert str(headline(topic)) == approved

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")

    assert (str(headline(topic)), str(headline(topic, "ur"))) == ("મિત્રો સાથે", "دوستوں کے ساتھ")


# Minor edits ------------------------------------------------------------------------


def test_a_minor_edit_keeps_the_approved_text_and_says_that_it_is_older(topic, approved, reader):
    edit_minor(topic, headline_en=f"{topic.headline_en}!").publish()

    row = Translation.objects.get(object_key=topic.object_key, language="gu", source=f"{topic.headline_en}!")
    assert (row.state, row.text) == ("approved", approved)
    assert row.minor_from
    assert str(headline(topic)) == approved
    standing = Standing.objects.get(object_key=topic.object_key, language="gu")
    assert (standing.older, standing.outdated) == (1, 1)
    page = reader.get(f"/gu{topic.url}").content.decode()
    assert "પાનામાં નાના ફેરફારો થયા છે" in page


def test_an_edit_that_is_not_minor_shows_the_english(topic, approved, reader):
    edit(topic, headline_en=f"{topic.headline_en}!").publish()

    assert headline(topic).state == "english"
    assert "પાનામાં નાના ફેરફારો થયા છે" not in reader.get(f"/gu{topic.url}").content.decode()
    assert Standing.objects.get(object_key=topic.object_key, language="gu").outdated == 1


def test_a_minor_edit_that_changes_a_number_keeps_nothing_of_that_text(topic, approved):
    edit_minor(topic, headline_en=f"{topic.headline_en} 999").publish()

    assert headline(topic).state == "english"


def test_a_minor_edit_holds_for_the_english_it_was_chosen_for_alone(topic, approved):
    revision = edit_minor(topic, headline_en="Out with friends at night")
    edit(topic, summary_en="Another summary.", minor_against="").publish()

    revision.publish()

    assert headline(topic).state == "english"


def test_approving_today_s_text_ends_the_mark_of_a_minor_edit(topic, approved, publisher):
    edit_minor(topic, headline_en=f"{topic.headline_en}!").publish()
    live = TopicPage.objects.get(pk=topic.pk)
    segment = live.segments()[0]

    review.approve(review.place(live, GUJARATI, segment.path, segment.hash), By(publisher), seen=approved)

    assert Standing.objects.get(object_key=topic.object_key, language="gu").older == 0


def test_two_minor_edits_in_a_row_remember_the_english_it_was_made_from(topic, approved):
    first = topic.segments()[0].hash
    edit_minor(topic, headline_en=f"{topic.headline_en}!").publish()

    edit_minor(topic, headline_en=f"{topic.headline_en}!!").publish()

    rows = Translation.objects.filter(object_key=topic.object_key, language="gu").exclude(minor_from="")
    assert {row.minor_from for row in rows} == {first}
    assert str(headline(topic)) == approved


def test_a_minor_edit_gives_no_paragraph_the_words_of_another(plain, publisher):
    by, block = By(publisher), {"type": "text", "id": "one"}

    def write(html, **changes):
        draft = now(plain).get_latest_revision_as_object()
        draft.body_en = [{**block, "value": {"heading": "", "text": html}}]
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision().publish()

    write("<p>Tell an adult whom you trust.</p><p>Then go home by bus.</p><p>Sleep well.</p>")
    for source, text in (
        ("Tell an adult whom you trust.", "મોટાને કહો."),
        ("Then go home by bus.", "બસમાં ઘરે જાઓ."),
    ):
        segment = next(s for s in now(plain).segments() if s.source == source)
        review.write(review.place(now(plain), GUJARATI, segment.path, segment.hash), text, by, seen="")
        review.approve(review.place(now(plain), GUJARATI, segment.path, segment.hash), by, seen=text)

    base = minor.base(english_now(plain.object_key))
    write("<p>Then go home by the bus.</p><p>Sleep well.</p><p>Keep nothing sharp.</p>", minor_against=base)

    memory = Memory(now(plain), GUJARATI)
    shown = {segment.source: memory.shown(segment)[0] for segment in now(plain).segments()}
    assert shown["Then go home by the bus."] == "બસમાં ઘરે જાઓ."
    assert shown["Keep nothing sharp."] == "", "words that were approved for another paragraph"


def test_what_a_minor_edit_kept_was_approved_for_no_other_page(topic, approved):
    other = topic.copy(to=topic.get_parent(), update_attrs={"slug": "another"}, keep_live=True)
    edit_minor(topic, headline_en="Out with friends tonight").publish()

    edit(other, headline_en="Out with friends tonight").publish()

    assert str(headline(topic)) == approved
    assert headline(other).state == "english"


def test_a_new_wording_for_a_kept_draft_is_no_longer_older(topic, remember, publisher):
    remember(topic.headline_en, "જૂનું")
    edit_minor(topic, headline_en=f"{topic.headline_en}!").publish()
    live = TopicPage.objects.get(pk=topic.pk)
    segment = live.segments()[0]

    review.write(review.place(live, GUJARATI, segment.path, segment.hash), "નવું", By(publisher), seen="જૂનું")

    standing = Standing.objects.get(object_key=topic.object_key, language="gu")
    assert (str(headline(topic)), standing.older, standing.outdated) == ("નવું", 0, 0)


# Said before it is done ---------------------------------------------------------------


def test_the_effect_names_what_falls_back_what_is_ready_and_what_a_minor_edit_keeps(
    topic, approved, publisher
):
    revision = edit(topic, headline_en=f"{topic.headline_en}!", summary_en="Another summary.")
    draft = revision.as_object()

    gujarati = next(effect for effect in minor.effects(draft) if effect.language == GUJARATI)

    assert [segment.source for segment in gujarati.falls] == [f"{topic.headline_en}!"]
    assert gujarati.kept == gujarati.falls
    assert [segment.source for segment in gujarati.new] == ["Another summary."]


def test_the_effect_counts_what_is_safety_critical(demo):
    page = HelpPage.objects.get()
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "Get help right now"

    gujarati = next(effect for effect in minor.effects(draft) if effect.language == GUJARATI)

    assert [segment.source for segment in gujarati.critical] == ["Get help right now"]


def test_the_effect_costs_a_query_a_language_and_one(topic, django_assert_num_queries):
    draft = edit(topic, headline_en="Out with friends").as_object()

    with django_assert_num_queries(len(languages.TARGETS) + 1):
        minor.effects(draft)


def now(page):
    return PlainPage.objects.get(pk=page.pk)


def test_pressing_publish_first_shows_what_readers_lose(plain, plain_approved, desk):
    response = publish(desk, plain, headline_en="Out with friends")

    shown = response.content.decode()
    assert response.status_code == 200
    assert "Before you publish" in shown
    assert str(now(plain).headline_gu) == plain_approved  # Not published yet.
    assert now(plain).get_latest_revision_as_object().headline_en == "Out with friends"


def test_publishing_after_the_question_publishes_what_was_shown(plain, plain_approved, desk):
    publish(desk, plain, headline_en="Out with friends")
    revision = now(plain).latest_revision

    desk.post(f"/admin/translations/publish/{plain.pk}/{revision.pk}/")

    live = now(plain)
    assert (live.headline_en, live.headline_gu.state) == ("Out with friends", "english")


def test_the_question_publishes_no_page_that_is_locked(plain, plain_approved, desk, admin_user):
    publish(desk, plain, headline_en="Out with friends")
    revision = now(plain).latest_revision_id
    PlainPage.objects.filter(pk=plain.pk).update(locked=True, locked_by=admin_user)

    desk.post(f"/admin/translations/publish/{plain.pk}/{revision}/")

    assert str(now(plain).headline_en) != "Out with friends"


def test_the_question_publishes_no_page_with_gaps(topic, approved, desk):
    draft = topic.get_latest_revision_as_object()
    draft.body_en = []
    revision = draft.save_revision()
    assert draft.gaps

    desk.post(f"/admin/translations/publish/{topic.pk}/{revision.pk}/")

    assert len(TopicPage.objects.get(pk=topic.pk).body_en)


def test_a_minor_edit_can_be_chosen_at_the_question(plain, plain_approved, desk):
    publish(desk, plain, headline_en=f"{plain.headline_en}!")
    revision = now(plain).latest_revision

    desk.post(f"/admin/translations/publish/{plain.pk}/{revision.pk}/", {"minor_edit": "1"})

    assert str(now(plain).headline_gu) == plain_approved


def test_a_draft_that_another_overtook_is_not_published_by_the_question(plain, plain_approved, desk):
    publish(desk, plain, headline_en="Out with friends")
    shown = now(plain).latest_revision
    now(plain).get_latest_revision_as_object().save_revision()

    desk.post(f"/admin/translations/publish/{plain.pk}/{shown.pk}/")

    assert str(now(plain).headline_gu) == plain_approved


def test_an_edit_that_takes_nothing_from_readers_is_published_at_once(plain, plain_approved, desk):
    response = publish(desk, plain, title="Made by, renamed")

    assert response.status_code == 302
    assert now(plain).title == "Made by, renamed"


def test_many_pages_at_once_take_nothing_from_readers_unasked(plain, plain_approved, desk):
    draft = now(plain).get_latest_revision_as_object()
    draft.headline_en = "Another headline"
    draft.save_revision()

    answer = desk.post(f"/admin/bulk/wagtailcore/page/publish/?id={plain.pk}", {}, follow=True)

    assert f"would lose texts of “{plain.title}”" in html.unescape(answer.content.decode())
    assert now(plain).headline_en != "Another headline"


def test_many_pages_at_once_are_published_where_readers_lose_nothing(plain, plain_approved, desk):
    draft = now(plain).get_latest_revision_as_object()
    draft.title = "Another name for editors"
    draft.save_revision()

    desk.post(f"/admin/bulk/wagtailcore/page/publish/?id={plain.pk}", {})

    assert now(plain).title == "Another name for editors"


def test_the_choice_of_a_minor_edit_stays_with_the_draft(plain, plain_approved, desk):
    form = {"minor_edit": "on", "headline_en": f"{plain.headline_en}!"}
    publish(desk, plain, **form)

    page = desk.get(f"/admin/pages/{plain.pk}/edit/")
    assert page.context["form"].initial["minor_edit"]
    now(plain).latest_revision.publish()

    assert str(now(plain).headline_gu) == plain_approved
    page = desk.get(f"/admin/pages/{plain.pk}/edit/")
    assert not page.context["form"].initial["minor_edit"]


def test_an_editor_sees_the_effect_and_does_not_publish(topic, approved):
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name=groups.EDITORS))
    client = Client()
    client.force_login(user)
    revision = edit(topic, headline_en="Out with friends")

    shown = client.get(f"/admin/translations/effect/{topic.pk}/").content.decode()
    refused = client.post(f"/admin/translations/publish/{topic.pk}/{revision.pk}/")

    assert "Falls back to English" in shown
    assert refused.status_code == 302
    assert str(headline(topic)) == approved


# Release policies ---------------------------------------------------------------------


def machine(page, language=GUJARATI):
    """An engine's text for every segment, in the script of the language."""
    texts = [(segment, segment.source + " યંત્રશબ્દ") for segment in page.segments()]
    review.store_engine(page, language, texts, "Test engine")


def test_a_page_on_hold_never_shows_machine_text(topic, reader):
    TopicPage.objects.filter(pk=topic.pk).update(release_policy="hold")
    page = TopicPage.objects.get(pk=topic.pk)

    machine(page)

    assert Standing.objects.get(object_key=page.object_key, language="gu").state == "english"
    for path in (
        page.url,
        page.get_parent().url,
        "/",
        "/help/",
    ):  # Its tab, its preview, its cards elsewhere.
        assert "યંત્રશબ્દ" not in reader.get(f"/gu{path}").content.decode()
    assert f"/gu{page.url}" not in reader.get("/sitemap.xml").content.decode()


def test_a_page_of_machine_text_always_says_so(topic, reader):
    machine(topic)

    assert Standing.objects.get(object_key=topic.object_key, language="gu").drafts
    assert 'class="notice"' in reader.get(f"/gu{topic.url}").content.decode()


def test_help_shows_a_machine_s_text_beside_its_english_and_never_either_alone(demo, reader):
    page = HelpPage.objects.get()
    Translation.objects.filter(object_key=page.object_key, language="gu").delete()

    machine(page)

    memory = Memory(page, GUJARATI)
    assert {memory.outcome(segment).state for segment in page.segments()} == {"unchecked"}
    shown = HelpPage.objects.get().headline_gu
    assert (shown.state, shown.english) == ("unchecked", page.headline_en)


def test_help_names_itself_in_tabs_and_shared_links_by_both(demo, reader):
    page = HelpPage.objects.get()
    segment = next(s for s in page.segments() if s.path == "headline")
    Translation.objects.filter(object_key=page.object_key, language="gu").delete()

    machine(page)

    shown = html.unescape(reader.get("/gu/help/").content.decode())
    draft = HelpPage.objects.get().headline_gu
    assert f"<title>{segment.source} · {draft} · LiveSafe</title>" in shown
    assert f'<meta property="og:title" content="{segment.source} · {draft}">' in shown


def test_help_whose_text_is_unsafe_shows_the_english_before_it(demo, publisher):
    page = HelpPage.objects.get()
    segment = page.segments()[0]

    review.mark_unsafe(review.place(page, GUJARATI, segment.path, segment.hash), By(publisher), "Wrong.")

    assert HelpPage.objects.get().headline_gu.state == "unchecked"
