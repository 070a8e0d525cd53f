"""Sends the scheduled reports that are due, as the minute's clock does, or says which they are."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from campaigns.models import MailSchedule
from campaigns.report.access import schedules


class Command(BaseCommand):
    help = "Send the scheduled reports that are due. The minute's clock does so by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go out, and send nothing")
        parser.add_argument("--list", action="store_true", help="list all schedules with their numbers")
        parser.add_argument(
            "--send", type=int, metavar="NUMBER", help="send the last report of this schedule …"
        )
        parser.add_argument("--to", metavar="ADDRESS", help="… to this address and nobody else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.list()
        elif options["send"] is not None or options["to"]:
            self.send(options["send"], options["to"] or "")
        elif options["dry_run"]:
            self.say_due()
        else:
            self.send_due()

    def list(self) -> None:
        for schedule in MailSchedule.objects.all():
            state = schedule.sent_for if schedule.is_active else "stopped"
            self.stdout.write(f"{schedule.pk}  {schedule.every}  {state}  {schedule.name}")

    def send(self, number: int | None, address: str) -> None:
        if number is None:
            raise CommandError("Say with --send which schedule’s report goes to this address. See --list.")
        schedule = MailSchedule.objects.filter(pk=number).first()
        if schedule is None:
            raise CommandError(f"There is no schedule number {number}. See --list.")
        try:
            validate_email(address)
            period = schedules.send_now(schedule, address)
        except ValidationError:
            raise CommandError("Give an e-mail address with --to.") from None
        except (OSError, ValueError) as error:
            raise CommandError(f"It could not be sent: {error}") from error
        self.stdout.write(f"The report of {period.name} went to {address}.")

    def say_due(self) -> None:
        for schedule, period in schedules.due():
            waiting = ", ".join(schedules.waiting(schedule, period))
            self.stdout.write(f"{schedule.name}: {period.name} to {waiting}")

    def send_due(self) -> None:
        asked = [schedule.pk for schedule, _ in schedules.due()]
        schedules.send_due()
        failed = MailSchedule.objects.filter(pk__in=asked).exclude(failed="")
        if failed:
            raise CommandError("\n".join(f"{one.name}: {one.failed}" for one in failed))
