"""The link desk from a terminal: list, make, archive and export tracked links."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from campaigns import addresses, batch, links, poster
from campaigns.batch import LinkError, Wish
from campaigns.desk import table
from campaigns.models import CampaignPage, Source
from livesafe.content.models import BasePage


class Command(BaseCommand):
    help = "List, make, archive or export tracked links, as the link desk does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, words in (
            ("list", "print links"),
            ("csv", "write links as CSV"),
            ("sheet", "a PDF of links"),
        ):
            shown = actions.add_parser(name, help=words)
            shown.add_argument("--campaign", default="", help="its slug")
            shown.add_argument("--archived", action="store_true", help="archived ones too")
            if name != "list":
                shown.add_argument("--output", type=Path, required=True, help="the file to write")
        make = actions.add_parser("make", help="make a link for each channel, language, venue and creative")
        make.add_argument("--campaign", required=True, help="its slug")
        make.add_argument("--channel", action="append", required=True, help="such as instagram, Insta or IG")
        make.add_argument("--language", action="append", help="where it lands; none: no fixed language")
        make.add_argument("--venue", action="append", help="a placement or venue")
        make.add_argument("--creative", action="append")
        make.add_argument("--to", default="", help="the path of another page than the campaign's")
        make.add_argument("--starts", type=dt.date.fromisoformat, help="first day, as 2026-11-22")
        make.add_argument("--ends", type=dt.date.fromisoformat, help="last day")
        make.add_argument("--code", default="", help="a code of your own, for one link")
        make.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        for name, words in (("archive", "put links away"), ("restore", "take links out of the archive")):
            actions.add_parser(name, help=words).add_argument("code", nargs="+")

    def handle(self, *, action: str, **asked: Any) -> None:
        try:
            match action:
                case "make":
                    self.make(asked)
                case "archive" | "restore":
                    self.put_away(asked["code"], archived=action == "archive")
                case _:
                    self.show(action, asked)
        except LinkError as error:
            raise CommandError(str(error)) from error

    def make(self, asked: dict[str, Any]) -> None:
        wish = Wish(
            campaign=asked["campaign"],
            channels=list(dict.fromkeys(batch.channel(name) for name in asked["channel"])),
            languages=[batch.language(code) for code in asked["language"] or [""]],
            venues=asked["venue"] or [""],
            creatives=asked["creative"] or [""],
            destination=destination(asked["to"], asked["campaign"]),
            starts=asked["starts"],
            ends=asked["ends"],
            code=asked["code"].lower(),
        )
        for planned in batch.plan(wish) if asked["dry_run"] else batch.make(wish):
            state = "there already" if not planned.is_new else "would be made" if asked["dry_run"] else "made"
            self.stdout.write(f"{state}  {line(planned.link)}")

    def show(self, action: str, asked: dict[str, Any]) -> None:
        found = Source.objects.links().order_by("pk")
        if asked["campaign"]:
            found = found.filter(campaign=asked["campaign"])
        if not asked["archived"]:
            found = found.filter(archived=False)
        match action:
            case "csv":
                asked["output"].write_text(table.as_csv(table.rows(found)), encoding="utf-8", newline="")
            case "sheet":
                page = CampaignPage.objects.filter(slug=asked["campaign"]).first()
                asked["output"].write_bytes(poster.sheet(page.title if page else "LiveSafe", found))
            case _:
                for link in found:
                    self.stdout.write(line(link))

    def put_away(self, codes: list[str], *, archived: bool) -> None:
        by_code = {links.read(link.code): link for link in Source.objects.links()}
        if unknown := [code for code in codes if links.read(code) not in by_code]:
            raise CommandError(f"No link has the code {', '.join(unknown)}. Nothing was changed.")
        for code in codes:
            link = by_code[links.read(code)]
            link.archived = archived
            link.save()
            self.stdout.write(f"{'archived' if archived else 'restored'}  {line(link)}")


def destination(path: str, campaign: str) -> Any:
    """The translation key of the page at an English path; None for the campaign's own."""
    if not path:
        return None
    wanted = f"/{path.strip('/')}/"
    for page in Page.objects.live().filter(slug=wanted.rstrip("/").rsplit("/", 1)[-1]).specific():
        if isinstance(page, BasePage) and page.url_in("en") == wanted:
            if page.sensitive:
                raise LinkError("This page is sensitive: no link that is counted may lead to it.")
            return None if page.slug == campaign else page.translation_key
    raise LinkError(f"There is no page at {wanted}.")


def line(link: Source) -> str:
    what = [link.campaign, link.channel, link.language, link.venue, link.creative]
    address = addresses.short(link) if link.code else "-"
    return "  ".join([address, *filter(None, what), *(["archived"] if link.archived else [])])
