from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from livesafe import languages
from livesafe.translations import invitations
from livesafe.translations.columns import TranslatedPage
from livesafe.translations.models import Invitation


class Command(BaseCommand):
    help = "Make a reviewer link, list those that work, or revoke one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--page", metavar="SLUG", help="the page, by the last part of its address")
        parser.add_argument("--language", metavar="CODE", help="gu, ur …; en for the English draft")
        parser.add_argument("--label", help="what you call its user; never a name")
        parser.add_argument("--days", type=int, default=14, help="how long it works; 14 without this")
        parser.add_argument("--may-approve", action="store_true", help="what it approves is released at once")
        parser.add_argument("--draft", action="store_true", help="show the page as last saved")
        parser.add_argument("--revoke", type=int, metavar="NUMBER", help="end the link of this number")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["revoke"]:
            self.revoke(options["revoke"])
        elif options["page"]:
            self.make(options)
        else:
            for link in Invitation.objects.all():
                if not link.is_over:
                    self.stdout.write(
                        f"{link.pk}  {link.language}  {link.expires_at:%Y-%m-%d %H:%M}  {link.label}"
                    )

    def revoke(self, number: int) -> None:
        link = Invitation.objects.filter(pk=number).first()
        if link is None:
            raise CommandError(f"There is no link number {number}.")
        invitations.revoke(link)

    def make(self, options: dict[str, Any]) -> None:
        """Print the address of a new link: it can't be shown again."""
        if options["language"] not in languages.CODES:
            raise CommandError("--language must be one of " + ", ".join(sorted(languages.CODES)))
        if not options["label"] or not 1 <= options["days"] <= invitations.LONGEST_DAYS:
            raise CommandError(f"Give a --label, and --days from 1 to {invitations.LONGEST_DAYS}.")
        found = Page.objects.filter(slug=options["page"]).specific()
        pages = [page for page in found if isinstance(page, TranslatedPage)]
        if len(pages) != 1:
            raise CommandError(f"{len(pages)} pages end in {options['page']!r}; one is needed.")
        is_english = options["language"] == languages.SOURCE.code
        _, secret = invitations.invite(
            object_key=pages[0].object_key,
            language=options["language"],
            label=options["label"][:60],
            may_approve=options["may_approve"] and not is_english,
            shows_draft=options["draft"],
            expires_at=timezone.now() + timedelta(days=options["days"]),
        )
        self.stdout.write(settings.BASE_URL + reverse("review", args=[secret]))
