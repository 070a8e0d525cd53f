"""Ports for servers of one's own."""

import itertools
import os
import random
import socket
from contextlib import closing

# Below those that a system gives to whoever connects, and each process of the tests has its own: between the choice of
# a port and the start of its server nobody takes it.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
OWN = range(20_000 + 1500 * (PROCESS % 8), 20_000 + 1500 * (PROCESS % 8 + 1))
START = random.randrange(len(OWN))  # Another run of the tests may be under way.
NUMBERS = itertools.cycle([*OWN[START:], *OWN[:START]])


def free_port() -> int:
    """One on which nobody listens."""
    return next(port for port in NUMBERS if is_free(port))


def is_free(port: int) -> bool:
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
