"""manage.py import_ads: what the admin does, for whoever has the files on the machine."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import AdCampaign, AdImport, AdMapping, PlatformRow
from tests.campaigns.ads.exports import FILES
from tests.campaigns.imports.conftest import meta, snapchat

META, GOOGLE, SNAPCHAT = (FILES / name for name in ("meta-days.csv", "google-days.csv", "snapchat-days.csv"))

pytestmark = pytest.mark.django_db


def import_ads(*arguments: object) -> str:
    said = io.StringIO()
    call_command("import_ads", *map(str, arguments), stdout=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path):
    def file(content: bytes, name: str = "export.csv") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return file


def test_files_of_several_platforms_are_imported_at_once():
    said = import_ads(META, GOOGLE)

    assert {imported.platform for imported in AdImport.objects.all()} == {"meta", "google"}
    assert "Meta, 2026-" in said
    assert "Google Ads, " in said


def test_a_dry_run_stores_nothing_and_says_what_would_happen():
    said = import_ads(META, "--dry-run")

    assert "Would be new" in said
    assert "verified impressions" in said
    assert "nobody has said" in said
    assert not AdImport.objects.exists()
    assert not AdCampaign.objects.exists()


def test_a_refused_file_says_why_and_the_others_are_imported(file, capsys):
    bad = file(meta("2026-09-01,Stand,ten,10,5.00"))
    said = io.StringIO()

    with pytest.raises(CommandError, match="1 of 2 refused"):
        call_command("import_ads", str(bad), str(META), stdout=said)

    assert "Row 2: Impressions: “ten” can't be read as a number" in said.getvalue()
    assert AdImport.objects.get().name == "meta-days.csv"


def test_importing_again_says_that_nothing_changed():
    import_ads(META)

    assert "were there already; nothing changed" in import_ads(META)


def test_what_a_file_doesn_t_say_is_stated(file):
    path = file(snapchat("2026-09-01,Stand,1000,10,5.00"))

    import_ads(path, "--currency", "gbp", "--account", "LLR")

    row = PlatformRow.objects.get()
    assert (row.currency, row.account) == ("GBP", "LLR")


def test_a_campaign_is_mapped_by_its_name_and_remembered(campaign, file):
    path = file(meta("2026-09-01,Stand=1,1000,10,5.00"))

    import_ads(path, "--campaign", "Stand=1=be-kind")
    said = import_ads(file(meta("2026-09-02,Stand=1,9,1,1.00")), "--dry-run")

    assert AdCampaign.objects.get().campaign == "be-kind"
    assert "“Stand=1” → be-kind" in said


def test_who_says_no_campaign_is_told_of_one_that_it_may_be(campaign, file):
    said = import_ads(file(meta("2026-09-01,LLR_BeKind_Q3,1000,10,5.00")))

    assert "Nobody has said which of our campaigns “LLR_BeKind_Q3” is" in said
    assert "Perhaps “be-kind”" in said


def test_a_saved_mapping_reads_a_table_that_nobody_knows(file):
    columns = {"campaign_name": ["Spot"], "day": ["Aired"], "impressions": ["Ears"]}
    AdMapping.objects.create(name="Radio", mapping={"platform": "other", "columns": columns})

    import_ads(file(b"Spot,Aired,Ears\nKnives,2026-09-01,500"), "--mapping", "Radio")

    assert PlatformRow.objects.get().impressions == 500


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mapping", "Nobody's"], "no mapping"),
        (["--campaign", "Stand=no-such"], "no campaign no-such"),
        (["--from", "2026-09-01"], "both --from and --to"),
        (["--from", "2026-09-02", "--to", "2026-09-01"], "ends before it"),
    ],
)
def test_what_can_t_be_meant_is_said_before_anything_is_read(arguments, words):
    with pytest.raises(CommandError, match=words):
        import_ads(META, *arguments)

    assert not AdImport.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_ads", str(tmp_path / "no.csv"), stdout=said)

    assert "It can't be opened" in said.getvalue()


def test_a_file_of_200_mb_is_refused_without_reading_it(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as hole:
        hole.truncate(200 * 1024 * 1024)
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_ads", str(large), stdout=said)

    assert "It has more than 20 MB" in said.getvalue()
