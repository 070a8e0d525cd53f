"""Reviewer links, as the person who was given one has them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from livesafe import languages
from livesafe.translations import invitations
from livesafe.translations.models import Invitation, Translation
from livesafe.translations.sheet import fingerprint

URDU = languages.get("ur")
HEADLINE = "Going out and staying safe"


@pytest.fixture
def link(topic):
    """A function that makes a link to the topic and opens it: its address, what it shows, what it takes."""

    class Link:
        def __init__(self, language="ur", *, label="Urdu reviewer 1", lasts=timedelta(days=7), **fields):
            self.invitation, secret = invitations.invite(
                object_key=topic.object_key,
                language=language,
                label=label,
                expires_at=timezone.now() + lasts,
                **fields,
            )
            self.address = f"/review/{secret}/"
            self.client = Client()

        def get(self):
            return self.client.get(self.address)

        def form(self, segment, text=""):
            return {
                "path": segment.path,
                "hash": segment.hash,
                "seen": fingerprint(text),
                "opened": invitations.opened_mark(self.invitation),
            }

        def say(self, segment, verdict="", *, seen="", **more):
            more = {"verdict": verdict, **self.form(segment, seen), **more}
            return self.client.post(self.address, more)

        def end(self):
            Invitation.objects.filter(pk=self.invitation.pk).update(
                expires_at=timezone.now() + timedelta(milliseconds=1)
            )
            while True:
                self.invitation.refresh_from_db()
                if self.invitation.is_over:
                    return

    return Link


@pytest.fixture
def headline(topic):
    return topic.segments()[0]


@pytest.fixture
def told(topic, headline, remember):
    """A draft in Urdu for the headline."""
    Translation.objects.filter(language="ur", source_hash=headline.hash).delete()
    return remember(headline.source, "باہر جانا", language=URDU)


def row(headline):
    return Translation.objects.get(language="ur", source_hash=headline.hash, path=headline.path)


def test_a_link_opens_its_page_in_english_and_its_language(link, topic, told):
    html = link().get().content.decode()

    assert f'lang="en" dir="ltr"><span class="line-language">English</span> {topic.headline_en}' in html
    assert re.search(r'<div class="line-text line-told"[^>]* lang="ur" dir="rtl">', html)
    assert "باہر جانا" in html
    assert html.count("data-line>") == len(topic.segments())


def test_parts_come_in_the_order_of_the_page_below_its_headings(link, topic):
    html = link().get().content.decode()
    paths = re.findall(r'name="path" value="([^"]+)"', html)

    assert paths == [segment.path for segment in topic.segments()]
    assert html.index("Top of the page") < html.index("Short version") < html.index(paths[-1])
