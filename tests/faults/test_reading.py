"""What readers get of pages while other things change or break."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.browser.running import Store
from tests.faults.conftest import run
from tests.faults.serving import PAGE, UNSAFE, Node, Reader, serving
from tests.ports import free_port


def test_an_unsafe_text_is_gone_within_a_second_in_every_process(store: Store):
    nodes = [Node(store), Node(store)]
    page = f"/gu{PAGE}"
    with serving(nodes[0]), serving(nodes[1]), Reader(nodes[0], page), Reader(nodes[1], page):
        assert all(UNSAFE in node.read(page)[1] for node in nodes)
        committed = float(run(store, "unsafe.py"))
        time.sleep(max(0.0, committed + 1 - time.time()))

        assert not any(UNSAFE in node.read(page)[1] for node in nodes)


def test_a_reader_waits_for_no_other_and_every_page_is_whole(node: Node):
    _, first = node.read(PAGE)
    with Reader(node), Reader(node, "/"), Reader(node, "/help/"):
        time.sleep(0.5)
    assert node.read(PAGE)[1] == first
    assert first.rstrip().endswith("</html>")


@contextmanager
def mute() -> Iterator[int]:
    """A port on which somebody listens and never answers."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1000)
        yield listener.getsockname()[1]


def test_a_redis_that_is_away_holds_up_no_page(store: Store):
    node = Node(store, {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"})
    with serving(node), Reader(node) as reader:
        time.sleep(0.5)
        assert [node.get(path) for path in ("/", "/gu/help/", "/leave")] == [200, 200, 302]
        assert node.get("/nothing/") == 404

    assert reader.pace < 1


def test_a_redis_that_stands_still_holds_up_no_page(store: Store):
    with mute() as port:
        node = Node(store, {"REDIS_URL": f"redis://127.0.0.1:{port}/0"})
        with serving(node), Reader(node) as reader:
            time.sleep(1)
            assert [node.get(path) for path in ("/", "/gu/help/", "/leave")] == [200, 200, 302]

    assert reader.pace < 1
