"""Files brought in, and what the database then holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from campaigns.ads.shape import AdFile
from campaigns.imports import jobs, names
from campaigns.imports.understand import Stated, understand
from campaigns.models import AdImport, PlatformRow
from tests.campaigns.ads.exports import FILES

Table = list[dict[str, Any]]


def meta(*rows: str, columns: str = "Campaign name,Impressions,Link clicks,Amount spent (GBP)") -> bytes:
    """A file of Meta with a row for each day: "2026-09-01,Name,1000,10,5.00"."""
    days = [row.split(",", 1) for row in rows]
    lines = [f"Reporting starts,Reporting ends,{columns}", *(f"{day},{day},{rest}" for day, rest in days)]
    return "\n".join(lines).encode()


def snapchat(*rows: str) -> bytes:
    """A file without a currency: "2026-09-01,Name,1000,10,5.00"."""
    return "\n".join(["Day,Campaign Name,Paid Impressions,Swipe Ups,Amount Spent", *rows]).encode()


def golden(name: str) -> bytes:
    return (FILES / name).read_bytes()


def everything() -> Table:
    """The table of rows as it lies in the database."""
    return list(PlatformRow.objects.order_by("pk").values())


def current(*fields: str) -> list[Any]:
    found = PlatformRow.objects.filter(replaced_by=None).order_by("first", "campaign_name", "pk")
    return list(found.values_list(*fields, flat=len(fields) == 1))


@pytest.fixture
def bring(db: None) -> Callable[..., AdImport]:
    def bring(content: bytes, name: str = "export.csv", *, to: str | None = None, **stated: Any) -> AdImport:
        """Import a file; `to` is the campaign of ours that all its names mean."""
        chosen = {} if to is None else {names.key(row): to for row in read(content, name, **stated).rows}
        return jobs.import_now(name, content, stated=Stated(**stated), chosen=chosen)

    return bring


def read(content: bytes, name: str = "export.csv", **stated: Any) -> AdFile:
    return understand(name, content, Stated(**stated))


@pytest.fixture
def staff(db: None) -> Callable[[str], Client]:
    """Somebody of a group, logged in."""

    def staff(group: str) -> Client:
        user, _ = User.objects.get_or_create(username=group.casefold().replace(" ", "-"))
        user.groups.set([Group.objects.get(name=group)])
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return staff
