"""The import desk: files handed in, looked at, imported and undone, by those who may."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.desk.imports import upload as uploading
from campaigns.imports import jobs, names
from campaigns.models import AdCampaign, AdImport, AdMapping, AdUpload, PlatformRow
from tests.campaigns.imports.conftest import golden, meta, read, snapchat

DESK = "/admin/reports/reach/imports/"
DAY = meta("2026-09-01,Stand,1000,10,5.00")
State = AdImport.State

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def editor(staff) -> Client:
    return staff("Editors")


@pytest.fixture
def analyst(staff) -> Client:
    return staff("VRN analysts")


def send(client: Client, *files: tuple[str, bytes]):
    """Hand in files; what the next page says."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"{DESK}new/", {"files": uploads}, follow=True)


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def say_yes(client: Client, page, **chosen: str) -> AdImport:
    """Press *Import* on the page of a file, and let the worker do it."""
    imported = page.context["imported"]
    form = {"seen": page.context["seen"].seen} | chosen
    client.post(reverse("imports:take", args=[imported.pk]), form)
    jobs.bring.call(imported.pk)
    imported.refresh_from_db()
    return imported


def test_a_file_is_looked_at_row_by_row_and_nothing_is_stored(editor):
    page = send(editor, ("days.csv", golden("meta-days.csv")))

    said = text(page)
    assert "Meta, paid" in said
    assert "The rows add up to the total in row" in said
    assert page.context["page"].paginator.count == len(read(golden("meta-days.csv")).rows)
    assert not PlatformRow.objects.exists()
    assert not AdCampaign.objects.exists()


def test_a_yes_imports_what_was_seen_into_the_campaign_that_was_chosen(editor, campaign):
    page = send(editor, ("days.csv", DAY))
    key = page.context["seen"].names[0].key

    done = say_yes(editor, page, **{f"to-{key}": "be-kind"})

    assert done.state == State.DONE
    assert PlatformRow.objects.get().ad_campaign.campaign == "be-kind"
    assert "See these days in the report" in text(editor.get(f"{DESK}{done.pk}/"))


def test_a_campaign_is_suggested_by_its_name_and_afterwards_remembered(editor, campaign):
    content = meta("2026-09-01,LLR_BeKind_Autumn,1000,10,5.00")
    page = send(editor, ("days.csv", content))
    assert "suggested by its name" in text(page)
    assert '<option value="be-kind" selected>' in page.content.decode()

    say_yes(editor, page, **{f"to-{page.context['seen'].names[0].key}": "be-kind"})
    later = send(editor, ("later.csv", meta("2026-09-02,LLR_BeKind_Autumn,9,1,1.00")))

    assert "As it was said before" in text(later)
    assert '<option value="be-kind" selected>' in later.content.decode()


def test_a_slug_that_is_not_ours_is_not_taken(editor):
    page = send(editor, ("days.csv", DAY))

    say_yes(editor, page, **{f"to-{page.context['seen'].names[0].key}": "no-such-campaign"})

    assert AdCampaign.objects.get().campaign == ""


def test_several_files_wait_each_for_its_own_yes(editor):
    page = send(editor, ("a.csv", golden("meta-days.csv")), ("b.csv", golden("google-days.csv")))

    assert "2 files are read" in text(page)
    assert AdImport.objects.filter(state=State.PREVIEWED).count() == 2


def test_of_files_sent_together_a_refused_one_stops_no_other(editor):
    page = send(editor, ("good.csv", DAY), ("bad.csv", meta("2026-09-01,Stand,ten,10,5.00")))

    assert page.status_code == 422
    assert "bad.csv was refused Nothing of it was stored." in text(page)
    assert "Row 2. Impressions: “ten” can" in text(page)
    assert AdImport.objects.get().name == "good.csv"


def test_a_refused_file_is_kept_nowhere(editor):
    send(editor, ("bad.csv", meta("2026-09-01,Stand,ten,10,5.00")))

    assert not AdImport.objects.exists()
    assert not AdUpload.objects.exists()


def test_a_currency_is_asked_only_where_the_file_doesn_t_say_it(editor):
    page = send(editor, ("days.csv", snapchat("2026-09-01,Stand,1000,10,5.00")))
    assert "Only you can say this" in text(page)
    assert list(page.context["form"].fields) == ["currency"]

    stated = reverse("imports:state", args=[AdImport.objects.get().pk])
    assert "not a currency" in text(editor.post(stated, {"currency": "xyz"}))
    page = editor.post(stated, {"currency": "gbp"}, follow=True)

    assert "5.00 GBP" in text(page)
    assert say_yes(editor, page).currency == "GBP"


