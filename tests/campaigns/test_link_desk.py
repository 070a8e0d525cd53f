"""The link desk: who may do what, and what becomes of it."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pypdf import PdfReader

from campaigns import tally
from campaigns.models import Source, Tally
from livesafe.content import groups

pytestmark = pytest.mark.django_db(databases=["default", "tallies"])

DESK, MAKE = "/admin/links/", "/admin/links/new/"

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def staff(client):
    def staff(group: str):
        groups.set_up()
        user = User.objects.create_user(group, password="a long password")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return staff


@pytest.fixture
def editor(staff):
    return staff(groups.EDITORS)


@pytest.fixture
def asked(campaign):
    def asked(**changes):
        form = {"campaign": "be-kind", "channels": ["poster"], "languages": ["en"]}
        return (
            form
            | dict.fromkeys(("venues", "creatives", "destination", "starts", "ends", "code"), "")
            | changes
        )

    return asked


@pytest.fixture
def make(editor, asked):
    """Fill the form, look at the plan, and press the button."""

    def make(**changes):
        form = asked(**changes)
        plan = editor.post(MAKE, form)
        return editor.post(MAKE, form | {"seen": plan.context.get("seen", "")}, follow=True)

    return make


def clicked(link: Source, n: int = 1, verdict: str = "genuine") -> None:
    row = Tally(day=DAY, source_id=link.pk, language="en", kind="click", verdict=verdict, n=n)
    tally.add([row])


def page(response) -> str:
    return response.content.decode()


def test_an_editor_sees_what_will_be_made_before_anything_is(editor, asked):
    response = editor.post(
        MAKE, asked(channels=["instagram", "poster"], languages=["en", "own"], venues="Library\nTown Hall")
    )

    assert "8 new links" in page(response)
    assert "Instagram · Town Hall · English" in page(response)
    assert not Source.objects.links().exists()


def test_a_publisher_may_make_links_too(staff, asked):
    publisher = staff(groups.PUBLISHERS)
    seen = publisher.post(MAKE, asked()).context["seen"]

    publisher.post(MAKE, asked() | {"seen": seen})

    assert Source.objects.links().count() == 1


def test_then_the_links_are_made(make):
    response = make(channels=["instagram", "poster"], venues="Library\r\nTown Hall")

    assert "4 links made." in page(response)
    assert Source.objects.links().count() == 4


def test_what_was_changed_after_looking_is_shown_anew_and_not_made(editor, asked):
    seen = editor.post(MAKE, asked()).context["seen"]

    response = editor.post(MAKE, asked(channels=["poster", "press"]) | {"seen": seen})

    assert "2 new links" in page(response)
    assert not Source.objects.links().exists()


def test_what_is_there_already_is_named_and_used_again(make):
    make(venues="Library")
    link = Source.objects.links().get()

    response = make(venues="library\nTown Hall")

    assert "1 link made. 1 link was there already: " + link.code in page(response)
    assert Source.objects.links().count() == 2


def test_too_many_are_refused_with_their_number(editor, asked):
    response = editor.post(MAKE, asked(venues="\n".join(f"Venue {n}" for n in range(201))))

    assert "That would be 201 links" in page(response)


def test_a_code_of_one_s_own_is_typed_in_any_case(make):
    make(code="Stand-Up")

    assert Source.objects.links().get().code == "stand-up"


def test_a_link_may_lead_to_another_page(make, topic):
    shown = page(make(destination=topic.pk))

    assert Source.objects.links().get().destination == topic.translation_key
    # Its long address would count nothing there.
    assert "There is no long address" in shown
    assert "utm_id" not in shown


def test_no_counted_link_leads_to_a_sensitive_page(editor, asked, topic):
    type(topic).objects.filter(pk=topic.pk).update(sensitive=True)

    response = editor.post(MAKE, asked(destination=topic.pk))

    assert "no link that is counted may lead to it" in page(response)


def test_the_desk_lists_links_with_both_addresses(editor, poster):
    shown = page(editor.get(DESK))

    assert "/go/pstr2" in shown
    assert "utm_source=poster&amp;utm_medium=print&amp;utm_campaign=be-kind" in shown
    assert "utm_content=Library&amp;utm_id=pstr2" in shown


def test_placements_and_what_the_site_makes_by_itself_are_not_listed(editor, poster, placement):
    assert editor.get(DESK).context["page"].paginator.count == 1


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["gone5", "soon4", "pstr2"]),
        ("channel=press", ["soon4"]),
        ("language=gu", ["soon4"]),
        ("campaign=be-kind", ["gone5", "soon4", "pstr2"]),
        ("campaign=other", ["gone5", "soon4", "pstr2"]),  # No such campaign: the filter is not in force.
        ("state=live", ["pstr2"]),
        ("state=soon", ["soon4"]),
        ("state=ended", ["gone5"]),
        ("state=archived", ["away3"]),
        ("state=all", ["away3", "gone5", "soon4", "pstr2"]),
        ("q=libr", ["pstr2"]),
        ("q=SOON", ["soon4"]),
    ],
)
def test_links_are_found_by_campaign_channel_language_state_and_name(editor, poster, query, codes):
    same = {"campaign": "be-kind"}
    Source.objects.create(code="soon4", channel="press", language="gu", starts="2099-01-01", **same)
    Source.objects.create(code="gone5", channel="poster", ends="2020-01-01", **same)
    Source.objects.create(code="away3", channel="poster", archived=True, **same)

    rows = editor.get(f"{DESK}?{query}").context["rows"]

    assert [row.link.code for row in rows] == codes


@pytest.mark.parametrize("change", [{"ends": "2020-01-01"}, {"live": False}])
def test_a_link_is_found_by_the_state_that_the_desk_shows_of_it(editor, campaign, poster, change):
    Source.objects.create(code="soon4", campaign="be-kind", channel="press", starts="2099-01-01")
    type(campaign).objects.update(**change)

    found = {
        state: editor.get(f"{DESK}?state={state}").context["rows"] for state in ("live", "soon", "ended")
    }

    assert {state: [(row.link.code, row.state) for row in rows] for state, rows in found.items()} == {
        "live": [],
        "soon": [("soon4", "soon")],
        "ended": [("pstr2", "ended")],
    }


def test_where_all_links_are_archived_the_desk_leads_to_them(editor, poster):
    Source.objects.update(archived=True)

    assert "All links are in the archive." in page(editor.get(DESK))


def test_the_desk_asks_few_queries_however_many_links(editor, poster, django_assert_max_num_queries):
    for n in range(25):
        Source.objects.create(code=f"many{n}", campaign="be-kind", channel="press")
    editor.get(DESK)

    with django_assert_max_num_queries(25):
        editor.get(DESK)


def test_an_analyst_sees_links_and_their_clicks_and_makes_none(staff, poster):
    analyst = staff(groups.ANALYSTS)
    clicked(poster, n=7)
    clicked(poster, n=90, verdict="crawler")

    assert "7 genuine clicks" in page(analyst.get(DESK))
    assert "Make links" not in page(analyst.get(DESK))
    for refused in (analyst.get(MAKE), analyst.post(reverse("links:archive"), {"link": [poster.pk]})):
        assert refused.status_code == 302
    assert not Source.objects.get(pk=poster.pk).archived


def test_an_editor_sees_no_counts(editor, poster):
    clicked(poster, n=7)

    assert "genuine click" not in page(editor.get(DESK))


@pytest.mark.parametrize("group", [groups.TRANSLATORS, groups.REVIEWERS])
def test_who_has_no_part_in_campaigns_is_sent_away(staff, poster, group):
    someone = staff(group)

    for address in (DESK, reverse("links:link", args=[poster.pk]), reverse("links:table")):
        assert someone.get(address).status_code == 302


def test_a_stranger_gets_no_file(client, poster):
    for name in ("qr_svg", "qr_png", "poster"):
        response = client.get(reverse(f"links:{name}", args=[poster.pk]))
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


def test_ticked_links_are_archived_and_come_back(editor, poster):
    clicked(poster)
    away = editor.post(reverse("links:archive"), {"link": [poster.pk, "x"]}, follow=True)
    assert "1 link archived" in page(away)
    assert Source.objects.get(pk=poster.pk).archived

    editor.post(reverse("links:archive"), {"link": [poster.pk], "restore": "1"})

    assert not Source.objects.get(pk=poster.pk).archived


def test_a_placement_can_t_be_archived_by_its_number(editor, placement):
    editor.post(reverse("links:archive"), {"link": [placement.pk]})

    assert not Source.objects.get(pk=placement.pk).archived


def test_a_link_that_was_counted_can_t_be_deleted_at_the_desk(editor, poster):
    clicked(poster)
    response = editor.post(reverse("links:delete", args=[poster.pk]), follow=True)

    assert "Archive it instead" in page(response)
    assert "Delete it" not in page(editor.get(reverse("links:link", args=[poster.pk])))
    assert Source.objects.filter(pk=poster.pk).exists()


def test_a_link_that_nobody_used_can(editor, poster):
    editor.post(reverse("links:delete", args=[poster.pk]))

    assert not Source.objects.filter(pk=poster.pk).exists()


@pytest.mark.parametrize(
    ("name", "content_type", "begins"),
    [
        ("qr_svg", "image/svg+xml", b"<?xml"),
        ("qr_png", "image/png", b"\x89PNG"),
        ("poster", "application/pdf", b"%PDF"),
        ("poster_picture", "image/png", b"\x89PNG"),
    ],
)
def test_a_link_s_files_can_be_taken_away(editor, poster, name, content_type, begins):
    response = editor.get(reverse(f"links:{name}", args=[poster.pk]) + "?language=gu&paper=a5")

    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response.content.startswith(begins)
    assert 'attachment; filename="livesafe-be-kind-poster-library-pstr2' in response["Content-Disposition"]


@pytest.mark.parametrize("query", ["", "language=tlh&paper=a4", "language=en&paper=a0"])
def test_a_poster_that_nobody_can_make_is_refused_in_words(editor, poster, query):
    response = editor.get(reverse("links:poster", args=[poster.pk]) + f"?{query}")

    assert response.status_code == 400
    assert "Choose a language" in page(response)


def test_a_campaign_whose_words_can_t_be_printed_says_which_letter(editor, campaign, poster):
    type(campaign).objects.filter(pk=campaign.pk).update(headline_en="Be kind 漢")

    response = editor.get(reverse("links:poster", args=[poster.pk]) + "?language=en&paper=a4")

    assert response.status_code == 400
    assert "“漢” can’t be printed" in page(response)


def test_the_table_holds_what_the_desk_shows_and_no_formula(editor, poster):
    Source.objects.create(code="evil2", campaign="be-kind", channel="press", venue="=1+1")

    rows = list(csv.DictReader(io.StringIO(page(editor.get(reverse("links:table") + "?q=evil")))))

    assert [row["code"] for row in rows] == ["evil2"]
    assert rows[0]["venue"] == "'=1+1"
    assert rows[0]["short"].endswith("/go/evil2")
    assert rows[0]["state"] == "live"


def test_the_contact_sheet_holds_what_the_desk_shows(editor, poster):
    Source.objects.create(code="prss3", campaign="be-kind", channel="press")

    response = editor.get(reverse("links:sheet") + "?campaign=be-kind&channel=press")

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "Links of Be kind" in words
    assert "prss3" in words
    assert "pstr2" not in words


def test_a_link_of_a_campaign_that_is_gone_is_still_shown(editor, poster):
    Source.objects.create(code="lost4", campaign="no-longer", channel="press")
    lost = Source.objects.get(code="lost4")

    assert "no-longer" in page(editor.get(DESK))
    assert editor.get(reverse("links:link", args=[lost.pk])).status_code == 200


# The same from a terminal.


@pytest.fixture
def run(capsys):
    def run(*arguments: object) -> str:
        call_command(*map(str, arguments))
        return capsys.readouterr().out

    return run


def test_links_are_made_and_listed_by_command(run, campaign):
    made = run("links", "make", "--campaign=be-kind", "--channel=Insta", "--channel=IG", "--venue=Stories")

    assert made.count("made  http://") == 1
    assert "instagram  Stories" in run("links", "list", "--campaign=be-kind")
    assert "there already" in run("links", "make", "--campaign=be-kind", "--channel=ig", "--venue=stories")


def test_a_dry_run_makes_nothing(run, campaign):
    assert "would be made" in run("links", "make", "--campaign=be-kind", "--channel=x", "--dry-run")
    assert not Source.objects.links().exists()


def test_links_are_archived_by_command_however_the_code_is_typed(run, poster):
    run("links", "archive", "PSTR-2")
    assert Source.objects.get(pk=poster.pk).archived

    run("links", "restore", "pstr2")
    assert not Source.objects.get(pk=poster.pk).archived


def test_a_command_leads_to_another_page_by_its_path(run, campaign, topic):
    run("links", "make", "--campaign=be-kind", "--channel=press", "--to=/drives/friends/")

    assert Source.objects.links().get().destination == topic.translation_key


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["make", "--campaign=be-kind", "--channel=pigeon"], "no channel"),
        (["make", "--campaign=be-kind", "--channel=x", "--language=tlh"], "no language"),
        (["make", "--campaign=be-kind", "--channel=x", "--to=/nowhere/"], "no page"),
        (["archive", "pstr2", "nope9"], "No link has the code nope9"),
    ],
)
def test_a_command_refuses_in_words_and_does_nothing(run, poster, arguments, words):
    with pytest.raises(CommandError, match=words):
        run("links", *arguments)

    assert not Source.objects.get(pk=poster.pk).archived


def test_files_are_written_by_command(run, poster, tmp_path):
    for name, begins in (("a.pdf", b"%PDF"), ("a.svg", b"<?xml"), ("a.png", b"\x89PNG")):
        run("poster", "pstr2", tmp_path / name, "--language=ur", "--paper=a5")
        assert (tmp_path / name).read_bytes().startswith(begins)
    run("links", "csv", "--output", tmp_path / "links.csv")
    run("links", "sheet", "--output", tmp_path / "sheet.pdf")

    assert "pstr2" in (tmp_path / "links.csv").read_text()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="must end in"):
        run("poster", "pstr2", tmp_path / "a.doc")
