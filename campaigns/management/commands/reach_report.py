"""Prints the reach report, as the admin shows it."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns import exports, reach
from campaigns.period import Period


class Command(BaseCommand):
    help = "Print the reach report of a period; without dates, of the financial quarter so far."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        usual = Period.this_quarter()
        day = dt.date.fromisoformat
        parser.add_argument("--from", dest="first", type=day, default=usual.first, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=day, default=usual.last, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--by", default="", metavar="NAME,…", help=f"Any of {', '.join(reach.Dimension)}, with commas."
        )
        parser.add_argument("--format", choices=["table", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period(options["first"], options["last"])
            by = reach.parse_dimensions(name.strip() for name in options["by"].split(","))
        except ValueError as error:
            raise CommandError(str(error)) from error
        rows = reach.reach(period, by=by)
        write = exports.as_csv if options["format"] == "csv" else exports.as_table
        self.stdout.write(write(rows, by), ending="" if options["format"] == "csv" else "\n")
