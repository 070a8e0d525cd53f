"""Two people import at the same moment, each in a process of their own."""

import subprocess
import sys
from pathlib import Path

from tests.browser.running import ROOT, Site, Store
from tests.campaigns.imports.conftest import meta

DAYS = meta("2026-09-01,Stand,1000,10,5.00", "2026-09-02,Stand,2000,20,6.00")
WHOLE = b"Reporting starts,Reporting ends,Campaign name,Impressions\n2026-09-01,2026-09-30,Stand,5000"
COUNT = (
    "from campaigns.models import AdImport, PlatformRow; "
    "print(PlatformRow.objects.count(), AdImport.objects.count(), AdImport.objects.filter(new=0).count())"
)


def at_once(store: Store, folder: Path, *files: bytes) -> list[tuple[int, str]]:
    """Import files in as many processes; tells how each ended."""
    started = []
    for number, content in enumerate(files):
        path = folder / f"{number}.csv"
        path.write_bytes(content)
        started.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "import_ads", str(path)],
                cwd=ROOT,
                env=store.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
    said = [process.communicate(timeout=120)[0] for process in started]
    return [(process.returncode, words) for process, words in zip(started, said, strict=True)]


def test_the_same_file_imported_at_once_is_stored_once(store: Store, tmp_path: Path) -> None:
    outcomes = at_once(store, tmp_path, DAYS, DAYS, DAYS)

    assert [code for code, _ in outcomes] == [0, 0, 0], outcomes
    assert Site("", store.environment).manage("shell", "-v0", "-c", COUNT).split() == ["2", "3", "2"]


def test_of_files_that_would_count_days_twice_one_is_refused(store: Store, tmp_path: Path) -> None:
    outcomes = at_once(store, tmp_path, DAYS, WHOLE)

    assert sorted(code for code, _ in outcomes) == [0, 1], outcomes
    assert "counted twice" in next(words for code, words in outcomes if code)
    rows, imports, _ = Site("", store.environment).manage("shell", "-v0", "-c", COUNT).split()
    assert (rows in {"1", "2"}, imports) == (True, "1")
