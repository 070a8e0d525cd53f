"""A PostgreSQL of one's own, to measure or to break: made, started, stopped and thrown away."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.ports import free_port

USER = "livesafe"


class MissingError(Exception):
    """PostgreSQL's programs are not on this machine."""


def program(name: str) -> str:
    """Where one of PostgreSQL's programs is; Debian keeps a folder of them for each version."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    if found := shutil.which(name):
        return found
    raise MissingError(f"{name} is not on this machine. Debian: apt-get install postgresql")


class Cluster:
    """The folder of a cluster and the server on it. Commits are on disk before they are acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        options = [f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", str(self.folder), *options)

    def start(self) -> None:
        """Start it; where it was killed a moment ago, as soon as what it held is free."""
        for _ in range(20):
            try:
                self._start()
            except RuntimeError:
                time.sleep(0.25)
            else:
                return
        self._start()

    def _start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder), "-l", log, "-w", "start", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "stop")

    def restart(self) -> None:
        """In order: unlogged tables are written to the disk then, and at no checkpoint before."""
        self._run("pg_ctl", "-D", str(self.folder), "-m", "fast", "stop")
        self.start()

    def kill(self) -> None:
        """As when the power fails: every process at once, without a word to anybody."""
        self.signal(signal.SIGKILL)
        # Where nobody waits for it, a dead process keeps its number, and the next server takes it for a living one.
        (self.folder / "postmaster.pid").unlink()

    def signal(self, sign: int) -> None:
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        # The postmaster first, or it would start anew what ends.
        for process in [postmaster, *_children(postmaster)]:
            with suppress(ProcessLookupError):  # It ended by itself meanwhile.
                os.kill(process, sign)

    def _run(self, name: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_user, program(name), *arguments]
        done = subprocess.run(
            command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """One that runs until the block ends. Raises MissingError."""
    program("initdb")
    with tempfile.TemporaryDirectory(prefix="livesafe-postgresql-", ignore_cleanup_errors=True) as parent:
        # Its own user walks through it.
        Path(parent).chmod(0o755)
        folder = Path(parent, "data")
        folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        own = Cluster(folder)
        own.make()
        own.start()
        try:
            yield own
        finally:
            own.stop()