def test_days_are_asked_where_the_file_doesn_t_say_them(editor):
    page = send(editor, ("renamed.xlsx", golden("LLR_Campaign_20260101_20260131_GMT+0.xlsx")))
    assert list(page.context["form"].fields) == ["first", "last"]
    stated = reverse("imports:state", args=[AdImport.objects.get().pk])

    assert "Say both days" in text(editor.post(stated, {"first": "2026-01-01", "last": ""}))
    assert "end before it begins" in text(editor.post(stated, {"first": "2026-01-31", "last": "2026-01-01"}))
    page = editor.post(stated, {"first": "2026-01-01", "last": "2026-01-31"}, follow=True)

    assert "1 January 2026 to 31 January 2026" in text(page)


def test_what_was_stated_stays_while_something_else_is_stated(editor):
    send(editor, ("days.csv", snapchat("2026-09-01,Stand,1000,10,5.00")))
    stated = reverse("imports:state", args=[AdImport.objects.get().pk])
    editor.post(stated, {"currency": "GBP"})

    page = editor.post(stated, {"account": "LLR"}, follow=True)

    assert (page.context["file"].currency, page.context["file"].accounts) == ("GBP", ("LLR",))


def test_the_same_file_again_says_that_nothing_would_change(editor):
    say_yes(editor, send(editor, ("days.csv", DAY)))

    assert "Nothing: all 1 rows are there already, from “ days.csv ”" in text(send(editor, ("days.csv", DAY)))


def test_what_changed_is_shown_beside_what_it_was(editor, bring):
    bring(DAY)

    page = send(editor, ("later.csv", meta("2026-09-01,Stand,1200,10,5.00", "2026-09-02,Stand,7,0,1.00")))

    assert "1 new 1 changed 0 no longer there 0 the same" in text(page)
    assert "<del>1000</del> <ins>1200</ins>" in page.content.decode()


def test_what_would_be_counted_twice_can_t_be_imported(editor, bring):
    bring(DAY)
    whole = b"Reporting starts,Reporting ends,Campaign name,Impressions\n2026-09-01,2026-09-30,Stand,9"

    page = send(editor, ("whole.csv", whole))
    assert "counted twice" in text(page)
    assert "Import 1 row" not in text(page)
    say_yes(editor, page)

    assert PlatformRow.objects.get().impressions == 1000


def test_a_yes_to_what_has_changed_meanwhile_imports_nothing(editor, bring):
    page = send(editor, ("days.csv", DAY))
    bring(meta("2026-09-01,Stand,900,9,4.00"), "other.csv")

    form = {"seen": page.context["seen"].seen}
    answer = editor.post(reverse("imports:take", args=[page.context["imported"].pk]), form, follow=True)

    assert "another import changed something" in text(answer)
    assert PlatformRow.objects.get().impressions == 900


def test_an_import_is_undone_and_says_who_did_it(editor, bring):
    imported = bring(DAY)

    page = editor.post(reverse("imports:undo", args=[imported.pk]), follow=True)

    assert "by editors" in text(page)
    assert not PlatformRow.objects.exists()


def test_an_import_that_carries_another_says_which_to_undo_first(editor, bring):
    first = bring(DAY, "first.csv")
    bring(meta("2026-09-01,Stand,1200,10,5.00"), "later.csv")

    assert "It can’t be undone before later.csv" in text(editor.get(f"{DESK}{first.pk}/"))
    page = editor.post(reverse("imports:undo", args=[first.pk]), follow=True)

    assert "Undo “later.csv”" in text(page)
    assert PlatformRow.objects.count() == 2


def test_a_file_that_is_handed_in_twice_waits_once(editor):
    send(editor, ("days.csv", DAY), ("days (1).csv", DAY))

    assert AdImport.objects.get().name == "days.csv"


def test_a_file_is_thrown_away(editor):
    page = send(editor, ("days.csv", DAY))

    editor.post(reverse("imports:away", args=[page.context["imported"].pk]))

    assert not AdImport.objects.exists()


def test_what_is_imported_is_not_thrown_away(editor, bring):
    imported = bring(DAY)

    editor.post(reverse("imports:away", args=[imported.pk]))

    assert PlatformRow.objects.count() == 1


def test_an_import_that_stopped_is_tried_again(editor, monkeypatch):
    page = send(editor, ("days.csv", DAY))
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "take", lambda *_: 1 / 0)
        stopped = say_yes(editor, page)
    assert "we did not foresee" in text(editor.get(f"{DESK}{stopped.pk}/"))

    editor.post(reverse("imports:again", args=[stopped.pk]))
    jobs.bring.call(stopped.pk)

    assert PlatformRow.objects.count() == 1


