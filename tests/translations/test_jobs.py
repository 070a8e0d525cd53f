"""Pages through the engine: what is sent, what becomes of it, and what is left when something breaks."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from livesafe import languages
from livesafe.content.models import HelpPage, TopicPage
from livesafe.translations import budget, engine, jobs, review, sending, wanted
from livesafe.translations.engine import EngineError
from livesafe.translations.models import Job, KeptOut, PastText, Ruling, Standing, Term, Translation

GUJARATI, POLISH, URDU, SOMALI = (languages.get(code) for code in ("gu", "pl", "ur", "so"))
MACHINE = tuple(language for language in languages.TARGETS if language.deepl)


class KilledError(BaseException):
    """As if the process had been killed: nothing catches it, nothing is put in order."""


@pytest.fixture
def page(topic):
    """A published page of which no language has anything."""
    Translation.objects.filter(object_key=topic.object_key).delete()
    DBTaskResult.objects.all().delete()  # Wagtail's own, of the demo content.
    return topic


@pytest.fixture
def work():
    """Run the tasks that are due, as the worker does; returns how many there were."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )

    def work():
        done = 0
        while row := DBTaskResult.objects.ready().first():
            row.claim("test")
            worker.run_task(row)
            row.refresh_from_db()
            assert row.status == "SUCCESSFUL", row.traceback
            done += 1
        return done

    return work


@pytest.fixture
def dies_in(monkeypatch):
    """Let a worker be killed in the first call of a function, and its task stay “running”."""

    def dies_in(module, name):
        whole = getattr(module, name)

        def killed(*args, **kwargs):
            monkeypatch.setattr(module, name, whole)
            raise KilledError

        monkeypatch.setattr(module, name, killed)
        row = DBTaskResult.objects.ready().first()
        row.claim("killed")
        with pytest.raises(KilledError):
            row.task.call(*row.args_kwargs["args"])

    return dies_in


def later(**much):
    return time_machine.travel(timezone.now() + timedelta(**much))


def rows(page, language=None):
    found = Translation.objects.filter(object_key=page.object_key)
    return found.filter(language=language.code) if language else found


