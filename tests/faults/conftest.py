"""A site that was set up once, and a copy of it for each test to break."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.running import ROOT, Store
from tests.cluster import Cluster, cluster
from tests.conftest import WORKER
from tests.faults.serving import Node, serving

HERE = Path(__file__).parent
IS_POSTGRESQL = os.environ.get("DATABASE_URL", "sqlite") != "sqlite"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What one database alone can suffer is no test of the other: it is left out, and not said to be skipped."""
    elsewhere = "sqlite" if IS_POSTGRESQL else "postgresql"
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.faults)
    gone = [item for item in items if item.path.is_relative_to(HERE) and elsewhere in item.keywords]
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=gone)


def run(store: Store, script: str, *arguments: str) -> str:
    """What a script of this folder says, run on a store."""
    environment = store.environment | {
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "livesafe.settings",
    }
    done = subprocess.run(
        [sys.executable, HERE / script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that was set up and never used."""
    store = Store(f"livesafe_{WORKER}_sound", tmp_path_factory.mktemp("faults"), redis=3)
    store.create()
    run(store, "seed.py")
    yield store
    store.drop()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Cluster]:
    """A cluster for the tests of one module to break."""
    with cluster() as own:
        yield own


@contextmanager
def on(postgresql: Cluster, name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A site that was set up on a cluster and never used."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", postgresql.url)
        store = Store(name, tmp_path_factory.mktemp("cluster"), redis=3)
        store.create()
        run(store, "seed.py")
        yield store
        store.drop()


NUMBERS = itertools.count()


@pytest.fixture
def store(sound: Store) -> Iterator[Store]:
    store = Store(f"livesafe_{WORKER}_broken_{next(NUMBERS)}", sound.parent, redis=3)
    store.create(sound)
    yield store
    store.drop()


@pytest.fixture
def node(store: Store) -> Iterator[Node]:
    with serving(Node(store)) as node:
        yield node
