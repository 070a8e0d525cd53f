import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from livesafe import languages
from livesafe.translations import catalogues

LISTS = {
    "missing": "missing from the catalogue",
    "empty": "without a translation",
    "fuzzy": "made for an older English",
    "broken": "with a placeholder lost",
    "unused": "asked for by nothing any more",
    "differing": "said otherwise by the desk, which goes first",
}


class Command(BaseCommand):
    help = (
        "Say what the catalogues of the interface lack, by language. Fails where a reader would get English."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language", action="append", choices=[language.code for language in languages.TARGETS]
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        targets = tuple(map(languages.get, options["language"] or ())) or languages.TARGETS
        found = catalogues.reports(targets)
        if options["format"] == "json":
            rows = [asdict(one) | {"language": one.language.code} for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self.tell(one)
        if lacking := [one.language.name for one in found if not one.is_complete]:
            raise CommandError(f"Not complete: {', '.join(lacking)}.")

    def tell(self, one: catalogues.Report) -> None:
        checked = f"{one.safety_approved} of {one.safety} safety words approved"
        state = "complete" if one.is_complete else "NOT COMPLETE"
        self.stdout.write(f"{one.language.name}: {one.words} words, {state}; {checked}")
        for name, told in LISTS.items():
            for word in getattr(one, name):
                self.stdout.write(f"  {told}: {word}")
