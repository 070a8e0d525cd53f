"""Where the keys of the sketches are, and where they are not: in no dump, no base backup, no log, and after their end
nowhere on the disk."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.running import Store
from tests.cluster import Cluster, program
from tests.faults.conftest import on, run

MARKER = "marker_of_a_tally"


def holds(folder: Path, what: bytes) -> list[str]:
    """Names of the files below a folder that hold these bytes."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # A server that runs removes some.
            if path.is_file() and what in path.read_bytes():
                found.append(path.name)
    return found


@pytest.mark.sqlite
def test_on_sqlite_a_dead_key_is_nowhere_on_the_disk_and_a_living_one_in_a_file_of_its_own(store: Store):
    key = bytes.fromhex(run(store, "sketching.py", MARKER))

    assert {name.split("-")[0] for name in holds(store.folder, key)} == {"sketches.sqlite3"}
    run(store, "retiring.py")

    assert holds(store.folder, key) == []
    assert holds(store.folder, MARKER.encode())


@pytest.fixture(scope="module")
def on_cluster(postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with on(postgresql, "livesafe_keys", tmp_path_factory) as store:
        yield store


def ask(program_name: str, *arguments: str) -> bytes:
    done = subprocess.run([program(program_name), *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.postgresql
def test_on_postgresql_no_dump_no_base_backup_and_no_log_holds_a_key(
    postgresql: Cluster, on_cluster: Store, tmp_path: Path
):
    key = bytes.fromhex(run(on_cluster, "sketching.py", MARKER))
    address = on_cluster.environment["DATABASE_URL"]
    postgresql.restart()
    assert holds(postgresql.folder / "base", key)  # So the search would find it elsewhere.

    dump = ask("pg_dump", "--no-unlogged-table-data", address)
    assert MARKER.encode() in dump
    assert key.hex().encode() not in dump

    server = ["-h", "127.0.0.1", "-p", str(postgresql.port), "-U", "livesafe"]
    ask("pg_basebackup", *server, "-D", str(tmp_path / "backup"), "-X", "stream")
    assert holds(tmp_path / "backup", MARKER.encode())
    assert holds(tmp_path / "backup", key) == []

    assert holds(postgresql.folder / "pg_wal", MARKER.encode())
    assert holds(postgresql.folder / "pg_wal", key) == []

    run(on_cluster, "retiring.py")
    postgresql.restart()
    assert holds(postgresql.folder / "base", key) == []
    assert holds(postgresql.folder / "pg_wal", key) == []
