"""A link's poster or QR code as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns import addresses, links, poster, qr
from campaigns.models import CampaignPage, Source
from campaigns.typeset import PrintError
from livesafe import languages


class Command(BaseCommand):
    help = "Write the poster of a link as PDF, or its QR code as SVG or PNG: the file's name says which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the link's code, however it is typed")
        parser.add_argument("output", type=Path, help="a file that ends in .pdf, .svg or .png")
        parser.add_argument("--language", choices=sorted(languages.CODES), help="without it, the link's own")
        parser.add_argument("--paper", choices=poster.PAPERS, default=poster.PAPERS[0])

    def handle(self, *, code: str, output: Path, language: str | None, paper: poster.Paper, **_: Any) -> None:
        read = links.read(code)
        link = next((link for link in Source.objects.links() if links.read(link.code) == read), None)
        if link is None:
            raise CommandError(f"No link has the code {code}.")
        match output.suffix.lower():
            case ".svg":
                output.write_text(qr.svg(addresses.short(link)), encoding="utf-8")
            case ".png":
                output.write_bytes(qr.png(addresses.short(link)))
            case ".pdf":
                output.write_bytes(self.poster(link, language or link.language or "en", paper))
            case _:
                raise CommandError("The file must end in .pdf (the poster), .svg or .png (its code).")
        self.stdout.write(str(output))

    def poster(self, link: Source, code: str, paper: poster.Paper) -> bytes:
        campaign = CampaignPage.objects.filter(slug=link.campaign).first()
        if campaign is None:
            raise CommandError(
                f"The campaign {link.campaign} is gone, so there is nothing to say on a poster."
            )
        language = languages.get(code)
        if warning := poster.warning(campaign, language):
            self.stderr.write(warning)
        try:
            return poster.poster(link, campaign, language, paper)
        except PrintError as error:
            raise CommandError(str(error)) from error
