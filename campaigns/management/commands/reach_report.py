"""Prints the reach report, or writes it to a file: the same figures as in the admin, to the unit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.period import EXAMPLES
from campaigns.report import build
from campaigns.report.figures import LABELS
from campaigns.report.files import table
from campaigns.report.files.forms import FORMS
from campaigns.report.query import FILTERS, IN_STAFFS_WORDS, USUAL, Audience, Dimension, Query
from campaigns.report.shape import Report

BINARY = ("xlsx", "pdf")
OF_ONE_PANEL = ("table", "csv")


def add_question(parser: argparse.ArgumentParser) -> None:
    """The arguments that ask as the report's address does."""
    parser.add_argument("--period", default="", metavar="NAME", help=f"{EXAMPLES}. Without it: {USUAL}.")
    parser.add_argument("--from", dest="from", default="", metavar="YYYY-MM-DD", help="In place of a period.")
    parser.add_argument("--to", default="", metavar="YYYY-MM-DD", help="The last day, included.")
    parser.add_argument(
        "--by", action="append", default=[], metavar="NAME,…", help=f"Any of {', '.join(Dimension)}."
    )
    for name in FILTERS:
        parser.add_argument(
            f"--{name.filter.replace('_', '-')}",
            action="append",
            default=[],
            metavar="NAME" if name in IN_STAFFS_WORDS else "NAME,…",
            help=f"Only this {LABELS[name.value].lower()}; may be repeated.",
        )
    parser.add_argument("--audience", default="", metavar="|".join(Audience), help=f"Usually {Audience.VRN}.")


def question(options: dict[str, Any]) -> Query:
    """Raises CommandError in words for people."""
    if options["period"] and (options["from"] or options["to"]):
        raise CommandError("Say a period, or the first day and the last, and not both.")
    asked = {name: [options[name]] for name in ("period", "from", "to", "audience")}
    asked |= {name: options[name] for name in ("by", *(one.filter for one in FILTERS))}
    try:
        return Query.parse(asked)
    except ValueError as error:
        raise CommandError(str(error)) from error


class Command(BaseCommand):
    help = "Print the reach report of a period, or write it to a file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_question(parser)
        parser.add_argument("--format", choices=["table", *sorted(FORMS)], default="table")
        parser.add_argument(
            "--panel", default="figures", metavar="NAME", help="Which table, for table and csv."
        )
        parser.add_argument(
            "--dictionary",
            action="store_true",
            help="What the columns are, in place of the figures: CSV, or Markdown of every table.",
        )
        parser.add_argument("--out", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        form, panel, out = options["format"], options["panel"], options["out"]
        _refuse_nonsense(options)
        report = build.report(question(options))
        _panel(report, panel)
        if form in BINARY or (out and form != "table"):
            self._write(_bytes(report, options), out)
        elif out:
            self._write(f"{_text(report, options)}\n".encode(), out)
        else:
            self.stdout.write(_text(report, options), ending="" if form == "csv" else "\n")

    def _write(self, content: bytes, out: Path | None) -> None:
        if out:
            try:
                out.write_bytes(content)
            except OSError as error:
                raise CommandError(f"{out} can’t be written: {error.strerror}.") from error
            self.stderr.write(f"{out}: {len(content):,} bytes")
            return
        stream = getattr(self.stdout, "buffer", None)
        if stream is None or self.stdout.isatty():
            raise CommandError("That is no text. Say --out FILE, or send it on with a pipe.")
        stream.write(content)


def _refuse_nonsense(options: dict[str, Any]) -> None:
    form = options["format"]
    if options["panel"] != "figures" and form not in OF_ONE_PANEL:
        raise CommandError(f"--panel is for {' and '.join(OF_ONE_PANEL)}: {form} has every table.")
    if options["dictionary"] and form not in OF_ONE_PANEL:
        raise CommandError("--dictionary is CSV, or Markdown with --format table.")


def _panel(report: Report, name: str) -> None:
    names = [panel.name for panel in report.panels]
    if name not in names:
        raise CommandError(f"“{name}” is no table of the report. Say one of {', '.join(names)}.")


def _bytes(report: Report, options: dict[str, Any]) -> bytes:
    if options["dictionary"]:
        return table.dictionary(report, options["panel"])
    if options["format"] == "csv":
        return table.as_csv(report, options["panel"])
    try:
        return FORMS[options["format"]].make(report)
    except ValueError as error:  # More than a workbook holds.
        raise CommandError(str(error)) from error


def _text(report: Report, options: dict[str, Any]) -> str:
    """For a terminal or a pipe: without the mark that Excel needs."""
    form, panel = options["format"], options["panel"]
    match form, options["dictionary"]:
        case "table", True:
            return table.markdown(report)
        case "csv", True:
            return table.dictionary_text(report, panel)
        case "csv", _:
            return table.text(report, panel)
        case "json", _:
            return FORMS["json"].make(report).decode()
        case _:
            return table.for_terminal(report, panel)
