"""The report as a mail: its headline and key figures as text and simple HTML, with the whole as PDF."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from campaigns.report.files import paper
from campaigns.report.files.names import file_name
from campaigns.report.shape import Panel, Report, Value

KEY = "whole"  # The panel whose rows are a measure each.
SHOWN = ("this_period", "previous_period", "change")  # Of its columns.


def write(name: str, report: Report) -> EmailMultiAlternatives:
    """The mail, for nobody yet: each address gets one of its own, so that nobody learns who else has it."""
    context = {
        "name": name,
        "report": report,
        "figures": key_figures(report),
        "address": f"{settings.BASE_URL}{reverse('reach_report')}?{report.query.address}",
    }
    message = EmailMultiAlternatives(
        subject(name, report), render_to_string("campaigns/access/mail.txt", context)
    )
    message.attach_alternative(render_to_string("campaigns/access/mail.html", context), "text/html")
    message.attach(file_name(report, "pdf"), paper.as_pdf(report), paper.CONTENT_TYPE)
    return message


def subject(name: str, report: Report) -> str:
    demo = "Demo figures: " if report.is_demo else ""
    return f"{demo}{name}, {report.query.period.name}"


def key_figures(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each measure with its figures under their headings, as page and paper say them."""
    panel = {panel.name: panel for panel in report.panels}.get(KEY)
    return [_measure(panel, row) for row in panel.rows] if panel else []


def _measure(panel: Panel, row: tuple[Value, ...]) -> tuple[str, list[tuple[str, str]]]:
    said = {
        column.name: (column.heading, panel.said(value, column))
        for value, column in zip(row, panel.columns, strict=True)
    }
    return _name(said, row), [said[name] for name in SHOWN]


def _name(said: dict[str, tuple[str, str]], row: tuple[Value, ...]) -> str:
    """The measure; money with its currency."""
    currency = row[list(said).index("currency")]
    return f"{said['measure'][1]}, {currency}" if currency else said["measure"][1]
