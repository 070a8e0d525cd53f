import pytest
from django.db.models import QuerySet
from django.utils import timezone

from livesafe import languages
from livesafe.content.models import HelpPage, TopicPage
from livesafe.translations.models import Standing, Translation
from livesafe.translations.project import project

GUJARATI, URDU = languages.get("gu"), languages.get("ur")


def standing(page, language=GUJARATI):
    return Standing.objects.get(object_key=page.object_key, language=language.code)


def edit(page, **changes):
    """Change the English as the editor's form does: on the latest revision's object."""
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision()


def test_a_released_draft_is_what_readers_see_under_label(topic, live, remember):
    remember(topic.headline_en, "બહાર જવું")

    assert str(live().headline_gu) == "બહાર જવું"


def test_a_draft_that_is_not_released_is_not_shown(topic, live, remember):
    remember(topic.headline_en, "બહાર જવું", released=False)

    assert live().headline_gu.state == "english"


def test_a_page_on_hold_shows_approved_text_only(topic, live, remember):
    TopicPage.objects.filter(pk=topic.pk).update(release_policy="hold")
    remember(topic.headline_en, "મશીન")
    remember(topic.summary_en, "માણસ", state="approved")

    assert live().headline_gu.state == "english"
    assert str(live().summary_gu) == "માણસ"


def test_a_page_of_both_never_shows_the_draft_alone(demo, remember):
    page = HelpPage.objects.get()
    remember(page.headline_en, "મદદ", page=page)

    headline = HelpPage.objects.get().headline_gu
    assert (headline.state, headline.english, str(headline)) == ("unchecked", page.headline_en, "મદદ")


def test_an_approved_text_stands_alone_under_both(demo, remember):
    page = HelpPage.objects.get()
    remember(page.headline_en, "મદદ", page=page, state="approved")

    assert HelpPage.objects.get().headline_gu.state == "told"


def test_an_unsafe_text_is_taken_back(topic, live, remember):
    row = remember(topic.headline_en, "બહાર જવું", state="approved")

    Translation.objects.filter(pk=row.pk).update(state="unsafe")
    project(topic, [GUJARATI])

    assert live().headline_gu.state == "english"


def test_an_approved_text_of_another_page_serves_the_same_english(topic, live, remember):
    remember(topic.headline_en, "બહાર જવું", state="approved", object_key="page:deleted-long-ago")

    assert str(live().headline_gu) == "બહાર જવું"


def test_a_draft_of_another_page_serves_nobody_else(topic, live, remember):
    remember(topic.headline_en, "બહાર જવું", object_key="page:another")

    assert live().headline_gu.state == "english"


def test_the_state_of_a_page_is_what_its_readers_get(topic, remember):
    assert standing(topic).state == "english"

    remember(topic.headline_en, "બહાર જવું")

    assert standing(topic).state == "partly"


def test_a_fully_translated_page_is_machine_until_people_approved_all(topic, remember):
    for segment in topic.segments():
        Translation.objects.create(
            object_key=topic.object_key,
            language="gu",
            path=segment.path,
            source_hash=segment.hash,
            kind=segment.kind,
            source=segment.source,
            text=segment.source,
            origin="Test",
        )
    project(topic, [GUJARATI])
    assert standing(topic).state == "machine"

    Translation.objects.update(state="approved", approved_at=timezone.now())
    project(topic, [GUJARATI])
    assert standing(topic).state == "reviewed"


def test_changed_english_is_shown_marked_until_it_is_translated_and_the_rest_stays(topic, live, remember):
    remember(topic.headline_en, "બહાર જવું")
    remember(topic.summary_en, "સારાંશ")

    edit(topic, headline_en="Out with friends").publish()

    assert (live().headline_gu.state, str(live().headline_gu)) == ("english", "Out with friends")
    assert str(live().summary_gu) == "સારાંશ"


def test_publishing_an_older_draft_loses_no_translation(topic, live, remember):
    draft = edit(topic, title="Going out, reworded")
    remember(topic.headline_en, "બહાર જવું")

    draft.publish()

    assert str(live().headline_gu) == "બહાર જવું"


def test_a_scheduled_draft_loses_no_translation(topic, live, remember):
    draft = topic.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timezone.timedelta(hours=1)
    revision = draft.save_revision(approved_go_live_at=draft.go_live_at)
    remember(topic.headline_en, "બહાર જવું")

    revision.publish()

    assert str(live().headline_gu) == "બહાર જવું"


def test_saving_a_stale_copy_loses_no_translation(topic, live, remember):
    stale = live()
    remember(topic.headline_en, "બહાર જવું")

    stale.title = "Renamed"
    stale.save()

    assert str(live().headline_gu) == "બહાર જવું"


def test_saving_while_a_reader_is_served_in_gujarati_keeps_the_english(topic, live, remember):
    from django.utils import translation

    remember(topic.headline_en, "બહાર જવું")
    with translation.override("gu"):
        live().save()

    raw = QuerySet(TopicPage).filter(pk=topic.pk).values_list("headline", "headline_en").get()
    assert raw[0] == raw[1]


def test_a_revision_holds_english_alone(topic, remember):
    remember(topic.headline_en, "બહાર જવું")

    content = topic.save_revision().content

    assert "headline_en" in content
    assert not [name for name in content if name.endswith(("_gu", "_ur")) or name == "headline"]


def test_deleting_a_page_keeps_its_texts(topic, remember):
    row = remember(topic.headline_en, "બહાર જવું")

    topic.delete()

    assert Translation.objects.filter(pk=row.pk).exists()


def test_a_translation_prepared_for_a_draft_goes_live_with_it(topic, live):
    draft = edit(topic, headline_en="Out with friends")
    segment = next(s for s in draft.as_object().segments() if s.source == "Out with friends")
    Translation.objects.create(
        object_key=topic.object_key,
        language="ur",
        path=segment.path,
        source_hash=segment.hash,
        kind=segment.kind,
        source=segment.source,
        text="دوستوں کے ساتھ",
        origin="Test",
    )

    draft.publish()

    assert str(live().headline_ur) == "دوستوں کے ساتھ"


def test_a_copy_of_a_page_gets_the_approved_texts_and_not_the_drafts(topic, remember):
    remember(topic.headline_en, "બહાર જવું", state="approved")
    remember(topic.summary_en, "સારાંશ")

    copy = topic.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)
    copy = TopicPage.objects.get(pk=copy.pk)
    project(copy, [GUJARATI])

    copied = TopicPage.objects.get(pk=copy.pk)
    assert str(copied.headline_gu) == "બહાર જવું"
    assert copied.summary_gu.state == "english"


@pytest.mark.parametrize("language", languages.TARGETS, ids=lambda language: language.code)
def test_every_published_page_has_a_standing_in_every_language(demo, language):
    keys = {page.object_key for page in TopicPage.objects.live()}

    assert keys <= set(Standing.objects.filter(language=language.code).values_list("object_key", flat=True))
