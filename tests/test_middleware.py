import gzip

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from livesafe import languages, views
from livesafe.content.models import TopicPage

PATHS = [
    "/",
    "/gu/",
    "/ur/help/",
    "/help/services/",
    "/young-people/knife-crime/",
    "/campaigns/make-a-stand/",
    "/nothing/",
]


@pytest.mark.parametrize("path", PATHS)
def test_reading_sets_no_cookie_and_varies_by_encoding_alone(demo, reader, path):
    response = reader.get(path, headers={"accept-language": "pl", "cookie": "_ga=GA1.2.3"})

    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_policy(demo, reader, path):
    response = reader.get(path)

    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "form-action 'self'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_admin_alone_has_a_looser_policy(demo, admin_client):
    assert "'unsafe-inline'" in admin_client.get("/admin/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/gu/", "/help/", "/ur/help/services/", "/campaigns/make-a-stand/"])
def test_a_page_may_be_kept_by_anyone_for_half_a_minute(demo, reader, path):
    kept = reader.get(path)["Cache-Control"]

    assert kept == "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"


def test_what_a_member_of_staff_is_sent_is_kept_by_nobody(demo, admin_client):
    response = admin_client.get("/young-people/knife-crime/")

    assert response["Cache-Control"] == "private, no-store"


def test_a_session_that_has_ended_is_still_kept_from_caches(demo):
    client = Client()
    client.cookies["sessionid"] = "long-gone"

    assert client.get("/")["Cache-Control"] == "private, no-store"


def test_a_page_is_compressed_with_a_strong_tag_of_its_own(demo, reader):
    plain = reader.get("/gu/")
    packed = reader.get("/gu/", headers={"accept-encoding": "gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"].startswith('"')
    assert packed["ETag"] != plain["ETag"]
    assert (
        reader.get("/gu/", headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize("language", languages.TARGETS, ids=lambda language: language.code)
def test_the_language_comes_from_the_address_alone(demo, language):
    client = Client(headers={"accept-language": "pl"})
    client.cookies["django_language"] = "pl"

    assert client.get(f"/{language.code}/")["Content-Language"] == language.code
    assert client.get("/")["Content-Language"] == "en"


def test_a_redirect_kept_for_english_serves_every_language(demo, reader):
    Redirect.objects.create(old_path="/old", redirect_link="/young-people/going-out/")

    assert reader.get("/old/")["Location"] == "/young-people/going-out/"
    assert reader.get("/ur/old/")["Location"] == "/ur/young-people/going-out/"


def test_a_redirect_to_what_has_no_language_is_left_as_it_is(demo, reader):
    for old, target in (
        ("/file", "/documents/1/x.pdf"),
        ("/code", "/go/abcde"),
        ("/else", "https://nhs.uk/"),
    ):
        Redirect.objects.create(old_path=old, redirect_link=target)

        assert reader.get(f"/gu{old}/")["Location"] == target


def test_a_redirect_goes_before_the_word_that_a_page_is_gone(demo, reader):
    TopicPage.objects.get(slug="going-out").unpublish()
    Redirect.objects.create(old_path="/young-people/going-out", redirect_link="/young-people/a-friend/")

    assert reader.get("/young-people/going-out/")["Location"] == "/young-people/a-friend/"
    assert reader.get("/gu/young-people/going-out/")["Location"] == "/gu/young-people/a-friend/"


@pytest.mark.parametrize("refused", ["gzip;q=0", "identity;q=1, gzip;q=0.0, *;q=0", ""])
def test_a_browser_that_refuses_gzip_gets_none(demo, reader, refused):
    assert "Content-Encoding" not in reader.get("/gu/", headers={"accept-encoding": refused})


def test_an_address_that_only_begins_like_the_admins_has_the_strict_policy(demo, reader):
    assert "unsafe" not in reader.get("/administration/")["Content-Security-Policy"]


def test_a_renamed_page_is_found_under_its_old_address_in_every_language(demo, reader):
    page = TopicPage.objects.get(slug="going-out")
    Redirect.objects.create(old_path="/before", redirect_page=page)

    assert reader.get("/before/")["Location"].endswith("/young-people/going-out/")
    assert reader.get("/gu/before/")["Location"].endswith("/gu/young-people/going-out/")


@pytest.mark.parametrize("rest", ["/evil.example/", "//evil.example", "\\\\evil.example/", "/\\evil.example"])
def test_an_english_prefix_leads_to_no_other_site(demo, reader, rest):
    target = reader.get(f"/en/{rest}").headers.get("Location", "/")

    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))


def test_an_english_prefix_is_forgiven(demo, reader):
    assert reader.get("/en/help/?via=abcde")["Location"] == "/help/?via=abcde"


def test_leaving_goes_to_a_neutral_page_that_is_not_told_from_where(reader, settings):
    response = reader.get("/leave")

    assert (response.status_code, response["Location"]) == (302, settings.EXIT_URL)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"


def test_a_failure_is_told_in_the_readers_language_without_a_database(rf):
    from django.utils import translation

    with translation.override("ur"):
        response = views.failed(rf.get("/ur/"))

    assert response.status_code == 500
    assert 'lang="ur"' in response.content.decode()
    assert "999" in response.content.decode()


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt"])
def test_machines_find_what_they_ask_for(demo, reader, path):
    assert reader.get(path).status_code == 200


def test_security_txt_is_never_out_of_date(demo, reader):
    import datetime as dt

    expires = next(
        line.split(": ")[1]
        for line in reader.get("/.well-known/security.txt").content.decode().splitlines()
        if line.startswith("Expires")
    )
    assert dt.datetime.fromisoformat(expires) > dt.datetime.now(dt.UTC) + dt.timedelta(days=90)
