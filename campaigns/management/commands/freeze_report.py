"""Freezes a report, as the admin does."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.management.commands.reach_report import add_question, question
from campaigns.report import frozen

MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Freeze the reach report of a period. Frozen again, it makes another version only if something moved."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_question(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept = frozen.freeze(question(options), by=None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{kept.query}, version {kept.version}, SHA-256 {kept.content_hash}")
        if not kept.is_new:
            self.stdout.write("Nothing has moved since it was frozen, so there is no new version.")
        for move in kept.moved[:MOST_TOLD] if kept.is_new else ():
            self.stdout.write(told(move))
        if kept.is_new and len(kept.moved) > MOST_TOLD:
            self.stdout.write(f"… and {len(kept.moved) - MOST_TOLD:,} more.")


def told(move: dict[str, Any]) -> str:
    where = ", ".join(filter(None, [move["panel"], *move["row"], move["column"]]))
    before, after = ("nothing" if move[name] is None else move[name] for name in ("before", "after"))
    return f"{where}: {before} → {after}"
