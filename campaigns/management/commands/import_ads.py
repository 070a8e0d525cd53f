"""Imports ad platforms' exports from a terminal, as the admin does."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.ads import recognise
from campaigns.ads.limits import MEGABYTE, SIZE
from campaigns.ads.mapping import Mapping
from campaigns.ads.shape import Platform, Reason, RefusedError
from campaigns.imports import jobs
from campaigns.imports.names import NOT_OURS, Named
from campaigns.imports.preview import Preview, preview
from campaigns.imports.understand import Stated
from campaigns.models import AdImport, AdMapping, CampaignPage
from campaigns.period import Period


class Command(BaseCommand):
    help = (
        "Import exports of ad platforms. A file that is ambiguous is refused with its reasons, and nothing of it is "
        "stored; the others are imported all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        day = dt.date.fromisoformat
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and store nothing")
        parser.add_argument("--currency", default="", metavar="GBP", help="where the files don't say it")
        parser.add_argument("--account", default="", help="where the files don't say it")
        parser.add_argument(
            "--from", dest="first", type=day, metavar="YYYY-MM-DD", help="where they don't say it"
        )
        parser.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD", help="the last day")
        parser.add_argument(
            "--mapping",
            default="",
            metavar="NAME",
            help=f"a saved one, or {', '.join(sorted(recognise.NAMED))}",
        )
        parser.add_argument(
            "--campaign",
            action="append",
            default=[],
            metavar="NAME=SLUG",
            help=f"which of ours a platform's campaign is; “NAME={NOT_OURS}”: none of ours",
        )

    def handle(self, *, files: list[Path], dry_run: bool, **asked: Any) -> None:
        stated, campaigns = _stated(asked), _campaigns(asked["campaign"])
        refused = sum(not self._bring(file, stated, campaigns, dry_run=dry_run) for file in files)
        if refused:
            raise CommandError(f"{refused} of {len(files)} refused. Nothing of a refused file is stored.")

    def _bring(self, file: Path, stated: Stated, campaigns: dict[str, str], *, dry_run: bool) -> bool:
        try:
            content = _content(file)
            seen = preview(file.name, content, stated)
            if seen.clashes:
                raise RefusedError(seen.clashes)
            chosen = _chosen(seen, campaigns)
            if dry_run:
                self._tell(file, seen, chosen)
                return True
            done = jobs.import_now(file.name, content, stated=stated, chosen=chosen)
        except RefusedError as refused:
            self.stdout.write(f"{file}: refused")
            for reason in refused.reasons:
                self.stdout.write(f"  {reason}")
            return False
        self.stdout.write(f"{file}: {_done(done)}")
        self._strangers(seen, chosen)
        return True

    def _tell(self, file: Path, seen: Preview, chosen: dict[str, str]) -> None:
        read, change = seen.file, seen.change
        self.stdout.write(f"{file}: {read.platform.label}, {read.kind}, {len(read.rows)} rows, {read.format}")
        if read.period:
            self.stdout.write(f"  {read.period.first} to {read.period.last}")
        for note in read.notes:
            self.stdout.write(f"  Note: {note}")
        for total in read.totals:
            proved = ", ".join(total.verified) or "nothing"
            self.stdout.write(f"  Row {total.line}, “{total.label}”: verified {proved}")
        if change:
            self.stdout.write(
                f"  Would be new {len(change.new)}, changed {len(change.changed)}, gone {len(change.gone)}, "
                f"the same {len(change.same)}"
            )
        for one in seen.names:
            self.stdout.write(f"  “{one}” → {chosen.get(one.key) or one.choice or 'nobody has said'}")

    def _strangers(self, seen: Preview, chosen: dict[str, str]) -> None:
        for one in seen.names:
            if one.is_new and one.key not in chosen:
                guess = f" Perhaps “{one.suggested}”." if one.suggested else ""
                self.stdout.write(
                    f"  Nobody has said which of our campaigns “{one}” is, so no report shows it.{guess}"
                )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > SIZE:
            raise RefusedError([Reason(None, f"It has more than {SIZE // MEGABYTE} MB. Export less.")])
        return file.read_bytes()
    except OSError as error:
        raise RefusedError([Reason(None, f"It can't be opened: {error.strerror}.")]) from None


def _stated(asked: dict[str, Any]) -> Stated:
    first, last = asked["first"], asked["last"]
    if (first is None) != (last is None):
        raise CommandError("State both --from and --to.")
    try:
        period = Period(first, last) if first else None
    except ValueError as error:
        raise CommandError(str(error)) from error
    return Stated(asked["currency"].upper(), period, asked["account"], _mapping(asked["mapping"]))


def _mapping(name: str) -> Mapping | str | None:
    if saved := AdMapping.objects.filter(name=name).first():
        return Mapping.from_json(saved.mapping)
    if name and name not in recognise.NAMED:
        raise CommandError(f"There is no mapping “{name}”.")
    return name or None


def _campaigns(pairs: list[str]) -> dict[str, str]:
    found = dict(pair.rpartition("=")[::2] for pair in pairs)
    slugs = {*CampaignPage.objects.values_list("slug", flat=True), NOT_OURS}
    if strangers := sorted(set(found.values()) - slugs):
        raise CommandError(
            f"There is no campaign {', '.join(strangers)}. Say NAME=SLUG, with a slug of ours."
        )
    return found


def _chosen(seen: Preview, campaigns: dict[str, str]) -> dict[str, str]:
    """What was said of a campaign by its name or its ID."""

    def said(one: Named) -> str | None:
        return campaigns.get(one.name) or campaigns.get(one.known_by)

    return {one.key: choice for one in seen.names if (choice := said(one))}


def _done(done: AdImport) -> str:
    if not (done.new or done.changed or done.gone):
        return f"all {done.same} rows were there already; nothing changed"
    what = f"{Platform(done.platform).label}, {done.first} to {done.last}"
    return f"{what}: {done.new} new, {done.changed} changed, {done.gone} gone, {done.same} the same"