def test_columns_of_any_table_are_given_their_meaning_and_kept_by_name(editor):
    content = b"Booking list\nSpot,Station,Aired,Ears,Price\nKnives,FM,03/04/2026,500,80"
    page = send(editor, ("radio.csv", content))
    assert "Say what its columns mean" in text(page)
    wizard = reverse("imports:columns", args=[page.context["imported"].pk])
    form = editor.get(wizard).context["form"]
    assert form.headings == ("Spot", "Station", "Aired", "Ears", "Price")

    meanings = ["campaign_name", "by:station", "day", "impressions", "spend"]
    said = {"name": "Radio", "platform": "other", "kind": "paid", "dates": "dmy"}
    said |= {f"column-{index}": meaning for index, meaning in enumerate(meanings)}
    page = editor.post(wizard, said, follow=True)
    assert "state the currency" in text(page).lower()
    stated = reverse("imports:state", args=[AdImport.objects.get().pk])
    page = editor.post(stated, {"currency": "GBP"}, follow=True)

    assert "3 April 2026" in text(page)
    assert "by “Radio”" in text(page)
    assert AdMapping.objects.get().mapping["breakdowns"] == {"station": "station"}
    assert say_yes(editor, page).mapping_name == "Radio"


def test_a_table_that_was_explained_once_is_read_by_the_same_name_again(editor):
    columns = {"campaign_name": ["Spot"], "day": ["Aired"], "impressions": ["Ears"]}
    AdMapping.objects.create(name="Radio", mapping={"platform": "other", "columns": columns})
    page = send(editor, ("radio.csv", b"Spot,Aired,Ears\nKnives,2026-09-01,500"))

    stated = reverse("imports:state", args=[page.context["imported"].pk])
    page = editor.post(stated, {"mapping": "own:Radio"}, follow=True)

    assert page.context["file"].rows[0].impressions == 500


RADIO = {
    "platform": "other",
    "columns": {"campaign_name": ["spot"], "day": ["aired"], "impressions": ["ears"]},
    "breakdowns": {"station": "station"},
}


def test_what_columns_mean_is_listed_and_deleted(editor, analyst):
    AdMapping.objects.create(name="Radio", mapping=RADIO)
    assert f"{DESK}columns/" in editor.get(DESK).content.decode()
    for client in (editor, analyst):
        assert "Radio Another platform, paid." in text(client.get(f"{DESK}columns/"))
        assert "ears → impressions station → station" in text(client.get(f"{DESK}columns/"))
    delete = reverse("imports:forget", args=[AdMapping.objects.get().pk])

    assert delete not in analyst.get(f"{DESK}columns/").content.decode()
    assert analyst.post(delete).status_code == 302
    assert editor.get(delete).status_code == 405
    assert AdMapping.objects.exists()
    assert "“Radio” is deleted" in text(editor.post(delete, follow=True))
    assert not AdMapping.objects.exists()


def test_a_file_that_waits_is_still_read_by_columns_that_were_deleted(editor):
    AdMapping.objects.create(name="Radio", mapping=RADIO)
    page = send(editor, ("radio.csv", b"Spot,Station,Aired,Ears\nKnives,FM,2026-09-01,500"))
    stated = reverse("imports:state", args=[page.context["imported"].pk])
    editor.post(stated, {"mapping": "own:Radio"})
    AdMapping.objects.get().delete()

    page = editor.post(stated, {"mapping": "own:Radio", "account": "LLR"}, follow=True)

    assert page.context["file"].rows[0].impressions == 500
    assert page.context["file"].accounts == ("LLR",)


@pytest.mark.parametrize(
    ("meanings", "words"),
    [
        (["campaign_name", "day", ""], "at least one column of figures"),
        (["impressions", "impressions", ""], "Another column means this already"),
    ],
)
def test_columns_that_can_t_mean_that_are_said(editor, meanings, words):
    page = send(editor, ("radio.csv", b"Spot,Aired,Ears\nKnives,2026-09-01,500"))
    wizard = reverse("imports:columns", args=[page.context["imported"].pk])
    said = {"name": "Radio", "platform": "other", "kind": "paid"}
    said |= {f"column-{index}": meaning for index, meaning in enumerate(meanings)}

    assert words in text(editor.post(wizard, said))
    assert not AdMapping.objects.exists()


