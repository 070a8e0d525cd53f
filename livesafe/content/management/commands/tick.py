from typing import Any

from django.core.management.base import BaseCommand, CommandError

from livesafe.content.clock import tick


class Command(BaseCommand):
    help = "Run what the minute's clock does: scheduled publishing, reminders, purges."

    def handle(self, *args: Any, **options: Any) -> None:
        if failed := tick():
            raise CommandError(f"These failed, the others ran: {', '.join(failed)}")
