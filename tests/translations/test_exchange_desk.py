"""Files in the admin: given out, handed in, looked at, stored."""

import io
import zipfile

import polib
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.translations import exchange, objects, review
from livesafe.translations.desk import files
from livesafe.translations.models import HandedIn, LanguageRole, Translation

URDU = languages.get("ur")


@pytest.fixture
def page(demo):
    """A page of which nothing is in Urdu yet."""
    page = TopicPage.objects.get(slug="going-out")
    Translation.objects.filter(language="ur", object_key=page.object_key).delete()
    return page


@pytest.fixture
def officer(demo, client):
    officer = User.objects.create_superuser(
        "olive", "olive@example.org", "x", first_name="Olive", last_name="Okoro"
    )
    client.force_login(officer)
    return officer


@pytest.fixture
def urdu_translator(demo, client):
    """Somebody who has Urdu and no other language."""
    user = User.objects.create_user("amna", password="x")
    user.groups.add(Group.objects.get(name="Translators"))
    LanguageRole.objects.create(user=user, language="ur")
    client.force_login(user)
    return user


def write(page, texts, language=URDU):
    """A PO file of the page with these texts, by source."""
    po = polib.pofile(exchange.export([page], language)[0].decode())
    for entry in po:
        entry.msgstr = texts.get(entry.msgid, entry.msgstr)
    return str(po).encode()


@pytest.fixture
def hand_in(client):
    def hand_in(data, name="ur.po"):
        return client.post(
            reverse("translations:files_in"), {"file": SimpleUploadedFile(name, data)}, follow=True
        )

    return hand_in


def confirm(client, response):
    """Say yes to exactly what the screen showed."""
    seen = [file["comparison"].fingerprint for file in response.context["files"]]
    return client.post(response.redirect_chain[-1][0], {"seen": seen}, follow=True)


def of(page):
    return Translation.objects.filter(language="ur", object_key=page.object_key)


# Out ----------------------------------------------------------------------------


@pytest.mark.parametrize(("format", "begins"), [("xliff21", b"<?xml"), ("xliff12", b"<?xml"), ("po", b"#")])
def test_a_page_is_downloaded_in_a_format_and_a_language(client, officer, page, format, begins):
    response = client.get(
        reverse("translations:files_export"),
        {"scope": "page", "page": page.pk, "language": "ur", "format": format},
    )

    (file,) = exchange.read("a.po" if format == "po" else "a.xlf", response.content)
    assert response.content.startswith(begins)
    assert file.language == URDU
    assert 'filename="livesafe-going-out-ur.' in response["Content-Disposition"]


def test_a_section_is_a_page_and_all_below_it(client, officer, page):
    section = page.get_parent()
    response = client.get(
        reverse("translations:files_export"),
        {"scope": "section", "page": section.pk, "language": "pl", "format": "po"},
    )

    keys = {entry.msgctxt.partition("#")[0] for entry in polib.pofile(response.content.decode())}
    assert keys == {obj.object_key for obj in objects.below(section.specific)}
    assert len(keys) > 3


def test_only_what_is_left_to_do_leaves_out_what_a_person_approved(client, officer, page):
    hand = review.place(page, URDU, "headline", page.segments()[0].hash)
    review.write(hand, "باہر جانا", review.By(officer), seen="")
    review.approve(hand, review.By(officer), seen="باہر جانا")
    choice = {"scope": "page", "page": page.pk, "language": "ur", "format": "po"}

    everything = client.get(reverse("translations:files_export"), choice).content.decode()
    left = client.get(reverse("translations:files_export"), choice | {"todo": "on"}).content.decode()

    assert {e.msgid for e in polib.pofile(everything)} - {e.msgid for e in polib.pofile(left)} == {
        page.headline_en
    }


def test_a_page_that_was_not_chosen_is_asked_for(client, officer):
    choice = {"scope": "page", "page": "", "language": "ur", "format": "po"}

    assert "Choose the page." in client.get(reverse("translations:files_export"), choice).content.decode()


def test_nobody_gets_a_file_of_a_language_they_were_not_given(client, urdu_translator, page):
    choice = {"scope": "page", "page": page.pk, "language": "gu", "format": "po"}

    response = client.get(reverse("translations:files_export"), choice)

    assert "attachment" not in response.headers.get("Content-Disposition", "")


# In -----------------------------------------------------------------------------


