"""A PostgreSQL that dies or stands still, and a node that dies behind its balancer."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from redis import Redis

from livesafe.pages import Place
from tests.browser.running import Store, eventually
from tests.cluster import Cluster
from tests.faults.conftest import on
from tests.faults.serving import PAGE, Node, Reader, Rush, click, counted, serving
from tests.faults.test_faults import adds_up
from tests.ports import free_port

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def sound(postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A site on the cluster that is going to be broken."""
    with on(postgresql, "livesafe_sound", tmp_path_factory) as store:
        yield store


def test_the_database_is_killed_under_load(postgresql: Cluster, node: Node, store: Store):
    with Rush(node.port, seconds=90) as rush:
        with Reader(node) as before:
            time.sleep(1.5)
        postgresql.kill()
        away = [node.ask("/go/pstr2") for _ in range(5)]
        with Reader(node) as meanwhile:
            time.sleep(1)
        known_by_then = rush.answers.acknowledged
        postgresql.start()
        assert eventually(
            lambda: rush.answers.acknowledged > known_by_then, 60
        )  # Without a restart of its own.
        rush.stop()

    assert [status for status, _, _ in away] == [302] * 5
    assert meanwhile.is_as_fast_as(before)
    assert adds_up(rush, store)
    assert eventually(lambda: counted(store, "click") > 0)
    assert counted(store, "click") <= 5


def test_a_database_that_stands_still_holds_up_no_click(postgresql: Cluster, node: Node, store: Store):
    with Rush(node.port, seconds=1), Rush(node.port, click, seconds=1) as clicks:
        pass
    usual = clicks.answers.percentile(0.5)
    assert node.get("/readyz") == 200
    with Reader(node) as before:
        time.sleep(1)
    postgresql.signal(signal.SIGSTOP)
    try:
        # What the writer holds by now waits as long as the database does; whoever comes after it is sent away.
        asked = [node.ask("/go/pstr2") for _ in range(2)]
        with Rush(node.port, seconds=4) as rush, Reader(node) as meanwhile:
            asked += [node.ask("/go/pstr2") for _ in range(3)]
            ready = node.read("/readyz")
            unread = node.ask("/so/drives/be-kind/")
    finally:
        postgresql.signal(signal.SIGCONT)

    assert [answer[:2] for answer in asked] == [(302, "pending")] * 5
    # 0.3 seconds for its count, and what a click takes on this machine in this minute.
    assert sorted(took for _, _, took in asked)[2] < 0.6 + 10 * usual
    assert rush.answers.statuses[503]
    assert meanwhile.is_as_fast_as(before)
    assert ready == (
        200,
        "degraded: OperationalError\n",
    )  # Or a balancer would take away who still has the pages.
    assert (unread[0], unread[2] < 8) == (503, True)
    assert eventually(lambda: counted(store, "click") == clicks.answers.sent + 5, 30)


def test_a_site_that_starts_without_its_database_has_home_help_exit_and_what_was_read(
    postgresql: Cluster, node: Node, store: Store
):
    # Home and help are rendered at the start, whoever reads them.
    paths = ["/", "/so/", "/help/", "/ur/help/", "/help/services/", PAGE]
    was = {path: node.read(path) for path in paths[-1:]}
    assert eventually(lambda: are_kept(store, paths), 60)
    with Reader(node) as before:
        time.sleep(1)
    postgresql.kill()
    try:
        node.end()
        node.start()
        with Reader(node) as without:
            time.sleep(1)
        got = {path: node.read(path) for path in paths}
        leaving, ready, unread = node.get("/leave"), node.get("/readyz"), node.read("/so/drives/be-kind/")
    finally:
        postgresql.start()

    assert {status for status, _ in got.values()} == {200}
    assert got[PAGE] == was[PAGE]
    assert 'lang="ur"' in got["/ur/help/"][1]
    assert leaving == 302
    assert ready == 503  # It was never ready yet; but who asks it has an answer.
    assert unread[0] == 503
    assert "tel:999" in unread[1]
    assert without.is_as_fast_as(before)
    # And once the database is back, so is everything else.
    assert eventually(lambda: node.get("/so/drives/be-kind/") == 200, 60)
    assert eventually(lambda: node.get("/readyz") == 200, 60)


def are_kept(store: Store, paths: list[str]) -> bool:
    """Whether these pages outlive their process."""
    names = [Place("localhost", path).name for path in paths]
    if url := store.environment.get("REDIS_URL"):
        with closing(Redis.from_url(url)) as redis:
            kept = {key.decode().rpartition(":")[2] for key in redis.scan_iter("livesafe:*")}
    else:
        kept = {file.name for file in (store.folder / "pages").glob("*")}
    return kept.issuperset(names)


CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream site {{ {servers} keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host;
    }}
  }}
}}
"""


@contextmanager
def balancing(nodes: list[Node], folder: Path) -> Iterator[int]:
    """nginx before some nodes, as it comes: it sends a POST to another node only where the first never got it."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "nginx is not on this machine. Debian: apt-get install nginx-light"
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{node.port};" for node in nodes)
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, servers=servers, port=port))
    folder.chmod(0o755)
    process = subprocess.Popen([found, "-c", file, "-e", folder / "error.log"])
    try:
        assert eventually(lambda: Node(nodes[0].store, port=port).get("/healthz") == 200)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_one_of_two_nodes_behind_nginx_is_killed(store: Store, tmp_path: Path):
    nodes = [Node(store), Node(store)]
    with (
        serving(nodes[0]),
        serving(nodes[1]),
        balancing(nodes, tmp_path) as port,
        Rush(port, seconds=60) as rush,
    ):
        time.sleep(1.5)
        nodes[0].end(signal.SIGKILL)
        time.sleep(0.5)
        by_then = rush.answers.acknowledged
        assert eventually(lambda: rush.answers.acknowledged > by_then, 30)
        rush.stop()

    assert adds_up(rush, store)