def test_which_campaign_it_is_can_be_said_later(editor, bring, campaign):
    bring(DAY)
    assert "1 of the platforms’ campaigns is" in text(editor.get(DESK))

    editor.post(f"{DESK}campaigns/", {f"to-{AdCampaign.objects.get().key}": "be-kind"})
    assert AdCampaign.objects.get().campaign == "be-kind"
    editor.post(f"{DESK}campaigns/", {f"to-{AdCampaign.objects.get().key}": names.NOT_OURS})

    assert not AdCampaign.objects.get().is_ours
    assert "Nobody has said" not in text(editor.get(DESK))


# Who may ----------------------------------------------------------------------------


def test_an_analyst_reads_everything_and_changes_nothing(editor, analyst, bring):
    done = bring(DAY)
    waiting = send(editor, ("more.csv", meta("2026-09-02,Stand,9,1,1.00"))).context["imported"]
    for path in ("", "campaigns/", f"{done.pk}/", f"{done.pk}/progress/", f"{waiting.pk}/"):
        page = analyst.get(DESK + path)
        assert page.status_code == 200, path
        assert 'method="post" action="/admin/reports' not in page.content.decode(), path

    refused = [f"{waiting.pk}/{act}/" for act in ("stated", "columns", "import", "away")]
    for path in ("new/", "campaigns/", f"{done.pk}/undo/", f"{done.pk}/again/", *refused):
        assert analyst.post(DESK + path).status_code == 302, path
    assert PlatformRow.objects.count() == 1
    assert AdImport.objects.get(pk=waiting.pk).state == State.PREVIEWED
    assert done.carries.count() == 0


@pytest.mark.parametrize("group", ["Translators", "Reviewers"])
def test_who_has_nothing_to_do_with_figures_sees_no_import(staff, group, bring):
    done = bring(DAY)

    for path in ("", "campaigns/", f"{done.pk}/"):
        assert staff(group).get(DESK + path).status_code == 302


def test_a_visitor_sees_no_import(client, bring):
    bring(DAY)

    assert client.get(DESK).status_code == 302
    assert client.post(f"{DESK}new/").status_code == 302


def test_the_menu_leads_there(editor, analyst):
    for client in (editor, analyst):
        assert DESK in client.get("/admin/").content.decode()


def test_an_upload_without_its_form_s_token_is_refused(editor):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = editor.cookies

    assert careful.post(f"{DESK}new/", {"files": SimpleUploadedFile("a.csv", DAY)}).status_code == 403
    assert not AdImport.objects.exists()


# What is hostile ------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_not_read_to_its_end(editor, monkeypatch):
    monkeypatch.setattr(uploading, "SIZE", 70_000)

    page = send(editor, ("large.csv", b"x" * 200_000), ("days.csv", DAY))

    assert page.status_code == 422
    assert "large.csv was refused" in text(page)
    assert AdImport.objects.get().name == "days.csv"


def test_200_mb_are_refused_before_they_are_read(editor):
    class Endless(io.RawIOBase):
        def read(self, *_: int) -> bytes:
            raise AssertionError("it was read")

    page = editor.generic(
        "POST", f"{DESK}new/", b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024), **{"wsgi.input": Endless()},
    )  # fmt: skip

    assert page.status_code == 413
    assert "more than 100 MB together" in text(page)


def test_a_zip_bomb_is_refused(editor):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)

    assert "which no export does" in text(send(editor, ("bomb.xlsx", bomb.getvalue())))


def test_xml_entities_are_refused(editor):
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook>&b;</workbook>',
        )

    assert "declares XML entities" in text(send(editor, ("entities.xlsx", workbook.getvalue())))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\boot.csv", "boot.csv"),
        ("<script>alert(1)</script>.csv", "script"),
        ("re\u202etxt.csv", "txt.csv"),
        ("a" * 500 + ".csv", "a" * 100),
    ],
)
def test_a_hostile_name_is_stored_and_shown_harmlessly(editor, name, shown):
    page = send(editor, (name, DAY))

    stored = AdImport.objects.get().name
    assert shown in stored
    assert not set(stored) & {"/", "\\", "\u202e"}
    assert len(stored) <= 150
    assert "<script>alert" not in page.content.decode()


def test_names_in_a_file_are_shown_as_text(editor):
    page = send(editor, ("days.csv", meta("2026-09-01,<img src=x onerror=alert(1)>,1000,10,5.00")))

    assert "&lt;img src=x" in page.content.decode()
    assert "<img src=x" not in page.content.decode()


def test_more_files_than_anybody_has_are_not_taken(editor):
    page = send(editor, *[(f"{number}.csv", DAY) for number in range(21)])

    assert "More than 20 files" in text(page)
    assert not AdImport.objects.exists()


def test_a_form_without_a_file_says_so(editor):
    assert "No file was chosen" in text(send(editor))
