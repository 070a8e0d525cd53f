import json

import pytest
from django.core.management import CommandError, call_command

from livesafe import languages
from livesafe.translations import budget
from livesafe.translations.models import Job, Translation

MACHINE = [language for language in languages.TARGETS if language.deepl]


@pytest.fixture
def untranslated(topic):
    Translation.objects.filter(object_key=topic.object_key).delete()
    return topic


@pytest.fixture
def run(capsys):
    def run(*args, **options):
        call_command(*args, **options)
        return capsys.readouterr().out

    return run


PATH = "young-people/going-out"


def test_a_dry_run_says_what_it_would_cost_and_asks_for_nothing(deepl, untranslated, run):
    out = run("translate", "--page", PATH, "--language", "gu", "--dry-run")

    count = len(untranslated.segments())
    assert f"gu  {count:>4} texts" in out
    assert "Left this month: 500,000." in out
    assert (Job.objects.count(), deepl.seen) == (0, [])


def test_a_dry_run_warns_of_english_that_reads_too_hard(deepl, untranslated, run):
    assert "Hard to read" not in run("translate", "--page", PATH, "--dry-run")
    draft = untranslated.get_latest_revision_as_object()
    draft.summary_en = "Notwithstanding organisational interdependencies, practitioners collaborate. " * 6
    draft.save_revision().publish()

    out = run("translate", "--page", PATH, "--dry-run")

    assert "Hard to read: its hardest paragraph has a reading age of" in out
    assert "the aim is 11 or below." in out


def test_what_is_asked_for_waits_for_the_worker(deepl, untranslated, run):
    out = run("translate", "--page", PATH, "--yes")

    assert f"{len(MACHINE)} jobs wait for the worker" in out
    assert Job.objects.count() == len(MACHINE)


def test_nothing_is_spent_on_a_no(deepl, untranslated, run, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "n")

    with pytest.raises(CommandError, match="Nothing was sent"):
        run("translate", "--page", PATH)
    assert Job.objects.count() == 0


def test_somali_can_not_be_asked_for(untranslated, run):
    with pytest.raises(CommandError, match="so"):
        run("translate", "--language", "so")


def test_a_page_that_is_not_there_is_named(untranslated, run):
    with pytest.raises(CommandError, match="No page has the path no/such"):
        run("translate", "--page", "no/such", "--dry-run")


def test_more_than_is_left_is_not_asked_for(deepl, untranslated, run, settings):
    settings.DEEPL_MONTHLY_CHARACTERS = 10

    with pytest.raises(CommandError, match="more than is left"):
        run("translate", "--page", PATH, "--yes")


def test_without_a_key_the_command_says_what_to_do(untranslated, run):
    with pytest.raises(CommandError, match="DEEPL_AUTH_KEY"):
        run("translate", "--page", PATH, "--yes")


def test_the_status_tells_every_object_in_every_language(demo, run, django_assert_max_num_queries):
    budget.hold(1200)
    with django_assert_max_num_queries(30):
        status = json.loads(run("translation_status", "--format", "json"))

    found = {obj["name"]: obj for obj in status["objects"]}
    assert found["Knife crime"]["languages"].keys() == {language.code for language in languages.TARGETS}
    assert found["Childline"]["languages"]["gu"]["state"] in {"machine", "partly", "reviewed", "english"}
    assert (status["engine"]["spent"], status["engine"]["has_key"]) == (1200, False)


def test_the_status_names_what_stopped_and_why(demo, run):
    Job.objects.create(
        object_key="page:x", name="Home", language="gu", state="failed", words="No key.", segments=5
    )

    out = run("translation_status")

    assert "gu  failed     0 of 5    Home: No key." in out
    assert "no key, people translate; 0 of 500,000 characters" in out