def test_handing_in_stores_nothing_before_a_yes(client, officer, page, hand_in):
    response = hand_in(write(page, {page.headline_en: "باہر جانا"}))

    assert "باہر جانا" in response.content.decode()
    assert "Store 1 text" in response.content.decode()
    assert not of(page).exists()


def test_a_yes_stores_drafts_by_who_handed_them_in(client, officer, page, hand_in):
    response = confirm(client, hand_in(write(page, {page.headline_en: "باہر جانا"})))

    row = of(page).get()
    assert (row.text, row.state, row.made_by, row.origin) == (
        "باہر جانا",
        "draft",
        officer,
        "Imported file ur.po",
    )
    assert "1 text stored as draft." in response.content.decode()
    assert not HandedIn.objects.exists()


def test_what_somebody_changed_after_the_preview_is_shown_before_anything_is_stored(
    client, officer, page, hand_in
):
    first, second = page.segments()[:2]
    shown = hand_in(write(page, {first.source: "باہر جانا", second.source: "محفوظ رہیں"}))
    place = review.place(page, URDU, first.path, first.hash)
    review.write(place, "گھومنا", review.By(User.objects.create_superuser("ben")), seen="")

    response = confirm(client, shown)

    assert "Nothing was stored: somebody changed a text meanwhile." in response.content.decode()
    assert [row.text for row in of(page)] == ["گھومنا"]
    assert "Written by ben" in response.content.decode()
    confirm(client, looked_at_again(client, shown))
    assert {row.text for row in of(page)} == {"گھومنا", "محفوظ رہیں"}


def looked_at_again(client, response):
    again = client.get(response.redirect_chain[-1][0])
    again.redirect_chain = response.redirect_chain
    return again


def test_a_conflict_names_both_texts_and_who_stands_behind_the_one_that_stays(client, officer, page, hand_in):
    segment = page.segments()[0]
    place = review.place(page, URDU, segment.path, segment.hash)
    review.write(place, "باہر جانا", review.By(officer), seen="")
    review.approve(place, review.By(officer), seen="باہر جانا")

    html = hand_in(write(page, {segment.source: "گھومنا"})).content.decode()

    assert "Approved by Olive Okoro" in html
    assert "باہر جانا" in html
    assert "گھومنا" in html
    assert "There is nothing to store." in html


def test_a_newer_file_of_the_same_person_replaces_their_older_one(client, officer, page, hand_in):
    confirm(client, hand_in(write(page, {page.headline_en: "باہر جانا"})))
    confirm(client, hand_in(write(page, {page.headline_en: "گھومنا"})))

    row = of(page).get()
    assert (row.text, row.past.get().text) == ("گھومنا", "باہر جانا")


def test_another_persons_file_does_not_replace_it(client, officer, page, hand_in):
    confirm(client, hand_in(write(page, {page.headline_en: "باہر جانا"})))
    client.force_login(User.objects.create_superuser("ben"))

    html = hand_in(write(page, {page.headline_en: "گھومنا"})).content.decode()

    assert "Written by Olive Okoro" in html


def test_words_approved_for_the_same_english_elsewhere_are_not_replaced_by_a_draft(
    client, officer, page, hand_in
):
    segment = page.segments()[0]
    Translation.objects.create(
        object_key="page:elsewhere",
        language="ur",
        path="headline",
        source_hash=segment.hash,
        kind=segment.kind,
        source=segment.source,
        text="باہر جانا",
        state="approved",
        approved_at=timezone.now(),
        approved_by=officer,
    )

    html = hand_in(write(page, {segment.source: "گھومنا"})).content.decode()

    assert "Approved on another page by Olive Okoro" in html


def test_english_that_is_gone_is_named_and_not_stored(client, officer, page, hand_in):
    data = write(page, {page.headline_en: "باہر جانا"})
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "Going out tonight"
    draft.save_revision().publish()

    html = hand_in(data).content.decode()

    assert "English that has changed" in html
    assert "There is nothing to store." in html


def test_a_draft_can_be_translated_by_a_file_before_it_is_published(client, officer, page, hand_in):
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "Going out tonight"
    draft.save_revision()
    draft = objects.find(page.object_key, draft=True)

    confirm(client, hand_in(write(draft, {"Going out tonight": "آج رات باہر"})))

    assert of(page).get().source == "Going out tonight"


