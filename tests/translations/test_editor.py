"""The editor: one page and one language, side by side, with and without its script."""

import html
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from livesafe import languages
from livesafe.content.models import TopicPage
from livesafe.content.support import SupportService
from livesafe.translations import budget, objects, review, roles
from livesafe.translations.models import (
    Comment,
    LanguageRole,
    PastText,
    Ruling,
    Term,
    Translation,
    TranslatorsNote,
    Unfinished,
)
from livesafe.translations.told import MARKS

STEP = "In danger? Move away if you can. Then call 999."
WHO = "Who can help, and who they tell"  # On many pages.
LINE = "Most young people don’t carry a knife."


class Desk:
    """A person at the editor of one page in one language."""

    def __init__(self, user, page, code):
        self.user, self.page, self.language = user, page, languages.get(code)
        self.client = Client()
        self.client.force_login(user)
        self.address = self.at("edit")

    def at(self, name):
        return reverse(f"translations:{name}", args=[self.page.object_key, self.language.code])

    def segment(self, source):
        return next(segment for segment in self.page.segments() if segment.source == source)

    def row(self, source):
        return review.place(self.page, self.language, *self.key(source)).row

    def key(self, source):
        segment = self.segment(source)
        return segment.path, segment.hash

    def open(self, query="", **headers):
        return self.client.get(self.address + query, headers=headers)

    def read(self, query=""):
        return html.unescape(self.open(query).content.decode())

    def about(self, source):
        """What the editor says of one text when it is opened, as its script asks for it."""
        answer = self.open(f"?at={identify(self.segment(source))}", **{"x-part": "1"})
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    def press(self, source, do, text=None, *, seen=None, quiet=True, **form):
        row, (path, source_hash) = self.row(source), self.key(source)
        there = row.text if row else ""
        form |= {
            "do": do,
            "path": path,
            "hash": source_hash,
            "text": there if text is None else text,
            "seen": there if seen is None else seen,
        }
        return self.client.post(self.address, form, headers={"x-part": "1"} if quiet else {})


def identify(segment):
    from livesafe.translations.desk.pair import identify

    return identify(segment)


