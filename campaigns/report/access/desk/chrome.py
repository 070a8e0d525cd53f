"""What the three lists of ways to the report have in common in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.period import Period
from campaigns.report.figures import AUDIENCES, CHANNELS, KINDS, LABELS, LANGUAGES
from campaigns.report.query import OF_WHOLE_CAMPAIGNS, Dimension, Query

LISTS = (
    ("reach_shares", "Share links"),
    ("reach_schedules", "Scheduled mails"),
    ("reach_tokens", "API tokens"),
)
MODELS = ("sharelink", "mailschedule", "reachtoken")


def permissions(model: str) -> tuple[str, str, str, str]:
    """To view, add, change and delete."""
    view, add, change, delete = (f"campaigns.{verb}_{model}" for verb in ("view", "add", "change", "delete"))
    return view, add, change, delete


def show(
    request: HttpRequest, template: str, list_name: str, title: str = "", **context: Any
) -> HttpResponse:
    label = dict(LISTS)[list_name]
    crumbs = [{"url": reverse("reach_report"), "label": "Reach"}, {"url": reverse(list_name), "label": label}]
    chrome = {
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}] if title else crumbs,
        "header_title": title or label,
        "header_icon": "view",
        "lists": [(reverse(name), words, name == list_name) for name, words in LISTS],
    }
    return render(request, template, chrome | context)


def ask(request: HttpRequest, list_name: str, title: str, form: forms.Form, button: str) -> HttpResponse:
    """A form on a page of its own, with what is wrong in it."""
    return show(
        request, "campaigns/access/form.html", list_name, title, form=form, button=button, back=list_name
    )


def words_of(query: str, titles: dict[str, str], *, period: Period | None = None) -> list[str]:
    """What a stored question asks, in words. One that makes no sense any more says so."""
    try:
        asked = Query.of(query)
    except ValueError as error:
        return [f"This can’t be asked any more: {error}"]
    named = {
        Dimension.CAMPAIGN: titles,
        Dimension.CHANNEL: CHANNELS,
        Dimension.LANGUAGE: LANGUAGES,
        Dimension.AUDIENCE: AUDIENCES,
        Dimension.KIND: KINDS,
    }
    only = [
        ", ".join(str(named.get(name, {}).get(value, value)) for value in values)
        for name, values in asked.only
    ]
    if not asked.values.keys() & OF_WHOLE_CAMPAIGNS:
        only.insert(0, "All campaigns")
    by = ", ".join(LABELS.get(one.value, one.value).lower() for one in asked.by)
    return [*([period.name] if period else []), *only, *([f"by {by}"] if by else [])]
