from typing import Any

from django.core.management.base import BaseCommand, CommandError

from livesafe.content.linkcheck.report import check


class Command(BaseCommand):
    help = "Say which links lead readers nowhere or astray, in every language. Opens no other site."

    def handle(self, *args: Any, **options: Any) -> None:
        found = check()
        for one in found:
            what = " ".join(part for part in (one.words and f"“{one.words}”", one.target) if part)
            self.stdout.write(f"{one.obj}  {one.where}  {what or one.link.path}: {one.wrong}")
        if found:
            raise CommandError(f"{len(found)} to mend. The admin leads to each: Reports, Links to mend.")
        self.stdout.write("Every link within the site leads where it should.")
