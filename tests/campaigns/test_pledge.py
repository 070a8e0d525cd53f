"""A promise without a name, with or without JavaScript."""

import re

import pytest

from campaigns.models import Source, Tally

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])


def test_a_campaign_s_page_has_two_doors(visitor, campaign):
    html = visitor.get("/drives/be-kind/").content.decode()

    doors = re.search(r'<nav class="campaign-doors".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', doors) == ["#take-part", "/help/"]
    assert 'id="take-part"' in html


def test_the_doors_speak_the_reader_s_language(visitor, campaign):
    html = visitor.get("/gu/drives/be-kind/").content.decode()

    assert 'href="/gu/help/"' in html
    assert 'name="language" value="gu"' in html


def test_the_page_names_its_campaign_to_the_script_and_is_no_ordinary_read(visitor, campaign):
    body = re.search(r"<body[^>]*>", visitor.get("/gu/drives/be-kind/").content.decode())[0]

    assert 'data-campaign="be-kind"' in body
    assert 'data-language="gu"' in body
    assert "data-read" not in body


def test_the_page_s_form_makes_the_pledge(visitor, campaign, counted):
    html = visitor.get("/drives/be-kind/").content.decode()
    form = re.search(r'<form class="pledge".*?</form>', html, re.DOTALL)[0]
    address = re.search(r'action="([^"]+)"', form)[1]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', form))

    response = visitor.post(address, fields)

    assert (response.status_code, response["Location"]) == (303, "/drives/be-kind/#thanks")
    assert counted("pledge", language="en") == 1
    assert 'id="thanks"' in html


def test_a_campaign_without_a_pledge_has_no_form(visitor, campaign):
    campaign.pledge_en = ""
    campaign.save_revision().publish()
    html = visitor.get("/drives/be-kind/").content.decode()

    assert "<form" not in html.split("<main")[1].split("</main>")[0]
    assert html.count('id="take-part"') == 1


def test_the_page_sets_no_cookie(visitor, campaign):
    assert not visitor.get("/drives/be-kind/").cookies


def test_a_pledge_is_said_thanks_for_in_its_language(promise, counted):
    response = promise(language="gu")

    assert response["Location"] == "/gu/drives/be-kind/#thanks"
    assert counted("pledge", language="gu") == 1


def test_a_pledge_counts_for_the_link_that_led_to_it(promise, poster, counted):
    response = promise("/drives/be-kind/?via=pstr2")

    assert response["Location"] == "/drives/be-kind/?via=pstr2#thanks"
    assert counted("pledge", source_id=poster.pk) == 1


def test_a_pledge_counts_for_the_channel_of_an_advertisement(promise, counted):
    promise("/drives/be-kind/?utm_source=tiktok")

    assert (
        counted(
            "pledge", source_id=Source.objects.get(campaign="be-kind", creative="utm", channel="tiktok").pk
        )
        == 1
    )
    assert counted("click") == 0


@pytest.mark.parametrize(
    "via", ["PSTR-2", "%0d%0apstr2%0d%0a", "pstr2%E2%80%A8", "p/s?t#r2".replace("#", "%23")]
)
def test_a_code_leads_back_as_it_is_written_whatever_stood_around_it(promise, poster, counted, via):
    assert promise(f"/drives/be-kind/?via={via}")["Location"] == "/drives/be-kind/?via=pstr2#thanks"
    assert counted("pledge", source_id=poster.pk) == 1


def test_another_campaign_s_code_is_not_repeated(promise, campaign):
    Source.objects.create(code="thr22", campaign="another", channel="poster")
    assert promise("/drives/be-kind/?via=thr22")["Location"] == "/drives/be-kind/#thanks"


def test_what_follows_a_pledge_counts_for_the_advertisement_too(promise, poster):
    response = promise("/drives/be-kind/?utm_source=poster&utm_id=pstr2")
    assert response["Location"] == "/drives/be-kind/?via=pstr2#thanks"


@pytest.mark.parametrize("via", ["zzzzz", "%0d%0aSet-Cookie:x=1", "//evil.example"])
def test_a_code_that_nobody_made_is_direct_and_is_not_repeated(promise, counted, via):
    assert promise(f"/drives/be-kind/?via={via}")["Location"] == "/drives/be-kind/#thanks"
    assert counted("pledge", source_id=Source.objects.get(code="direct", campaign="be-kind").pk) == 1


@pytest.mark.parametrize("action", ["download", "share", "finish"])
def test_other_actions_count_as_well(promise, counted, action):
    promise(action=action)

    assert counted(action) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"action": "click"}, {"action": ""}, {"campaign": "nothing-of-ours"}, {"language": "tlh"}],
    ids=str,
)
def test_an_action_that_makes_no_sense_is_refused(promise, wrong):
    response = promise(**wrong)

    assert (response.status_code, response["X-Counted"]) == (400, "malformed")
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "", "referer": "https://evil.example/drives/be-kind/"},
        {"sec-fetch-site": "", "referer": ""},
    ],
    ids=str,
)
def test_another_site_s_form_is_refused(promise, headers):
    response = promise(headers=headers)

    assert (response.status_code, response["X-Counted"]) == (403, "foreign")
    assert not Tally.objects.exists()


def test_a_browser_that_names_only_its_referrer_is_believed(promise):
    assert promise(headers={"sec-fetch-site": ""})["X-Counted"] == "genuine"


def test_who_objects_is_thanked_and_not_counted(promise):
    response = promise(headers={"sec-gpc": "1"})

    assert (response.status_code, response["X-Counted"]) == (303, "objected")
    assert not Tally.objects.exists()


def test_a_lost_tally_thanks_all_the_same(promise, tallies_away):
    with tallies_away():
        response = promise()

    assert (response.status_code, response["X-Counted"]) == (303, "pending")


def test_nobody_keeps_the_answer_and_it_sets_no_cookie(promise):
    response = promise()

    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_pledge_is_posted(visitor):
    assert visitor.get("/c/act/").status_code == 405
