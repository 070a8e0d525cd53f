"""DeepL on the desk: the sum before it is spent, the work as it goes, and who may ask."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from livesafe.translations import account, budget, jobs, wanted
from livesafe.translations.models import Job, KeptOut, LanguageRole, Translation


@pytest.fixture
def page(topic):
    Translation.objects.filter(object_key=topic.object_key).delete()
    DBTaskResult.objects.all().delete()
    return topic


@pytest.fixture
def editor(demo, client):
    user = User.objects.create_user("ed", password="x", first_name="Ed", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture
def address(page):
    return reverse("translations:engine_page", args=[page.object_key])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_sum_is_told_for_each_language_before_anything_is_sent(deepl, editor, page, address, settings):
    settings.DEEPL_AUTH_KEY = deepl.key = "a-paid-key"
    settings.DEEPL_PRICE_PER_MILLION = Decimal(20)
    needed = wanted.plan(page, [jobs.languages.get("gu")])[0].characters

    said = words(editor.get(address))

    assert f"{needed:,}" in said
    assert "DeepL does not know Somali: people translate it." in said
    assert "500,000 of 500,000 characters" in said
    assert (Job.objects.count(), deepl.seen) == (0, [])


def test_choosing_languages_asks_before_it_spends(deepl, editor, page, address):
    response = editor.post(address, {"language": ["gu", "pl"]})

    assert "Spend them and translate" in words(response)
    assert "for Gujarati, Polish." in words(response)
    assert Job.objects.count() == 0


def test_a_yes_to_the_sum_starts_the_work(deepl, editor, page, address):
    agreed = re.search(
        r'name="agreed" value="(\d+)"', editor.post(address, {"language": ["gu"]}).content.decode()
    )[1]

    response = editor.post(address, {"language": ["gu"], "agreed": agreed}, follow=True)

    job = Job.objects.get()
    assert (job.language, job.asked_by.username, job.state) == ("gu", "ed", "waiting")
    assert "is being translated into Gujarati" in words(response)


def test_a_sum_that_changed_meanwhile_is_asked_for_again(deepl, editor, page, address):
    response = editor.post(address, {"language": ["gu"], "agreed": "17"})

    assert "The English has changed meanwhile" in words(response)
    assert Job.objects.count() == 0


def test_more_than_is_left_can_not_be_spent(deepl, editor, page, address, settings):
    settings.DEEPL_MONTHLY_CHARACTERS = 50

    response = editor.post(address, {"language": ["gu"]})

    assert "choose fewer languages" in words(response)
    assert re.search(r"<button[^>]*disabled[^>]*>Spend", response.content.decode())


def test_nothing_chosen_is_said(deepl, editor, page, address):
    assert "Choose at least one language." in words(editor.post(address, {}))


def test_a_draft_can_be_translated_ahead_of_its_publication(deepl, editor, page, address):
    draft = page.get_latest_revision_as_object()
    draft.headline_en = "Out with friends"
    draft.save_revision()

    first = editor.post(address, {"language": ["gu"], "draft": "1"}).content.decode()
    agreed = re.search(r'name="agreed" value="(\d+)"', first)[1]
    editor.post(address, {"language": ["gu"], "draft": "1", "agreed": agreed})

    assert Job.objects.get().of_draft


def test_without_a_key_the_desk_says_what_to_do_and_sends_nothing(editor, page, address):
    response = editor.get(address)

    assert "There is no DeepL key, so people translate" in words(response)
    assert re.search(r"<button[^>]*disabled[^>]*>See the sum", response.content.decode())


def test_the_work_is_told_in_words_that_staff_can_act_on(deepl, editor, page):
    jobs.request(page, [jobs.languages.get("gu")], None)
    Job.objects.update(state="failed", words="The DeepL account has used up its characters for this month.")

    said = words(editor.get(reverse("translations:engine")))

    assert "has used up its characters" in said
    assert "Try again" in said


def test_while_there_is_work_the_table_asks_for_itself_again(deepl, editor, page):
    jobs.request(page, [jobs.languages.get("gu")], None)
    assert b"data-under-way" in editor.get(reverse("translations:engine_progress")).content

    Job.objects.update(state="done")
    assert b"data-under-way" not in editor.get(reverse("translations:engine_progress")).content


def test_a_text_kept_out_is_shown_with_what_is_wrong_and_where_to_write_it(deepl, editor, page):
    segment = page.segments()[0]
    KeptOut.objects.create(
        object_key=page.object_key,
        language="ur",
        path=segment.path,
        source_hash=segment.hash,
        source=segment.source,
        text="لفظ",
        problems=["This did not come back: 999."],
    )

    response = editor.get(reverse("translations:engine"))

    assert "This did not come back: 999." in words(response)
    assert '<p lang="ur" dir="rtl">لفظ</p>' in response.content.decode()
    assert reverse("translations:edit", args=[page.object_key, "ur"]) in response.content.decode()


def test_the_month_and_the_accounts_own_count_are_shown(deepl, editor, page):
    budget.hold(1234)
    deepl.count = 4321
    account.ask()

    said = words(editor.get(reverse("translations:engine")))

    assert "1,234 characters" in said
    assert "4,321 of 500,000" in said


@pytest.mark.parametrize("name", ["engine", "engine_progress", "engine_page"])
def test_a_translator_of_one_language_spends_nothing(client, page, name):
    user = User.objects.create_user("tara", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Translators"))
    LanguageRole.objects.create(user=user, language="ur")
    client.force_login(user)

    response = client.get(
        reverse(f"translations:{name}", args=[page.object_key] if name == "engine_page" else [])
    )

    assert response.status_code in {302, 403}


def test_the_desk_waits_for_nobody(deepl, editor, page, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        editor.get(address)

    assert deepl.seen == []


def test_the_glossary_is_edited_in_the_admin(editor, db):
    address = reverse("wagtailsnippets_translations_term:add")
    form = {
        "term": "county lines",
        "note": "",
        "rulings-TOTAL_FORMS": "1",
        "rulings-INITIAL_FORMS": "0",
        "rulings-MIN_NUM_FORMS": "0",
        "rulings-MAX_NUM_FORMS": "1000",
        "rulings-0-language": "pl",
        "rulings-0-rule": "as",
        "rulings-0-text": "linie narkotykowe",
        "rulings-0-forms": "",
        "rulings-0-avoid": "",
        "rulings-0-id": "",
        "rulings-0-DELETE": "",
    }

    editor.post(address, form)

    from livesafe.translations import glossary

    assert glossary.problems("county lines", "granice", "pl")
    assert "Polish: linie narkotykowe" in words(editor.get(reverse("wagtailsnippets_translations_term:list")))


# English that reads too hard ----------------------------------------------------------

HARD = (
    "Notwithstanding considerable organisational interdependencies, practitioners collaborate extensively. "
    * 5
)


@pytest.fixture
def hard(page):
    """The page with one paragraph that few can read, as readers have it."""
    draft = page.get_latest_revision_as_object()
    draft.summary_en = HARD.strip()
    draft.save_revision().publish()
    return page


def sum_of(response):
    return re.search(r'name="agreed" value="(\d+)"', response.content.decode())[1]


def test_english_that_reads_too_hard_is_named_with_its_place_beside_the_sum(deepl, editor, hard, address):
    response = editor.get(address)

    assert "The aim is" in words(response)
    assert "“Notwithstanding considerable organisational" in words(response)
    assert f"/admin/pages/{hard.pk}/edit/#:w:contentpath=summary_en" in response.content.decode()


def test_english_that_reads_too_hard_is_sent_after_a_plain_yes_alone(deepl, editor, hard, address):
    first = editor.post(address, {"language": ["gu"]})
    assert "Send it as it is, although it reads hard." in words(first)

    asked_again = editor.post(address, {"language": ["gu"], "agreed": sum_of(first)})
    assert "Nothing is sent yet" in words(asked_again)
    assert "The English has changed meanwhile" not in words(asked_again)
    assert Job.objects.count() == 0

    editor.post(address, {"language": ["gu"], "agreed": sum_of(first), "hard": "1"})
    assert Job.objects.get().language == "gu"


def test_a_hard_paragraph_that_is_not_to_be_sent_stops_nobody(deepl, editor, hard, address, remember):
    page = type(hard).objects.get(pk=hard.pk)
    remember(HARD.strip(), "અઘરું", page=page)

    assert "reads harder" not in words(editor.post(address, {"language": ["gu"]}))


def test_english_that_reads_easily_is_sent_without_another_question(deepl, editor, page, address):
    response = editor.post(address, {"language": ["gu"]})

    assert "although it reads hard" not in words(response)
