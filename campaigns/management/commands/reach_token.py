"""Partners' tokens for the JSON API, from a terminal."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.desk.forms import campaigns
from campaigns.models import ReachToken
from campaigns.period import today
from campaigns.report.access import doors
from campaigns.report.query import Audience


class Command(BaseCommand):
    help = "Make a partner's token for /api/reach, list those that work, or revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        make = does.add_parser("make", help="make a token and print it: it can't be shown again")
        make.add_argument("label", help="for whom it is")
        make.add_argument(
            "--campaign", action="append", default=[], metavar="SLUG", help="without: all campaigns"
        )
        make.add_argument("--audience", choices=list(Audience), default=Audience.OUTSIDE.value)
        make.add_argument("--from", dest="first", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
        make.add_argument("--days", type=int, default=365, help="how long it works; 365 without this")
        does.add_parser("list", help="list the tokens that work")
        does.add_parser("revoke", help="end a token").add_argument("number", type=int)

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        {"make": self.make, "list": self.list, "revoke": self.revoke}[does](options)

    def make(self, options: dict[str, Any]) -> None:
        known = dict(campaigns())
        if strange := [slug for slug in options["campaign"] if slug not in known]:
            raise CommandError(f"{strange[0]!r} is no campaign. Say one of {', '.join(sorted(known))}.")
        try:
            _, secret = doors.make(
                ReachToken,
                label=options["label"],
                campaigns=options["campaign"],
                audience=options["audience"],
                first=options["first"],
                expires=today() + dt.timedelta(days=options["days"]),
            )
        except (ValueError, OverflowError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)

    def list(self, options: dict[str, Any]) -> None:
        for token in ReachToken.objects.all():
            if token.is_open:
                scope = ",".join(token.campaigns) or "all campaigns"
                self.stdout.write(f"{token.pk}  {token.expires}  {token.audience}  {scope}  {token.label}")

    def revoke(self, options: dict[str, Any]) -> None:
        token = ReachToken.objects.filter(pk=options["number"]).first()
        if token is None:
            raise CommandError(f"There is no token number {options['number']}.")
        doors.revoke(token)
