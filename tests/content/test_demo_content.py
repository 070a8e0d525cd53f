"""Rules of the site's words that a machine can check, on every page of the demo content."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from livesafe.content.models import BasePage, TopicPage
from livesafe.content.support import SupportService
from livesafe.translations.models import Translation
from livesafe.translations.readingage import AIM, reading_age

YOUNG = [
    "knife-crime",
    "staying-safe-online",
    "being-used",
    "substance-use",
    "healthy-relationships",
    "bullying-and-hate",
    "going-out",
    "a-friend",
    "hard-feelings",
]
SENSITIVE = {"being-used", "hard-feelings"}
NEVER = (
    "gang member|drug runner|lifestyle|why didn't you|postcode|no-go|thug|victims? of their own|"
    "won't tell the police|will never tell|nobody will know|confront them|stabb?ed|blood"
)
TYPED = re.compile(r"(?<!\d)(?:0\d{2,4}[ \d]{6,}|116 ?\d{3}|85258)(?!\d)")


def pages():
    return [page for page in Page.objects.live().specific() if isinstance(page, BasePage)]


def words(page):
    return "\n".join(BeautifulSoup(s.source, "html.parser").get_text() for s in page.segments())


def blocks(page):
    return [(block.block_type, block.value) for block in page.body_en]


def test_every_page_of_the_plan_is_there(demo):
    paths = {page.url_path.split("/", 2)[2].strip("/") for page in pages()}

    assert paths >= {
        "",
        "help",
        "help/shared-phone",
        "campaigns/make-a-stand",
        "campaigns/we-dont-carry",
        *(f"young-people/{slug}" for slug in YOUNG),
        *(
            f"parents-and-carers/{slug}"
            for slug in ("worried-about-your-child", "how-to-talk", "what-happens-if-you-call")
        ),
        *(f"professionals/{slug}" for slug in ("refer-now", "campaign-kit")),
        *(
            f"about/{slug}"
            for slug in [
                "who-made-this",
                "privacy",
                "privacy-young-people",
                "accessibility",
                "translation",
                "how-we-count",
            ]
        ),
    }


def test_no_page_uses_words_that_hurt(demo):
    found = {page.slug: re.findall(NEVER, words(page), re.IGNORECASE) for page in pages()}

    assert {slug: hits for slug, hits in found.items() if hits} == {}


def test_no_number_of_a_service_is_typed_into_a_text(demo):
    assert {page.slug: TYPED.findall(words(page)) for page in pages() if TYPED.findall(words(page))} == {}


def test_advice_begins_with_a_short_version_and_then_what_to_do_now(demo):
    for page in TopicPage.objects.live():
        kinds = [kind for kind, _ in blocks(page)]
        assert kinds[:2] == ["short_version", "do_now"], page.slug
        assert 1 <= len(blocks(page)[0][1]["lines"]) <= 3


def test_advice_says_who_can_help(demo):
    for page in TopicPage.objects.live():
        chosen = [
            service
            for kind, value in blocks(page)
            if kind in {"do_now", "services"}
            for service in value["services"]
        ]
        assert chosen, page.slug


@pytest.mark.parametrize("shelf", ["young-people", "parents-and-carers"])
def test_young_peoples_and_parents_pages_can_be_read_at_11(demo, shelf):
    ages = {page.slug: reading_age(page.segments()) for page in pages() if f"/{shelf}/" in page.url_path}

    assert len(ages) > 3
    assert {slug: age for slug, age in ages.items() if age is None or age > AIM} == {}


def test_the_sensitive_pages_are_flagged_held_and_neutral(demo):
    flagged = {page.slug for page in pages() if page.sensitive}

    assert flagged == SENSITIVE
    for page in TopicPage.objects.filter(sensitive=True):
        assert page.release_policy == "hold"
        assert page.neutral_title_en
        assert "campaign_card" not in [kind for kind, _ in blocks(page)]


def test_help_is_shown_in_both_languages(demo):
    assert Page.objects.get(slug="help").specific.release_policy == "both"


def test_a_claim_about_the_law_has_its_source_and_dates(demo):
    laws = [value for page in pages() for kind, value in blocks(page) if kind == "law"]

    assert laws
    for law in laws:
        assert law["source_url"].startswith("https://www.legislation.gov.uk/")
        assert law["in_force_from"] < law["last_checked"]


def test_only_services_of_grade_a_or_b_are_in_the_demo_and_none_claims_a_persons_check(demo):
    for service in SupportService.objects.all():
        assert service.grade in {"A", "B"}
        assert service.verified_by == "source only"
        assert service.last_verified
        assert service.source_url
        service.full_clean()


def test_no_page_claims_a_review_or_coproduction_that_did_not_happen(demo):
    assert [page.slug for page in pages() if page.made_with_en] == []
    assert not Translation.objects.filter(state="approved").exists()


def test_no_page_quotes_anybody(demo):
    assert [page.slug for page in pages() for kind, _ in blocks(page) if kind == "quote"] == []


def test_a_sentence_of_long_words_has_a_higher_reading_age_than_one_of_short_words(demo):
    page = TopicPage.objects.get(slug="a-friend")
    easy = reading_age(page.segments())
    page.summary_en = "Notwithstanding considerable organisational interdependencies, practitioners " * 12

    assert reading_age(page.segments()) > easy + 3
