"""Where a segment stands on its page, in the words of the page's own editor."""

from livesafe.content.models import TopicPage
from livesafe.content.support import SupportService
from livesafe.translations import objects
from livesafe.translations.desk.structure import places


def stands(obj):
    segments = obj.segments()
    found = places(obj, segments)
    return {
        segment.source: (found[segment.path].landmark.name, found[segment.path].name) for segment in segments
    }


def test_each_segment_of_a_page_has_its_section_and_its_place_in_it(demo):
    where = stands(TopicPage.objects.get(slug="knife-crime"))

    assert where["Knives and staying safe"] == ("Top of the page", "Headline")
    assert where["It is never too late to stop, or to ask for help."] == ("Short version", "Line 3")
    assert where["Everyone carries."] == ("Myth and fact", "Myth and fact 1 › Myth")
    assert where["Make a plan together"] == ("Steps", "Step 2 › Title")


def test_two_blocks_of_one_kind_are_two_sections(demo):
    page = objects.find(TopicPage.objects.get(slug="knife-crime").object_key)
    found = places(page, page.segments()).values()

    assert len({place.landmark.key for place in found}) == 1 + len(
        {place.landmark.key for place in found if place.landmark.key != "top"}
    )
    assert next(p for p in found if p.landmark.heading == "What people say").landmark.name == "Myth and fact"


def test_a_snippets_fields_have_their_own_names(demo):
    service = SupportService.objects.first()

    assert {landmark for landmark, _ in stands(service).values()} == {str(service)}
    assert ("What it is for") in {name for _, name in stands(service).values()}


def test_the_interfaces_words_have_a_place(demo):
    words = objects.words()

    assert set(stands(words).values()) == {(str(words), "Word")}
