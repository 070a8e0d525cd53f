"""Many links at once, from what staff ask."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from campaigns import batch, links
from campaigns.batch import LinkError, Wish
from campaigns.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


def wish(**changes) -> Wish:
    return Wish(**{"campaign": "be-kind", "channels": ["poster"], "languages": ["en"]} | changes)


def codes(planned) -> list[str]:
    return [one.link.code for one in planned]


def test_a_link_is_made_for_each_channel_language_venue_and_creative(campaign):
    made = batch.make(
        wish(
            channels=["instagram", "poster"],
            languages=["", "gu", "ur"],
            venues=["Central Library", "Soar Valley College"],
            creatives=["Reel 1", "Reel 2"],
        )
    )

    assert len(made) == 2 * 3 * 2 * 2
    assert len(set(codes(made))) == len(made)
    assert Source.objects.links().count() == len(made)
    assert {one.link.language for one in made} == {"", "gu", "ur"}


def test_a_plan_makes_nothing(campaign):
    planned = batch.plan(wish(channels=["instagram", "tiktok"]))

    assert [one.is_new for one in planned] == [True, True]
    assert not Source.objects.links().exists()


def test_what_is_there_already_is_used_again_and_named(campaign):
    first = batch.make(wish(venues=["Central Library"]))
    second = batch.make(wish(venues=["Central Library", "Town Hall"]))

    assert [one.is_new for one in second] == [False, True]
    assert second[0].link == first[0].link
    assert Source.objects.links().count() == 2


def test_an_archived_link_is_not_used_again(campaign):
    old = batch.make(wish())[0].link
    old.archived = True
    old.save()

    new = batch.make(wish())[0]

    assert new.is_new
    assert new.link != old


@pytest.mark.parametrize(
    "other",
    [{"starts": dt.date(2026, 12, 1)}, {"ends": dt.date(2026, 12, 1)}, {"destination": uuid.uuid4()}],
    ids=["from", "until", "destination"],
)
def test_a_link_with_other_dates_or_another_page_is_another_link(campaign, other):
    batch.make(wish())

    assert batch.make(wish(**other))[0].is_new


@pytest.mark.parametrize(
    "written",
    ["central library", "CENTRAL  LIBRARY", " Central-Library ", "Central\u00a0Library", "central_library"],
)
def test_the_ways_to_write_a_name_are_one_name_spelt_as_it_was_first(campaign, written):
    first = batch.make(wish(venues=["Central Library"]))[0].link

    again = batch.make(wish(venues=[written]))[0]

    assert again.link == first
    assert Source.objects.links().get().venue == "Central Library"


def test_a_name_written_twice_in_one_list_is_one_name(campaign):
    made = batch.make(wish(creatives=["Reel 1", "reel 1", "REEL-1", "Reel 2"]))

    assert [one.link.creative for one in made] == ["Reel 1", "Reel 2"]


def test_marks_of_a_letter_tell_names_apart(campaign):
    made = batch.make(wish(venues=["કિશોર", "કશોર"]))

    assert len(made) == 2


@pytest.mark.parametrize("written", ["Insta", "instagram", "IG", " Instagram.com"])
def test_the_ways_to_write_a_channel_are_one(written):
    assert batch.channel(written) == "instagram"


def test_what_is_no_channel_is_refused_in_words():
    with pytest.raises(LinkError, match="“carrier pigeon” is no channel"):
        batch.channel("carrier pigeon")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"campaign": "no-such"}, "no campaign"),
        ({"channels": []}, "at least one channel"),
        ({"languages": []}, "at least one channel"),
        ({"starts": dt.date(2026, 12, 2), "ends": dt.date(2026, 12, 1)}, "end before they start"),
        ({"venues": ["x" * 101]}, "longer than 100"),
        ({"creatives": ["UTM"]}, "Choose another name"),
        ({"venues": ["left\u202eright"]}, "nobody can see"),
        ({"venues": [str(n) for n in range(201)]}, "201 links"),
        ({"venues": [str(n) for n in range(10**5)], "creatives": [str(n) for n in range(10**5)]}, "links"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_t_be_made_is_refused_in_words(campaign, asked, words):
    with pytest.raises(LinkError, match=words):
        batch.make(wish(**asked))

    assert not Source.objects.links().exists()


def test_staff_may_choose_the_code_of_one_link(campaign):
    assert codes(batch.make(wish(code="stand-up"))) == ["stand-up"]


@pytest.mark.parametrize(
    "code", ["st", "a" * 13, "Stand", "stand up", "-stand", "stand--up", "ständig", "direct"]
)
def test_a_code_that_nobody_could_say_or_type_is_refused(campaign, code):
    with pytest.raises(LinkError):
        batch.make(wish(code=code))


def test_a_code_of_one_s_own_is_for_one_link(campaign):
    with pytest.raises(LinkError, match="for one link; this would make 2"):
        batch.make(wish(code="stand-up", channels=["poster", "press"]))


@pytest.mark.parametrize("like", ["good-1", "g00d1", "goodl", "goodi", "g-ood-1"])
def test_a_code_that_reads_like_another_is_refused(campaign, like):
    batch.make(wish(code="good1"))

    with pytest.raises(LinkError, match="reads like"):
        batch.make(wish(code=like, channels=["press"]))


@pytest.mark.parametrize("like", ["g00d1", "GOODL", "go-od-i"])
def test_the_database_holds_no_two_codes_that_read_alike(campaign, like):
    Source.objects.create(code="good1", campaign="be-kind", channel="press")

    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.bulk_create([Source(code=like, campaign="be-kind", channel="press")])


def test_two_codes_that_read_differently_stand_beside_each_other(campaign):
    for code in ("good1", "good2", "wood1"):
        Source.objects.create(code=code, campaign="be-kind", channel="press")

    assert len({links.read(link.code) for link in Source.objects.links()}) == 3
