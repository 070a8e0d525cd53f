"""What a visitor does on a campaign's own page, as its scripts report it."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Response

from tests.browser.running import Site
from tests.browser.watch import answer_to

SECOND_STORY = """() => {
  const asked = document.querySelector("[data-outtake]");
  const again = asked.cloneNode(true);
  again.id = "before-again";
  asked.after(again);
}"""


def test_an_act_counts_once_for_a_load_of_the_page_and_answers_to_two_stories_are_two(
    untouched_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    """Whichever process of the server is told: each knows only what it was told itself."""
    page = open_context().new_page()
    told = []

    def note(answer: Response) -> None:
        if (
            answer.url.endswith("/c/") and answer.status != 503
        ):  # Then nothing was counted, and it is sent again.
            told.append((answer.request.post_data_json["kind"], answer.headers["x-counted"]))

    page.on("response", note)
    with page.expect_response(answer_to("visit")):
        page.goto(untouched_site.address("en", "/campaigns/make-a-stand/"))
    outcomes = page.locator("[data-scenario] details > summary")
    with page.expect_response(answer_to("finish")):
        outcomes.nth(0).click()
        outcomes.nth(1).click()
    page.evaluate(SECOND_STORY)
    for form in page.locator("[data-outtake]").all()[:2]:
        with page.expect_response(answer_to("before_3")):
            form.locator("[value=before_3]").click()

    assert sorted(told) == [
        ("before_3", "genuine"),
        ("before_3", "genuine"),
        ("finish", "genuine"),
        ("visit", "genuine"),
    ]
