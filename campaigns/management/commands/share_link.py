"""Share links to one report, from a terminal."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import ShareLink
from campaigns.period import EXAMPLES, today
from campaigns.report.access import doors
from campaigns.report.access.desk.shares import address
from campaigns.report.query import FILTERS, Audience, Query


class Command(BaseCommand):
    help = "Make a link that opens one report without a log-in, list those that work, or revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        make = does.add_parser("make", help="make a link and print its address: it can't be shown again")
        make.add_argument("label", help="for whom it is")
        make.add_argument("--period", required=True, help=EXAMPLES)
        make.add_argument("--by", default="", metavar="NAME,…")
        for name in FILTERS:
            make.add_argument(
                f"--{name.filter.replace('_', '-')}", default="", metavar="NAME,…", help="without: all"
            )
        make.add_argument("--days", type=int, default=30, help="how long it works; 30 without this")
        does.add_parser("list", help="list the links that work")
        does.add_parser("revoke", help="end a link").add_argument("number", type=int)

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        {"make": self.make, "list": self.list, "revoke": self.revoke}[does](options)

    def make(self, options: dict[str, Any]) -> None:
        asked = {name: options[name] for name in ("period", "by", *(one.filter for one in FILTERS))}
        try:
            query = Query.of(urlencode(asked), audience=Audience.OUTSIDE)
            _, secret = doors.make(
                ShareLink,
                label=options["label"],
                query=query.address,
                expires=today() + dt.timedelta(days=options["days"]),
            )
        except (ValueError, OverflowError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(address(secret))

    def list(self, options: dict[str, Any]) -> None:
        for link in ShareLink.objects.all():
            if link.is_open:
                self.stdout.write(f"{link.pk}  {link.expires}  {link.query}  {link.label}")

    def revoke(self, options: dict[str, Any]) -> None:
        link = ShareLink.objects.filter(pk=options["number"]).first()
        if link is None:
            raise CommandError(f"There is no link number {options['number']}.")
        doors.revoke(link)
