"""The API's own page for people: its description, without a script and without asking anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic import BaseModel

from campaigns.report.access import limit
from campaigns.report.access.schema import Asked, Column, Days, Doubt, Headline, Panel, ReachReport
from campaigns.report.shape import SCHEMA

PARTS: dict[str, type[BaseModel]] = {
    "period": Days,
    "headline": Headline,
    "doubts": Doubt,
    "panels": Panel,
    "dictionary": Column,
}
ERRORS = [
    (400, "The question makes no sense, or has a name that isn’t in the list above. “error” says which."),
    (401, "No token, or one that has ended or was revoked."),
    (403, "The question is about something outside the scope of the token."),
    (404, "There is nothing at this address."),
    (429, f"More than {limit.PER_MINUTE} questions in a minute. Wait as many seconds as “Retry-After” says."),
]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "base": settings.BASE_URL,
        "schema": SCHEMA,
        "per_minute": limit.PER_MINUTE,
        "asked": [
            (field.alias or name, field.description or "") for name, field in Asked.model_fields.items()
        ],
        "answered": list(_fields(ReachReport)),
        "errors": ERRORS,
    }
    return render(request, "campaigns/access/api.html", context)


def _fields(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """Each field with what it means, those of its parts below it."""
    for name, field in model.model_fields.items():
        told: Any = field.alias or name
        yield f"{above}{told}", field.description or ""
        if part := PARTS.get(told):
            many = "[]" if str(field.annotation).startswith("list") else ""
            yield from _fields(part, f"{above}{told}{many}.")
