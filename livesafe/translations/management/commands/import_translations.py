from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from livesafe.translations import exchange


class Command(BaseCommand):
    help = (
        "Store the translations of XLIFF and PO files as drafts. A file with a fault is refused whole, "
        "and what a person wrote or approved stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--origin", default="", help="What made the texts, and when. Default: the file's header."
        )
        parser.add_argument("--user", default="", help="The user name of who hands the files in.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be stored, and store nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["user"])
        refused = []
        for path in options["files"]:
            try:
                if options["dry_run"]:
                    found = exchange.look(path, user=user)
                else:
                    found = exchange.load(path, origin=options["origin"], user=user)
            except exchange.FileRefusedError as error:
                refused.append(str(error))
                continue
            for comparison in found:
                self.tell(comparison, would="would be " if options["dry_run"] else "")
        if refused:
            raise CommandError("\n".join(refused))

    def tell(self, found: exchange.Comparison, *, would: str) -> None:
        self.stdout.write(
            f"{found.name} ({found.language.name}): {found.stored} {would}stored, {found.unchanged} unchanged"
        )
        for one in found.kept:
            self.stdout.write(f"  line {one.line}: {would}kept: {one.who}. {one.title}: {one.source[:60]}")
            self.stdout.write(f"    here: {one.there}\n    file: {one.text}")
        for one in found.gone:
            self.stdout.write(f"  line {one.line}: not in today's English: {one.source[:60]}")


def _user(name: str) -> User | None:
    if not name:
        return None
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user called {name}.")
    return user
