from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from livesafe.translations import exchange


class Command(BaseCommand):
    help = "Store the translations of PO files as drafts. A file with a fault is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--origin", default="", help="What made the texts, and when. Default: the file's header."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refused = []
        for path in options["files"]:
            try:
                done = exchange.load(path, origin=options["origin"])
            except exchange.FileRefusedError as error:
                refused.append(str(error))
                continue
            self.stdout.write(f"{path.name}: {done.stored} stored, {done.unchanged} unchanged")
            for text in done.kept:
                self.stdout.write(f"  kept what a person wrote or checked: {text}")
            for text in done.gone:
                self.stdout.write(f"  not in today's English: {text}")
        if refused:
            raise CommandError("\n".join(refused))
