from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import budget, engine, jobs, objects
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.engine import EngineError
from livesafe.translations.readingage import AIM, too_hard
from livesafe.translations.wanted import Plan, plan

Plans = list[tuple[Translated, list[Plan]]]


class Command(BaseCommand):
    help = "Ask the worker to translate pages by DeepL. Says what it costs and asks first."

    def add_arguments(self, parser: CommandParser) -> None:
        known = [language.code for language in languages.TARGETS if language.deepl]
        parser.add_argument(
            "--page",
            action="append",
            default=[],
            help="A path such as help/shared-phone. Default: everything.",
        )
        parser.add_argument(
            "--language", action="append", default=[], choices=known, help="Default: all that DeepL knows."
        )
        parser.add_argument(
            "--draft", action="store_true", help="The newest drafts, ahead of their publication."
        )
        parser.add_argument("--again", action="store_true", help="Also what came back wrong before.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what it would cost.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [page_at(path) for path in options["page"]] or objects.everything()
        if options["draft"]:
            found = [objects.drafted(obj) for obj in found]
        codes = options["language"] or [language.code for language in languages.TARGETS if language.deepl]
        targets = [languages.get(code) for code in codes]
        plans = [(obj, plan(obj, targets, again=options["again"])) for obj in found]
        needed = self.tell(plans)
        if options["dry_run"] or not needed:
            return
        if needed > budget.this_month().left:
            raise CommandError("That is more than is left this month. Choose fewer pages or languages.")
        if not options["yes"] and input("Send them? [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was sent.")
        self.ask(plans, targets, draft=options["draft"], again=options["again"])

    def tell(self, plans: Plans) -> int:
        """Print what would be sent; returns its characters."""
        needed = 0
        for obj, one_each in plans:
            for one in one_each:
                if not one.why_not:
                    needed += one.characters
                    self.stdout.write(
                        f"{one.language.code}  {len(one.segments):>4} texts  {one.characters:>8,} characters  {obj}"
                    )
            self.warn_of_hard(obj, one_each)
        pounds = None if engine.is_free() else budget.price(needed)
        cost = "" if pounds is None else f", £{pounds}"
        self.stdout.write(
            f"Together {needed:,} characters{cost}. Left this month: {budget.this_month().left:,}."
        )
        return needed

    def warn_of_hard(self, obj: Translated, plans: list[Plan]) -> None:
        """A line where English reads above the aim: it is as hard in every language that is paid for."""
        hard = too_hard(obj.segments(), (segment for one in plans for segment in one.segments))
        if hard:
            age = hard.age or hard.parts[0][0]
            what = "it" if hard.age else "its hardest paragraph"
            line = f"    Hard to read: {what} has a reading age of {age}, and the aim is {AIM} or below."
            self.stdout.write(self.style.WARNING(line))

    def ask(self, plans: Plans, targets: list[Language], *, draft: bool, again: bool) -> None:
        count = 0
        try:
            for obj, one_each in plans:
                if any(not one.why_not for one in one_each):
                    count += len(jobs.request(obj, targets, None, draft=draft, again=again))
        except EngineError as error:
            raise CommandError(error.words) from error
        self.stdout.write(f"{count} jobs wait for the worker. See: manage.py translation_status")


def page_at(path: str) -> Translated:
    """The page of a path such as help/shared-phone; raises CommandError where there is none."""
    ending = f"/{path.strip('/')}/".replace("//", "/")
    for page in Page.objects.filter(url_path__endswith=ending).specific():
        if isinstance(page, TranslatedPage) and "/" + page.url_path.split("/", 2)[2] == ending:
            return page
    raise CommandError(f"No page has the path {path}.")