def test_a_bad_file_is_refused_with_its_line_and_nothing_is_kept(client, officer, page, hand_in):
    danger = next(s.source for s in page.segments() if "999" in s.source)

    response = hand_in(write(page, {danger: "اردو 998"}))

    assert response.status_code == 422
    assert "ur.po was refused" in response.content.decode()
    assert "The number 999 is missing or changed." in response.content.decode()
    assert not HandedIn.objects.exists()


def test_a_file_in_a_language_that_the_person_was_not_given_is_refused(
    client, urdu_translator, page, hand_in
):
    response = hand_in(write(page, {page.headline_en: "બહાર"}, languages.get("gu")))

    assert response.status_code == 422
    assert "It is in Gujarati. You have: Urdu." in response.content.decode()


def test_nobody_sees_or_confirms_the_file_of_somebody_else(client, officer, page, hand_in):
    shown = hand_in(write(page, {page.headline_en: "باہر جانا"}))
    client.force_login(User.objects.create_superuser("ben"))

    assert client.get(shown.redirect_chain[-1][0]).status_code == 404
    assert confirm(client, shown).status_code == 404
    assert not of(page).exists()


def test_a_file_can_be_thrown_away(client, officer, page, hand_in):
    hand_in(write(page, {page.headline_en: "باہر جانا"}))

    client.post(reverse("translations:file_away", args=[HandedIn.objects.get().pk]))

    assert not HandedIn.objects.exists()
    assert not of(page).exists()


def test_files_that_nobody_confirms_are_forgotten_after_a_week(client, officer, page, hand_in):
    hand_in(write(page, {page.headline_en: "باہر جانا"}))
    files.purge()
    assert HandedIn.objects.exists()

    HandedIn.objects.update(at=timezone.now() - files.KEPT_FOR)
    files.purge()

    assert not HandedIn.objects.exists()


def test_people_without_a_language_have_no_files(client, demo):
    user = User.objects.create_user("ana")
    user.groups.add(Group.objects.get(name="VRN analysts"))
    client.force_login(user)

    assert client.get(reverse("translations:files")).status_code in {302, 403}


def test_what_a_file_says_is_never_markup_of_the_screen(client, officer, page, hand_in):
    html = hand_in(write(page, {page.headline_en: "<script>alert(1)</script>اردو"})).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


# Packed -----------------------------------------------------------------------------


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def test_the_files_of_a_zip_are_stored_together(client, officer, page, hand_in):
    gujarati = languages.get("gu")
    Translation.objects.filter(language="gu", object_key=page.object_key).delete()
    data = packed(
        ur_po=write(page, {page.headline_en: "باہر جانا"}),
        gu_po=write(page, {page.headline_en: "બહાર જવું"}, gujarati),
    )

    confirm(client, hand_in(data, "all.zip"))

    rows = Translation.objects.filter(object_key=page.object_key, language__in=("ur", "gu"))
    assert {row.text for row in rows} == {"باہر جانا", "બહાર જવું"}


def test_one_bad_file_of_a_zip_refuses_all_of_it(client, officer, page, hand_in):
    data = packed(ur_po=write(page, {page.headline_en: "باہر جانا"}), bad_xlf=b"<xliff")

    assert "bad.xlf was refused" in hand_in(data, "all.zip").content.decode()
    assert not HandedIn.objects.exists()


def test_two_files_of_a_zip_with_the_same_text_are_refused(client, officer, page, hand_in):
    data = packed(
        a_po=write(page, {page.headline_en: "باہر جانا"}), b_po=write(page, {page.headline_en: "گھومنا"})
    )

    shown = hand_in(data, "all.zip").content.decode()

    assert "a.po has this text too. Leave one out." in shown
    assert not HandedIn.objects.exists()


def test_a_zip_that_unpacks_to_more_than_is_sane_is_refused_without_being_unpacked(demo):
    bomb = packed(a_po=b" " * (exchange.upload.LARGEST + 1))

    assert len(bomb) < exchange.upload.LARGEST / 100
    with pytest.raises(exchange.FileRefusedError, match="larger than 20 MB"):
        exchange.read("bomb.zip", bomb)


def test_a_zip_of_too_many_files_is_refused(demo):
    with pytest.raises(exchange.FileRefusedError, match="at most 40 at once"):
        exchange.read("many.zip", packed(**{f"f{number}_po": b"" for number in range(41)}))
