"""The months' sums from a terminal: add up what the clock has not yet, all anew, or prove that they are right."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns import months
from campaigns.models import SummedMonth


class Command(BaseCommand):
    help = (
        "Add up the tallies of months that are over, of which reports are made. The worker does it by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--rebuild", action="store_true", help="add up every month anew, as after a repair by hand"
        )
        group.add_argument(
            "--check", action="store_true", help="say whether all sums are what their days add up to"
        )

    def handle(self, *, rebuild: bool, check: bool, **_: Any) -> None:
        if check:
            self.check_sums()
            return
        if rebuild:
            SummedMonth.objects.update(is_current=False)
        waiting = months.stale()
        for month in waiting:
            months.build(month)
            self.stdout.write(f"{month:%Y-%m}")
        self.stdout.write(f"Months added up: {len(waiting)}")

    def check_sums(self) -> None:
        if wrong := months.wrong():
            raise CommandError(
                f"Not what their days add up to: {', '.join(f'{month:%Y-%m}' for month in wrong)}. "
                "Run month_sums --rebuild."
            )
        self.stdout.write(f"Right: {SummedMonth.objects.filter(is_current=True).count()} months")
