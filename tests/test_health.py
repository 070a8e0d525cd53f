import pytest
from django.core.cache import cache
from django.db import OperationalError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from livesafe import health


@pytest.fixture(autouse=True)
def never_ready(monkeypatch):
    health._ready_once.clear()
    yield
    health._ready_once.clear()


@pytest.fixture
def lost_database(monkeypatch):
    def refuse(alias):
        raise OperationalError("the database is away")

    monkeypatch.setattr(health, "is_migration_pending", refuse)


def test_the_process_is_alive_whatever_the_database_does(reader):
    assert reader.get("/healthz").status_code == 200


def test_ready_when_both_databases_and_the_cache_answer(demo, reader):
    assert (reader.get("/readyz").status_code, reader.get("/readyz").content) == (200, b"ready\n")


def test_not_ready_before_the_database_was_ever_there(demo, reader, lost_database):
    assert reader.get("/readyz").status_code == 503


def test_a_lost_database_afterwards_is_degraded_and_drains_no_node(demo, reader, monkeypatch):
    reader.get("/readyz")

    def refuse(alias):
        raise OperationalError("the database is away")

    monkeypatch.setattr(health, "is_migration_pending", refuse)
    response = reader.get("/readyz")

    assert (response.status_code, response.content) == (200, b"degraded: OperationalError\n")


def test_a_lost_cache_afterwards_is_degraded(demo, reader, monkeypatch):
    reader.get("/readyz")
    monkeypatch.setattr(cache, "get", lambda *_: None)

    assert reader.get("/readyz").content == b"degraded: ConnectionError\n"


def test_a_pending_migration_is_never_ready(demo, reader):
    reader.get("/readyz")
    newest = MigrationLoader(connections["default"]).graph.leaf_nodes("content")[0]
    MigrationRecorder(connections["default"]).record_unapplied(*newest)

    assert reader.get("/readyz").status_code == 503
