import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from livesafe import languages
from livesafe.content import groups
from livesafe.content.models import PlainPage, TopicPage
from livesafe.translations import review
from livesafe.translations.models import Translation
from livesafe.translations.project import project
from livesafe.translations.review import By
from tests.translations import deepl_server

GUJARATI = languages.get("gu")


@pytest.fixture
def topic(demo):
    """A topic whose policy is "label"."""
    return TopicPage.objects.get(slug="going-out")


@pytest.fixture
def live(topic):
    """The topic as it is in the database now."""
    return lambda: TopicPage.objects.get(pk=topic.pk)


@pytest.fixture
def remember(topic):
    """Store a translation of the segment with this English and show readers what they may see."""

    def remember(source, text, *, language=GUJARATI, page=None, state="draft", released=True, **changes):
        page = page or topic
        segment = next(segment for segment in page.segments() if segment.source == source)
        row, _ = Translation.objects.update_or_create(
            object_key=changes.get("object_key", page.object_key),
            language=language.code,
            path=segment.path,
            source_hash=segment.hash,
            defaults={
                "kind": segment.kind,
                "source": segment.source,
                "text": text,
                "origin": "Test",
                "state": state,
                "released": released,
                "approved_at": timezone.now() if state == "approved" else None,
            },
        )
        project(page, [language])
        return row

    return remember


@pytest.fixture
def deepl(settings):
    """A stand-in for DeepL, with a key that it knows."""
    with deepl_server.running() as stand_in:
        settings.DEEPL_AUTH_KEY, settings.DEEPL_SERVER_URL = stand_in.key, stand_in.url
        yield stand_in


@pytest.fixture
def publisher(demo):
    user = User.objects.create_user("publisher", password="a long enough password")
    user.groups.add(Group.objects.get(name=groups.PUBLISHERS))
    return user


@pytest.fixture
def desk(publisher):
    client = Client()
    client.force_login(publisher)
    return client


@pytest.fixture
def plain(demo):
    """A page of the simplest kind: a form can be sent for it without its blocks."""
    page = PlainPage.objects.get(slug="who-made-this").get_latest_revision_as_object()
    page.body_en = []
    page.save_revision().publish()
    return PlainPage.objects.get(pk=page.pk)


@pytest.fixture
def plain_approved(plain, publisher):
    segment = plain.segments()[0]
    by = By(publisher)
    place = review.place(plain, GUJARATI, segment.path, segment.hash)
    review.write(place, "મંજૂર", by, seen=place.row.text if place.row else "")
    review.approve(place, by, seen="મંજૂર")
    return "મંજૂર"
