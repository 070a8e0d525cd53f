import pytest

OWN = {"sec-fetch-site": "same-origin"}


def test_reading_the_page_sets_nothing_and_is_kept_by_nobody(demo, reader):
    response = reader.get("/gu/dont-count/")

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert 'lang="gu"' in response.content.decode()


def test_who_asks_not_to_be_counted_gets_one_cookie_that_says_only_that(demo, reader):
    response = reader.post("/dont-count/", {"count": "no"}, headers=OWN)

    assert (response.status_code, response["Location"]) == (303, "/dont-count/")
    assert [(name, cookie.value) for name, cookie in response.cookies.items()] == [("nocount", "1")]
    assert "Count me again" in reader.get("/dont-count/").content.decode()


def test_who_changes_their_mind_is_forgotten(demo, reader):
    reader.post("/dont-count/", {"count": "no"}, headers=OWN)

    response = reader.post("/dont-count/", {"count": "yes"}, headers=OWN)

    assert response.cookies["nocount"]["max-age"] == 0


@pytest.mark.parametrize("headers", [{"sec-gpc": "1"}, {"dnt": "1"}])
def test_a_browser_that_asks_for_everyone_is_told_that_it_is_heard(demo, reader, headers):
    page = reader.get("/dont-count/", headers=headers).content.decode()

    assert "Nothing you do here is counted" in page


def test_another_site_cannot_choose_for_a_visitor(demo, reader):
    response = reader.post("/dont-count/", {"count": "no"}, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert not response.cookies
