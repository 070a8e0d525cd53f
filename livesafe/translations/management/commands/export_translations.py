from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from livesafe import languages
from livesafe.translations import exchange
from livesafe.translations.columns import translated_models


class Command(BaseCommand):
    help = "Write a PO file of a language: of the objects named, or of everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language", required=True, choices=[language.code for language in languages.TARGETS]
        )
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument(
            "--page", action="append", default=[], help="A slug path such as help/shared-phone; home is /"
        )
        parser.add_argument("--services", action="store_true", help="The support services.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [obj for model in translated_models() for obj in model._default_manager.all()]
        paths = {f"/{path.strip('/')}/".replace("//", "/") for path in options["page"]}
        if paths or options["services"]:
            found = [
                obj
                for obj in found
                if (
                    "/" + obj.url_path.split("/", 2)[2] in paths
                    if hasattr(obj, "url_path")
                    else options["services"]
                )
            ]
        if not found:
            raise CommandError("Nothing there has such a path.")
        file = exchange.export(found, languages.get(options["language"]))
        options["out"].parent.mkdir(parents=True, exist_ok=True)
        file.save(str(options["out"]))
        self.stdout.write(f"{options['out']}: {len(file)} segments")