def words(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def page(demo):
    return TopicPage.objects.get(slug="knife-crime")


@pytest.fixture
def sit(page):
    """Seat a person with the roles given at the editor of a page."""

    def sit(name, code="gu", *, group="Publishers", given=(), at=None):
        user, made = User.objects.get_or_create(
            username=name, defaults={"first_name": name.capitalize(), "last_name": "Patel"}
        )
        if made:
            user.groups.add(Group.objects.get(name=group))
            if group == "Publishers":
                user.groups.add(Group.objects.get(name=roles.REVIEWERS))
            LanguageRole.objects.bulk_create(LanguageRole(user=user, language=one) for one in given or [code])
        return Desk(user, at or page, code)

    return sit


@pytest.fixture
def asha(sit):
    return sit("asha")


@pytest.fixture
def bilal(sit):
    return sit("bilal")


# What is shown


def test_texts_stand_in_the_pages_order_under_its_sections(asha):
    shown = asha.read()

    places = [
        shown.index(text) for text in ("Top of the page", "Short version", LINE, "What to do now", STEP)
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(("code", "direction"), [("gu", "ltr"), ("ur", "rtl"), ("pl", "ltr")])
def test_each_side_has_its_language_and_direction(sit, code, direction):
    shown = sit("asha", code).read()

    boxes = re.findall(r"<textarea[^>]*>", shown)
    assert boxes
    assert all(f'lang="{code}" dir="{direction}"' in box for box in boxes if 'name="text"' in box)
    assert '<p class="english" lang="en" dir="ltr"' in shown


def test_a_snippet_and_the_interfaces_words_have_an_editor_too(sit):
    for obj in (SupportService.objects.first(), objects.words()):
        answer = sit("asha", at=obj).open()
        assert answer.status_code == 200
        assert obj.segments()[0].source in words(answer)


def test_each_editor_leads_to_the_files_of_what_it_shows(sit):
    files = reverse("translations:files")
    service, interface = SupportService.objects.all()[0], objects.words()
    at_page, at_service, at_words = sit("asha"), sit("asha", at=service), sit("asha", at=interface)

    assert f"{files}?scope=page&page={at_page.page.pk}&language=gu" in at_page.read()
    assert f"{files}?scope=services&language=gu" in at_service.read()
    assert f"{files}?scope=words&language=gu" in at_words.read()
    assert reverse("translations:interface") in at_words.read()


def test_what_changed_in_the_english_stands_beside_what_it_said_before(asha, page):
    before = asha.row("Knives and staying safe").text
    page.headline_en = "Knives and keeping safe"
    page.save_revision().publish()
    shown = asha.read()

    assert re.search(r"<del>.*staying.*</del><ins>.*keeping.*</ins>", shown)
    assert before in shown[shown.index("What it said before") :]
    assert "English changed <span>1</span>" in shown


def test_who_made_a_text_and_who_approved_it_is_told(asha):
    asha.press(LINE, "save", "મોટા ભાગના")
    asha.press(LINE, "approve")

    assert re.search(r"Asha Patel, .* · approved by Asha Patel, ", asha.read())


def test_what_readers_get_now_is_told(asha):
    assert "Readers get the English, and this draft beside it" in asha.about(STEP)
    assert "Readers get this draft, under the page's notice." in asha.about(LINE)


def test_one_text_alone_is_asked_for_in_parts(asha):
    shown = asha.about(LINE)

    assert shown.count("data-part=") == 5
    assert "<html" not in shown


@pytest.mark.parametrize(
    ("show", "count"), [("all", 39), ("todo", 0), ("drafts", 37), ("unsafe", 1), ("comments", 1)]
)
def test_a_filter_shows_what_waits(asha, show, count):
    asha.press(LINE, "approve")
    asha.press(STEP, "unsafe", reason="It sends them towards the person.")
    shown = asha.read(f"?show={show}")

    assert len(re.findall(r"<article", shown)) == count


def test_a_long_page_asks_the_database_no_more_than_a_short_one(asha, sit, django_assert_max_num_queries):
    short = sit("asha", at=SupportService.objects.first())
    for desk in (asha, short):
        desk.open()  # What is remembered between requests is remembered now.
        with django_assert_max_num_queries(32):
            assert desk.open().status_code == 200


# What the memory, the glossary and the note say


@pytest.fixture
def elsewhere(remember, page):
    """Store a text for the same English on another page."""
    others = TopicPage.objects.exclude(pk=page.pk)
    other = next(one for one in others if any(s.source == WHO for s in one.segments()))
    page.headline_en = WHO
    page.save_revision().publish()
    return lambda text, **changes: remember(WHO, text, page=other, **changes)


def test_the_memory_suggests_what_another_page_says(asha, elsewhere):
    elsewhere("કોણ મદદ કરે")

    shown = asha.about(WHO)
    assert "કોણ મદદ કરે" in shown
    assert "100 %" in shown


def test_a_suggestion_is_put_in_the_box_and_not_saved(asha, elsewhere):
    row = elsewhere("કોણ મદદ કરે")
    asha.press(WHO, f"take:{row.pk}")

    assert asha.row(WHO) is None
    assert ">કોણ મદદ કરે</textarea>" in asha.read()


def test_another_languages_text_is_no_suggestion_to_take(asha, elsewhere):
    row = elsewhere("Kto pomoże", language=languages.get("pl"))

    answer = asha.press(WHO, f"take:{row.pk}")
    assert answer.status_code == 422
    assert not Unfinished.objects.exists()


def test_what_was_approved_elsewhere_is_told_and_can_be_kept_here(asha, elsewhere):
    elsewhere("કોણ મદદ કરે", state="approved")
    assert "Approved elsewhere" in asha.read()
    asha.press(WHO, "approve", "કોણ મદદ કરે", seen="")

    assert asha.row(WHO).state == "approved"


def test_the_glossary_and_the_note_speak_where_their_terms_stand(asha, page):
    term = Term.objects.create(term="knife")
    Ruling.objects.create(of=term, language="gu", text="ચપ્પુ")
    TranslatorsNote.objects.create(object_key=page.object_key, terms="carry: to have a knife on you")

    shown = asha.about(LINE)
    assert "ચપ્પુ" in shown[shown.index("Glossary") :]
    assert "carry: explain it, never word by word (to have a knife on you)" in re.sub(r"<[^>]+>", "", shown)
    assert "carry" not in re.sub(r"<[^>]+>", "", asha.about("What to do now"))


def test_the_note_is_written_in_the_editor_and_stands_on_top_for_every_language(asha, sit):
    form = {"audience": "Young people of 13", "register": "Warm", "terms": "county lines: gangs"}
    asha.client.post(asha.at("note"), form)

    assert "Young people of 13" in sit("asha", "ur").read()
    assert TranslatorsNote.objects.get().changed_by == asha.user


def test_a_translator_reads_the_note_and_cannot_change_it(sit):
    zara = sit("zara", "ur", group=roles.TRANSLATORS)
    zara.client.post(zara.at("note"), {"audience": "Mine"})

    assert not TranslatorsNote.objects.exists()
    assert "Write one" not in zara.read()


# Typing


def test_what_is_typed_is_kept_and_no_reader_sees_it(asha):
    before = asha.row(LINE).text
    asha.press(LINE, "keep", "Half a sent")

    assert asha.row(LINE).text == before
    assert ">Half a sent</textarea>" in asha.read()
    assert "Not saved yet" in asha.read()


def test_checks_speak_while_one_types(asha):
    shown = words(asha.press(STEP, "keep", "જોખમમાં? દૂર જા. 99 પર ફોન કર."))

    assert "The number 999 is missing or changed." in shown
    assert not Translation.objects.filter(text="જોખમમાં? દૂર જા. 99 પર ફોન કર.").exists()


def test_words_taken_back_are_kept_no_longer(asha):
    asha.press(LINE, "keep", "Half")
    asha.press(LINE, "keep")

    assert not Unfinished.objects.exists()


def test_another_person_sees_that_somebody_is_typing_and_what(asha, bilal):
    asha.press(LINE, "keep", "આશા લખે છે")

    shown = bilal.about(LINE)
    assert "Asha Patel has typed something here and not saved it" in re.sub(r"<[^>]+>", "", shown)
    assert "આશા લખે છે" in shown


def test_saving_stores_a_draft_by_this_person(asha):
    asha.press(LINE, "save", "મોટા ભાગના યુવાનો")

    row = asha.row(LINE)
    assert (row.text, row.state, row.made_by) == ("મોટા ભાગના યુવાનો", "draft", asha.user)
    assert not Unfinished.objects.exists()


def test_without_a_script_saving_comes_back_to_the_text(asha):
    answer = asha.press(LINE, "save", "મોટા ભાગના", quiet=False)

    place = identify(asha.segment(LINE))
    assert answer.status_code == 302
    assert answer["Location"] == f"{asha.address}?at={place}#s-{place}"


def test_marks_are_typed_and_tags_are_stored(asha):
    source = next(s.source for s in asha.page.segments() if "<b>" in s.source)
    asha.press(source, "save", "કોઈને કહે: {1}મને ડર લાગે છે.{/1}")

    assert asha.row(source).text == "કોઈને કહે: <b>મને ડર લાગે છે.</b>"


# Two people meet


def test_the_second_is_told_who_and_what_and_nothing_is_overwritten(asha, bilal):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    answer = bilal.press(LINE, "save", "બિલાલનું લખાણ", seen=seen)

    assert answer.status_code == 409
    shown = re.sub(r"<[^>]+>", "", words(answer))
    assert "Asha Patel saved another text here" in shown
    assert "આશાનું લખાણ" in shown
    assert asha.row(LINE).text == "આશાનું લખાણ"
    assert ">બિલાલનું લખાણ</textarea>" in bilal.read(), "the second's words are lost"


def test_typing_on_tells_it_before_anybody_saves(asha, bilal):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    answer = bilal.press(LINE, "keep", "બિલાલ", seen=seen)

    assert answer.status_code == 409
    assert "Asha Patel saved another text here" in re.sub(r"<[^>]+>", "", words(answer))


def test_a_conflict_is_shown_without_a_script_too(asha, bilal):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    answer = bilal.press(LINE, "approve", "બિલાલનું લખાણ", seen=seen, quiet=False)

    assert answer.status_code == 409
    assert "Save mine over theirs" in words(answer)
    assert ">બિલાલનું લખાણ</textarea>" in words(answer)


def test_the_second_may_save_over_the_first_having_seen_it(asha, bilal):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    bilal.press(LINE, "save", "બિલાલનું લખાણ", seen=seen)
    bilal.press(LINE, "save_over", "બિલાલનું લખાણ", seen=seen, theirs="આશાનું લખાણ")

    assert asha.row(LINE).text == "બિલાલનું લખાણ"
    assert PastText.objects.filter(translation=asha.row(LINE), text="આશાનું લખાણ").exists()


def test_what_a_third_saved_since_is_not_saved_over(asha, bilal, sit):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    sit("chaya").press(LINE, "save", "છાયાનું લખાણ")
    answer = bilal.press(LINE, "save_over", "બિલાલનું લખાણ", seen=seen, theirs="આશાનું લખાણ")

    assert answer.status_code == 409
    assert asha.row(LINE).text == "છાયાનું લખાણ"


def test_the_second_may_take_the_firsts(asha, bilal):
    seen = asha.row(LINE).text
    asha.press(LINE, "save", "આશાનું લખાણ")
    bilal.press(LINE, "save", "બિલાલનું લખાણ", seen=seen)
    bilal.press(LINE, "discard", "બિલાલનું લખાણ", seen=seen)

    assert ">આશાનું લખાણ</textarea>" in bilal.read()
    assert not Unfinished.objects.exists()


@pytest.mark.parametrize("quiet", [True, False], ids=["with script", "without script"])
def test_words_for_english_that_changed_meanwhile_are_kept(asha, page, quiet):
    key = asha.key("Knives and staying safe")
    page.headline_en = "Knives and keeping safe"
    page.save_revision().publish()
    form = {"do": "save", "path": key[0], "hash": key[1], "text": "ચપ્પુ વિશે", "seen": ""}
    answer = asha.client.post(asha.address, form, headers={"x-part": "1"} if quiet else {})

    assert answer.status_code == 410
    assert "ચપ્પુ વિશે" in words(answer)
    assert "ચપ્પુ વિશે" in asha.read()
    stray = Unfinished.objects.get()
    asha.client.post(asha.address, {"do": f"drop_stray:{stray.pk}"})
    assert not Unfinished.objects.exists()


# Deciding


def test_what_is_in_the_box_is_stored_and_approved(asha):
    answer = asha.press(LINE, "approve", "મોટા ભાગના યુવાનો ચપ્પુ રાખતા નથી.")

    row = asha.row(LINE)
    assert answer.status_code == 200
    assert (row.text, row.state, row.approved_by) == (
        "મોટા ભાગના યુવાનો ચપ્પુ રાખતા નથી.",
        "approved",
        asha.user,
    )


def test_a_text_that_breaks_a_number_is_kept_and_not_approved(asha):
    before = asha.row(STEP).text
    answer = asha.press(STEP, "approve", "જોખમમાં? દૂર જા.")

    assert asha.row(STEP).text == before, "readers lost their text to one that nobody may have"
    assert answer.status_code == 422
    assert "The number 999 is missing or changed." in words(answer)
    assert asha.row(STEP).state == "draft"
    assert ">જોખમમાં? દૂર જા.</textarea>" in asha.read()


def test_an_empty_box_is_refused_in_words(asha):
    answer = asha.press(LINE, "save", "  ")

    assert answer.status_code == 422
    assert "It is empty." in words(answer)
    assert asha.row(LINE).text.strip()


def approve_page(desk, **changes):
    seen = re.findall(r'form="approve-page" name="seen" value="([^"]+)"', desk.read())
    return desk.client.post(desk.at("approve_page"), {"read": "1", "seen": seen} | changes, follow=True)


def test_a_page_is_approved_at_once_exactly_as_it_was_read(asha, bilal):
    seen = re.findall(r'form="approve-page" name="seen" value="([^"]+)"', asha.read())
    bilal.press(LINE, "save", "બીજું લખાણ")
    answer = approve_page(asha, seen=seen)

    assert asha.row(LINE).state == "draft", "a text that nobody read was approved"
    assert asha.row(STEP).state == "approved"
    assert "1 not approved: somebody changed them meanwhile" in words(answer)


def test_a_page_is_not_approved_by_who_has_not_read_it(asha):
    approve_page(asha, read="")

    assert asha.row(STEP).state == "draft"


def test_an_unsafe_text_is_not_approved_with_its_page(asha):
    asha.press(STEP, "unsafe", reason="Wrong")
    approve_page(asha)

    assert asha.row(STEP).state == "unsafe"


def test_a_text_called_unsafe_since_the_page_was_opened_is_not_approved_with_it(asha, bilal):
    seen = re.findall(r'form="approve-page" name="seen" value="([^"]+)"', asha.read())
    bilal.press(STEP, "unsafe", reason="Wrong")
    approve_page(asha, seen=seen)

    assert asha.row(STEP).state == "unsafe"


def test_nobody_overrules_a_warning_that_they_have_not_seen(asha, bilal):
    asha.press(STEP, "unsafe", reason="Wrong")
    answer = bilal.press(STEP, "approve")

    assert answer.status_code == 422
    assert "Somebody has called it unsafe since you opened it." in words(answer)
    assert asha.row(STEP).state == "unsafe"
    assert 'name="unsafe" value="1"' in words(answer)
    bilal.press(STEP, "approve", unsafe="1")
    assert asha.row(STEP).state == "approved"


@pytest.mark.parametrize("do", ["send_back", "unsafe"])
def test_a_text_is_refused_only_with_a_reason(asha, do):
    asha.press(LINE, "approve")
    answer = asha.press(LINE, do, reason=" ")

    assert answer.status_code == 422
    assert asha.row(LINE).state == "approved"


@pytest.mark.parametrize(("do", "state"), [("send_back", "draft"), ("unsafe", "unsafe")])
def test_the_reason_stands_at_the_text_until_it_is_approved_again(asha, do, state):
    asha.press(LINE, "approve")
    asha.press(LINE, do, reason="Nobody says it so.")

    assert asha.row(LINE).state == state
    assert "Nobody says it so." in asha.read()
    asha.press(LINE, "approve", "મોટા ભાગના યુવાનો")
    assert "Nobody says it so." not in asha.read()


def test_a_text_is_withheld_and_released(asha):
    asha.press(LINE, "withhold")
    assert not asha.row(LINE).released

    asha.press(LINE, "release")
    assert asha.row(LINE).released


def test_a_comment_stays_until_somebody_settles_it(asha, bilal):
    asha.press(LINE, "comment", comment="Is this the right word?")
    assert "Is this the right word?" in bilal.about(LINE)
    assert "Comments <span>1</span>" in bilal.read()

    bilal.press(LINE, f"settle:{Comment.objects.get().pk}")
    assert "Comments <span>0</span>" in asha.read()


def test_a_button_that_is_not_there_does_nothing(asha):
    assert asha.press(LINE, "publish").status_code == 400


# Back into English


def test_a_back_translation_is_labelled_and_stored_nowhere(asha, deepl):
    before = Translation.objects.count()
    shown = words(asha.press(LINE, "back"))

    assert "Machine back-translation, to check sense only" in shown
    assert Translation.objects.count() == before
    assert "Machine back-translation" not in asha.read()


def test_a_back_translation_is_paid_once(asha, deepl):
    asha.press(LINE, "back", text="બે શબ્દ")

    assert budget.this_month().spent == len("બે શબ્દ")


def test_without_a_machine_the_editor_says_whom_to_ask(asha, settings):
    settings.DEEPL_AUTH_KEY = ""
    answer = asha.press(LINE, "back")

    assert answer.status_code == 422
    assert "Ask a person who reads it." in words(answer)
    assert "Back to English" not in asha.read()


# Who may


@pytest.mark.parametrize("name", ["edit", "approve_page", "note", "preview"])
def test_who_has_urdu_alone_neither_sees_nor_changes_punjabi(sit, name):
    zara = sit("zara", "pa", group=roles.REVIEWERS, given=["ur"])
    row = zara.row(LINE)
    shown = zara.client.get(zara.at(name))
    zara.press(LINE, "save", "ਮੇਰਾ")
    approve_page(zara)

    assert shown.status_code in {302, 405}
    assert zara.row(LINE).text == row.text
    assert zara.row(STEP).state == "draft"
    assert sit("zara", "ur").open().status_code == 200


def test_a_translator_writes_and_does_not_approve(sit):
    zara = sit("zara", "ur", group=roles.TRANSLATORS)
    zara.press(LINE, "save", "زیادہ تر نوجوان")
    zara.press(LINE, "approve")

    assert zara.row(LINE).text == "زیادہ تر نوجوان"
    assert zara.row(LINE).state == "draft"
    assert 'value="approve"' not in zara.read()


@pytest.mark.parametrize("path", ["page:none/gu/", "service:none/gu/", "{key}/en/", "{key}/xx/"])
def test_what_is_not_there_is_not_found(asha, path):
    address = "/admin/translations/" + path.format(key=asha.page.object_key)

    assert asha.client.get(address).status_code == 404


# Ahead of publishing, and the preview


@pytest.fixture
def draft(page):
    page.headline_en = "Knives and keeping safe"
    page.save_revision()
    return page


def test_a_draft_of_the_english_is_translated_ahead(asha, draft):
    assert "Knives and keeping safe" not in asha.read()
    assert "Knives and keeping safe" in asha.read("?english=draft")
    segment = next(s for s in draft.segments() if s.path == "headline")
    form = {"do": "save", "path": segment.path, "hash": segment.hash, "text": "ચપ્પુથી બચવું", "seen": ""}
    asha.client.post(f"{asha.address}?english=draft", form)
    assert "ચપ્પુથી બચવું" not in Client().get("/gu/young-people/knife-crime/").content.decode()
    draft.get_latest_revision().publish()

    assert "ચપ્પુથી બચવું" in Client().get("/gu/young-people/knife-crime/").content.decode()


def test_the_preview_shows_the_page_in_its_language_with_what_is_being_typed(sit):
    desk = sit("asha", "ur")
    desk.press(LINE, "keep", "ابھی لکھ رہی ہوں")
    shown = words(desk.client.get(desk.at("preview")))
    theirs = words(desk.client.get(desk.at("preview") + "?as=readers"))

    assert '<html lang="ur" dir="rtl"' in shown
    assert "ابھی لکھ رہی ہوں" in shown
    assert "ابھی لکھ رہی ہوں" not in theirs


@pytest.mark.parametrize("query", ["", "?as=readers"])
def test_a_preview_marks_english_and_shows_no_sign_of_how(asha, page, query):
    page.headline_en = "Knives and keeping safe"
    page.save_revision().publish()
    shown = words(asha.client.get(asha.at("preview") + query))

    assert 'lang="en" dir="ltr">Knives and keeping safe' in shown
    assert not MARKS & set(shown)


def test_a_preview_may_stand_in_a_frame_of_the_admin_and_nowhere_else(asha):
    policy = asha.client.get(asha.at("preview"))["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy


def test_a_snippet_has_no_preview(sit):
    desk = sit("asha", at=SupportService.objects.first())

    assert desk.client.get(desk.at("preview")).status_code == 404
    assert "data-toggle-preview" not in desk.read()
