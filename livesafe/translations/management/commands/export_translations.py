from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from livesafe import languages
from livesafe.translations import exchange, objects
from livesafe.translations.columns import Translated, TranslatedPage


class Command(BaseCommand):
    help = "Write a file of a language for translators: of the pages, sections and words named, or of everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language", required=True, choices=[language.code for language in languages.TARGETS]
        )
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--format", choices=exchange.FORMATS, default="po")
        parser.add_argument(
            "--page", action="append", default=[], help="A slug path such as help/shared-phone; home is /"
        )
        parser.add_argument(
            "--section", action="append", default=[], help="A slug path: the page and all below it."
        )
        parser.add_argument("--services", action="store_true", help="The support services.")
        parser.add_argument("--words", action="store_true", help="The interface's safety words.")
        parser.add_argument("--todo", action="store_true", help="Only what no person has approved yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        language = languages.get(options["language"])
        which: exchange.Which = "todo" if options["todo"] else "all"
        wanted = _wanted(**options)
        data, count = exchange.export(wanted, language, format=options["format"], which=which)
        if not count:
            raise CommandError("There is nothing to translate in it.")
        options["out"].parent.mkdir(parents=True, exist_ok=True)
        options["out"].write_bytes(data)
        self.stdout.write(f"{options['out']}: {count} segments")


def _wanted(
    *, page: list[str], section: list[str], services: bool, words: bool, **_: object
) -> Iterable[Translated]:
    if not (page or section or services or words):
        return objects.everything()
    found: dict[str, Translated] = {obj.object_key: obj for path in page for obj in [_page(path)]}
    found |= {obj.object_key: obj for path in section for obj in objects.below(_page(path))}
    if services:
        found |= {obj.object_key: obj for obj in objects.snippets()}
    if words:
        found |= {objects.words().object_key: objects.words()}
    return found.values()


def _page(path: str) -> TranslatedPage:
    """The page at the English address /path/, below whatever root."""
    end = f"/{path.strip('/')}/".replace("//", "/")
    for page in Page.objects.filter(url_path__endswith=end, depth__gt=1).order_by("depth"):
        if "/" + page.url_path.split("/", 2)[2] == end and isinstance(page.specific, TranslatedPage):
            return page.specific
    raise CommandError(f"There is no page at {path}.")
