"""`make demo`: databases, content, worker and server on one machine."""

from __future__ import annotations

import http.client
import secrets
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from campaigns.demo import load as figures
from livesafe.content.demo import load as content

SERVER = [
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "1",
    "--blocking-threads",
    str(settings.THREADS),
    "--no-ws",
    "--log-level",
    "error",
]


class Command(BaseCommand):
    help = "Set up databases and demo content, then serve the site with its worker. What exists is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="Stop when everything is set up.")
        parser.add_argument("--no-figures", action="store_true", help="Make no figures for show.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG_MACHINE:
            raise CommandError("The demo is for a developer's machine: LIVESAFE_DEBUG=1")
        port = settings.PORT
        if not options["no_serve"] and is_taken(port):
            raise CommandError(
                f"Something listens on port {port} already. Stop it, or choose another: PORT=8001 make demo"
            )
        self.say("Databases")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.TALLIES_SEPARATE:
            for alias in ("tallies", "sketches"):
                call_command("migrate", database=alias, verbosity=0, interactive=False)
        self.say("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        self.say("Content (the first time takes a minute)")
        content.load(self.say)
        if not options["no_figures"]:
            figures.load(self.say)
        Site.objects.filter(is_default_site=True).update(hostname="localhost", port=port)
        password = self.admin()
        if not options["no_serve"]:
            serve(port, lambda: self.where(port, password))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def admin(self) -> str:
        """Make the account `admin` once; returns its password where this run knows it."""
        users = get_user_model()._default_manager
        given = settings.ADMIN_PASSWORD
        known = settings.DATA_DIR / "admin-password"
        admin = users.filter(username="admin").first()
        if admin is None:
            password = given or secrets.token_urlsafe(12)
            users.create_superuser("admin", "admin@livesafe.example", password)
            write_secret(known, password)
        elif given and not admin.check_password(given):
            admin.set_password(given)
            admin.save()
            write_secret(known, given)
        return known.read_text() if known.exists() else "the one you chose"

    def where(self, port: int, password: str) -> None:
        base = f"http://localhost:{port}"
        self.say(
            f"\nLiveSafe is ready. Its figures and translations are for show.\n"
            f"  The site      {base}/        in Gujarati {base}/gu/, in Urdu {base}/ur/\n"
            f"  The admin     {base}/admin/  user admin, password {password}\n"
            f"  Reach report  {base}/admin/reports/reach/\n"
            f"  Data          {settings.DATA_DIR}\n"
            f"Stop with Ctrl+C; run it again and everything is still there."
        )


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def write_secret(path: Any, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def serve(port: int, when_ready: Any) -> None:
    """Run the worker and the server until one ends or the user stops them."""
    commands = [
        [sys.executable, "manage.py", "work", "--verbosity=0"],
        [sys.executable, "-m", "granian", *SERVER, "--port", str(port), "livesafe.wsgi:application"],
    ]
    processes = [
        subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 - commands of our own.
        for command in commands
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_ready(port)
        when_ready()
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:  # It waits for somebody who does not let go.
                process.kill()


def wait_until_ready(port: int) -> None:
    """Wait, a minute at most, until the server says that it is ready for readers."""
    for _ in range(120):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass  # Not listening yet.
        finally:
            connection.close()
        time.sleep(0.5)