def edit(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision()


# What is sent


def test_a_page_is_translated_into_every_language_that_the_engine_knows(deepl, page, work):
    jobs.request(page, languages.TARGETS, None)
    assert work() == len(MACHINE)

    assert {job.state for job in Job.objects.all()} == {"done"}
    for language in MACHINE:
        assert Standing.objects.get(object_key=page.object_key, language=language.code).state == "machine"
        assert rows(page, language).count() == len(page.segments())


def test_somali_is_never_sent(deepl, page, work):
    assert jobs.request(page, [SOMALI], None) == []
    assert wanted.plan(page, [SOMALI])[0].why_not == "DeepL does not know Somali: people translate it."
    assert (work(), deepl.seen, rows(page, SOMALI).count()) == (0, [], 0)


def test_a_machines_text_is_a_draft_with_the_model_and_tool_that_made_it(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    work()

    sent = rows(page, GUJARATI).exclude(origin=sending.UNCHANGED)
    assert {(row.state, row.origin, row.made_by) for row in sent} == {
        ("draft", f"DeepL quality_optimized; {engine.TOOL}", None)
    }


def test_changing_one_paragraph_sends_exactly_one_segment_a_language_and_changes_no_other(deepl, page, work):
    jobs.request(page, languages.TARGETS, None)
    work()
    before = dict(rows(page).values_list("pk", "text"))
    deepl.requests.clear()

    edit(page, summary_en="Plans for a good night out, and a safe way home.").publish()
    page = TopicPage.objects.get(pk=page.pk)
    jobs.request(page, languages.TARGETS, None)
    work()

    assert sorted(body["target_lang"] for body in deepl.requests) == sorted(
        language.deepl for language in MACHINE
    )
    assert [len(body["text"]) for body in deepl.requests] == [1] * len(MACHINE)
    assert dict(rows(page).filter(pk__in=before).values_list("pk", "text")) == before
    assert rows(page).count() == len(before) + len(MACHINE)


def test_asking_again_sends_nothing(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    work()
    deepl.requests.clear()

    assert jobs.request(page, [GUJARATI], None) == []
    assert (work(), deepl.requests) == (0, [])


def test_a_text_withheld_elsewhere_serves_nobody_and_so_is_asked_for(deepl, page, remember):
    row = remember(page.headline_en, "બહાર જવું", page=page, state="approved")
    Translation.objects.filter(pk=row.pk).update(object_key="page:elsewhere", released=False)

    assert page.headline_en in [s.source for s in wanted.wanted(page, GUJARATI)]


def test_a_text_approved_elsewhere_is_not_paid_for_again(deepl, page, remember):
    remember(page.headline_en, "બહાર જવું", state="approved", object_key="page:another")

    assert page.headline_en not in [s.source for s in wanted.wanted(page, GUJARATI)]


@pytest.mark.parametrize("state", ["draft", "approved", "unsafe"])
def test_a_text_that_is_there_is_never_sent_or_changed(deepl, page, remember, work, state):
    row = remember(page.headline_en, "બહાર જવું", state=state)
    jobs.request(page, [GUJARATI], None)
    work()

    row.refresh_from_db()
    assert (row.text, row.state) == ("બહાર જવું", state)
    assert page.headline_en not in deepl.texts
    assert not PastText.objects.filter(translation=row).exists()


def test_the_engine_is_told_what_the_page_and_the_section_are_about(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    work()

    contexts = [body["context"] for body in deepl.requests]
    assert all(context.startswith(f"{page.headline_en}\n{page.summary_en}") for context in contexts)
    headings = [s.source for s in page.segments() if s.path.endswith(".heading")]
    assert headings[0] in "\n".join(contexts)
    assert len(set(contexts)) > 3


@pytest.mark.parametrize(
    ("slug", "formality"),
    [("going-out", "prefer_less"), ("how-to-talk", "prefer_more"), ("refer-now", "prefer_more")],
)
def test_each_audience_is_spoken_to_in_its_own_way(deepl, demo, work, slug, formality):
    from wagtail.models import Page

    DBTaskResult.objects.all().delete()
    found = Page.objects.get(slug=slug).specific
    Translation.objects.filter(object_key=found.object_key).delete()
    jobs.request(found, [POLISH], None)
    work()

    assert {body["formality"] for body in deepl.requests} == {formality}


def test_a_name_or_number_alone_is_kept_without_asking(deepl, page, work):
    edit(page, headline_en="Childline: 0800 1111").publish()
    page = TopicPage.objects.get(pk=page.pk)
    jobs.request(page, [GUJARATI], None)
    work()

    assert "Childline: 0800 1111" not in deepl.texts
    row = rows(page, GUJARATI).get(path="headline")
    assert (row.text, row.origin) == ("Childline: 0800 1111", sending.UNCHANGED)


def test_a_translation_prepared_for_a_draft_goes_live_with_it(deepl, page, work):
    revision = edit(page, headline_en="Out with friends")
    jobs.request(revision.as_object(), [POLISH], None, draft=True)
    work()
    assert str(TopicPage.objects.get(pk=page.pk).headline_pl) != "słowo słowo słowo"

    revision.publish()

    assert str(TopicPage.objects.get(pk=page.pk).headline_pl) == "słowo słowo słowo"


def test_help_shows_a_machines_words_beside_the_english_alone(deepl, demo, work):
    DBTaskResult.objects.all().delete()
    found = HelpPage.objects.get()
    Translation.objects.filter(object_key=found.object_key).delete()
    jobs.request(found, [POLISH], None)
    work()

    assert HelpPage.objects.get().headline_pl.state == "unchecked"


# What comes back wrong


def test_a_text_that_lost_a_number_is_asked_for_once_more_and_then_kept_out(deepl, page, work):
    edit(page, headline_en="Call 999 for help").publish()
    page = TopicPage.objects.get(pk=page.pk)
    deepl.spoil = lambda text, target: text.replace('<span translate="no" id="k1">999</span>', "911").replace(
        "[[1]]", "911"
    )
    jobs.request(page, [POLISH], None)
    work()

    tries = [text for text in deepl.texts if text.startswith("Call ") and "help" in text]
    assert tries[:2] == ['Call <span translate="no" id="k1">999</span> for help', "Call [[1]] for help"]
    kept = KeptOut.objects.get(path="headline")
    assert kept.problems == ["This did not come back: 999."]
    assert not rows(page, POLISH).filter(path="headline").exists()
    assert TopicPage.objects.get(pk=page.pk).headline_pl.state == "english"
    assert Job.objects.get().kept_out >= 1


def test_what_was_kept_out_is_sent_again_only_when_somebody_says_so(deepl, page, work):
    deepl.spoil = lambda text, target: "" if text.startswith("ગ") else text
    jobs.request(page, [GUJARATI], None)
    work()
    kept = wanted.kept_out(page, GUJARATI)
    assert kept
    deepl.spoil = lambda text, target: text
    deepl.requests.clear()

    assert jobs.request(page, [GUJARATI], None) == []
    assert work() == 0
    jobs.request(page, [GUJARATI], None, again=True)
    work()

    assert len(deepl.texts) == len({source_hash for _, source_hash in kept})
    assert wanted.kept_out(page, GUJARATI) == {}
    assert not KeptOut.objects.filter(object_key=page.object_key).exists()


def test_a_second_try_without_tags_can_save_a_text(deepl, page, work):
    edit(page, headline_en="Call 999 for help").publish()
    page = TopicPage.objects.get(pk=page.pk)
    deepl.spoil = lambda text, target: text.replace("<span", "<em").replace("</span", "</em")
    jobs.request(page, [POLISH], None)
    work()

    assert rows(page, POLISH).get(path="headline").text == "słowo 999 słowo słowo"


def test_agreed_words_that_the_engine_missed_are_put_in_their_place(deepl, page, work):
    edit(page, headline_en="What are county lines?").publish()
    page = TopicPage.objects.get(pk=page.pk)
    term = Term.objects.create(term="county lines")
    Ruling.objects.create(of=term, language="gu", text="કાઉન્ટી લાઇન્સ")
    jobs.request(page, [GUJARATI], None)
    work()

    assert rows(page, GUJARATI).get(path="headline").text == "ગુજરાતી ગુજરાતી કાઉન્ટી લાઇન્સ?"


def test_the_engines_own_glossary_is_used_where_it_has_one(deepl, page, work):
    edit(page, headline_en="What are county lines?").publish()
    page = TopicPage.objects.get(pk=page.pk)
    term = Term.objects.create(term="county lines")
    Ruling.objects.create(of=term, language="pl", text="linie narkotykowe")
    jobs.request(page, [POLISH], None)
    work()

    assert rows(page, POLISH).get(path="headline").text == "słowo słowo linie narkotykowe?"
    assert {body["glossary_id"] for body in deepl.requests} == set(deepl.glossaries)


def test_a_glossary_that_deepl_lost_is_sent_again(deepl, page, work):
    term = Term.objects.create(term="county lines")
    Ruling.objects.create(of=term, language="pl", text="linie narkotykowe")
    jobs.request(page, [POLISH], None)
    work()
    deepl.glossaries.clear()
    edit(page, headline_en="Out with friends").publish()
    jobs.request(TopicPage.objects.get(pk=page.pk), [POLISH], None)

    work()
    with later(seconds=10):
        work()

    assert Job.objects.filter(state="done").count() == 2
    assert len(deepl.glossaries) == 1


def test_one_text_that_deepl_refuses_stops_no_other(deepl, page, work):
    edit(page, headline_en="Xyzzy").publish()
    page = TopicPage.objects.get(pk=page.pk)
    deepl.refuses = "Xyzzy"
    jobs.request(page, [POLISH], None)
    work()

    assert rows(page, POLISH).count() == len(page.segments()) - 1
    assert KeptOut.objects.get().problems == ["DeepL refused this text. Please translate it by hand."]


# What breaks


@pytest.mark.parametrize("trouble", [403, 456, 400, 413, 429, 500, 503, 529, "hang up", "nonsense"])
def test_no_failure_loses_or_changes_a_stored_text(deepl, page, work, remember, trouble):
    row = remember(page.headline_en, "બહાર જવું", state="approved")
    remember(page.summary_en, "સારાંશ")
    before = set(rows(page).values_list("path", "source_hash", "language", "text", "state"))
    shown = str(TopicPage.objects.get(pk=page.pk).headline_gu)
    jobs.request(page, [GUJARATI], None)
    deepl.troubles = [trouble] * 500
    work()

    assert set(rows(page).values_list("path", "source_hash", "language", "text", "state")) >= before
    assert str(TopicPage.objects.get(pk=page.pk).headline_gu) == shown == row.text


@pytest.mark.parametrize(("trouble", "words"), [(403, "DEEPL_AUTH_KEY"), (456, "used up")])
def test_what_a_person_must_mend_stops_the_job_and_says_so(deepl, page, work, trouble, words):
    jobs.request(page, [GUJARATI], None)
    deepl.troubles = [trouble]
    work()

    job = Job.objects.get()
    assert job.state == "failed"
    assert words in job.words


@pytest.mark.parametrize("trouble", [429, 503, "hang up"])
def test_what_passes_by_itself_is_tried_again_later(deepl, page, work, trouble):
    jobs.request(page, [GUJARATI], None)
    deepl.troubles = [trouble]
    assert work() == 1

    job = Job.objects.get()
    assert (job.state, job.tries) == ("waiting", 1)
    assert "try again by ourselves" in job.words
    with later(seconds=6):
        assert work() == 1
    job.refresh_from_db()
    assert (job.state, job.tries, job.words) == ("done", 0, "")


def test_a_job_does_not_try_for_ever(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    deepl.troubles = [429] * 50
    for hours in range(0, 20, 2):
        with later(hours=hours):
            work()

    assert Job.objects.get().state == "failed"
    assert deepl.seen.count(("POST", "/v2/translate")) == len(jobs.WAITS) + 1


def test_while_deepl_is_away_one_job_asks_for_all(deepl, page, work):
    jobs.request(page, languages.TARGETS, None)
    deepl.troubles = [503] * 50

    work()

    assert len(deepl.seen) == 1
    assert {job.state for job in Job.objects.all()} == {"waiting"}


def test_a_language_that_fails_stops_no_other(deepl, page, work, monkeypatch):
    whole = engine.translate

    def without_gujarati(texts, language, **options):
        if language == GUJARATI:
            raise EngineError("not_offered")
        return whole(texts, language, **options)

    monkeypatch.setattr(engine, "translate", without_gujarati)
    jobs.request(page, [GUJARATI, POLISH, URDU], None)
    work()

    states = dict(Job.objects.values_list("language", "state"))
    assert states == {"gu": "failed", "pl": "done", "ur": "done"}


def test_a_fault_of_our_own_stops_one_job_and_says_so(deepl, page, work, monkeypatch):
    monkeypatch.setattr(review, "store_engine", lambda *args: 1 / 0)
    jobs.request(page, [GUJARATI], None)
    work()

    job = Job.objects.get()
    assert (job.state, job.words) == ("failed", jobs.UNFORESEEN)


def test_a_page_that_was_deleted_meanwhile_stops_its_job(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    page.delete()
    work()

    assert (Job.objects.get().state, Job.objects.get().words) == ("failed", jobs.GONE)


# A worker that died


@pytest.mark.parametrize("place", ["before it was sent", "after it was paid", "after it was stored"])
def test_a_killed_worker_is_followed_by_another_that_pays_at_most_one_batch_twice(
    deepl, page, work, dies_in, place
):
    module, name = {
        "before it was sent": (engine, "translate"),
        "after it was paid": (review, "store_engine"),
        "after it was stored": (jobs, "_keep_out"),
    }[place]
    jobs.request(page, [GUJARATI], None)
    dies_in(module, name)
    assert work() == 0  # Nobody takes up a row that says “running”.
    paid = [tuple(body["text"]) for body in deepl.requests]

    with later(minutes=2):
        jobs.revive()
        assert work() == 0
    with later(minutes=4):
        jobs.revive()
        assert work() == 1

    assert Job.objects.get().state == "done"
    assert rows(page, GUJARATI).count() == len(page.segments())
    batches = [tuple(body["text"]) for body in deepl.requests]
    assert len(batches) - len(set(batches)) <= len(paid) <= 1


def test_a_dead_workers_own_task_is_run_again(deepl, page, work, dies_in):
    jobs.request(page, [GUJARATI], None)
    dies_in(engine, "translate")

    with later(minutes=4):
        jobs.revive()

    assert [row.status for row in DBTaskResult.objects.all()] == ["READY"]


def test_a_worker_that_was_thought_dead_gives_way(deepl, page, work, monkeypatch):
    jobs.request(page, [GUJARATI], None)
    whole = engine.translate

    def slow(*args, **kwargs):
        monkeypatch.setattr(engine, "translate", whole)
        answer = whole(*args, **kwargs)
        with later(minutes=4):
            jobs.revive()
            work()  # The other does it all.
        return answer

    monkeypatch.setattr(engine, "translate", slow)
    row = DBTaskResult.objects.ready().first()
    row.claim("slow")
    row.task.call(*row.args_kwargs["args"])

    assert Job.objects.get().state == "done"
    batches = [tuple(body["text"]) for body in deepl.requests]
    assert len(batches) - len(set(batches)) == 1


def test_a_job_whose_task_is_gone_gets_another(deepl, page, work):
    jobs.request(page, [GUJARATI], None)
    DBTaskResult.objects.all().delete()

    with later(minutes=4):
        jobs.revive()
        assert work() == 1


def test_a_job_that_waits_for_its_turn_is_left_alone(deepl, page, work):
    jobs.request(page, [GUJARATI], None)

    with later(minutes=40):
        jobs.revive()

    assert DBTaskResult.objects.count() == 1


def test_one_object_is_translated_into_a_language_by_one_job_at_a_time(deepl, page):
    assert len(jobs.request(page, [GUJARATI], None)) == 1
    assert jobs.request(page, [GUJARATI], None) == []


def test_what_has_had_its_time_is_forgotten(deepl, page, work):
    edit(page, headline_en="Xyzzy").publish()
    deepl.refuses = "Xyzzy"
    jobs.request(TopicPage.objects.get(pk=page.pk), [POLISH], None)
    work()
    edit(page, headline_en="Out with friends").publish()

    with later(days=80):
        jobs.tidy()
        assert (Job.objects.count(), KeptOut.objects.count()) == (1, 1)
    with later(days=91):
        jobs.tidy()
        assert (Job.objects.count(), KeptOut.objects.count()) == (0, 0)


# What it costs


def test_what_a_page_says_twice_is_paid_for_once(deepl, page, work):
    edit(page, headline_en="If you feel unsafe right now", summary_en="Out").publish()
    page = TopicPage.objects.get(pk=page.pk)
    assert [s.source for s in page.segments()].count("If you feel unsafe right now") == 2
    told = wanted.plan(page, [POLISH])[0].characters

    jobs.request(page, [POLISH], None)
    work()

    assert deepl.texts.count("If you feel unsafe right now") == 1
    assert deepl.count == told
    assert rows(page, POLISH).filter(source="If you feel unsafe right now").count() == 2


def test_the_characters_told_beforehand_are_those_that_deepl_bills(deepl, page, work):
    for language in (POLISH, GUJARATI):
        told = wanted.plan(page, [language])[0].characters
        before = deepl.count
        jobs.request(page, [language], None)
        work()

        assert deepl.count - before == told == Job.objects.get(language=language.code).billed
    assert budget.this_month().spent == deepl.count


def test_more_than_the_month_has_left_is_not_asked_for(deepl, page, work, settings):
    settings.DEEPL_MONTHLY_CHARACTERS = 100

    with pytest.raises(EngineError, match="100 are left this month"):
        jobs.request(page, [GUJARATI], None)

    assert (Job.objects.count(), work(), deepl.requests) == (0, 0, [])


def test_a_limit_reached_on_the_way_stops_the_job_and_keeps_what_was_paid_for(deepl, page, work, settings):
    jobs.request(page, [GUJARATI], None)
    settings.DEEPL_MONTHLY_CHARACTERS = 600
    work()

    job = Job.objects.get()
    assert (job.state, job.words) == ("failed", engine.WHY["limit"][1])
    assert 0 < rows(page, GUJARATI).count() < len(page.segments())
    assert deepl.count <= 600


def test_without_a_key_nobody_can_ask_and_all_else_works(page, remember):
    with pytest.raises(EngineError, match="DEEPL_AUTH_KEY"):
        jobs.request(page, [GUJARATI], None)

    remember(page.headline_en, "બહાર જવું")
    assert str(TopicPage.objects.get(pk=page.pk).headline_gu) == "બહાર જવું"
    jobs.revive()
